/** Which paths the compiler calls its own: the list only grows, and everything that is emitted is on it. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { isOfKind } from "../src/cli/output/file-kind.ts";
import { ownPaths, parseManifest } from "../src/cli/output/manifest.ts";
import { compile, isOfPattern, OUTPUT_PATHS } from "../src/mod.ts";
import { FIXTURES, okFixtures } from "./fixtures.ts";
import { deploymentGoldens } from "./golden/golden.ts";

const own = ownPaths({ OUTPUT_PATHS, isOfPattern });

/**
 * Every path that a manifest of any version may list. A line is never taken away: the folders that were
 * written with it are in use.
 */
const EVER = `
.gitignore
compose/.env
compose/.env.example
compose/docker-compose.yaml
compose/etc/mongo/mongod.conf
compose/etc/mysql/conf.d/logging.cnf
compose/etc/otel-collector/config.yaml
compose/etc/presto/coordinator/catalog/clp.properties
compose/etc/presto/coordinator/config.properties
compose/etc/presto/coordinator/jvm.config
compose/etc/presto/coordinator/log.properties
compose/etc/presto/coordinator/node.properties
compose/etc/presto/coordinator/split-filter.json
compose/etc/presto/worker-NUMBER/catalog/clp.properties
compose/etc/presto/worker-NUMBER/config.properties
compose/etc/presto/worker-NUMBER/node.properties
compose/etc/presto/worker-NUMBER/velox.properties
compose/etc/redis/redis.conf
compose/etc/webui/settings.json
compose/hosts/NAME/.env
compose/hosts/NAME/.env.example
compose/hosts/NAME/clp-compile@.service
compose/hosts/NAME/docker-compose.yaml
compose/hosts/NAME/etc/mongo/mongod.conf
compose/hosts/NAME/etc/mysql/conf.d/logging.cnf
compose/hosts/NAME/etc/otel-collector/config.yaml
compose/hosts/NAME/etc/presto/coordinator/catalog/clp.properties
compose/hosts/NAME/etc/presto/coordinator/config.properties
compose/hosts/NAME/etc/presto/coordinator/jvm.config
compose/hosts/NAME/etc/presto/coordinator/log.properties
compose/hosts/NAME/etc/presto/coordinator/node.properties
compose/hosts/NAME/etc/presto/coordinator/split-filter.json
compose/hosts/NAME/etc/presto/worker-NUMBER/catalog/clp.properties
compose/hosts/NAME/etc/presto/worker-NUMBER/config.properties
compose/hosts/NAME/etc/presto/worker-NUMBER/node.properties
compose/hosts/NAME/etc/presto/worker-NUMBER/velox.properties
compose/hosts/NAME/etc/redis/redis.conf
compose/hosts/NAME/etc/webui/settings.json
compose/hosts/NAME/firewall.nft
compose/hosts/NAME/prepare.sh
compose/hosts/NAME/var/log/.clp-config.yaml
compose/hosts/NAME/var/www/webui/client/settings.json
compose/hosts/NAME/var/www/webui/server/dist/settings.json
compose/prepare.sh
compose/var/log/.clp-config.yaml
compose/var/www/webui/client/settings.json
compose/var/www/webui/server/dist/settings.json
diagram/deployment.mmd
docs/deployment.md
helm/values.secret.yaml
helm/values.yaml
kubernetes/api-server.yaml
kubernetes/compression-scheduler.yaml
kubernetes/compression-worker.yaml
kubernetes/configmap.yaml
kubernetes/database.yaml
kubernetes/db-table-creator.yaml
kubernetes/external-secrets.yaml
kubernetes/garbage-collector.yaml
kubernetes/ingress.yaml
kubernetes/ingress.yaml
kubernetes/kustomization.yaml
kubernetes/log-ingestor.yaml
kubernetes/mcp-server.yaml
kubernetes/network-policies.yaml
kubernetes/network-policies.yaml
kubernetes/otel-collector.yaml
kubernetes/presto-coordinator.yaml
kubernetes/presto-worker.yaml
kubernetes/query-scheduler.yaml
kubernetes/query-worker.yaml
kubernetes/queue.yaml
kubernetes/redis.yaml
kubernetes/reducer.yaml
kubernetes/results-cache-indices-creator.yaml
kubernetes/results-cache.yaml
kubernetes/secrets/archive-output.yaml
kubernetes/secrets/config.yaml
kubernetes/secrets/database.yaml
kubernetes/secrets/kustomization.yaml
kubernetes/secrets/logs-input.yaml
kubernetes/secrets/presto-coordinator.yaml
kubernetes/secrets/presto-worker.yaml
kubernetes/secrets/queue.yaml
kubernetes/secrets/redis.yaml
kubernetes/secrets/stream-output.yaml
kubernetes/secrets/urls.yaml
kubernetes/spider-compression-worker.yaml
kubernetes/spider-scheduler.yaml
kubernetes/volumes.yaml
kubernetes/webui.yaml
`
  .trim()
  .split("\n");

