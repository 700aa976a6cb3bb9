/** Every fixture, exit code and format: the executable says and writes what the program under Node does, to the byte. */
import { execFileSync } from "node:child_process";
import {
  appendFileSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { compile } from "../../src/mod.ts";
import { FORMATS, type Format } from "../../src/report/report.ts";
import { argumentsOf, FIXTURES, okFixtures } from "../fixtures.ts";
import { PROGRAMS, start } from "./executable.ts";

/** A copy of a folder, without what is expected of it, for each program. */
function copies(folder: string): { readonly node: string; readonly executable: string } {
  const scratch = mkdtempSync(join(tmpdir(), "clp-compile-same-"));
  onTestFinished(() => rmSync(scratch, { recursive: true, force: true }));
  const copy = (name: string): string => {
    const to = join(scratch, name, "fixture");
    cpSync(folder, to, {
      recursive: true,
      filter: (path) => !basename(path).startsWith("expected"),
    });
    return to;
  };
  return { node: copy("node"), executable: copy("executable") };
}

/** Everything below a folder: modes, and the bytes of files, without the folder's own path and passwords that are made at random. */
function everythingIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((path) => {
      const { mode } = lstatSync(path);
      const bytes = lstatSync(path).isFile() ? readFileSync(path, "latin1") : "";
      const same = bytes
        .replaceAll(folder, "FOLDER")
        .replace(/(?<=password: ")[\w-]{32}(?="(?:$| {2}# made at random))/gm, "RANDOM");
      return `${path.slice(folder.length)} ${mode.toString(8)} ${same}`;
    });
}

/** Runs a command line with both programs, and compares all that can be seen of it. Answers with the exit code. */
async function both(
  folders: { readonly node: string; readonly executable: string },
  args: readonly string[],
  input?: string,
): Promise<number> {
  const options = input === undefined ? {} : { input };
  const [node, executable] = await Promise.all([
    start([...PROGRAMS.node, ...args], folders.node, options),
    start([...PROGRAMS.executable, ...args], folders.executable, options),
  ]);
  expect(executable, args.join(" ")).toEqual(node);
  expect(everythingIn(folders.executable), args.join(" ")).toEqual(everythingIn(folders.node));
  return executable.code;
}

/** Formats in turn, so that each is used on many findings. */
const OTHER_FORMATS = FORMATS.filter((format) => format !== "pretty");
const inTurn = (index: number): Format => OTHER_FORMATS[index % OTHER_FORMATS.length]!;
const right = okFixtures().map((one, index) => ({ ...one, format: inTurn(index) }));

describe.each(right)("$name", ({ folder, sources, format: other }) => {
  const credentials = existsSync(join(folder, "credentials.yaml"));
  const inputs = [
    "--config",
    "clp-config.yaml",
    ...(credentials ? ["--credentials", "credentials.yaml"] : ["--no-secrets"]),
  ];

  test("compiles to what its goldens hold, is fresh, is explained and planned", async () => {
    const folders = copies(folder);
    expect(await both(folders, [...inputs, "--dry-run"])).toBe(0);
    expect(await both(folders, inputs)).toBe(0);
    for (const { path, text } of compile(sources, { secrets: credentials }).files)
      expect(readFileSync(join(folders.executable, "out", path), "utf8"), path).toBe(text);
    expect(await both(folders, inputs)).toBe(0);
    expect(await both(folders, ["check", ...inputs])).toBe(0);
    const hosts = join(folders.node, "out/compose/hosts");
    const compose = existsSync(hosts) ? `compose/hosts/${readdirSync(hosts)[0]}` : "compose";
    expect(await both(folders, ["explain", `${compose}/docker-compose.yaml:20`, ...inputs])).toBe(0);
    expect(await both(folders, ["diagram", "--config", "clp-config.yaml"])).toBe(0);
    const config = readFileSync(join(folder, "clp-config.yaml"), "utf8");
    const site = existsSync(join(folder, "clp-site.yaml")) ? ["--site", "clp-site.yaml"] : [];
    expect(await both(folders, ["validate", "-", "--no-secrets", ...site], config)).toBe(0);
    for (const path of Object.values(folders))
      appendFileSync(join(path, "out", compose, "prepare.sh"), "# mine\n");
    expect(await both(folders, ["check", ...inputs])).toBe(3);
    expect(await both(folders, ["plan", "--against", "out", "--json", ...inputs])).toBe(0);
    expect(await both(folders, inputs)).toBeLessThan(5);
  });

  test.each(["pretty", other])("is validated, with findings as %s", async (format) => {
    expect(await both(copies(folder), ["validate", ...inputs, "--diagnostics", format])).toBe(0);
  });
});

const BAD = join(FIXTURES, "bad");

/** Does to both folders what happened before. */
async function prepare(
  folder: string,
  folders: { readonly node: string; readonly executable: string },
): Promise<void> {
  const before = join(folder, "before");
  if (!existsSync(before)) return;
  for (const line of readFileSync(before, "utf8").trim().split("\n")) {
    const [program, ...args] = line.split(/\s+/);
    if (program === "clp-compile") expect(await both(folders, args), line).toBe(0);
    else for (const cwd of Object.values(folders)) execFileSync("sh", ["-c", `umask 022; ${line}`], { cwd });
  }
}

const wrong = readdirSync(BAD)
  .sort()
  .map((name, index) => ({ name, format: inTurn(index) }));

test.each(wrong)("$name is found, and as $format", async ({ name, format }) => {
  const folder = join(BAD, name);
  const args = argumentsOf(folder);
  for (const more of [[], ...(args.includes("--diagnostics") ? [] : [["--diagnostics", format]])]) {
    const folders = copies(folder);
    await prepare(folder, folders);
    await both(folders, [...args, ...more]);
  }
});
