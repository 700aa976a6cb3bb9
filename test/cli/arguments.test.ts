/** The command line: flags, suggestions, help. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { EXIT } from "../../src/cli/exit.ts";
import { BACKENDS, SCHEMAS } from "../../src/cli/usage/choices.ts";
import { COMMANDS } from "../../src/cli/usage/commands.ts";
import { COMMON_FLAGS } from "../../src/cli/usage/common-flags.ts";
import { EXIT_STATUS } from "../../src/cli/usage/exit-status.ts";
import { BACKEND_NAMES, COMPILER_VERSION } from "../../src/mod.ts";
import { workspace } from "./workspace.ts";

async function wrong(...argv: readonly string[]): Promise<string> {
  const { code, out, err } = await workspace().run(...argv);
  expect({ code, out }).toEqual({ code: 2, out: "" });
  return err.split("\n").slice(0, 2).join(" / ");
}

describe("a wrong command line", () => {
  test.each<[readonly string[], string]>([
    [["chekc"], 'clp-compile: Unknown command "chekc" /   Did you mean "check"?'],
    [
      ["frobnicate"],
      `clp-compile: Unknown command "frobnicate" /   Commands: ${COMMANDS.map(({ name }) => name).join(", ")}`,
    ],
    [
      ["etc/clp-config.yaml"],
      'clp-compile: Unknown command "etc/clp-config.yaml" /   To compile that file: clp-compile --config etc/clp-config.yaml',
    ],
    [["--confg", "x"], "clp-compile: Unknown flag --confg /   Did you mean --config?"],
    [["check", "--no-secret"], "clp-compile: Unknown flag --no-secret /   Did you mean --no-secrets?"],
    [["-x"], "clp-compile: Unknown flag -x /   See: clp-compile --help"],
    [["-o", "x"], "clp-compile: Unknown flag -o /   Did you mean --out?"],
    [["--output", "x"], "clp-compile: Unknown flag --output /   Did you mean --out?"],
    [
      ["--emit", "k8s"],
      'clp-compile: --emit cannot be "k8s" /   Did you mean "kubernetes"? Expected some of compose, helm, kubernetes, diagram, docs',
    ],
    [
      ["validate", "--update", "x"],
      'clp-compile: "validate" has no flag --update /   It belongs to "diagram"',
    ],
    [
      ["validate", "--format", "json"],
      'clp-compile: "validate" has no flag --format /   It belongs to "diagram", "plan", "migrate" and "secrets"',
    ],
    [["--config"], "clp-compile: --config needs a value: FILE /   See: clp-compile compile --help"],
    [
      ["--config", "--strict"],
      "clp-compile: --config needs a value: FILE /   See: clp-compile compile --help",
    ],
    [["--out="], "clp-compile: --out needs a value: DIR /   See: clp-compile compile --help"],
    [["--strict=yes"], "clp-compile: --strict takes no value /   See: clp-compile compile --help"],
    [
      ["--emit", "compose,helmm"],
      `clp-compile: --emit cannot be "helmm" /   Did you mean "helm"? Expected some of ${BACKENDS.join(", ")}`,
    ],
    [
      ["--emit", ""],
      `clp-compile: --emit needs a value: BACKENDS /   Expected some of ${BACKENDS.join(", ")}`,
    ],
    ...["compose,", ",compose", "compose,,helm", ","].map((value): [readonly string[], string] => [
      ["--emit", value],
      `clp-compile: --emit has an empty name in "${value}" /   Remove the comma that has no name beside it. Expected some of ${BACKENDS.join(", ")}`,
    ]),
    [
      ["--diagnostics", "xml"],
      'clp-compile: --diagnostics cannot be "xml" /   Expected one of pretty, json, sarif, github, junit',
    ],
    [
      ["--credentials", "x", "--credentials-from-env"],
      "clp-compile: --credentials and --credentials-from-env contradict each other /   Give one of them",
    ],
    [
      ["validate", "x.yaml"],
      'clp-compile: "validate" cannot do anything with "x.yaml" /   To name the config: --config x.yaml',
    ],
    [
      ["validate", "-", "-c", "x"],
      'clp-compile: "validate -" and --config contradict each other /   Give one of them',
    ],
    [
      ["validate", "--stdin-filename", "x"],
      "clp-compile: --stdin-filename needs the argument - /   clp-compile validate -",
    ],
    [["schema"], `clp-compile: "schema" needs an argument: NAME /   Expected one of ${SCHEMAS.join(", ")}`],
    [
      ["schema", "clp-confg"],
      `clp-compile: NAME cannot be "clp-confg" /   Did you mean "clp-config"? Expected one of ${SCHEMAS.join(", ")}`,
    ],
    [
      ["explain"],
      'clp-compile: "explain" needs an argument: WHAT /   A variable of .env, a key, a component, a host, a Secret of the cluster, FILE:LINE of an input or an output, the code of a finding, or the number of a defect of CLP (D45)',
    ],
  ])("%j", async (argv, message) => {
    expect(await wrong(...argv)).toBe(message);
  });

  test("cannot drive the terminal", async () => {
    expect(await wrong("\x1b[2J")).toContain('Unknown command "<U+001B>[2J"');
  });
});

/** What stands for an argument without choices. */
const WORDS: Readonly<Record<string, string>> = { WHAT: "CLP9001", DIR: "new", "-": "-" };
/** What a command cannot do without. */
const NEEDED: Readonly<Record<string, readonly string[]>> = {
  migrate: ["--to", "0.13.0"],
  plan: ["--against", "out"],
};

