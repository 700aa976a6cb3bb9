// How long whole commands take, as ratios to a bare `node -e 0`, interleaved in one run: a machine's speed drifts, a ratio less.
// It also says where the time of one compile goes. Usage: npm run bench [-- RUNS]
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const RUNS = Number(process.argv[2] ?? 21);
const root = join(import.meta.dirname, "..");
const cli = join(root, "dist/clp-compile.cjs");
const fixture = join(root, "fixtures/ok/01-full");
const inputs = [
  "--config",
  join(fixture, "clp-config.yaml"),
  "--credentials",
  join(fixture, "credentials.yaml"),
  "--site",
  join(fixture, "clp-site.yaml"),
];
const work = mkdtempSync(join(tmpdir(), "clp-compile-bench-"));

const COMMANDS = [
  { name: "bare node -e 0", args: ["-e", "0"] },
  { name: "validate", args: [cli, "validate", ...inputs] },
  {
    name: "compile --emit compose,diagram",
    args: [cli, "compile", "--emit", "compose,diagram", ...inputs, "--out"],
    fresh: true,
  },
  { name: "compile, all backends", args: [cli, "compile", ...inputs, "--out"], fresh: true },
  {
    name: "check, all backends, nothing changed",
    args: [cli, "check", ...inputs, "--out", join(work, "kept")],
  },
];

function time(args) {
  const begin = process.hrtime.bigint();
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
  if (status !== 0) throw new Error(`${args.join(" ")} ended with ${status}: ${stderr}`);
  return Number(process.hrtime.bigint() - begin) / 1e6;
}

function median(numbers) {
  return [...numbers].sort((a, b) => a - b)[numbers.length >> 1];
}

const times = COMMANDS.map(() => []);
try {
  time([cli, "compile", ...inputs, "--out", join(work, "kept")]);
  for (let run = 0; run < RUNS; run += 1) {
    for (const [index, { args, fresh }] of COMMANDS.entries()) {
      times[index].push(time(fresh ? [...args, join(work, `${run}-${index}`)] : args));
    }
  }
} finally {
  rmSync(work, { recursive: true, force: true });
}

console.log(`median of ${RUNS} interleaved runs; Node ${process.version}`);
for (const [index, { name }] of COMMANDS.entries()) {
  const ratios = times[index].map((one, run) => one / times[0][run]);
  console.log(
    `${median(times[index]).toFixed(0).padStart(6)} ms  ${median(ratios).toFixed(2)} × bare  ${name}`,
  );
}

const { compile, useSha256 } = await import(join(root, "dist/mod.js"));
const { readFileSync } = await import("node:fs");
const sources = Object.fromEntries(
  [
    ["config", "clp-config.yaml"],
    ["credentials", "credentials.yaml"],
    ["site", "clp-site.yaml"],
  ].map(([key, name]) => [key, { name, content: readFileSync(join(fixture, name)) }]),
);
// As the command line does.
useSha256((data) => createHash("sha256").update(data).digest("hex"));
const first = performance.now();
compile(sources, { secrets: true });
const cold = performance.now() - first;
let count = 0;
const begin = performance.now();
while (performance.now() - begin < 3000) {
  compile(sources, { secrets: true });
  count += 1;
}
console.log(
  `in one process: first compile ${cold.toFixed(1)} ms, then ${(count / ((performance.now() - begin) / 1000)).toFixed(0)} compiles a second`,
);
