// Fuzzes the compiler. Usage: npm run fuzz [-- --count 100000 --seed N --from 0 --only INDEX]
// A failure is repeated by its seed and number: npm run fuzz -- --seed N --only INDEX
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";
import { parseOptions } from "./command-line.mjs";

const values = parseOptions("fuzz", {
  count: { type: "string", default: "100000" },
  seed: { type: "string", default: String(Math.floor(Math.random() * 2 ** 31)) },
  from: { type: "string", default: "0" },
  only: { type: "string" },
});
const seed = Number(values.seed);
const from = Number(values.only ?? values.from);
const count = values.only === undefined ? Number(values.count) : 1;

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const scratch = mkdtempSync(join(tmpdir(), "clp-compile-fuzz-"));
try {
  const outfile = join(scratch, "harness.mjs");
  await build({
    absWorkingDir: root,
    entryPoints: ["test/fuzz/harness.ts"],
    outfile,
    bundle: true,
    format: "esm",
    platform: "neutral",
    mainFields: ["module", "main"],
    external: ["node:*"],
    logLevel: "warning",
  });
  const { fuzz, inputsOf, readCorpus } = await import(pathToFileURL(outfile).href);
  const corpus = readCorpus(join(root, "fixtures"));
  console.log(`seed ${seed}: ${count} inputs from number ${from}`);
  const begin = performance.now();
  const rate = (done) => `${(done / ((performance.now() - begin) / 1000)).toFixed(0)} a second`;
  let last = begin;
  const slowest = { index: from, took: 0 };
  const { inputs, accepted, findings, failures } = await fuzz(seed, from, count, corpus, (done) => {
    const now = performance.now();
    if (now - last > slowest.took) Object.assign(slowest, { index: from + done - 1, took: now - last });
    last = now;
    if (done % 10_000 === 0) console.log(`${done} inputs, ${rate(done)}`);
  });
  for (const { index, error } of failures) {
    console.error(`\nnumber ${index}: npm run fuzz -- --seed ${seed} --only ${index}`);
    console.error(error instanceof Error ? error.stack : error);
    if (values.only === undefined) continue;
    for (const source of Object.values(inputsOf(seed, index, corpus))) {
      const { name, content } = source;
      console.error(
        `--- ${name}\n${typeof content === "string" ? JSON.stringify(content) : Buffer.from(content).toString("hex")}`,
      );
    }
  }
  console.log(
    `${inputs} inputs, ${rate(inputs)}: ${accepted} accepted, ${findings} findings, ${failures.length} failures`,
  );
  const mean = (performance.now() - begin) / inputs;
  console.log(`slowest: number ${slowest.index}, ${(slowest.took / mean).toFixed(0)} times the mean`);
  process.exitCode = failures.length === 0 ? 0 : 1;
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
