/** install.sh, against a server on loopback: it installs what SHA256SUMS says, and nothing else. */
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  existsSync,
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
import { expect, onTestFinished, test } from "vitest";
import { hostTarget } from "../../../scripts/executables/bun.mjs";
import { ROOT } from "../ci/repository.ts";
import { run as runProgram } from "../programs/programs.ts";
import { serve } from "./server.ts";

const NAME = `clp-compile-${hostTarget()}`;
/** It stands for the executable, which test/conformance/release/first-minute.test.ts downloads. */
const PROGRAM = "#!/bin/sh\necho 1.2.3\n";

const sumOf = (text: string): string => createHash("sha256").update(text).digest("hex");
const LISTED = `${"0".repeat(64)}  another-file\n${sumOf(PROGRAM)}  ${NAME}\n`;

interface Installation {
  readonly code: number | null;
  readonly err: string;
  readonly out: string;
  /** What stands in the folder afterwards. */
  readonly found: readonly string[];
  readonly to: string;
}

/**
 * Runs the script against a server with these files.
 *
 * @param path the PATH of the script; this process's own if left out
 */
async function install(
  files: Readonly<Record<string, string>>,
  { args = [], path }: { readonly args?: readonly string[]; readonly path?: string } = {},
): Promise<Installation> {
  const scratch = mkdtempSync(join(tmpdir(), "clp-compile-install-"));
  onTestFinished(() => rmSync(scratch, { recursive: true, force: true }));
  const served = join(scratch, "served");
  mkdirSync(served);
  for (const [name, text] of Object.entries(files)) writeFileSync(join(served, name), text);
  const { url, stop } = await serve(served);
  try {
    const to = join(scratch, "bin");
    const all = [join(ROOT, "install.sh"), "--from", url, "--to", to, ...args];
    const child = spawn("/bin/sh", all, {
      env: { PATH: path ?? process.env["PATH"], HOME: scratch },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const [out, err]: [Buffer[], Buffer[]] = [[], []];
    child.stdout.on("data", (chunk: Buffer) => out.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => err.push(chunk));
    const code = await new Promise<number | null>((done) => child.on("close", done));
    return {
      code,
      out: Buffer.concat(out).toString(),
      err: Buffer.concat(err).toString(),
      found: existsSync(to) ? readdirSync(to) : [],
      to,
    };
  } finally {
    await stop();
  }
}

test("shellcheck has no finding", async () => {
  expect(await runProgram("shellcheck", [join(ROOT, "install.sh")])).toMatchObject({ code: 0, stdout: "" });
});

test("what is listed is installed, and nothing stays beside it", async () => {
  const { code, err, out, found, to } = await install({ [NAME]: PROGRAM, SHA256SUMS: LISTED });
  expect(err).toBe("");
  expect(code).toBe(0);
  expect(found).toEqual(["clp-compile"]);
  expect(out).toContain(`clp-compile 1.2.3 is ${to}/clp-compile\n`);
  expect(readFileSync(join(to, "clp-compile"), "utf8")).toBe(PROGRAM);
  expect(statSync(join(to, "clp-compile")).mode & 0o777).toBe(0o755);
});

test.each([
  ["another file", { [NAME]: `${PROGRAM}rm -rf /\n`, SHA256SUMS: LISTED }, /is not what SHA256SUMS says/],
  ["an empty file", { [NAME]: "", SHA256SUMS: LISTED }, /is not what SHA256SUMS says/],
  ["no list", { [NAME]: PROGRAM }, /cannot download \S+\/SHA256SUMS/],
  ["an empty list", { [NAME]: PROGRAM, SHA256SUMS: "" }, /does not list/],
  [
    "a list of others",
    { [NAME]: PROGRAM, SHA256SUMS: `${sumOf(PROGRAM)}  ${NAME}-musl\n${sumOf(PROGRAM)}  x${NAME}\n` },
    /does not list/,
  ],
  [
    "a list that names it twice",
    { [NAME]: PROGRAM, SHA256SUMS: `${LISTED}${"0".repeat(64)}  ${NAME}\n` },
    /lists \S+ more than once/,
  ],
  ["a sum that is a pattern", { [NAME]: PROGRAM, SHA256SUMS: `*  ${NAME}\n` }, /does not list/],
  ["a page in place of the list", { [NAME]: PROGRAM, SHA256SUMS: "<html></html>\n" }, /does not list/],
  ["no executable", { SHA256SUMS: LISTED }, /cannot download \S+\/clp-compile-/],
  [
    "one that does not run",
    { [NAME]: "#!/nowhere\n", SHA256SUMS: `${sumOf("#!/nowhere\n")}  ${NAME}\n` },
    /does not run here/,
  ],
])("%s is refused, and nothing is installed", async (_, files, said) => {
  const { code, err, found } = await install(files as Readonly<Record<string, string>>);
  expect(err).toMatch(said);
  expect(code).toBe(1);
  expect(found).toEqual([]);
});

test("a folder that stands where the program goes is not put into", async () => {
  const folder = mkdtempSync(join(tmpdir(), "clp-compile-checkout-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  mkdirSync(join(folder, "clp-compile"));
  const { code, err } = await install({ [NAME]: PROGRAM, SHA256SUMS: LISTED }, { args: ["--to", folder] });
  expect(err).toBe(
    `install.sh: ${folder}/clp-compile is a folder: say another one than ${folder}, by --to\n`,
  );
  expect(code).toBe(1);
  expect(readdirSync(folder, { recursive: true })).toEqual(["clp-compile"]);
});

test("where HOME is not set, the folder must be named", () => {
  const { status, stderr } = spawnSync("/bin/sh", [join(ROOT, "install.sh"), "--from", "http://[::1]:1"], {
    env: { PATH: process.env["PATH"] },
    encoding: "utf8",
  });
  expect(stderr).toBe("install.sh: HOME is not set: say --to DIR\n");
  expect(status).toBe(1);
});

test("without a program that compares, nothing is downloaded", async () => {
  const folder = mkdtempSync(join(tmpdir(), "clp-compile-path-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const name of ["uname", "mkdir", "mktemp", "rm", "chmod", "mv", "cat", "cut"])
    symlinkSync(`/bin/${name}`, join(folder, name));
  const { code, err, found } = await install({ [NAME]: PROGRAM, SHA256SUMS: LISTED }, { path: folder });
  expect(err).toMatch(/neither sha256sum nor shasum is here/);
  expect(code).toBe(1);
  expect(found).toEqual([]);
});

test.each([
  [["--version", "1/../../2"], /is no version/],
  [["--version"], /needs a value/],
  [["--prefix", "/"], /unknown: --prefix/],
])("the arguments %j are refused", async (args, said) => {
  const { code, err } = await install({}, { args });
  expect(err).toMatch(said);
  expect(code).toBe(1);
});
