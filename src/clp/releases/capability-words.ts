/** What docs/releases.md says of each capability, by its value: Markdown. */
import type { Capabilities } from "./release.ts";

function codes(words: readonly string[]): string {
  return words.map((word) => `\`${word}\``).join(", ");
}

export const CAPABILITY_WORDS: {
  readonly [Key in keyof Capabilities]: {
    readonly what: string;
    readonly words: (value: Capabilities[Key]) => string;
  };
} = {
  connectPorts: {
    what: "External services, in `.env`",
    words: (value) =>
      value
        ? "their port alone, as `CLP_…_CONNECT_PORT`, since host and port are those of bundled ones"
        : "host and port, as of bundled ones",
  },
  extraHosts: {
    what: "External services, in containers",
    words: (value) =>
      value ? "by a fixed name, which `extra_hosts` leads to them" : "not to be reached (D11)",
  },
  resultsCacheHealth: {
    what: "Health of the results cache",
    words: (value) => (value === "shell" ? "asked by a shell" : "asked by `mongosh` itself"),
  },
  webuiHealth: {
    what: "Health of the web UI",
    words: (value) => (value === "tcp" ? "that its port is open" : "that it answers a request"),
  },
  apiServerStagesStreams: {
    what: "Staged streams, in the API server",
    words: (value) => (value ? "mounted" : "not mounted"),
  },
  spiderDatabase: {
    what: "The database of Spider's compression scheduler",
    words: (value) => (value === "fixed" ? "`database:3306` (D12c)" : "as the config says"),
  },
  rustAuthentication: {
    what: "AWS authentication of the API server and the log ingestor (D33)",
    words: (value) => codes(value),
  },
  instanceRole: {
    what: "AWS authentication by the role of the instance",
    words: (value) => `type \`${value}\``,
  },
  awsConfigDirectory: {
    what: "`aws_config_directory` goes with",
    words: (value) => codes(value),
  },
  nullableQueryServices: {
    what: "Query scheduler, query worker, reducer, MCP server",
    words: (value) => (value ? "run where their sections are not null" : "run unless Presto answers queries"),
  },
  prestoAddress: {
    what: "Containers are told where Presto is",
    words: (value) =>
      value === "engine" ? "where it is the query engine" : "wherever its section is written (D17)",
  },
  telemetry: {
    what: "Telemetry",
    words: (value) => (value ? "sent through a collector, unless `telemetry.disable` is true" : "none"),
  },
  workerLogs: {
    what: "Logs of workers",
    words: (value) => (value === "file" ? "in `worker.log`" : "on standard output, as lines of JSON"),
  },
  celeryNodes: {
    what: "Names of Celery's nodes",
    words: (value) => (value === "worker" ? "the worker's alone (D19)" : "with that of the host"),
  },
  webuiSettings: {
    what: "Settings of the web UI",
    words: (value) => (value === "two" ? "two files, one for the page and one for the server" : "one file"),
  },
  webuiProgram: { what: "Program of the web UI", words: (value) => `\`${value}\`` },
  webuiStreamKeys: {
    what: "Keys of streams on S3, for the web UI",
    words: (value) => `\`${value}_ACCESS_KEY_ID\``,
  },
  recoveryFile: {
    what: "What the garbage collector has still to delete",
    words: (value) =>
      value === "logs" ? "in the directory for logs" : "in the directory for temporary files",
  },
};
