/** The completion scripts in the real shells. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { BACKENDS } from "../../../src/cli/usage/choices.ts";
import { COMMANDS } from "../../../src/cli/usage/commands.ts";
import { FORMATS } from "../../../src/report/report.ts";
import { runIn } from "../../cli/workspace.ts";
import { installCommandLine } from "../programs/command-line.ts";
import { run } from "../programs/programs.ts";

const DEPLOYMENT = "{config: [x.yaml]}";

let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "clp-compile-completion-"));
  for (const shell of ["bash", "zsh", "fish"]) {
    const { code, out } = await runIn(folder, ["completion", shell]);
    expect(code).toBe(0);
    writeFileSync(join(folder, `script.${shell}`), out);
  }
  mkdirSync(join(folder, "here/etc"), { recursive: true });
  writeFileSync(join(folder, "here/a b.yaml"), "");
  // Scripts ask it for the names of deployments.
  await installCommandLine(folder);
  mkdirSync(join(folder, "project"));
  writeFileSync(
    join(folder, "project/clp-compile.yaml"),
    `deployments: {prod: ${DEPLOYMENT}, staging: ${DEPLOYMENT}, production-2: ${DEPLOYMENT}}\n`,
  );
  mkdirSync(join(folder, "broken"));
  writeFileSync(join(folder, "broken/clp-compile.yaml"), "deployments: {prod: [\n");
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** What a shell offers for a line, sorted, each word once. */
type Ask = (line: string, where?: string) => Promise<readonly string[]>;

function sortedWords(output: string, before = ""): readonly string[] {
  const words = output
    .split("\n")
    .map((word) => word.replace(/\t.*/, "").replace(/\/$/, ""))
    .map((word) => (word.startsWith(before) ? word.slice(before.length) : word));
  return [...new Set(words)].filter((word) => word !== "").sort();
}

async function ask(
  name: "bash" | "zsh" | "fish",
  args: readonly string[],
  where = "here",
  before = "",
): Promise<readonly string[]> {
  const { code, stdout, stderr } = await run(name, args, {
    cwd: join(folder, where),
    env: { PATH: `${folder}:${process.env["PATH"]}` },
  });
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  return sortedWords(stdout, before);
}

const drive = (shell: string): string => join(import.meta.dirname, `drive.${shell}`);
const script = (shell: string): string => join(folder, `script.${shell}`);

const SHELLS: Readonly<Record<"bash" | "zsh" | "fish", Ask>> = {
  // Readline breaks words at `=`, too.
  bash: (line, where) =>
    ask(
      "bash",
      [drive("bash"), script("bash"), ...line.split(/ |(?==)|(?<==)/).slice(1)],
      where,
      /[^ =]*,/.exec(line)?.[0],
    ),
  zsh: (line, where) => ask("zsh", ["-f", drive("zsh"), script("zsh"), line], where),
  fish: (line, where) =>
    ask(
      "fish",
      ["--no-config", "-c", `source ${script("fish")}; complete -C '${line}'`],
      where,
      /--?[^ =]*=[^ ]*,|[^ =]*,|--?[^ =]*=/.exec(line.split(" ").at(-1)!)?.[0],
    ),
};

const sorted = (words: readonly string[]): readonly string[] => [...words].sort();
const ALL_COMMANDS = sorted(COMMANDS.map(({ name }) => name));

describe.each(Object.entries(SHELLS))("in %s", (_, offered) => {
  test("the commands", async () => {
    expect((await offered("clp-compile ")).filter((word) => word !== "help")).toEqual(ALL_COMMANDS);
    expect(await offered("clp-compile che")).toEqual(["check"]);
    expect(await offered("clp-compile -c x --no-secrets sch")).toEqual(["schema"]);
  });

  test("flags of all commands and of the one", async () => {
    expect(await offered("clp-compile --em")).toEqual(["--emit"]);
    expect(await offered("clp-compile check --dia")).toEqual(["--diagnostics"]);
    expect(await offered("clp-compile init --ty")).toEqual(["--type"]);
    expect(await offered("clp-compile init x --stor")).toEqual(["--storage"]);
    expect(await offered("clp-compile check --ty")).toEqual([]);
  });

  test("no common flag where it means nothing", async () => {
    expect(await offered("clp-compile --dry")).toEqual(["--dry-run"]);
    expect(await offered("clp-compile compile --dry")).toEqual(["--dry-run"]);
    expect(await offered("clp-compile check --dry")).toEqual([]);
    expect(await offered("clp-compile schema --")).toEqual(["--clp-version", "--help", "--version"]);
    expect(await offered("clp-compile diagram --cred")).toEqual([]);
  });

  test("values of flags", async () => {
    expect(await offered("clp-compile --diagnostics ")).toEqual(sorted(FORMATS));
    expect(await offered("clp-compile check --diagnostics=s")).toEqual(["sarif"]);
    expect(await offered("clp-compile init x --type sp")).toEqual(["spider-base", "spider-full"]);
    expect(await offered("clp-compile validate --stdin-filename ")).toEqual([]);
  });

  test("lists, without what is named already", async () => {
    expect(await offered("clp-compile --emit ")).toEqual(sorted(BACKENDS));
    expect(await offered("clp-compile --emit compose,")).toEqual(
      sorted(BACKENDS.filter((name) => name !== "compose")),
    );
    expect(await offered("clp-compile --emit compose,ku")).toEqual(["kubernetes"]);
  });

  test("arguments", async () => {
    expect(await offered("clp-compile schema cl")).toEqual([
      "clp-config",
      "clp-config-layer",
      "clp-site",
      "clp-site-layer",
    ]);
    expect(await offered("clp-compile completion ")).toEqual(["bash", "fish", "zsh"]);
    // Where no argument is left, zsh offers flags.
    expect((await offered("clp-compile schema manifest ")).filter((word) => !word.startsWith("-"))).toEqual(
      [],
    );
    expect(await offered("clp-compile explain CLP610")).toContain("CLP6101");
  });

  test("the deployments of the project file, those alone that are not named yet", async () => {
    for (const command of ["compile", "check", "plan", "migrate --to 0.9.0"]) {
      expect(await offered(`clp-compile ${command} `, "project")).toEqual([
        "prod",
        "production-2",
        "staging",
      ]);
      expect(await offered(`clp-compile ${command} prod st`, "project")).toEqual(["staging"]);
    }
    expect(await offered("clp-compile check prod ", "project")).toEqual(["production-2", "staging"]);
    expect(await offered("clp-compile validate ", "project")).toEqual([
      "-",
      "prod",
      "production-2",
      "staging",
    ]);
    for (const command of ["explain webui.port", "diagram", "secrets"])
      expect(await offered(`clp-compile ${command} --deployment pr`, "project")).toEqual([
        "prod",
        "production-2",
      ]);
    expect(await offered("clp-compile secrets --deployment=s", "project")).toEqual(["staging"]);
  });

  test("no deployment, and no error, where the project file is missing or broken", async () => {
    for (const where of ["here", "broken"])
      expect(await offered("clp-compile secrets --deployment ", where)).toEqual([]);
  });

  test("files where a file is taken, folders where a folder is", async () => {
    expect((await offered("clp-compile --config ")).map((word) => word.replace("\\", ""))).toEqual([
      "a b.yaml",
      "etc",
    ]);
    expect(await offered("clp-compile --out ")).toEqual(["etc"]);
    expect(await offered("clp-compile init ")).toEqual(["etc"]);
    expect(await offered("clp-compile explain e")).toEqual(["etc"]);
  });
});
