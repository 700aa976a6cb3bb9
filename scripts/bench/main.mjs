// How long commands take: as ratios to the bare runtime of the same version and to the programs that operators compare
// them with, interleaved in one run, since a machine's speed drifts and a ratio less. And how large the program is.
//
//     npm run bench [-- [--runs N] [--against DIR] [--budget] [--write] [--configs N] [--only processes|warm|scale|texts|size]]
//
// --against DIR   the dist/ of another build, compared with this one
// --budget        ends with 1 where a release's budget is exceeded, or cannot be looked at
// --write         writes docs/performance.md
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { cpus, loadavg, release, tmpdir, totalmem } from "node:os";
import { join } from "node:path";
import { parseOptions } from "../command-line.mjs";
import { RATIOS, RELEASES_IN_BUNDLE, SCALE, WARM_A_SECOND } from "./budgets.mjs";
import { bundleSize } from "./bundle-size.mjs";
import { growthOfTexts } from "./growth.mjs";
import { kilobytes, page, percent } from "./page.mjs";
import { cost, median } from "./process.mjs";
import { INPUTS, root, subjectsOf } from "./subjects.mjs";
import { warmCosts } from "./warm.mjs";

const values = parseOptions("bench", {
  runs: { type: "string", default: "25" },
  against: { type: "string" },
  budget: { type: "boolean", default: false },
  write: { type: "boolean", default: false },
  configs: { type: "string", default: String(SCALE.configs) },
  only: { type: "string" },
});
const asked = (part) => values.only === undefined || values.only === part;
const load = loadavg()[0];

const result = {
  machine: {
    processor: cpus()[0]?.model ?? "unknown",
    cores: cpus().length,
    gigabytes: Math.round(totalmem() / 2 ** 30),
    system: `${process.platform} ${release()}`,
    load,
  },
  version: JSON.parse(readFileSync(join(root, "package.json"), "utf8")).version,
  runs: Number(values.runs),
  processes: undefined,
  absent: [],
  warm: undefined,
  scale: undefined,
  texts: undefined,
  size: undefined,
};

if (load > cpus().length / 2)
  console.log(`The machine is busy (load ${load.toFixed(1)}): ratios hold roughly, times do not.\n`);
if (asked("processes")) showProcesses(measureProcesses());
if (asked("warm")) {
  result.warm = await warmCosts();
  showWarm(result.warm);
}
if (asked("scale")) {
  result.scale = measureScale(Number(values.configs));
  const { configs, growth, megabytes, each } = result.scale;
  console.log(
    `\n${configs} configurations in one process: ${each.toFixed(1)} ms of CPU each, the last tenth ${growth.toFixed(2)} × the first, at most ${megabytes.toFixed(0)} MB`,
  );
}
if (asked("texts")) {
  result.texts = await growthOfTexts();
  console.log("\na mebibyte of one thing; how many times the half of it takes");
  for (const { part, full, ratio } of result.texts.slice(0, 5))
    console.log(`${full.toFixed(0).padStart(6)} ms  ${ratio.toFixed(1)} ×  ${JSON.stringify(part)}`);
}
if (asked("size")) {
  result.size = await bundleSize();
  showSize(result.size);
}
const budgets = judge();
if (values.budget) {
  console.log("\nbudgets");
  for (const { what, found, holds } of budgets)
    console.log(`${holds === undefined ? "   open" : holds ? "  holds" : "   OVER"}  ${what}${found}`);
  process.exitCode = budgets.every(({ holds }) => holds) ? 0 : 1;
}
if (values.write) writeFileSync(join(root, "docs/performance.md"), page(result, budgets));