describe("what the command line takes", () => {
  test("flags before and after the command, by = and by the short name", async () => {
    const space = workspace();
    space.write("x.yaml", '{"files": {"a": ""}}');
    for (const argv of [
      ["--config=x.yaml", "compile"],
      ["compile", "--config", "x.yaml"],
      ["-c", "x.yaml"],
      ["-cx.yaml"],
    ]) {
      expect(await space.run(...argv, "--no-secrets", "--dry-run")).toMatchObject({ code: 0 });
    }
  });

  test("every command takes the common flags", async () => {
    for (const {
      name,
      arguments: [argument],
    } of COMMANDS) {
      const words =
        argument === undefined || argument.repeats ? [] : [argument.choices?.at(-1) ?? WORDS[argument.name]!];
      const space = workspace();
      space.config({ files: { "diagram/deployment.mmd": "flowchart\n" } });
      space.write("etc/clp-site.yaml", 'clp_version: "0.13.0"\n');
      await space.run("--no-secrets", "--emit", "diagram");
      const { code, err } = await space.run(
        name,
        ...words,
        ...(NEEDED[name] ?? []),
        ...[
          "--no-secrets",
          "--dry-run",
          "--strict",
          "--out",
          "out",
          "--emit",
          "diagram",
          "--diagnostics",
          "json",
          "--quiet",
          "--color",
          "never",
        ],
      );
      expect(code, err).toBe(0);
    }
  });

  test("the help of a command has its own flags first, and none that means nothing there", async () => {
    const space = workspace();
    const flagsOf = async (name: string): Promise<readonly string[]> => {
      const { out } = await space.run(name, "--help");
      return [...out.matchAll(/^ {2}(?:-\w, )?(--[\w-]+)/gm)].map((match) => match[1]!);
    };
    for (const { name, flags, common } of COMMANDS) {
      const wanted = [
        ...flags.map((flag) => `--${flag.name}`),
        ...COMMON_FLAGS.filter((flag) => [...common, "help", "version"].includes(flag.name)).map(
          (flag) => `--${flag.name}`,
        ),
      ];
      expect(await flagsOf(name), name).toEqual(wanted);
      for (const flag of common) expect(COMMON_FLAGS.map((one) => one.name)).toContain(flag);
    }
    expect(await flagsOf("schema")).toEqual(["--clp-version", "--help", "--version"]);
    expect((await flagsOf("diagram")).slice(0, 3)).toEqual(["--all", "--format", "--update"]);
    expect(await flagsOf("diagram")).not.toContain("--credentials");
  });

  test("the last of a flag counts; --emit adds up", async () => {
    const space = workspace();
    space.config({ files: { "docs/a": "", "compose/a": "", "helm/a": "" } });
    const { out } = await space.run(
      "--out",
      "etc/clp-config.yaml",
      "--out",
      "out",
      "--emit",
      "docs",
      "--emit",
      "helm,docs",
      "--no-secrets",
      "--dry-run",
    );
    expect(out).toContain("docs/a");
    expect(out).toContain("helm/a");
    expect(out).not.toContain("compose/a");
  });

  test("the names of the backends are the library's", () => {
    expect(BACKENDS).toEqual(BACKEND_NAMES);
  });

  test("no two flags share a name or a letter", () => {
    for (const { flags } of COMMANDS) {
      const all = [...COMMON_FLAGS, ...flags];
      for (const key of ["name", "short"] as const) {
        const used = all.flatMap((flag) => flag[key] ?? []);
        expect(new Set(used).size).toBe(used.length);
      }
    }
  });
});

