/**
 * The commands of docs/presto.md. Presto's own coordinator runs on what they compile: it starts, finds a worker, and
 * answers the page's first query out of a real MariaDB with a hostile password. CLP's connector has a stand-in.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { editYaml } from "../edit-yaml.ts";
import { shellBlocks } from "../shell-blocks.ts";
import { type ApiServer, startApiServer } from "./programs/api-server.ts";
import { bash } from "./programs/bash.ts";
import { installCommandLine } from "./programs/command-line.ts";
import { type Presto, startPresto } from "./programs/presto.ts";
import { program } from "./programs/programs.ts";

const PAGE = shellBlocks("presto.md");

/** What is run where the images are started: an engine, and a node of Kubernetes. */
const RUN_FOR_REAL = [
  "docker compose up --detach --wait",
  "docker compose restart presto-coordinator presto-worker-1",
  "kubectl port-forward service/clp-presto-coordinator 8889:8080",
];

const PASSWORD = 'fake p$HOME `id` "q" a\\b #c ü =:! x';

/** Tables of CLP that a connector reads. */
const TABLES = `
CREATE DATABASE \`clp-db\`;
CREATE USER 'clp-user'@'%' IDENTIFIED BY '${PASSWORD.replaceAll("\\", "\\\\")}';
GRANT ALL ON \`clp-db\`.* TO 'clp-user'@'%';
USE \`clp-db\`;
CREATE TABLE clp_datasets (name VARCHAR(255) PRIMARY KEY, archive_storage_directory VARCHAR(4096) NOT NULL);
INSERT INTO clp_datasets VALUES ('default', '/var/data/archives/default'), ('postgresql', '/var/data/archives/postgresql');
CREATE TABLE clp_default_column_metadata (name VARCHAR(512) NOT NULL, type TINYINT NOT NULL, PRIMARY KEY (name, type));
INSERT INTO clp_default_column_metadata VALUES ('time', 0), ('msg', 3);
`;

let folder: string;
let presto: Presto;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "clp-compile-presto-page-"));
  const bin = join(folder, "bin");
  mkdirSync(bin);
  await installCommandLine(bin);
  const env = { ...process.env, PATH: `${bin}:${process.env["PATH"]}` };
  const work = join(folder, "work");
  mkdirSync(work);

  // The page's first block, with the facts of a place between its two commands.
  const [init, compile] = PAGE.starting("clp-compile init").trim().split("\n");
  expect(await bash(init!, { cwd: work, env })).toMatchObject({ code: 0 });
  editYaml(join(work, "etc/credentials.yaml"), [[["database", "password"], PASSWORD]]);
  editYaml(join(work, "etc/clp-site.yaml"), [
    [["clp_version"], "0.13.0"],
    [["presto", "coordinator_memory"], "2GiB"],
    [["presto", "timestamp_keys"], { default: "time" }],
  ]);
  expect(await bash(compile!, { cwd: work, env })).toMatchObject({ code: 0 });
  const [enter, prepare] = PAGE.starting("cd out/compose").trim().split("\n");
  expect(await bash(`${enter}\n${prepare}`, { cwd: work, env })).toMatchObject({ code: 0 });
  presto = await startPresto(join(work, "out/compose"), TABLES);
});

afterAll(async () => {
  await presto?.stop();
  if (folder !== undefined) rmSync(folder, { recursive: true });
});

describe("the coordinator", () => {
  test("takes every property, and says that it has started", async () => {
    // With one that it does not know it would have ended.
    expect(presto.log("coordinator")).toContain("======== SERVER STARTED ========");
    const { said } = await presto.shell("curl -s http://127.0.0.1:8889/v1/info");
    expect(JSON.parse(said)).toMatchObject({
      nodeVersion: { version: "clp-v0.10.0" },
      environment: "production",
      coordinator: true,
      starting: false,
    });
  });

  test("writes no log of requests among its own files, whose directory is small", async () => {
    const { said } = await presto.shell("find /var/lib/presto -name '*.log'");
    expect(said).toBe("");
  });

  test("is healthy by the health check of the Compose file", async () => {
    const compose = parse(readFileSync(join(folder, "work/out/compose/docker-compose.yaml"), "utf8"));
    const [form, check] = compose.services["presto-coordinator"].healthcheck.test;
    expect(form).toBe("CMD-SHELL");
    expect(await presto.shell(check)).toMatchObject({ code: 0, said: "" });
    const worker: string[] = compose.services["presto-worker-1"].healthcheck.test;
    // The worker's stand-in shares the host of the coordinator, and listens beside it.
    const text = worker.at(-1)!.replace("/8080", "/8081");
    expect(await presto.shell(text)).toMatchObject({ code: 0 });
  });

  test("uses the worker that calls itself by the same version (P16)", async () => {
    const nodes =
      "SELECT node_id, node_version, state, coordinator FROM system.runtime.nodes ORDER BY node_id";
    expect(await presto.rows(nodes)).toEqual([
      ["presto-coordinator", "clp-v0.10.0", "active", true],
      ["presto-worker-1", "clp-v0.10.0", "active", false],
    ]);
    expect(await presto.rows("SELECT 1")).toEqual([[1]]);
  });

  test("answers the page's first query out of CLP's database, whatever its password", async () => {
    expect(await presto.shell(PAGE.starting("presto --server"))).toMatchObject({
      code: 0,
      said: '"default"\n"postgresql"\n',
    });
    const columns = await presto.rows('DESCRIBE clp.default."default"');
    expect(columns.map(([name, type]) => [name, type])).toEqual([
      ["msg", "varchar"],
      ["time", "bigint"],
    ]);
  });
});

describe("on Kubernetes", () => {
  let server: ApiServer;
  beforeAll(async () => {
    server = await startApiServer();
  });
  afterAll(() => server?.stop());

  test("the page's commands apply all of it", async () => {
    const bin = join(folder, "bin");
    writeFileSync(join(bin, "kubectl"), `#!/bin/sh\nexec '${program("kubectl")}' "$@"\n`, { mode: 0o755 });
    const env = {
      PATH: `${bin}:${process.env["PATH"]}`,
      HOME: folder,
      ...server.environment,
    };
    const { code, said } = await bash(PAGE.starting("kubectl apply"), { cwd: join(folder, "work"), env });
    expect({ code, warnings: said.match(/^Warning.*$/gm) }).toEqual({ code: 0, warnings: null });
    for (const made of [
      "secret/clp-presto-coordinator created",
      "secret/clp-presto-worker created",
      "service/clp-presto-coordinator created",
      "deployment.apps/clp-presto-coordinator created",
      "statefulset.apps/clp-presto-worker created",
    ])
      expect(said).toContain(made);
  });
});

test("every command of the page is run, here or by test/runtime/all/presto-docs.test.ts", () => {
  const lines = PAGE.all.flatMap((text) => text.trim().split("\n"));
  const run = ["clp-compile", "cd out/compose", "sh prepare.sh", "presto --server", "kubectl apply -k"];
  const others = lines.filter((line) => !run.some((start) => line.startsWith(start)));
  expect(others).toEqual(RUN_FOR_REAL);
  const there = readFileSync(join(import.meta.dirname, "../runtime/all/presto-docs.test.ts"), "utf8");
  for (const line of RUN_FOR_REAL) expect(there).toContain(`"${line}"`);
});
