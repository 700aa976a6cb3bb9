/** The names that the command line knows, and what it takes where nothing is said. */
import type { BackendName } from "../mod.ts";

export const BACKENDS = [
  "compose",
  "helm",
  "kubernetes",
  "diagram",
  "docs",
] as const satisfies readonly BackendName[];
export const DIAGRAM_FORMATS = ["mmd"] as const;
export const SCHEMAS = ["clp-config", "credentials", "clp-site", "manifest", "diagnostics"] as const;

export const DEFAULT_CONFIG = "etc/clp-config.yaml";
export const DEFAULT_CREDENTIALS = "etc/credentials.yaml";
export const DEFAULT_OUT = "out";
