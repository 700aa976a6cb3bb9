// How large the program is, and what of it is there for releases of CLP after the first.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { commandLine } from "../bundle.mjs";
import { commonRun } from "../common-run.mjs";
import { load } from "../load.mjs";
import { firstReleaseAlone } from "./first-release.mjs";

/**
 * @typedef {object} Bundle
 * @property {string} text
 * @property {Readonly<Record<string, number>>} modules the bytes that are of each
 */

/**
 * The bytes of the program, and of it for the first release alone; `growth` is what the one has more than the other,
 * as a part of the latter. `modules` says where the difference is, largest first.
 *
 * @returns {Promise<{ bytes: number, first: number, growth: number, modules: { path: string, bytes: number }[] }>}
 */
export async function bundleSize() {
  const whole = await bundled();
  const generated = await generatedAtFirstRelease();
  // Twice: what is left tells which codes are still reported.
  const reporting = await bundled(firstReleaseAlone(generated, () => true));
  const reports = ({ text }, code) => text.includes(`"${code}"`) || text.includes(`'${code}'`);
  const first = await bundled(
    firstReleaseAlone(generated, (code) => reports(reporting, code) || !reports(whole, code)),
  );
  assertCompilesTheSame(whole, first);
  return {
    bytes: whole.text.length,
    first: first.text.length,
    growth: whole.text.length / first.text.length - 1,
    modules: Object.entries(whole.modules)
      .map(([path, bytes]) => ({ path, bytes: bytes - (first.modules[path] ?? 0) }))
      .filter(({ bytes }) => bytes !== 0)
      .sort((a, b) => b.bytes - a.bytes),
  };
}

/**
 * The command line, in ASCII.
 *
 * @returns {Promise<Bundle>}
 */
async function bundled(plugin) {
  const options = commandLine("");
  const { outputFiles, metafile } = await build({
    ...options,
    write: false,
    outfile: "cli.cjs",
    ...(plugin === undefined
      ? {}
      : {
          plugins: [...options.plugins, plugin],
          // What is imported for what is left out goes with it.
          tsconfigRaw: { compilerOptions: { target: "es2023", alwaysStrict: false } },
        }),
  });
  const [{ inputs }] = Object.values(metafile.outputs);
  return {
    text: outputFiles[0].text,
    modules: Object.fromEntries(
      Object.entries(inputs).map(([path, { bytesInOutput }]) => [path, bytesInOutput]),
    ),
  };
}

/** The generated modules as they would be if there were the first release alone. */
async function generatedAtFirstRelease() {
  const { RELEASES } = await load("src/clp/releases/releases.ts");
  const { serializeSchema } = await load("src/input/schema/serialized.ts");
  const { configSchema } = await load("src/input/schema/config.ts");
  const { credentialsSchema } = await load("src/input/schema/credentials.ts");
  const { chartKeys } = await load("src/adopt/helm/keys-of-chart.ts");
  const [release] = RELEASES;
  const module = (name, schema) => `export const ${name} = ${JSON.stringify(serializeSchema(schema))};\n`;
  return {
    "src/input/schema/generated/config.ts": module("CONFIG", configSchema(release)),
    "src/input/schema/generated/credentials.ts": module("CREDENTIALS", credentialsSchema(release)),
    "src/adopt/generated/chart-keys.ts": module("CHART_KEYS", chartKeys(release)),
  };
}

/** Too much was left out where the first release is not compiled as before. */
function assertCompilesTheSame(...bundles) {
  const work = mkdtempSync(join(tmpdir(), "clp-compile-size-"));
  try {
    const [one, other] = bundles.map(({ text }, index) => {
      const program = join(work, `cli-${index}.cjs`);
      const out = join(work, String(index));
      writeFileSync(program, text);
      execFileSync(process.execPath, [program, ...commonRun(out)], { stdio: "pipe" });
      return readFileSync(join(out, "manifest.json"), "utf8");
    });
    if (one !== other) throw new Error("the bundle for the first release alone compiles it otherwise");
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}
