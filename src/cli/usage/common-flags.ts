/** Flags and arguments that several commands have. */
import { FORMATS } from "../../report/report.ts";
import { BACKENDS, COLORS, DEFAULT_CONFIG, DEFAULT_OUT } from "./choices.ts";
import type { Argument, Flag } from "./command.ts";

export const COMMON_FLAGS: readonly Flag[] = [
  {
    name: "config",
    short: "c",
    value: "FILE",
    repeats: true,
    default: DEFAULT_CONFIG,
    description:
      "CLP's configuration; an empty file means all defaults. A later one is a layer over the earlier",
  },
  {
    name: "credentials",
    value: "FILE",
    default: "the config's credentials_file_path",
    description: "User names and passwords; -: from standard input, as a decrypting program prints them",
  },
  {
    name: "site",
    value: "FILE",
    repeats: true,
    default: "clp-site.yaml beside the config, if there is one",
    description: "The facts of the place of deployment. A later one is a layer over the earlier",
  },
  { name: "no-secrets", description: "Do without credentials: public files only" },
  {
    name: "credentials-from-env",
    description: "Take credentials from CLP_DB_USER, CLP_DB_PASS and CLP's other variables",
  },
  {
    name: "emit",
    value: "BACKENDS",
    choices: BACKENDS,
    list: true,
    default: "all that can carry the deployment",
    description: "Which outputs to make",
  },
  { name: "out", value: "DIR", default: DEFAULT_OUT, description: "The output folder" },
  { name: "dry-run", description: "Write nothing; list what would be written" },
  {
    name: "diagnostics",
    value: "FORMAT",
    choices: FORMATS,
    default: "pretty",
    description: "How findings are written to standard error",
  },
  { name: "strict", description: "Treat warnings as errors" },
  {
    name: "quiet",
    short: "q",
    description: "Say nothing but results and errors; reports for programs stay whole",
  },
  {
    name: "color",
    value: "WHEN",
    choices: COLORS,
    default: "auto",
    description: "Whether to use colours; auto: on a terminal, unless NO_COLOR is set",
  },
  { name: "help", short: "h", description: "Print help and exit" },
  { name: "version", short: "V", description: "Print the version and exit" },
];

/** Of the commands that somebody runs beside an editor. */
export const WATCH: Flag = {
  name: "watch",
  description: "Stay, and run again whenever an input has changed; Ctrl+C ends it",
};

/** Where a project file names deployments. */
export const DEPLOYMENTS: Argument = {
  name: "NAME",
  optional: true,
  repeats: true,
  offer: "deployments",
  description:
    "Deployments of clp-compile.yaml, where one is in the working directory; all, if none is named",
};

/** Of commands that are about one deployment. */
export const DEPLOYMENT: Flag = {
  name: "deployment",
  value: "NAME",
  offer: "deployments",
  description: "The deployment of clp-compile.yaml that it is about, in place of --config and the like",
};

/** Flags of commands that read the inputs. */
export const INPUTS = ["config", "credentials", "site", "no-secrets", "credentials-from-env"];
/** Flags of commands that report findings. */
export const REPORT = ["diagnostics", "strict", "quiet", "color"];
