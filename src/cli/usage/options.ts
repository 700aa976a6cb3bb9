/** The command line, parsed: every flag of the table has a place here. */
import type { Release, ReleaseId } from "../../clp/releases/releases.ts";
import type { InitHost } from "../../init/hosts-sections.ts";
import type { InitStorage, InitType } from "../../init/new-config.ts";
import type { BackendName } from "../../mod.ts";
import type { Format } from "../../report/report.ts";
import type { COLORS, DiagramFormat, PLAN_FORMATS, SECRETS_FORMATS } from "./choices.ts";

export interface Options {
  readonly config: string | undefined;
  /** Over the config. */
  readonly configLayers: readonly string[];
  readonly credentials: string | undefined;
  readonly site: string | undefined;
  /** Over the site file. */
  readonly siteLayers: readonly string[];
  readonly noSecrets: boolean;
  readonly credentialsFromEnv: boolean;
  readonly emit: readonly BackendName[] | undefined;
  readonly out: string;
  readonly dryRun: boolean;
  readonly diagnostics: Format;
  readonly strict: boolean;
  /** `compile`, `check`, `validate`: again whenever an input changes. */
  readonly watch: boolean;
  readonly quiet: boolean;
  readonly color: (typeof COLORS)[number];
  /** `validate`: true where the config is on standard input. */
  readonly stdin: boolean;
  readonly stdinFilename: string | undefined;
  /** `validate` */
  readonly fix: boolean;
  /** `compile`: remove what was not asked for. */
  readonly prune: boolean;
  /** `check`: documents whose diagram is compared, too. */
  readonly markdown: readonly string[];
  /** `diagram` */
  readonly all: boolean;
  readonly formats: readonly DiagramFormat[];
  readonly update: string | undefined;
  /** `explain`, `plan`, `migrate` */
  readonly json: boolean;
  /** `plan` */
  readonly against: string | undefined;
  readonly format: (typeof PLAN_FORMATS)[number] | (typeof SECRETS_FORMATS)[number];
  readonly exitCode: boolean;
  /** `migrate`: releases of CLP; `to` is empty for other commands. */
  readonly from: ReleaseId | undefined;
  readonly to: ReleaseId | "";
  readonly write: boolean;
  readonly adoptDefaults: boolean;
  /** `init`, `schema`: the release of CLP that is meant. */
  readonly release: Release;
  /** `init` */
  readonly type: InitType;
  readonly storage: InitStorage;
  readonly thisMachine: boolean;
  readonly hosts: readonly InitHost[];
  readonly fromInstallation: string | undefined;
  /** The file of the values; `-` for standard input. */
  readonly fromHelm: string | undefined;
  /** The file of the project, or the folder that holds it; `-` for standard input. */
  readonly fromCompose: string | undefined;
  /** Where somebody named it on the command line. */
  readonly namedRelease: Release | undefined;
  readonly repository: boolean;
  /** `explain`, `diagram`, `secrets`: the one of the project file that they are about. */
  readonly deployment: string | undefined;
  /** `secrets`: the one of several hosts that they are for. */
  readonly host: string | undefined;
  /** `completion`: the names of the project file's deployments in place of the script. */
  readonly names: boolean;
  /** The names of deployments of the project file; none: all. */
  readonly deployments: readonly string[];
  /** True where a flag says what is read or where it goes: then no project file is read. */
  readonly placed: boolean;
  /** The argument of `explain`, `schema`, `init`, `completion`; empty where there is none. */
  readonly subject: string;
}
