/**
 * Origins are true: where a key is changed, each line that changes with it names the key among its
 * origins. An emitter that forgets one is found here.
 */
import { diffArrays } from "diff";
import { describe, expect, test } from "vitest";
import { stringify } from "yaml";
import { formatPath, roots } from "../../src/base/origin.ts";
import { BACKEND_NAMES, type Compilation, compile } from "../compiler.ts";
import { CREDENTIALS } from "../deploy.ts";

type Json = { readonly [key: string]: unknown };

const CONFIG: Json = { mcp_server: {}, logs_input: { directory: "/home/clp/in" } };
const SITE: Json = { host: { clp_home: "/home/clp/clp-package", home: "/home/clp", cpus: 4 } };

/** Keys that change values and nothing else, and another value for each. */
const CONFIG_CHANGES: Json = {
  container_image_ref: "registry.example.com/clp:2",
  "webui.port": 4001,
  "webui.host": "10.0.0.9",
  "webui.rate_limit": 7,
  "webui.results_metadata_collection_name": "other",
  "database.port": 15999,
  "database.host": "10.0.0.9",
  "database.names.clp": "other",
  "database.names.spider": "another",
  "database.type": "mysql",
  "database.auto_commit": true,
  "database.compress": false,
  "queue.port": 15999,
  "queue.host": "10.0.0.9",
  "redis.port": 15999,
  "redis.host": "10.0.0.9",
  "redis.query_backend_database": 1,
  "results_cache.port": 15999,
  "results_cache.host": "10.0.0.9",
  "results_cache.db_name": "other",
  "results_cache.stream_collection_name": "other",
  "results_cache.retention_period": 61,
  "reducer.logging_level": "DEBUG",
  "reducer.upsert_interval": 55,
  "compression_scheduler.jobs_poll_delay": 0.7,
  "compression_scheduler.logging_level": "DEBUG",
  "compression_scheduler.max_concurrent_tasks_per_job": 3,
  "query_scheduler.jobs_poll_delay": 0.7,
  "query_scheduler.logging_level": "DEBUG",
  "query_scheduler.num_archives_to_search_per_sub_job": 3,
  "compression_worker.logging_level": "DEBUG",
  "query_worker.logging_level": "DEBUG",
  "garbage_collector.logging_level": "DEBUG",
  "garbage_collector.sweep_interval.archive": 3,
  "garbage_collector.sweep_interval.search_result": 3,
  "api_server.port": 15999,
  "api_server.host": "10.0.0.9",
  "api_server.query_job_polling.initial_backoff_ms": 3,
  "api_server.query_job_polling.max_backoff_ms": 3,
  "api_server.default_max_num_query_results": 3,
  "mcp_server.port": 15999,
  "mcp_server.logging_level": "DEBUG",
  "log_ingestor.buffer_flush_timeout": 3,
  "archive_output.compression_level": 9,
  "archive_output.target_archive_size": 9,
  "archive_output.retention_period": 9,
  "archive_output.storage.directory": "/home/clp/archives",
  "stream_output.storage.directory": "/home/clp/streams",
  "stream_output.target_uncompressed_size": 9,
  data_directory: "/home/clp/data",
  logs_directory: "/home/clp/logs",
  tmp_directory: "/home/clp/tmp",
  "logs_input.directory": "/home/clp/other",
  credentials_file_path: "etc/other.yaml",
};
const SITE_CHANGES: Json = {
  "host.clp_home": "/home/clp/other",
  "host.uid": 1234,
  "host.gid": 1234,
  "host.third_party_uid": 999,
  "host.third_party_gid": 999,
  "host.cpus": 16,
  "host.worker_concurrency": 9,
  "compose.project_name": "other",
  "compose.restart_policy": "always",
  "kubernetes.release_name": "other",
  "kubernetes.namespace": "other",
  "kubernetes.storage_class": "other",
  "kubernetes.image_pull_policy": "Always",
  "kubernetes.worker_concurrency": 3,
  "kubernetes.replicas.compression_worker": 2,
  "kubernetes.node_ports.webui": 31999,
  "kubernetes.node_ports.api_server": 31999,
  "kubernetes.node_ports.mcp_server": 31999,
  "kubernetes.expose_databases": true,
  "kubernetes.secret_revision": "2",
};

function set(object: Json, [key, ...rest]: readonly string[], value: unknown): Json {
  return { ...object, [key!]: rest.length === 0 ? value : set((object[key!] ?? {}) as Json, rest, value) };
}

function compiled(config: Json, site: Json): Compilation {
  const compilation = compile(
    {
      config: { name: "clp-config.yaml", content: stringify(config) },
      credentials: { name: "credentials.yaml", content: CREDENTIALS },
      site: { name: "clp-site.yaml", content: stringify(site) },
    },
    { secrets: true },
  );
  expect(compilation.diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
  return compilation;
}

/** `path:line text` of the lines of `after` that `before` does not have, where none of their origins is the key. */
function silent(before: Compilation, after: Compilation, key: string): readonly string[] {
  return after.files.flatMap(({ path, text, origins }) => {
    const old = before.files.find((one) => one.path === path);
    // These list what there is; a line of theirs may come because another one went.
    if (old === undefined || path === "manifest.json" || path === ".gitignore") return [];
    const lines = text.split("\n");
    let number = 0;
    return diffArrays(old.text.split("\n"), lines).flatMap(({ added, removed, count }) => {
      if (removed) return [];
      const first = number;
      number += count;
      if (!added) return [];
      return lines.slice(first, number).flatMap((line, index) => {
        const paths = origins[first + index]!.flatMap(roots).flatMap((root) =>
          root.kind === "constant" ? [] : [formatPath(root.path)],
        );
        return paths.includes(key) ? [] : [`${path}:${first + index + 1} ${line}`];
      });
    });
  });
}

describe("each line that changes with a key has it among its origins", () => {
  const before = compiled(CONFIG, SITE);
  test("in all backends that can carry the deployment", () => {
    expect(before.backends).toEqual(BACKEND_NAMES);
  });
  for (const [key, value] of Object.entries(CONFIG_CHANGES)) {
    test(`config ${key}`, () => {
      const after = compiled(set(CONFIG, key.split("."), value), SITE);
      expect(silent(before, after, key)).toEqual([]);
    });
  }
  for (const [key, value] of Object.entries(SITE_CHANGES)) {
    test(`site ${key}`, () => {
      const after = compiled(CONFIG, set(SITE, key.split("."), value));
      expect(silent(before, after, key)).toEqual([]);
    });
  }
});
