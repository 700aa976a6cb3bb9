/** A release, made twice from clean clones in two places by the one command: complete, of the same bytes, and refused where it must be. */
import { execFileSync, spawnSync } from "node:child_process";
import {
  appendFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { TARGETS } from "../../../scripts/executables/bun.mjs";
import { changesOf } from "../../../scripts/release/changes.mjs";
import { npmTarball } from "../../../scripts/release/npm-tarball.mjs";
import { COMPILER_VERSION } from "../../../src/version.ts";
import { ROOT } from "../ci/repository.ts";
import { signatureProblems } from "./mach-o.ts";

let scratch: string;
/** The clone that is left; the first one's release is beside it. */
let clone: string;
let files: string;

/** A clone of the commit, whose packages are those that are here. */
function clean(name: string): string {
  const folder = join(scratch, name, "clp-compile");
  execFileSync("git", ["clone", "--quiet", "--no-hardlinks", ROOT, folder], { stdio: "pipe" });
  symlinkSync(join(ROOT, "node_modules"), join(folder, "node_modules"));
  // A link is no folder for .gitignore.
  appendFileSync(join(folder, ".git/info/exclude"), "node_modules\n");
  return folder;
}

function release(
  folder: string,
  ...args: readonly string[]
): { readonly code: number | null; readonly said: string } {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ["scripts/release/main.mjs", ...args, "--skip-image"],
    { cwd: folder, encoding: "utf8", env: { ...process.env, TZ: "Asia/Tokyo", LC_ALL: "C" } },
  );
  return { code: status, said: `${stdout}${stderr}` };
}

function made({ code, said }: { readonly code: number | null; readonly said: string }): void {
  expect(code, said).toBe(0);
}

beforeAll(() => {
  scratch = mkdtempSync(join(tmpdir(), "clp-compile-release-"));
  const first = clean("a");
  made(release(first, "--dry-run"));
  files = join(scratch, "files");
  cpSync(join(first, "release"), files, { recursive: true });
  rmSync(first, { recursive: true });
  clone = clean("another/and-a-longer-one");
  const key = join(scratch, "key");
  execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", "release", "-f", key]);
  made(release(clone, "--dry-run", "--sign", `ssh=${key}`));
});
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

test("everything is there", () => {
  expect(readdirSync(files).sort()).toEqual(
    [
      "CHANGES.md",
      "SHA256SUMS",
      "THIRD-PARTY.txt",
      "clp-compile-share.tar.gz",
      "clp-compile.cdx.json",
      "install.sh",
      `owner-clp-compile-${COMPILER_VERSION}.tgz`,
      ...TARGETS.map((target) => `clp-compile-${target}`),
    ].sort(),
  );
});

test("made again elsewhere, all files have the same bytes", () => {
  // SHA256SUMS is of all other files; it is compared with them, too.
  expect(readFileSync(join(clone, "release/SHA256SUMS"), "utf8")).toBe(
    readFileSync(join(files, "SHA256SUMS"), "utf8"),
  );
  for (const folder of [files, join(clone, "release")])
    execFileSync("sha256sum", ["--check", "--strict", "--quiet", "SHA256SUMS"], { cwd: folder });
});

test("no file tells where it was made", () => {
  for (const name of readdirSync(files)) {
    const bytes = readFileSync(join(files, name));
    const text = name.endsWith("gz") ? gunzipSync(bytes) : bytes;
    expect(text.includes(scratch), name).toBe(false);
    expect(text.includes(ROOT), name).toBe(false);
  }
});

test("npm's package is scoped, public, and has its provenance asked for", () => {
  const [name = ""] = readdirSync(files).filter((one) => one.endsWith(".tgz"));
  const manifest = execFileSync("tar", ["-xzOf", join(files, name), "package/package.json"], {
    encoding: "utf8",
  });
  const scoped = readFileSync(join(ROOT, "ci/npm-package"), "utf8").trim().toLowerCase();
  expect(JSON.parse(manifest)).toMatchObject({
    name: scoped,
    publishConfig: { access: "public", provenance: true },
  });
  expect(JSON.parse(manifest)).not.toHaveProperty("private");
  expect(JSON.parse(manifest)).not.toHaveProperty("scripts");
  expect(statSync(join(files, name)).size).toBeLessThan(1_000_000);
});

test("the archive is laid out like /usr/local/share", () => {
  const list = execFileSync("tar", ["-tzf", join(files, "clp-compile-share.tar.gz")], { encoding: "utf8" });
  expect(list.split("\n")).toEqual(
    expect.arrayContaining([
      "share/man/man1/clp-compile.1",
      "share/bash-completion/completions/clp-compile",
      "share/zsh/site-functions/_clp-compile",
      "share/fish/vendor_completions.d/clp-compile.fish",
      "share/clp-compile/schema/clp-config.schema.json",
      "share/doc/clp-compile/LICENSE",
    ]),
  );
});

interface Bom {
  readonly bomFormat: string;
  readonly components: readonly {
    readonly name: string;
    readonly group?: string;
    readonly version: string;
  }[];
}