test("every path that ever was is still one", () => {
  const declared = new Set(OUTPUT_PATHS.map(({ path }) => path));
  expect(EVER.filter((path) => !declared.has(path))).toEqual([]);
});

test("a new one is written down here, so that it stays", () => {
  expect(OUTPUT_PATHS.map(({ path }) => path).filter((path) => !EVER.includes(path))).toEqual([]);
});

test("no path is declared twice, and each has a kind", () => {
  expect(new Set(OUTPUT_PATHS.map(({ path }) => path)).size).toBe(OUTPUT_PATHS.length);
  expect(OUTPUT_PATHS.filter(({ kinds }) => kinds.length === 0)).toEqual([]);
});

describe.each(okFixtures())("$name", ({ sources }) => {
  const { files, secretPaths } = compile(sources, { secrets: true });
  const emitted = files.filter(({ path }) => path !== "manifest.json");

  test("emits declared paths alone, each by the backend of its folder", () => {
    const paths = [...emitted, ...secretPaths].map(({ path }) => path);
    expect(paths.filter((path) => own(path) === undefined)).toEqual([]);
    for (const path of paths.filter((name) => name.includes("/")))
      expect(own(path)?.backend, path).toBe(path.split("/")[0]);
  });

  test.each(["\n", "\r\n"])("each file is of its kind, with %j", (end) => {
    const wrong = emitted.filter(({ path, text }) => {
      const bytes = new TextEncoder().encode(text.replaceAll("\n", end));
      return !isOfKind(bytes, own(path)!.kinds);
    });
    expect(wrong.map(({ path }) => path)).toEqual([]);
  });
});

describe("a file of somebody else is of no kind of ours", () => {
  test.each([
    ["compose/docker-compose.yaml", "services: {}\n"],
    ["compose/docker-compose.yaml", "\n# Made by clp-compile. Change the inputs.\n"],
    ["compose/.env", "CLP_DB_PASS=x\n"],
    ["compose/prepare.sh", "#!/bin/sh\necho\n"],
    ["compose/prepare.sh", "# Made by clp-compile.\n"],
    ["compose/var/log/.clp-config.yaml", "webui: {}\n"],
    ["compose/var/log/.clp-config.yaml", "{"],
    ["compose/var/log/.clp-config.yaml", ""],
    ["compose/etc/presto/coordinator/split-filter.json", '{"mine":[]}'],
    ["compose/etc/presto/coordinator/split-filter.json", "[]"],
    ["compose/etc/presto/worker-1/config.properties", "coordinator=true\n"],
    ["compose/var/www/webui/client/settings.json", "{}"],
    ["compose/var/www/webui/client/settings.json", "[]"],
    ["compose/etc/webui/settings.json", '{"public":{},"server":{},"mine":{}}'],
    ["compose/etc/mongo/mongod.conf", "replication: {}\nsystemLog: {}\nstorage: {}\n"],
    ["compose/etc/mysql/conf.d/logging.cnf", "[mysqld]\n[client]\n"],
    ["compose/etc/redis/redis.conf", "databases 2\nlogfile x\nappendonly yes\n"],
    ["compose/etc/redis/redis.conf", ""],
    ["helm/values.yaml", "replicas: 2\n"],
    ["helm/values.secret.yaml", "credentials: {}\nmine: {}\n"],
    ["helm/values.secret.yaml", `credentials: ${"[".repeat(20_000)}`],
    ["kubernetes/webui.yaml", "apiVersion: v1\n"],
    [".gitignore", "*.log\n"],
  ])("%s: %j", (path, text) => {
    expect(isOfKind(new TextEncoder().encode(text), own(path)!.kinds)).toBe(false);
  });
});

describe("a host has a name of DNS", () => {
  test.each(["a", "db-1", "0", "x".repeat(63)])("%s", (name) => {
    expect(own(`compose/hosts/${name}/.env`)?.backend).toBe("compose");
  });
  test.each(["", "A", "-a", "a-", "a.b", "..", ".", "a b", "a_b", "ä", "x".repeat(64), "a\n", "NAME"])(
    "and not %j",
    (name) => expect(own(`compose/hosts/${name}/.env`)).toBeUndefined(),
  );
});

test("manifests that were released are believed", () => {
  const manifests = [
    readFileSync(join(FIXTURES, "../out/manifest.json"), "utf8"),
    ...okFixtures().map(({ folder }) => deploymentGoldens(folder).get("manifest.json")!),
    // Version 0.1.0's own, as it was committed.
    readFileSync(join(FIXTURES, "manifest-0.1.0.json"), "utf8"),
  ];
  for (const text of manifests)
    for (const one of [text, text.replaceAll("\n", "\r\n")])
      expect(typeof parseManifest(one, own)).toBe("object");
});
