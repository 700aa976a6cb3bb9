/** `npm run try`, as a contributor calls it: from a copy of the repository in which nothing is built yet. */
import { execFile } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";

const ROOT = join(import.meta.dirname, "../../..");
const NOT_COPIED = ["node_modules", ".git", "dist", "out"];

const scratch = mkdtempSync(join(tmpdir(), "clp-compile-clone-"));
const clone = join(scratch, "clone");
const inputs = join(scratch, "inputs");
/** Where temporary files go. */
const temporary = join(scratch, "temporary");
/** Named by the inputs, and not there. */
const absent = join(scratch, "absent");

beforeAll(() => {
  cpSync(ROOT, clone, {
    recursive: true,
    filter: (path) => path === ROOT || !NOT_COPIED.map((name) => join(ROOT, name)).includes(path),
  });
  symlinkSync(join(ROOT, "node_modules"), join(clone, "node_modules"));
  mkdirSync(inputs);
  mkdirSync(temporary);
  cpSync(join(ROOT, "fixtures/ok/01-full/credentials.yaml"), join(inputs, "credentials.yaml"));
});
afterAll(() => rmSync(scratch, { recursive: true }));

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

function npmRunTry(...args: readonly string[]): Promise<Ended> {
  return new Promise((done) => {
    // From a folder of one's own, whose paths are meant.
    const own = { cwd: inputs, env: { ...process.env, TMPDIR: temporary } };
    const command = ["--prefix", clone, "run", "--silent", "try", "--", ...args];
    execFile("npm", command, own, (error, stdout, stderr) =>
      done({ code: error === null ? 0 : Number(error.code ?? 128), stdout, stderr }),
    );
  });
}

/** What `npm run try` says of these inputs, and how it ends. */
async function tried(config: string, site: string, ...more: readonly string[]) {
  writeFileSync(join(inputs, "clp-config.yaml"), config);
  writeFileSync(join(inputs, "site.yaml"), `clp_version: "0.9.0"\n${site}`);
  const files = ["--config", "clp-config.yaml", "--credentials", "credentials.yaml", "--site", "site.yaml"];
  return npmRunTry(...files, ...more);
}

const HOST = `host: { clp_home: ${absent}/home, home: ${absent}, cpus: 8 }\n`;
const CONFIG = `logs_input: { directory: ${absent}/logs }\n`;

test("a wrong call ends with 2 before anything is built, and says what is wrong", async () => {
  const files = ["--config", "absent.yaml", "--credentials", "credentials.yaml"];
  expect(await npmRunTry(...files)).toMatchObject({
    code: 2,
    stderr: expect.stringContaining(`There is no file ${join(inputs, "absent.yaml")}\n`),
  });
  expect(await npmRunTry(...files, "--at", "docker")).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/'--at'[\s\S]*^Usage: npm run try/m),
  });
  expect(await npmRunTry(...files, "--config", "clp-config.yaml")).toMatchObject({
    code: 2,
    stderr: "--config is given 2 times, and once is all that is started\n",
  });
  expect(existsSync(join(clone, "dist"))).toBe(false);
});

test("what is well is told service by service, ends with 0, and nothing of it is there outside", async () => {
  const { code, stdout, stderr } = await tried(CONFIG, HOST);
  expect({ code, stderr }).toEqual({ code: 0, stderr: expect.any(String) });
  for (const line of [/^database +healthy$/m, /^db-table-creator +done$/m, /^query-worker +running$/m])
    expect(stdout).toMatch(line);
  expect(existsSync(absent)).toBe(false);
  expect(readdirSync(inputs).sort()).toEqual(["clp-config.yaml", "credentials.yaml", "site.yaml"]);
  expect(existsSync(join(clone, "out"))).toBe(false);
  expect(readdirSync(temporary).filter((name) => name.startsWith("clp-compile"))).toEqual([]);
});

test("a service that is not well is named with its reason, and the end is 1", async () => {
  // No program of the web UI's fits into so little.
  const { code, stdout } = await tried(
    CONFIG,
    `${HOST}compose: { resources: { webui: { limits: { memory: 8Mi } } } }\n`,
  );
  expect(code).toBe(1);
  expect(stdout).toMatch(/^webui +(failed|unhealthy|starting)/m);
  expect(stdout).toMatch(/^database +healthy$/m);
});

test("inputs that are refused end with 1, and the compiler says why", async () => {
  const { code, stdout } = await tried(`${CONFIG}webui: { port: 0 }\n`, HOST);
  expect(code).toBe(1);
  expect(stdout).toMatch(/error\[CLP\d{4}\][\s\S]*clp-config\.yaml:2:16/);
});

test("inputs of several hosts end with 1, and a line says why they are not started", async () => {
  const { code, stdout } = await tried(
    CONFIG,
    `${HOST}shared_storage: { archives: { mounted: true }, streams: { mounted: true }, logs_input: { mounted: true } }
hosts:
  - { name: control, address: 10.0.0.11, components: [infrastructure, schedulers, rest] }
  - { name: worker, address: 10.0.0.12, components: [workers] }
`,
  );
  expect({ code, stdout }).toEqual({ code: 1, stdout: expect.stringContaining("has several hosts") });
});

test("a call without inputs ends with 2 and the usage", async () => {
  const { code, stderr } = await npmRunTry();
  expect(code).toBe(2);
  expect(stderr).toMatch(/^Usage: npm run try -- --config FILE/m);
});

test("on a node, what is ready is told, and what its removal leaves: nothing", async () => {
  // A site file that says nothing of the host.
  const { code, stdout } = await tried(CONFIG, "", "--on", "kubernetes");
  expect({ code, stdout }).toEqual({ code: 0, stdout: expect.any(String) });
  expect(stdout).toMatch(/^Removed in \d+ s, and nothing is left\.$/m);
  expect(existsSync(absent)).toBe(false);
});

test("on a node, Secrets of others are there, and what asks for several nodes is left out", async () => {
  const { code, stdout } = await tried(
    `${CONFIG}bundled: [database, queue, results_cache]\nredis: { host: redis.example.com }\n`,
    `kubernetes:
  secrets: { from: existing }
  scheduling: { compression_worker: { nodeSelector: { pool: a } }, query_worker: { nodeSelector: { pool: b } } }
`,
    "--on",
    "kubernetes",
  );
  expect({ code, stdout }).toEqual({ code: 0, stdout: expect.any(String) });
  expect(stdout).toMatch(/^kubernetes\.scheduling was left out/m);
});
