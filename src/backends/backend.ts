/** What a backend is: a pure function from the model to files, and what it says where it cannot. */
import type { Reporter } from "../base/diagnostic.ts";
import type { EmittedFile } from "../model/emitted-file.ts";
import type { DeploymentModel, SecretValues } from "../model/model.ts";
import type { OutputPath } from "./output-path.ts";

export interface Backend<Options> {
  readonly name: string;
  /** Every path that it can ever emit, in any version and for any release: what is there stays there. */
  readonly paths: readonly OutputPath[];
  /**
   * Reports (`CLP5xxx`, `CLP4xxx`) what of the deployment the target cannot carry, and says whether
   * it can carry it at all. Never looks at a secret's value.
   */
  readonly supports: (model: DeploymentModel, options: Options, reporter: Reporter) => boolean;
  /** The files that anybody may see. Cannot see a secret's value. */
  readonly emitPublic: (model: DeploymentModel, options: Options) => readonly EmittedFile<"public">[];
  /** The paths of the files that {@link emitSecret} would write, known without any secret. */
  readonly secretPaths: (model: DeploymentModel, options: Options) => readonly string[];
  /**
   * The files that hold secrets. Reports a secret that the target cannot carry, without its value;
   * the file that cannot be written is then left out.
   */
  readonly emitSecret: (
    model: DeploymentModel,
    options: Options,
    secrets: SecretValues,
    reporter: Reporter,
  ) => readonly EmittedFile<"secret">[];
}