function measureProcesses() {
  const work = mkdtempSync(join(tmpdir(), "clp-compile-bench-"));
  try {
    const kept = join(work, "kept");
    cost([process.execPath, join(root, "dist/clp-compile.cjs"), "compile", ...INPUTS, "--out", kept], work);
    const { subjects, absent } = subjectsOf(work, kept, values.against);
    const costs = new Map(subjects.map(({ id }) => [id, []]));
    // The first run fills the caches of the file system, and does not count.
    for (let run = -1; run < result.runs; run += 1) {
      for (const { id, command, fresh, cwd, env } of subjects) {
        const out = join(work, `out-${run}`);
        const one = cost(fresh ? [...command, out] : command, work, cwd, env);
        if (fresh) rmSync(out, { recursive: true, force: true });
        if (run >= 0) costs.get(id).push(one);
      }
    }
    result.absent = absent;
    result.processes = subjects.map(({ id, title, base = id }) => {
      const ratio = (measure) =>
        median(costs.get(id).map((one, run) => one[measure] / Math.max(costs.get(base)[run][measure], 1)));
      const of = (measure) => median(costs.get(id).map((one) => one[measure]));
      return {
        id,
        title,
        base,
        wall: of("wall"),
        cpu: of("cpu"),
        wallRatio: ratio("wall"),
        cpuRatio: ratio("cpu"),
      };
    });
    return result.processes;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

function showProcesses(processes) {
  console.log(`medians of ${result.runs} interleaved runs; × the bare runtime of the same version`);
  console.log("     wall       CPU     wall    CPU");
  for (const { title, wall, cpu, wallRatio, cpuRatio } of processes)
    console.log(
      `${wall.toFixed(0).padStart(6)} ms ${cpu.toFixed(0).padStart(6)} ms  ${wallRatio.toFixed(2).padStart(5)}× ${cpuRatio.toFixed(2).padStart(5)}×  ${title}`,
    );
  if (values.against !== undefined) {
    console.log("\nthis build as a part of the other");
    for (const { id, title, wall, cpu } of processes) {
      const [runtime, command] = id.split(":");
      const other = processes.find((one) => one.id === `${runtime}-against:${command}`);
      if (other !== undefined)
        console.log(
          `${(wall / other.wall).toFixed(2)} wall  ${(cpu / Math.max(other.cpu, 1)).toFixed(2)} CPU  ${title}`,
        );
    }
  }
  for (const what of result.absent) console.log(`not measured: ${what}`);
}

function showWarm({ first, whole, parts }) {
  console.log(
    `\nin one process, CPU: first compile ${first.toFixed(1)} ms, when it gets no faster ${whole.cpu.toFixed(1)} ms, ${(1000 / whole.wall).toFixed(0)} a second; of these`,
  );
  for (const { name, cpu } of parts) console.log(`${cpu.toFixed(1).padStart(6)} ms  ${name}`);
}

function showSize({ bytes, first, growth, modules }) {
  console.log(
    `\nthe program: ${kilobytes(bytes)}, ${percent(growth)} more than the ${kilobytes(first)} that it would have for the first release of CLP alone; most of it in`,
  );
  for (const { path, bytes: more } of modules.slice(0, 10))
    console.log(`${kilobytes(more).padStart(9)}  ${path}`);
}

/** In a process of its own, whose memory is its own. */
function measureScale(count) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(import.meta.dirname, "scale.mjs"), String(count)],
    { encoding: "utf8" },
  );
  if (status !== 0) throw new Error(stderr);
  const { configs, tenths, megabytes } = JSON.parse(stdout);
  const each = tenths.reduce((sum, one) => sum + one, 0) / configs;
  return { configs, megabytes, each, growth: tenths.at(-1) / tenths[0] };
}

/** What is said of each budget; `holds` is undefined where it could not be looked at. */
function judge() {
  const processOf = (id) => result.processes?.find((one) => one.id === id);
  const ratios = RATIOS.map(({ subject, of, measure, atMost }) => {
    const what = `${subject} takes at most ${atMost} × the ${measure} time of ${of}`;
    const [one, other] = [processOf(subject), processOf(of)];
    if (one === undefined || other === undefined) return { what, found: "", holds: undefined };
    const ratio = one[measure] / other[measure];
    return { what, found: `: ${ratio.toFixed(2)} ×`, holds: ratio <= atMost };
  });
  const { warm, scale, size } = result;
  return [
    ...ratios,
    {
      what: `${WARM_A_SECOND} compiles a second in a warm process`,
      found: warm === undefined ? "" : `: ${(1000 / warm.whole.wall).toFixed(0)}`,
      holds: warm === undefined ? undefined : 1000 / warm.whole.wall >= WARM_A_SECOND,
    },
    {
      what: `the last tenth of ${SCALE.configs} configurations takes at most ${SCALE.growth} × the first`,
      found: scale === undefined ? "" : `: ${scale.growth.toFixed(2)} × of ${scale.configs}`,
      holds: scale === undefined || scale.configs < SCALE.configs ? undefined : scale.growth <= SCALE.growth,
    },
    {
      what: `they take at most ${SCALE.megabytes} MB`,
      found: scale === undefined ? "" : `: ${scale.megabytes.toFixed(0)} MB`,
      holds:
        scale === undefined || scale.configs < SCALE.configs ? undefined : scale.megabytes <= SCALE.megabytes,
    },
    {
      what: `releases of CLP after the first make the program at most ${percent(RELEASES_IN_BUNDLE)} larger`,
      found: size === undefined ? "" : `: ${percent(size.growth)}`,
      holds: size === undefined ? undefined : size.growth <= RELEASES_IN_BUNDLE,
    },
  ];
}
