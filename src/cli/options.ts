/** The command line, parsed: every flag of the table has a place here. */
import type { BackendName } from "../mod.ts";
import type { Format } from "../report/report.ts";

export interface Options {
  readonly config: string | undefined;
  readonly credentials: string | undefined;
  readonly site: string | undefined;
  readonly noSecrets: boolean;
  readonly credentialsFromEnv: boolean;
  readonly emit: readonly BackendName[] | undefined;
  readonly out: string;
  readonly dryRun: boolean;
  readonly diagnostics: Format;
  readonly strict: boolean;
  /** `validate`: true where the config is on standard input. */
  readonly stdin: boolean;
  readonly stdinFilename: string | undefined;
  /** `diagram` */
  readonly all: boolean;
  readonly format: string;
  readonly update: string | undefined;
  /** `explain`, `schema`: the argument. */
  readonly subject: string;
}
