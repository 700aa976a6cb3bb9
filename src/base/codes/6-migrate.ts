/** CLP641x: inputs on their way from one release of CLP to another. */
import { v0_9_0 } from "../../clp/releases/v0.9.0.ts";
import { v0_10_0 } from "../../clp/releases/v0.10.0.ts";
import { v0_11_0 } from "../../clp/releases/v0.11.0.ts";
import { v0_12_0 } from "../../clp/releases/v0.12.0.ts";
import { v0_13_0 } from "../../clp/releases/v0.13.0.ts";
import { shell } from "../shell.ts";
import type { CodeEntry } from "./entry.ts";

// Its type is written down: entries with texts that are made are none that a package's readers could infer.
export const MIGRATE_CODES: Readonly<
  Record<
    | "CLP6410"
    | "CLP6411"
    | "CLP6412"
    | "CLP6413"
    | "CLP6414"
    | "CLP6415"
    | "CLP6416"
    | "CLP6417"
    | "CLP6418"
    | "CLP6419",
    CodeEntry
  >
> = {
  CLP6410: {
    severity: "error",
    title: "Release that is not known",
    explanation:
      "migrate has to know of which release of CLP the inputs are. It takes `--from`, else `clp_version` of the site file, else the release that the manifest of the output folder has. Where none of them says one that is known, a person has to.",
    wrong: shell`clp-compile migrate --to ${v0_13_0.id}   # without a site file, and without a manifest`,
    right: shell`clp-compile migrate --from ${v0_9_0.id} --to ${v0_13_0.id}`,
    source: "The site file, and the manifest of the output folder",
  },
  CLP6411: {
    severity: "error",
    title: "External service of which nobody says where it is",
    explanation: `CLP ${v0_9_0.tag} ignored host and port of a service that it does not run (D11). From ${v0_10_0.tag} on they count, and one that is not written is taken for the Docker host. Only a person knows where the service runs, or whether the package is to run it.`,
    wrong: "bundled: [queue, redis, results_cache]   # and no database.host",
    right: "bundled: [queue, redis, results_cache]\ndatabase: {host: db.example.com}",
    source: `delta of ${v0_10_0.tag}, D11`,
  },
  CLP6412: {
    severity: "error",
    title: "External results cache on this machine",
    explanation: `The results cache is a replica set, and MongoDB tells its clients the names of the members. From CLP ${v0_10_0.tag} on the job that makes the indices is given \`host-gateway\` for a loopback address, which is no name (E6), and containers reach nothing at a loopback address. Write the machine's own address, and give it to the replica set's member; or let the package run it.`,
    wrong: "bundled: [database, queue, redis]\nresults_cache: {host: localhost}",
    right: "bundled: [database, queue, redis]\nresults_cache: {host: 10.0.0.5}",
    source: "E6",
  },
  CLP6413: {
    severity: "error",
    title: "Two query engines",
    explanation: `The query engine was \`package.query_engine\` up to CLP ${v0_12_0.tag} and is \`webui.query_engine\` since ${v0_13_0.tag}. Each release ignores the key of the other without a word, so that two that differ may both be meant.`,
    wrong: "package: {query_engine: presto}\nwebui: {query_engine: clp-s}",
    right: "package: {query_engine: presto}",
    source: `delta of ${v0_13_0.tag}`,
  },
  CLP6414: {
    severity: "error",
    title: "Telemetry without anybody who collects it",
    explanation:
      "With --adopt-defaults telemetry is on, and a list of what is bundled that leaves something out does not say who runs the collector: without `otel_collector` in it, services send to port 4318 of the Docker host (E13).",
    wrong: shell`clp-compile migrate --to ${v0_13_0.id} --adopt-defaults   # bundled: [queue, redis]`,
    right: "bundled: [queue, redis]\ntelemetry: {disable: true}",
    source: "E13",
  },
  CLP6415: {
    severity: "error",
    title: "AWS authentication that an earlier release does not have",
    explanation: `The type \`default\` came with CLP ${v0_11_0.tag}: whatever the AWS SDK finds. Earlier releases have \`ec2\`, the role of the instance, and \`profile\`, a profile of aws_config_directory. Which of them is meant, the config does not say.`,
    wrong: shell`clp-compile migrate --to ${v0_10_0.id}   # aws_authentication: {type: default}`,
    right: "aws_authentication: {type: profile, profile: default}",
    source: `delta of ${v0_11_0.tag}`,
  },
  CLP6416: {
    severity: "error",
    title: "Edit that a person has to make",
    explanation:
      "The edit is known, and cannot be made in the text as it is written without touching anything else: the key stands in a mapping that an alias repeats, or has an anchor or a comment in its middle. The message spells it out.",
    wrong: "x: &auth {type: ec2}   # used by several keys, one of which is no authentication",
    right: "aws_authentication: {type: ec2}",
    source: "The text itself",
  },
  CLP6417: {
    severity: "warning",
    title: "Something that an earlier release does not have",
    explanation:
      "On the way back to an earlier release of CLP, what came later is lost: the key goes, and the earlier release does what it always did.",
    wrong: shell`clp-compile migrate --to ${v0_11_0.id}   # query_scheduler: {scheduler_concurrency: 8}`,
    right: shell`clp-compile migrate --to ${v0_12_0.id}`,
    source: "The keys by release",
  },
  CLP6418: {
    severity: "error",
    title: "File that cannot be migrated",
    explanation:
      "Inputs are replaced at once, and none unless all can be: one of them has changed since it was read, is there already, or the system refuses. Nothing was changed.",
    wrong: shell`chmod a-w etc && clp-compile migrate --to ${v0_13_0.id} --write`,
    right: shell`chmod u+w etc && clp-compile migrate --to ${v0_13_0.id} --write`,
    source: "The file system's answer, such as EACCES or EROFS",
  },
  CLP6419: {
    severity: "warning",
    title: "Inputs and output of different releases",
    explanation:
      "The site file says another release than the manifest of the output folder. Where the inputs were not migrated before clp_version was changed, name the release that they are of by --from.",
    wrong: shell`edit clp_version in etc/clp-site.yaml && clp-compile migrate --to ${v0_13_0.id}`,
    right: shell`clp-compile migrate --from ${v0_9_0.id} --to ${v0_13_0.id}`,
    source: "The site file, and the manifest of the output folder",
  },
};
