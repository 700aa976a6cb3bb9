/** Presto in generated deployments of every release: Docker Compose and a real API server take them without a warning. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { compile, type Sources } from "../../src/mod.ts";
import { manifestsOf } from "../backends/kubernetes/manifests.ts";
import { credentialsWith } from "../deploy.ts";
import { type Cluster, startCluster } from "./applying.ts";
import { run } from "./programs/programs.ts";
import { REFERENCE_RELEASES, type ReferenceRelease } from "./reference.ts";

const PER_RELEASE = 40;
const SECRETS = { database: "fake-Database-pa$$word", key: "FAKE-S3-KEY-ID", secret: "fake/S3+secret" };

const S3 = {
  type: "s3",
  staging_directory: "var/data/staged-archives",
  s3_config: {
    region_code: "us-east-2",
    bucket: "archives",
    key_prefix: "a/",
    aws_authentication: {
      type: "credentials",
      credentials: { access_key_id: SECRETS.key, secret_access_key: SECRETS.secret },
    },
  },
};

const choices = fc.record({
  spider: fc.boolean(),
  mysql: fc.boolean(),
  s3: fc.boolean(),
  presto: fc.record({
    workers: fc.integer({ min: 1, max: 3 }),
    worker_memory: fc.constantFrom("4GiB", "8GiB", "12000000000"),
    coordinator_memory: fc.constantFrom("5GiB", "6GiB"),
    timestamp_keys: fc.constantFrom({}, { default: "ts" }, { datasets: { postgresql: "timestamp" } }),
    publish: fc.constantFrom(null, { host: "127.0.0.1", port: 8889 }, { host: "0.0.0.0", port: 9000 }),
    images: fc.constantFrom({}, { coordinator: "registry.example.com/coordinator:clp-v0.10.0" }),
  }),
  nodePort: fc.constantFrom(null, 30889),
});

function sourcesOf(
  release: ReferenceRelease,
  chosen: typeof choices extends fc.Arbitrary<infer T> ? T : never,
): Sources {
  const { spider, mysql, s3, presto, nodePort } = chosen;
  const engine = release === "0.13.0" ? "webui" : "package";
  const config = {
    [engine]: { query_engine: "presto" },
    presto: { host: "presto-coordinator", port: 8080 },
    results_cache: { retention_period: null },
    database: { type: mysql && !spider ? "mysql" : "mariadb" },
    ...(spider ? { compression_scheduler: { type: "spider" }, spider_scheduler: {} } : {}),
    ...(s3 ? { archive_output: { storage: S3 } } : {}),
    ...(release === "0.13.0" ? { telemetry: { disable: true }, query_scheduler: null, reducer: null } : {}),
  };
  const site = {
    clp_version: release,
    host: { clp_home: "/home/clp/clp-package", home: "/home/clp" },
    presto: { deploy: true, ...presto },
    kubernetes: { node_ports: { presto_coordinator: nodePort } },
  };
  return {
    config: { name: "clp-config.yaml", content: JSON.stringify(config) },
    site: { name: "clp-site.yaml", content: JSON.stringify(site) },
    credentials: {
      name: "credentials.yaml",
      content: credentialsWith(SECRETS.database, "fake-queue-password", "fake-redis-password"),
    },
  };
}

const folder = mkdtempSync(join(tmpdir(), "clp-compile-presto-releases-"));
let cluster: Cluster;
beforeAll(async () => {
  cluster = await startCluster();
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await cluster?.stop();
});

describe.each(REFERENCE_RELEASES)("CLP v%s", (release) => {
  const cases = fc.sample(choices, { numRuns: PER_RELEASE, seed: 15 }).map((one) => sourcesOf(release, one));

  test("is taken by Docker Compose without a warning, and no public file has a secret", async () => {
    for (const [index, sources] of cases.entries()) {
      const { files, diagnostics } = compile(sources, { secrets: true, emit: ["compose"] });
      expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
      const ids: string[] = [];
      for (const { path, text, mode, access } of files) {
        const place = join(folder, `${release}-${index}`, path);
        mkdirSync(dirname(place), { recursive: true });
        writeFileSync(place, text, { mode });
        if (access === "public")
          for (const secret of Object.values(SECRETS)) expect(text, path).not.toContain(secret);
        if (/worker-\d+\/node\.properties$/.test(path)) ids.push(/^node\.id=(.*)$/m.exec(text)![1]!);
      }
      expect(ids.length).toBeGreaterThan(0);
      expect(new Set(ids).size).toBe(ids.length);
      const cwd = join(folder, `${release}-${index}`, "compose");
      const { code, stderr } = await run("docker-compose", ["config", "--quiet"], { cwd });
      expect({ sources, code, stderr }).toEqual({ sources, code: 0, stderr: "" });
    }
  });

  test("is taken by the API server without a warning", async () => {
    const made = new Map(cases.map((sources, index) => [`${release}-${index}`, manifestsOf(sources)]));
    for (const { diagnostics } of made.values())
      expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
    await cluster.takesEach(made);
  });
});
