// How long whole commands take, as ratios to a bare `node -e 0`, interleaved in one run: a machine's speed drifts, a ratio less.
// It also says where the time goes: by what each command adds to the one before it, and by backend. Usage: npm run bench [-- RUNS]
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

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
const empty = join(work, "empty.js");
writeFileSync(empty, "");

const deno = join(dirname(createRequire(import.meta.url).resolve("deno/package.json")), "deno");
const permissions = ["--allow-read", "--allow-write", "--allow-env=LOG_STREAM,LOG_TOKENS"];
const main = join(root, "src/cli/main.ts");

/** Each is compared with the bare runtime above it. `fresh`: it writes into a new folder. */
const COMMANDS = [
  { name: "bare node -e 0", args: ["-e", "0"], bare: true },
  { name: "--version: the program is loaded", args: [cli, "--version"] },
  { name: "validate", args: [cli, "validate", ...inputs] },
  {
    name: "compile --emit compose,diagram",
    args: [cli, "compile", "--emit", "compose,diagram", ...inputs, "--out"],
    fresh: true,
  },
  { name: "compile, all backends", args: [cli, "compile", ...inputs, "--out"], fresh: true },
  {
    name: "compile --dry-run: all but the writing",
    args: [cli, "compile", "--dry-run", ...inputs, "--out"],
    fresh: true,
  },
  {
    name: "check, all backends, nothing changed",
    args: [cli, "check", ...inputs, "--out", join(work, "kept")],
  },
  { name: "bare deno run", program: deno, args: ["run", empty], bare: true },
  {
    name: "deno run … compile, from source",
    program: deno,
    args: ["run", ...permissions, main, "compile", ...inputs, "--out"],
    fresh: true,
  },
];

function time(args, program = process.execPath) {
  const begin = process.hrtime.bigint();
  const { status, stderr } = spawnSync(program, args, { encoding: "utf8" });
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
    for (const [index, { args, program, fresh }] of COMMANDS.entries()) {
      times[index].push(time(fresh ? [...args, join(work, `${run}-${index}`)] : args, program));
    }
  }
} finally {
  rmSync(work, { recursive: true, force: true });
}

console.log(`median of ${RUNS} interleaved runs; Node ${process.version}`);
let bare = 0;
for (const [index, { name, bare: isBare }] of COMMANDS.entries()) {
  if (isBare) bare = index;
  const ratios = times[index].map((one, run) => one / times[bare][run]);
  console.log(
    `${median(times[index]).toFixed(0).padStart(6)} ms  ${median(ratios).toFixed(2)} × bare  ${name}`,
  );
}

const { BACKEND_NAMES, compile, useSha256, validate } = await import(join(root, "dist/mod.js"));
// As the command line does.
useSha256((data) => createHash("sha256").update(data).digest("hex"));
const sources = Object.fromEntries(
  [
    ["config", "clp-config.yaml"],
    ["credentials", "credentials.yaml"],
    ["site", "clp-site.yaml"],
  ].map(([key, name]) => [key, { name, content: readFileSync(join(fixture, name)) }]),
);

/** Milliseconds of one run of `work` in this process, when it is warm. */
function warm(work) {
  const begin = performance.now();
  let count = 0;
  while (performance.now() - begin < 2000) {
    work();
    count += 1;
  }
  return (performance.now() - begin) / count;
}

const first = performance.now();
compile(sources, { secrets: true });
const cold = performance.now() - first;
const all = () => compile(sources, { secrets: true });
warm(all);
const whole = warm(all);
const inputsAlone = warm(() => validate(sources));
console.log(
  `\nin one process: first compile ${cold.toFixed(1)} ms, then ${whole.toFixed(1)} ms, ${(1000 / whole).toFixed(0)} a second; of these`,
);
console.log(`${inputsAlone.toFixed(1).padStart(6)} ms  inputs to model (validate)`);
for (const name of BACKEND_NAMES) {
  const alone = warm(() => compile(sources, { secrets: true, emit: [name] }));
  console.log(`${(alone - inputsAlone).toFixed(1).padStart(6)} ms  ${name}`);
}

/** Milliseconds of one run of `work`: the least of some, as a busy machine only adds to it. */
function least(work) {
  return Math.min(
    ...Array.from({ length: 3 }, () => {
      const begin = performance.now();
      work();
      return performance.now() - begin;
    }),
  );
}

// What is no configuration is to be answered in proportion to its length.
const { repeated } = JSON.parse(readFileSync(join(root, "test/input/long-texts.json"), "utf8"));
const growth = repeated.map((part) => {
  const answer = (bytes) => {
    const content = part.repeat(bytes / Buffer.byteLength(part));
    return least(() => validate({ config: { name: "clp-config.yaml", content } }));
  };
  const [half, full] = [answer(1 << 19), answer(1 << 20)];
  return { part, full, ratio: full / half };
});
console.log("\na mebibyte of one thing; how many times the half of it takes");
for (const { part, full, ratio } of growth.sort((a, b) => b.full - a.full).slice(0, 5))
  console.log(`${full.toFixed(0).padStart(6)} ms  ${ratio.toFixed(1)} ×  ${JSON.stringify(part)}`);
const steepest = growth.filter(({ full }) => full > 50).sort((a, b) => b.ratio - a.ratio)[0];
if (steepest !== undefined)
  console.log(`the steepest: ${steepest.ratio.toFixed(1)} ×, ${JSON.stringify(steepest.part)}`);
