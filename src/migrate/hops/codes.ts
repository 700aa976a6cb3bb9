/** Keys whose meaning changes from one release to the next, and that a person decides. */

import type { CodeEntry } from "../../base/code-entry.ts";
import { shell } from "../../base/shell.ts";
import { v0_9_0 } from "../../clp/releases/v0.9.0.ts";
import { v0_10_0 } from "../../clp/releases/v0.10.0.ts";
import { v0_11_0 } from "../../clp/releases/v0.11.0.ts";
import { v0_12_0 } from "../../clp/releases/v0.12.0.ts";
import { v0_13_0 } from "../../clp/releases/v0.13.0.ts";

// Its type is written down: entries with texts that are made are none that a package's readers could infer.
export const HOPS_CODES: Readonly<
  Record<"CLP6411" | "CLP6412" | "CLP6413" | "CLP6414" | "CLP6415" | "CLP6590", CodeEntry>
> = {
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
  CLP6590: {
    severity: "error",
    title: "External database that an earlier release's Spider does not find",
    explanation: `In CLP ${v0_9_0.tag} Spider looks for the database at its default port, whatever \`database.port\` says (D12c); ${v0_10_0.tag} tells it the port. On the way back either the database listens at that port, too, or Celery compresses.`,
    wrong: shell`clp-compile migrate --to ${v0_9_0.id}   # database: {port: 3307}, not bundled, with Spider`,
    right: "compression_scheduler: {type: spider}\ndatabase: {port: 3306}",
    source: "D12c; get_container_url",
  },
};
