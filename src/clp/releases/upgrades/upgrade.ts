/**
 * What becomes of a deployment on the way from one release to the next, but for its inputs (`migrate/hops/`
 * has the rules of those): its data, its clients, and the objects of the Helm chart. Plain data, which
 * `migrate`, `plan` and docs/releases.md say in their own words.
 */
import type { ReleaseId } from "../releases.ts";

/** A server that keeps data, by its section in the config. */
export type Server = "database" | "queue" | "redis" | "results_cache";

/** The program of a server, as its image is named. */
export type Program = "mariadb" | "mysql" | "rabbitmq" | "redis" | "mongo";

/** Servers of two versions: the tags of their images begin so. */
export interface OtherVersion {
  readonly server: Server;
  readonly program: Program;
  readonly before: string;
  readonly after: string;
}

/** What the later release writes and the earlier one may not read. */
export interface OneWay {
  /** Words that complete "Not for v0.9.0: …". */
  readonly what: string;
  /** How the earlier release starts all the same: without these files, or with a dump in their place. */
  readonly instead?: "without" | "dump";
}

export interface DataChange {
  /** What it is about: a server, or other data in a word or two. */
  readonly of: Server | "archives" | "tables" | "recovery file" | "instance-id";
  /** Where it follows from another version of a server's program. */
  readonly version?: OtherVersion;
  /** What happens on the way up: a sentence without a full stop. */
  readonly up: string;
  /** The same on the way back, where there is something to say. */
  readonly back?: string;
  readonly oneWay?: OneWay;
  readonly source: string;
}

/** Columns that the tables of an earlier release have otherwise, and that nobody changes by himself. */
export interface ColumnChanges {
  /** When somebody wants them: it begins a sentence. */
  readonly when: string;
  readonly columns: readonly {
    readonly table: string;
    readonly column: string;
    /** As SQL names it; none of them may be null. */
    readonly type: string;
  }[];
  readonly source: string;
}

export interface ClientChange {
  /** The component that they talk to, or whose logs they read. */
  readonly component: "api-server" | "log-ingestor" | "workers";
  /** A sentence without a full stop. */
  readonly text: string;
  readonly source: string;
}

/** What a plain `helm upgrade` of CLP's chart meets (E14). */
export interface ChartUpgrade {
  /** Why the release has to be uninstalled first; absent where it is enough to delete the Jobs. */
  readonly reinstall?: string;
  /** What else an operator has to know: sentences without a full stop. */
  readonly notes: readonly string[];
  /** What shows it, beside the rendered charts of both releases, applied one after the other. */
  readonly source: string;
}

/** From one release to the next. */
export interface Upgrade {
  readonly before: ReleaseId;
  readonly release: ReleaseId;
  readonly data: readonly DataChange[];
  readonly columns?: ColumnChanges;
  readonly clients: readonly ClientChange[];
  readonly chart: ChartUpgrade;
}

/**
 * Jobs whose template the API server does not let change, and each release does: the names behind that of the
 * chart. Every chart that is known has them.
 */
export const CHART_JOBS = ["db-table-creator", "results-cache-indices-creator"] as const;

/** What says how clients ask. */
export const OPENAPI = "the OpenAPI files of both releases";

/** What the garbage collector has still to delete from the storage; which directory has it is a capability. */
export const RECOVERY_FILE = "archive-garbage-collector.tmp";