test("the bill of materials has what is bundled and the runtime, and nothing of development", () => {
  const bom = JSON.parse(readFileSync(join(files, "clp-compile.cdx.json"), "utf8")) as Bom;
  expect(bom.bomFormat).toBe("CycloneDX");
  const names = bom.components.map(({ group, name }) => (group ? `${group}/${name}` : name));
  const notices = readFileSync(join(clone, "dist/THIRD-PARTY.txt"), "utf8");
  expect(names.filter((name) => !name.startsWith("@oven/"))).toEqual(
    [...notices.matchAll(/^-{80}\n\n(\S+) \d/gm)].map(([, name]) => name),
  );
  expect(names.filter((name) => name.startsWith("@oven/"))).toHaveLength(TARGETS.length);
});

test("each executable says the commit that it was made of, and macOS takes its signature", () => {
  const commit = execFileSync("git", ["rev-parse", "HEAD"], { cwd: clone, encoding: "utf8" }).slice(0, 12);
  for (const target of TARGETS)
    expect(readFileSync(join(files, `clp-compile-${target}`)).includes(`"${commit}"`), target).toBe(true);
  expect(execFileSync(join(files, "clp-compile-linux-x64"), ["-V"], { encoding: "utf8" })).toBe(
    `${COMPILER_VERSION} (${commit})\n`,
  );
  expect(signatureProblems(readFileSync(join(files, "clp-compile-darwin-arm64")))).toEqual([]);
});

test("the executable of arm64 compiles, under an emulator", () => {
  const work = join(scratch, "arm64");
  mkdirSync(work);
  const fixture = join(ROOT, "fixtures/ok/01-full");
  const compile = ["-c", join(fixture, "clp-config.yaml"), "--no-secrets", "--out", join(work, "out")];
  const emulated = ["-L", "/usr/aarch64-linux-gnu", join(files, "clp-compile-linux-arm64")];
  execFileSync("qemu-aarch64", [...emulated, ...compile], { stdio: "pipe" });
  const native = [...compile.slice(0, -1), join(work, "native")];
  execFileSync(join(files, "clp-compile-linux-x64"), native, { stdio: "pipe" });
  execFileSync("diff", ["-r", join(work, "out"), join(work, "native")], { stdio: "pipe" });
});

test("whoever has the public key can check the signature", () => {
  const key = readFileSync(join(scratch, "key.pub"), "utf8").split(" ").slice(0, 2).join(" ");
  writeFileSync(join(scratch, "signers"), `release ${key}\n`);
  const verify = (sums: Buffer): number | null =>
    spawnSync(
      "ssh-keygen",
      [
        ...["-Y", "verify", "-n", "clp-compile", "-I", "release"],
        ...["-f", join(scratch, "signers"), "-s", join(clone, "release/SHA256SUMS.sig")],
      ],
      { input: sums },
    ).status;
  const sums = readFileSync(join(clone, "release/SHA256SUMS"));
  expect(verify(sums)).toBe(0);
  expect(verify(Buffer.concat([sums, Buffer.from("\n")]))).not.toBe(0);
});

test.each([
  ["## Unreleased\n\nNew.\n\n## 0.1.0\n\nOld.\n", "0.2.0", { dry: "New.", final: undefined }],
  // As CONTRIBUTING.md has it: what was unreleased is the version, and a dry run comes before the tag.
  [
    "# Changes\n\n## [0.2.0] - 2030-01-01\n\nNew.\n\n## 0.1.0\n\nOld.\n",
    "0.2.0",
    { dry: "New.", final: "New." },
  ],
  ["## 0.2.0-rc.1\n\nOld.\n", "0.2.0", { dry: undefined, final: undefined }],
  ["## 0.2.0\n\n## 0.1.0\n\nOld.\n", "0.2.0", { dry: undefined, final: undefined }],
])("of the changelog %j, release %s says %j", (changelog, version, said) => {
  expect({ dry: changesOf(changelog, version, false), final: changesOf(changelog, version, true) }).toEqual(
    said,
  );
});

test.each(["gpg=KEY", "ssh", "ssh=", "cosign"])("--sign %s is refused before anything is made", (how) => {
  expect(release(clone, "--dry-run", "--sign", how)).toEqual({
    code: 1,
    said: `release: cannot sign by "${how}": expected gpg, with its own default key, or ssh=KEYFILE\n`,
  });
});

test.each(["--skip-images", "--sign", "--final=yes", "0.2.0"])(
  "%s is no option, said in a line",
  (argument) => {
    const { code, said } = release(clone, argument);
    expect({ code, lines: said.trimEnd().split("\n") }).toEqual({
      code: 2,
      lines: [
        expect.stringMatching(/^release: .*; the options are --dry-run, --final, --sign, --skip-image$/),
      ],
    });
  },
);

test("where npm fails, what it said is told", () => {
  const to = join(scratch, "absent");
  expect(() => npmTarball({ root: clone, name: "@example/clp-compile", to })).toThrow(
    /^npm pack .*ENOENT.*absent/s,
  );
});

test("a final one is refused while the name is a placeholder, and none is made of changes that no commit has", () => {
  expect(release(clone, "--final")).toMatchObject({ code: 1, said: expect.stringContaining("placeholder") });
  expect(release(clone)).toMatchObject({ code: 1 });
  appendFileSync(join(clone, "README.md"), "\n");
  expect(release(clone, "--dry-run")).toMatchObject({
    code: 1,
    said: expect.stringContaining("a release is made from a clean one"),
  });
});
