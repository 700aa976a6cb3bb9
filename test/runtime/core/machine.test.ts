import { execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import {
  closeSync,
  existsSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, expect, test } from "vitest";
import { bundle } from "../bundle.mjs";
import { startEngine } from "../engine.ts";
import { ok } from "../machine.ts";

const SCRATCH = mkdtempSync(join(tmpdir(), "clp-compile-machine-"));
afterAll(() => rmSync(SCRATCH, { recursive: true }));

/** What runs before this one left: of a host whose power went, say. It is not what is asked here. */
const EARLIER = new Set([...groups(), ...interfaces()]);

/** What a machine could leave behind, as the whole host sees it. */
function traces(pid: number): string[] {
  const inNamespace = (kind: string) => {
    const own = readlink(`/proc/self/ns/${kind}`);
    return readdirSync("/proc")
      .filter((name) => /^\d+$/.test(name))
      .filter((name) => {
        const its = readlink(`/proc/${name}/ns/${kind}`);
        return its !== undefined && its !== own && its === kinds.get(kind);
      });
  };
  const kinds = namespaces.get(pid) ?? new Map<string, string>();
  return [
    ...["pid", "net", "mnt"].flatMap((kind) =>
      inNamespace(kind).map((name) => `process ${name} in its ${kind}`),
    ),
    ...readFileSync("/proc/self/mountinfo", "utf8")
      .split("\n")
      .filter((line) => line.includes("/run/clp-compile/")),
    ...[...groups(), ...interfaces()].filter((one) => !EARLIER.has(one)),
  ];
}

const namespaces = new Map<number, Map<string, string>>();

/** Notes a machine's namespaces, and keeps them open: the number of one that is gone would be another's soon. */
function remember(pid: number): () => void {
  const paths = ["pid", "net", "mnt"].map((kind) => [kind, `/proc/${pid}/ns/${kind}`] as const);
  const open = paths.map(([, path]) => openSync(path, "r"));
  namespaces.set(pid, new Map(paths.map(([kind, path]) => [kind, readlink(path) ?? ""])));
  return () => {
    for (const one of open) closeSync(one);
  };
}

function readlink(path: string): string | undefined {
  try {
    return readlinkSync(path);
  } catch {
    return undefined;
  }
}

/** Control groups of machines whose keeper, after whom they are named, is gone. */
function groups(): string[] {
  // What goes while it looks is no failure.
  const { stdout: found } = spawnSync(
    "find",
    ["/sys/fs/cgroup", "-type", "d", "-name", "clp-compile-machine-*"],
    { encoding: "utf8" },
  );
  return found.split("\n").filter((path) => path !== "" && !existsSync(`/proc/${path.split("-").at(-1)}`));
}

function interfaces(): string[] {
  return execFileSync("ip", ["-brief", "link"], { encoding: "utf8" })
    .split("\n")
    .filter((line) => /^(docker|br-|veth|pods|node)/.test(line));
}

const ENGINE = `
  import { startEngine } from "./engine.ts";
  const machine = await startEngine();
  await machine.run(["docker", "run", "--detach", "--publish", "127.0.0.1:6379:6379", "clp-compile.test/redis"]);`;

const NODE = `
  import { startNode } from "./kubernetes/node.ts";
  const machine = await startNode();
  const image = "--image=clp-compile.test/redis:latest";
  await machine.kubectl(["run", "redis", image, "--image-pull-policy=Never", "--port=6379"]);
  const { stderr, code } = await machine.kubectl(["wait", "--for=condition=Ready", "pod/redis", "--timeout=5m"]);
  if (code !== 0) throw new Error(stderr);`;

test.each([
  ["an engine with a container", ENGINE],
  ["a node with a pod", NODE],
])("a killed run of %s leaves no process, mount, interface and control group behind", async (_, start) => {
  // A process of its own, as a test runner is one, which is killed.
  const script = join(SCRATCH, "run.mjs");
  const contents = `${start}
    console.log(machine.pid);
    setInterval(() => {}, 1000);`;
  await bundle({ stdin: { contents, resolveDir: join(import.meta.dirname, "..") } }, script);
  const run = spawn(process.execPath, [script], { stdio: ["ignore", "pipe", "inherit"] });
  const [line] = await Promise.race([once(run.stdout, "data"), once(run, "exit")]);
  const pid = Number(String(line));
  expect(run.exitCode).toBe(null);
  const forget = remember(pid);
  expect(traces(pid).length).toBeGreaterThan(0);

  run.kill("SIGKILL");
  await once(run, "exit");
  // The keeper needs its moment; a run that left something behind would still fail.
  for (let tries = 0; tries < 300 && traces(pid).length > 0; tries += 1) await sleep(100);
  const left = traces(pid);
  forget();
  expect(left).toEqual([]);
});

test("nothing that is written in a machine is there outside", async () => {
  const machine = await startEngine();
  try {
    const place = mkdtempSync(join(tmpdir(), "clp-compile-outside-"));
    writeFileSync(join(place, "kept"), "");
    await ok(machine.run(["sh", "-c", 'rm "$1/kept"; echo >"$1/new"; echo >/clp-compile-new', "sh", place]));
    await ok(machine.run(["rm", "-rf", "/home", "/srv", "/usr/share"]));
    expect(readdirSync(place)).toEqual(["kept"]);
    expect(existsSync("/clp-compile-new")).toBe(false);
    expect(existsSync("/usr/share")).toBe(true);
    rmSync(place, { recursive: true });
    // No registry is reached: what is not there cannot be had.
    const pulled = await machine.run(["docker", "pull", "busybox"], { timeout: 60 });
    expect(pulled.code).not.toBe(0);
  } finally {
    await machine.stop();
  }
});
