/** The names that the command line knows, and what it takes where nothing is said. */
import type { InitStorage, InitType } from "../../init/new-config.ts";
import type { BackendName } from "../../mod.ts";

export const BACKENDS = [
  "compose",
  "helm",
  "kubernetes",
  "diagram",
  "docs",
] as const satisfies readonly BackendName[];
export const DIAGRAM_FORMATS = ["mmd", "svg", "png"] as const;
export type DiagramFormat = (typeof DIAGRAM_FORMATS)[number];
export const SCHEMAS = [
  "clp-config",
  "clp-config-layer",
  "credentials",
  "clp-site",
  "clp-site-layer",
  "project",
  "manifest",
  "diagnostics",
  "plan",
  "migration",
] as const;

export const COLORS = ["auto", "always", "never"] as const;

export const PLAN_FORMATS = ["text", "markdown"] as const;

export const SECRETS_FORMATS = ["yaml", "json"] as const;

export const SHELLS = ["bash", "zsh", "fish"] as const;

/** The flag of `completion` by which a script asks for what stands in the working directory. */
export const NAMES_FLAG = "deployments";

export const INIT_TYPES = [
  "full",
  "base",
  "spider-full",
  "spider-base",
] as const satisfies readonly InitType[];
export const INIT_STORAGES = ["fs", "s3"] as const satisfies readonly InitStorage[];

export const DEFAULT_CONFIG = "etc/clp-config.yaml";
export const DEFAULT_CREDENTIALS = "etc/credentials.yaml";
export const DEFAULT_OUT = "out";

/** The project file, which is looked for in the working directory alone. */
export const PROJECT_FILE = "clp-compile.yaml";
