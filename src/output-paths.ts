/** Every path that the compiler can ever write: whatever else a manifest lists is not ours. */

import type { BackendName } from "./backends/backend-name.ts";
import type { OutputPath } from "./backends/output-path.ts";
import { GITIGNORE } from "./emit/gitignore-file.ts";
import { TARGETS } from "./targets.ts";

/** A path with the backend that it belongs to; `.gitignore` belongs to all. */
export interface OwnPath extends OutputPath {
  readonly backend: BackendName | undefined;
}

/** All of them, but for the manifest itself. */
export const OUTPUT_PATHS: readonly OwnPath[] = [
  { ...GITIGNORE, backend: undefined },
  ...TARGETS.flatMap(({ name, paths }) => paths.map((path) => ({ ...path, backend: name }))),
];
