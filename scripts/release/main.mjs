// Makes everything that a release consists of, into release/, from a clean checkout after `npm ci`:
//
//     npm run release -- --dry-run [--sign gpg | --sign ssh=KEYFILE] [--skip-image]
//     npm run release -- --final …      the same, and refuses where something is missing that a release must have
//
// Neither publishes: docs/releasing.md says who does. Made twice from one commit, the files are the same to the byte.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { parseOptions } from "../command-line.mjs";
import { TARGETS } from "../executables/bun.mjs";
import { billOfMaterials } from "./bill-of-materials.mjs";
import { changesOf } from "./changes.mjs";
import { npmTarball } from "./npm-tarball.mjs";
import { ProgramFailure, runProgram } from "./run-program.mjs";

const values = parseOptions("release", {
  "dry-run": { type: "boolean", default: false },
  final: { type: "boolean", default: false },
  sign: { type: "string" },
  "skip-image": { type: "boolean", default: false },
});

const root = join(import.meta.dirname, "../..");
const folder = join(root, "release");
const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
const npmName = readFileSync(join(root, "ci/npm-package"), "utf8").trim();

function fail(message) {
  console.error(`release: ${message}`);
  process.exit(1);
}

/** What a program writes; where it fails, the release ends with what it said. */
function run(program, args, options = {}) {
  return orFail(() => runProgram(program, args, { cwd: root, ...options }));
}

function step(what, work) {
  process.stdout.write(`${what} …`);
  const said = orFail(work);
  process.stdout.write(said === undefined ? " done\n" : ` ${said}\n`);
}

function orFail(work) {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof ProgramFailure)) throw error;
    return fail(error.message);
  }
}

if (values["dry-run"] === values.final) fail("say --dry-run, or --final");
const signature = signatureCommand(values.sign);
if (run("git", ["status", "--porcelain"]) !== "")
  fail("the checkout has changes that no commit has: a release is made from a clean one");
if (values.final) checkFinal();
const changes = changesOf(readFileSync(join(root, "CHANGELOG.md"), "utf8"), version, values.final);
if (changes === undefined) fail(`CHANGELOG.md has no section ${version}, or nothing in it`);

rmSync(folder, { recursive: true, force: true });
mkdirSync(folder);

step("the program and the library", () => {
  run(process.execPath, ["scripts/build.mjs"]);
});
step("npm's package", () => npmTarball({ root, name: npmName, to: folder }));
step("JSR's package, checked", () => {
  const deno = join(dirname(createRequire(import.meta.url).resolve("deno/package.json")), "deno");

  run(deno, ["publish", "--dry-run"], { env: { ...process.env, NO_COLOR: "1" } });
});
step("executables", () => {
  run(process.execPath, ["scripts/executables/build.mjs"]);
  for (const target of TARGETS)
    cpSync(join(root, "dist/bin", `clp-compile-${target}`), join(folder, `clp-compile-${target}`));
  cpSync(join(root, "dist/bin/THIRD-PARTY.txt"), join(folder, "THIRD-PARTY.txt"));
  return TARGETS.join(", ");
});
step("manual page, completions and schemas", () => shareArchive());
step("bill of materials", () => {
  writeFileSync(join(folder, "clp-compile.cdx.json"), billOfMaterials(root));
});
step("installer", () => {
  cpSync(join(root, "install.sh"), join(folder, "install.sh"));
});
step("changes", () => {
  writeFileSync(join(folder, "CHANGES.md"), `${changes}\n`);
});
step("checksums", () => {
  const lines = readdirSync(folder)
    .sort()
    .map(
      (name) =>
        `${createHash("sha256")
          .update(readFileSync(join(folder, name)))
          .digest("hex")}  ${name}\n`,
    );
  writeFileSync(join(folder, "SHA256SUMS"), lines.join(""));
  return `of ${lines.length} files`;
});
step("signature", () => sign());
step("container image", () => image());

console.log(`\nrelease/ has version ${version}:`);
for (const name of readdirSync(folder).sort())
  console.log(`${(statSync(join(folder, name)).size / 1e6).toFixed(1).padStart(7)} MB  ${name}`);
console.log("\nNothing was published.");

/** What a release must have that a dry run need not. */
function checkFinal() {
  if (npmName.includes("OWNER"))
    fail("ci/npm-package has a placeholder: register a scope, and write its name there");
  if (!run("git", ["tag", "--points-at", "HEAD"]).split("\n").includes(`v${version}`))
    fail(`no tag v${version} is on this commit`);
}

/** One archive, laid out like /usr/local/share. */
function shareArchive() {
  const share = join(folder, "share");
  const put = (path, text) => {
    mkdirSync(dirname(join(share, path)), { recursive: true });
    writeFileSync(join(share, path), text);
  };
  put("man/man1/clp-compile.1", readFileSync(join(root, "man/clp-compile.1")));
  for (const [shell, path] of [
    ["bash", "bash-completion/completions/clp-compile"],
    ["zsh", "zsh/site-functions/_clp-compile"],
    ["fish", "fish/vendor_completions.d/clp-compile.fish"],
  ])
    put(path, run(process.execPath, ["dist/clp-compile.cjs", "completion", shell]));
  cpSync(join(root, "schema"), join(share, "clp-compile/schema"), { recursive: true });
  put("doc/clp-compile/LICENSE", readFileSync(join(root, "LICENSE")));
  put("doc/clp-compile/CHANGELOG.md", readFileSync(join(root, "CHANGELOG.md")));
  const tar = join(folder, "clp-compile-share.tar");
  run("tar", [
    "--create",
    `--file=${tar}`,
    "--sort=name",
    "--format=ustar",
    "--owner=0",
    "--group=0",
    "--numeric-owner",
    "--mode=u=rwX,go=rX",
    "--mtime=@0",
    `--directory=${folder}`,
    "share",
  ]);
  run("gzip", ["--no-name", "--best", tar]);
  rmSync(share, { recursive: true });
}

/** What signs SHA256SUMS on this host; whoever checks needs the public half, which docs/releasing.md says where to find. */
function signatureCommand(wanted) {
  const sums = join(folder, "SHA256SUMS");
  if (wanted === undefined) return undefined;
  if (wanted === "gpg") return ["gpg", ["--batch", "--yes", "--armor", "--detach-sign", sums]];
  const key = /^ssh=(.+)$/.exec(wanted)?.[1];
  if (key !== undefined) return ["ssh-keygen", ["-q", "-Y", "sign", "-n", "clp-compile", "-f", key, sums]];
  fail(`cannot sign by "${wanted}": expected gpg, with its own default key, or ssh=KEYFILE`);
}

function sign() {
  if (signature === undefined) return "none was asked for (--sign)";
  run(...signature);
  return `by ${signature[0]}`;
}

function image() {
  if (values["skip-image"]) return "left out (--skip-image)";
  if (spawnSync("docker", ["version"], { stdio: "ignore" }).status !== 0)
    return "left out: no Docker engine answers";
  run("docker", ["build", "--tag", `clp-compile:${version}`, "."]);
  return `clp-compile:${version}`;
}