describe("help", () => {
  test.each(["", ...COMMANDS.map(({ name }) => name)])("of %s fits into 99 columns", async (name) => {
    const { out } = await workspace().run(...(name === "" ? [] : [name]), "--help");
    expect(out.split("\n").filter((line) => line.length > 99)).toEqual([]);
  });

  test("says all exit codes, as the manual page does", async () => {
    const { out } = await workspace().run("--help");
    const words = out.replace(/\s+/g, " ");
    for (const { code, short } of EXIT_STATUS) expect(words).toContain(`${code} ${short}`);
    expect(EXIT_STATUS.map(({ code }) => code)).toEqual(Object.values(EXIT));
  });

  test("of the program names every command and flag, and gives examples", async () => {
    for (const argv of [["--help"], ["-h"], ["help"]]) {
      const { code, out, err } = await workspace().run(...argv);
      expect({ code, err }).toEqual({ code: 0, err: "" });
      const words = out.replace(/\s+/g, " ");
      for (const { name, summary, examples } of COMMANDS) {
        expect(words).toContain(` ${name} ${summary} `);
        expect(out).toContain(examples[0]!.command);
      }
      for (const { name } of COMMON_FLAGS) expect(out).toContain(`--${name}`);
    }
  });

  test("of a command names its flags and has an example", async () => {
    for (const { name, flags, examples } of COMMANDS) {
      for (const argv of [
        [name, "--help"],
        ["--help", name],
        ["help", name],
      ]) {
        const { code, out } = await workspace().run(...argv);
        expect(code).toBe(0);
        for (const flag of flags) expect(out).toContain(`--${flag.name}`);
        for (const example of examples) expect(out).toContain(example.command);
        for (const line of out.split("\n")) expect(line.length, line).toBeLessThanOrEqual(120);
      }
    }
  });

  test("every example is a command line that is taken", async () => {
    for (const { examples } of COMMANDS) {
      for (const { command } of examples) {
        for (const [line] of command.matchAll(/clp-compile[^<>|&"()]*/g)) {
          const argv = line.trim().replace(/ 2$/, "").split(" ").slice(1);
          const space = workspace();
          // Where examples name deployments, there is a project file.
          if (argv.includes("prod"))
            space.write("clp-compile.yaml", "deployments: {prod: {config: [a]}, staging: {config: [b]}}\n");
          expect((await space.run(...argv)).code, command).not.toBe(2);
        }
      }
    }
  });

  test("the version is the package's", async () => {
    const { version } = JSON.parse(readFileSync(join(import.meta.dirname, "../../package.json"), "utf8"));
    expect(await workspace().run("--version")).toEqual({ code: 0, out: `${version}\n`, err: "" });
    expect(COMPILER_VERSION).toBe(version);
  });
});
