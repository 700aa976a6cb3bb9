/** What is known of one release of CLP. It is resolved once, from the site file, and handed on as a value. */

/** Images by what they are for; one that a release does not have is absent. */
export interface Images {
  /** CLP's own services and jobs. */
  readonly package: string;
  readonly mariadb: string;
  readonly mysql: string;
  readonly queue: string;
  readonly redis: string;
  readonly resultsCache: string;
  readonly otelCollector?: string;
  readonly prestoCoordinator: string;
  readonly prestoWorker: string;
}

/**
 * How releases differ, but for their keys (`clp/schema/` has the intervals of those). Components ask for
 * these by name, and compare no versions. Source: the facts on each release, table by table.
 */
export interface Capabilities {
  /** `.env` says on which port an external service listens; host and port are those of bundled ones alone. */
  readonly connectPorts: boolean;
  /** Every service is told by name where an external one is, by `extra_hosts`. */
  readonly extraHosts: boolean;
  /** The health check of the results cache: text for a shell, or a command. */
  readonly resultsCacheHealth: "shell" | "exec";
  /** The health check of the web UI. */
  readonly webuiHealth: "tcp" | "http";
  /** The API server mounts the directory of staged streams. */
  readonly apiServerStagesStreams: boolean;
  /** With Spider, the compression scheduler connects to `database:3306`, or to what its config says (D12c). */
  readonly spiderDatabase: "fixed" | "configured";
  /** The types of AWS authentication that the API server and the log ingestor take (D33). */
  readonly rustAuthentication: readonly ("credentials" | "default")[];
  /** The type of AWS authentication by which a service takes the role of its instance. */
  readonly instanceRole: "ec2" | "default";
  /** The types of AWS authentication with which `aws_config_directory` may be set. */
  readonly awsConfigDirectory: readonly ("profile" | "default")[];
  /** The query scheduler, the query worker and the reducer run where their sections are not null, whatever the query engine is. */
  readonly nullableQueryServices: boolean;
  /** When containers are told where Presto is: where it is the query engine, or wherever its section is written (D17). */
  readonly prestoAddress: "engine" | "section";
  /** There is a collector, and the services send to it. */
  readonly telemetry: boolean;
  /** Where Celery's and Spider's workers log. */
  readonly workerLogs: "file" | "stdout";
  /** The names of Celery's nodes: the worker's alone, or with that of its host (D19). */
  readonly celeryNodes: "worker" | "host";
  /** The settings of the web UI: one file for the page and one for the server, or one for both. */
  readonly webuiSettings: "two" | "one";
  /** The program of the web UI's server, below its folder. */
  readonly webuiProgram: "dist/src/main.js" | "dist/main.js";
  /** The prefix of the variables by which the web UI is told the keys of streams in S3. */
  readonly webuiStreamKeys: "AWS" | "CLP_STREAM_OUTPUT_AWS";
  /** The directory in which the garbage collector keeps what is still to be deleted. */
  readonly recoveryFile: "logs" | "tmp";
}

export interface Release<Id extends string = string> {
  /** As `clp_version` has it. */
  readonly id: Id;
  /** As texts have it: `v`, and the id. */
  readonly tag: `v${Id}`;
  /** `CLP`, and the tag. */
  readonly name: `CLP v${Id}`;
  /** Of CLP's repository. */
  readonly commit: string;
  /** When it came out: year, month, day. */
  readonly date: string;
  readonly images: Images;
  /** The version of its Helm chart. */
  readonly chart: string;
  readonly capabilities: Capabilities;
}

/** Where the images of CLP's own services are published. */
export const PACKAGE_IMAGE = "ghcr.io/y-scope/clp/clp-package";

interface Parts<Id extends string>
  extends Pick<Release<Id>, "id" | "commit" | "date" | "chart" | "capabilities"> {
  readonly images: Omit<Images, "package">;
}

/** Makes a release of what is its own. */
export function defineRelease<const Id extends string>(parts: Parts<Id>): Release<Id> {
  const { id, images } = parts;
  return {
    ...parts,
    tag: `v${id}`,
    name: `CLP v${id}`,
    images: { package: `${PACKAGE_IMAGE}:${id}`, ...images },
  };
}

/** The images of a release but for the package's own: most releases take over those of the one before. */
export function thirdPartyImages({ images }: Release): Omit<Images, "package"> {
  const { package: _own, ...others } = images;
  return others;
}
