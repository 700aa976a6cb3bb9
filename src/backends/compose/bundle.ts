/** What every part of this backend is given: the deployment, and the host whose files are written. */
import type { DeploymentModel } from "../../model/model.ts";
import type { Dialect } from "./compose-dialect.ts";
import type { ComposeOptions } from "./compose-options.ts";

export interface Bundle {
  readonly model: DeploymentModel;
  readonly options: ComposeOptions;
  /** How values are written for the containers of this host. */
  readonly dialect: Dialect;
}

/** The path of a file of the bundle, below the output folder. */
export function pathIn({ options }: Bundle, path: string): string {
  return `${options.folder}/${path}`;
}
