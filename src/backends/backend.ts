/** What a backend is: a pure function that makes a target of the model and its own options. */
import type { Reporter } from "../base/diagnostic.ts";
import type { EmittedFile } from "../model/emitted-file.ts";
import type { DeploymentModel, SecretValues } from "../model/model.ts";

/** One deployment for one kind of place: its files, and what it says where it cannot. */
export interface Target {
  /**
   * Reports (`CLP5xxx`, `CLP4xxx`) what of the deployment the target cannot carry, and says whether
   * it can carry it at all. Never looks at a secret's value.
   */
  readonly supports: (reporter: Reporter) => boolean;
  /** The files that anybody may see. Cannot see a secret's value. */
  readonly emitPublic: () => readonly EmittedFile<"public">[];
  /** The paths of the files that {@link emitSecret} would write, known without any secret. */
  readonly secretPaths: () => readonly string[];
  /**
   * The files that hold secrets. Reports a secret that the target cannot carry, without its value;
   * the file that cannot be written is then left out.
   */
  readonly emitSecret: (secrets: SecretValues, reporter: Reporter) => readonly EmittedFile<"secret">[];
}

/** Makes a target. It does nothing by itself: what a target gives is made when it is asked for. */
export type Backend<Options> = (model: DeploymentModel, options: Options) => Target;
