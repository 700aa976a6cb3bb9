/** What a compilation is asked to write, and what it wrote: the public words for it. */
import type { BackendName } from "../backends/backend-name.ts";
import type { Diagnostic } from "../base/diagnostic.ts";
import type { EmittedFile } from "../model/emitted-file.ts";
import type { Kept, SecretPath } from "./manifest-file.ts";

/** What a person asked for. */
export interface Selection {
  /** The backends to run. Undefined: all that can carry the deployment. */
  readonly emit?: readonly BackendName[] | undefined;
  /** Those that a person asked for by name: what one of them cannot carry is an error. Undefined: all of `emit`. */
  readonly named?: readonly BackendName[] | undefined;
}

/** A target that was left out, and why. */
export interface SkippedTarget {
  readonly name: BackendName;
  /** At least one. */
  readonly reasons: readonly Diagnostic[];
}

/** What to emit. */
export interface EmitOptions extends Selection {
  /** What the folder has of other backends and keeps: the manifest and `.gitignore` name it, too. */
  readonly kept?: Kept | undefined;
}

/** What is written of a deployment. */
export interface Emission {
  /** Sorted by path; the manifest and .gitignore included. */
  readonly files: readonly EmittedFile[];
  /** The secret files of this deployment, also those that were not written now. */
  readonly secretPaths: readonly SecretPath[];
  readonly backends: readonly BackendName[];
  /** True where a backend that was asked for writes secrets. */
  readonly needsCredentials: boolean;
  /** Those that can carry the deployment and write none. */
  readonly withoutSecrets: readonly BackendName[];
  /** Targets that nobody named and that cannot carry the deployment. */
  readonly skipped: readonly SkippedTarget[];
}
