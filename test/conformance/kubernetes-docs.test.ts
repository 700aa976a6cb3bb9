/** Every command of docs/kubernetes.md, in its order, against a real API server; and its tables. */
import {
  createReadStream,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { DIFFERENCES } from "../../src/backends/kubernetes/differences.ts";
import type { Any } from "../backends/kubernetes/manifests.ts";
import { type ApiServer, startApiServer } from "./programs/api-server.ts";
import { bash } from "./programs/bash.ts";
import { CHART_FOLDERS } from "./programs/charts.ts";
import { installCommandLine } from "./programs/command-line.ts";
import { program, run } from "./programs/programs.ts";

const PAGE = readFileSync(join(import.meta.dirname, "../../docs/kubernetes.md"), "utf8");
const HOME = "/home/clp/clp-package";
const REPOSITORY = "https://y-scope.github.io/clp";

interface Block {
  /** What follows the three backticks. */
  readonly info: string;
  readonly text: string;
}

const BLOCKS: readonly Block[] = [...PAGE.matchAll(/^```(.+)\n([\s\S]*?)^```$/gm)].map((match) => ({
  info: match[1]!,
  text: match[2]!,
}));

let server: ApiServer;
let charts: Server;
let folder: string;
let guard: NodeJS.Timeout | undefined;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "clp-compile-docs-"));
  const bin = join(folder, "bin");
  mkdirSync(bin);
  mkdirSync(join(folder, "work/.aws"), { recursive: true });
  writeFileSync(join(folder, "work/.aws/config"), "[profile clp]\n");
  await installCommandLine(bin);
  const script = (name: string, command: string) =>
    writeFileSync(join(bin, name), `#!/bin/sh\nexec ${command} "$@"\n`, { mode: 0o755 });
  script("kubectl", `'${program("kubectl")}'`);
  script("helm", `'${program("helm")}'`);
  server = await startApiServer();
  charts = await serveChart();
  const node = { apiVersion: "v1", kind: "Node", metadata: { name: "node-1" } };
  await server.kubectl(["create", "-f", "-"], { input: JSON.stringify(node) });
  guard = setInterval(() => void letGo(), 1000);
});

afterAll(async () => {
  clearInterval(guard);
  charts?.close();
  await server?.stop();
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
});

/** CLP's own chart where it is at hand, or one of its name that has no templates, in a repository of its own. */
async function serveChart(): Promise<Server> {
  const served = join(folder, "charts");
  mkdirSync(served);
  let chart = CHART_FOLDERS.get("0.4.0") ?? "";
  if (chart === "") {
    chart = join(folder, "chart");
    mkdirSync(chart);
    writeFileSync(join(chart, "Chart.yaml"), "apiVersion: v2\nname: clp\nversion: 0.4.0\n");
  }
  const listening = createServer((request, response) => {
    const path = join(served, request.url ?? "");
    if (!existsSync(path)) response.writeHead(404).end();
    else createReadStream(path).pipe(response);
  }).listen(0, "127.0.0.1");
  await new Promise((done) => listening.once("listening", done));
  const { code, stderr } = await run("helm", ["package", chart, "--destination", served]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  const indexed = await run("helm", ["repo", "index", served, "--url", urlOf(listening)]);
  expect(indexed.code).toBe(0);
  return listening;
}

function urlOf(listening: Server): string {
  return `http://127.0.0.1:${(listening.address() as AddressInfo).port}`;
}

/** What a cluster's controllers do: a volume or claim that is deleted, and that nobody uses, goes. */
async function letGo(): Promise<void> {
  const { stdout } = await server.kubectl(["get", "pv,pvc", "--all-namespaces", "--output=json"]);
  if (stdout === "") return;
  for (const { kind, metadata } of (JSON.parse(stdout) as Any).items) {
    if (metadata.deletionTimestamp === undefined) continue;
    const namespace = metadata.namespace === undefined ? [] : ["--namespace", metadata.namespace];
    const free = '--patch={"metadata":{"finalizers":null}}';
    await server.kubectl(["patch", kind, metadata.name, ...namespace, "--type=merge", free]);
  }
}

/** The texts of the page, for this machine. */
function here(text: string): string {
  return text.replaceAll(HOME, join(folder, "clp-package")).replaceAll(REPOSITORY, urlOf(charts));
}

function shell(text: string): Promise<{ readonly code: number; readonly said: string }> {
  const env = {
    PATH: `${join(folder, "bin")}:${process.env["PATH"]}`,
    HOME: folder,
    ...server.environment,
    // As operators have it.
    KUBECTL_OPENAPIV3_PATCH: undefined,
  };
  return bash(text, { cwd: join(folder, "work"), env });
}

describe("every block does what it says", () => {
  test.for(BLOCKS.map((block, index) => ({ ...block, name: `${index + 1}: ${block.text.split("\n")[0]}` })))(
    "$name",
    async ({ info, text }, { skip }) => {
      const path = /^# (\S+\.yaml)$/m.exec(text.split("\n")[0]!)?.[1];
      if (info === "yaml" && path !== undefined) {
        const file = join(folder, "work", path);
        mkdirSync(dirname(file), { recursive: true });
        writeFileSync(file, here(text));
        return;
      }
      expect(info).toMatch(/^sh( as-root| chart)?$/);
      if (info.endsWith("as-root") && process.getuid?.() !== 0) skip("only root can give directories away");
      const { code, said } = await shell(here(text));
      expect({ code, said }).toEqual({ code: 0, said: expect.any(String) });
      if (!info.endsWith("chart")) expect(said).not.toMatch(/Warning:|warning\[/);
    },
  );
});

describe("the tables", () => {
  test("the differences from Docker Compose are those that a test finds", () => {
    const rows = PAGE.slice(PAGE.indexOf("## Differences from Docker Compose")).split("\n");
    const written = rows.filter((row) => /^\| [a-z]/.test(row)).map((row) => row.slice(2, -2).split(" | "));
    expect(written).toEqual(
      DIFFERENCES.map(({ component, what, why }) => [
        component,
        what.replace(/^environment (\w+)$/, "variable `$1`").replace(/^file .*-conf$/, "its configuration"),
        why,
      ]),
    );
  });
});
