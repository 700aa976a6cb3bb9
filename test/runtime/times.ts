/**
 * Measures how long a fresh Full deployment takes on this machine, and prints a table for the docs.
 * `npm run times -- [--on docker|kubernetes] [--runs N] [--update]`; `--update` writes it there.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { cpus, release as kernel, loadavg, totalmem } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { FIXTURES } from "../fixtures-folder.ts";
import { deployment } from "./deployment.ts";
import { startEngine } from "./engine.ts";
import { startNode } from "./kubernetes/node.ts";
import { expectRemoval, release } from "./kubernetes/release.ts";
import { cannotStart, ok } from "./machine.ts";

/** Notes how long something took, in seconds, by what it was. */
type Watch = <T>(what: string, action: () => Promise<T>) => Promise<T>;

interface Target {
  readonly measure: (watch: Watch) => Promise<void>;
  /** The page in docs/ that has the table. */
  readonly page: string;
}

const TARGETS: Readonly<Record<string, Target>> = {
  docker: { measure: onDocker, page: "running.md" },
  kubernetes: { measure: onKubernetes, page: "kubernetes.md" },
};

export async function main(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      on: { type: "string", default: "docker" },
      runs: { type: "string", default: "3" },
      update: { type: "boolean", default: false },
    },
  });
  const [target, runs] = [TARGETS[values.on], Number(values.runs)];
  if (target === undefined || !(runs >= 1)) {
    console.error("Usage: npm run times -- [--on docker|kubernetes] [--runs N] [--update]");
    return 2;
  }
  const missing = cannotStart();
  if (missing !== undefined) {
    console.error(missing);
    return 2;
  }
  // Before it works itself.
  const [load = 0] = loadavg();
  const seconds = new Map<string, number[]>();
  const watch: Watch = async (what, action) => {
    const start = performance.now();
    const result = await action();
    const all = seconds.get(what) ?? [];
    all.push((performance.now() - start) / 1000);
    seconds.set(what, all);
    console.error(`${what}: ${all.at(-1)!.toFixed(1)} s`);
    return result;
  };
  for (let run = 0; run < runs; run += 1) await target.measure(watch);
  const text = table(seconds, runs, load);
  if (values.update) update(join(import.meta.dirname, "../../docs", target.page), values.on, text);
  console.log(text);
  return 0;
}

async function onDocker(watch: Watch): Promise<void> {
  const machine = await watch("the engine starts", startEngine);
  try {
    const it = deployment(machine, join(FIXTURES, "ok/01-full"));
    await ok(it.compile());
    await it.surround();
    await watch("`prepare.sh`", () => ok(it.prepare()));
    const all = "from `docker compose up` until a task has gone through each queue";
    await watch(all, async () => {
      await watch("`docker compose up --detach --wait`, fresh", () => ok(it.up()));
      await it.settle();
    });
    await watch("`docker compose stop`", () => ok(it.compose(["stop"])));
    await watch("`docker compose up --detach --wait`, with data", () => ok(it.up()));
    await watch("`docker compose down --volumes`", () => ok(it.compose(["down", "--volumes"])));
  } finally {
    await machine.stop();
  }
}

async function onKubernetes(watch: Watch): Promise<void> {
  const node = await watch("the node starts", startNode);
  try {
    const it = release(node, "times", { config: "logs_input: { directory: /srv/input }\n" });
    await ok(it.compile());
    await it.surround();
    await watch("`prepare.sh`", () => ok(it.prepare()));
    await watch(
      "from `kubectl apply` until all is ready and a task has gone through each queue",
      async () => {
        await it.apply();
        await it.settle();
      },
    );
    await watch("removal, as documented", () => expectRemoval(it));
  } finally {
    await node.stop();
  }
}

function table(seconds: ReadonlyMap<string, readonly number[]>, runs: number, load: number): string {
  const [cpu] = cpus();
  const memory = Math.round(totalmem() / 2 ** 30);
  const machine = `${cpus().length} cores (${cpu?.model.trim()}), ${memory} GiB, Linux ${kernel().split("-")[0]}`;
  const rows = [...seconds].map(([what, all]) => {
    const sorted = [...all].sort((a, b) => a - b);
    const median = sorted[Math.floor(sorted.length / 2)]!;
    return `| ${what} | ${median.toFixed(1)} s | ${sorted.at(-1)!.toFixed(1)} s |`;
  });
  return [
    `Full, ${runs} times on ${machine}; load before it began: ${load.toFixed(1)}.`,
    "",
    "| | Median | Slowest |",
    "|---|---|---|",
    ...rows,
  ].join("\n");
}

/** Puts the text between the two marks of the target in a page. */
function update(path: string, on: string, text: string): void {
  const page = readFileSync(path, "utf8");
  const [start, end] = [`<!-- times:${on}:start -->`, `<!-- times:${on}:end -->`];
  const [from, to] = [page.indexOf(start), page.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`${path} has no lines ${start} and ${end}`);
  writeFileSync(path, `${page.slice(0, from + start.length)}\n${text}\n${page.slice(to)}`);
}
