/**
 * What `plan` compares with may come from anybody, and people paste the commands that it prints: no name
 * becomes a command or a flag, and no content ends in a defect.
 */
import { execFileSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, onTestFinished, test } from "vitest";
import { printable } from "../../src/base/printable.ts";
import { operands, pathWord, shell } from "../../src/base/shell.ts";
import { UnreadableFile } from "../../src/plan/compiled-files.ts";
import { type Workspace, workspace } from "../cli/workspace.ts";
import * as compiler from "../compiler.ts";
import { CREDENTIALS } from "../deploy.ts";
import { mutate } from "../fuzz/mutate.ts";
import { createRandom } from "../fuzz/random.ts";
import { pairs } from "../plan/pairs.ts";

const CONFIG = "logs_input: { directory: /home/clp/logs }\n";
const SITE = "host: { clp_home: /home/clp/clp-package }\n";

async function compiled(...emit: readonly string[]): Promise<Workspace> {
  const space = workspace({ compiler });
  space.write("etc/clp-config.yaml", CONFIG);
  space.write("etc/clp-site.yaml", SITE);
  space.write("etc/credentials.yaml", CREDENTIALS);
  expect((await space.run("--emit", emit.join(","))).code).toBe(0);
  return space;
}

const PROGRAMS = ["kubectl", "docker", "helm", "mv", "mkdir", "chown", "clp-compile"];

/** Runs commands in a shell whose programs only write down what they were given. */
function typed(commands: readonly string[]): readonly (readonly string[])[] {
  const folder = mkdtempSync(join(tmpdir(), "clp-compile-shell-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const bin = join(folder, "bin");
  const here = join(folder, "here");
  mkdirSync(bin);
  mkdirSync(here);
  const log = join(folder, "log");
  writeFileSync(log, "");
  for (const name of PROGRAMS) {
    // A word a line, hexadecimal since it may hold anything; an empty line ends the command.
    const dump = `${process.execPath} -e 'process.argv.slice(1).forEach((word) => console.log(Buffer.from(word).toString("hex") || "-"))' --`;
    writeFileSync(join(bin, name), `#!/bin/sh\n{ ${dump} ${name} "$@"; echo; } >>'${log}'\n`);
    chmodSync(join(bin, name), 0o755);
  }
  for (const command of commands)
    execFileSync("/bin/sh", ["-c", command], { cwd: here, env: { PATH: bin }, stdio: "pipe" });
  // `dump` may redirect into clp.sql; nothing else may appear.
  expect(readdirSync(here).filter((name) => name !== "clp.sql")).toEqual([]);
  return readFileSync(log, "utf8")
    .split("\n\n")
    .filter((lines) => lines !== "")
    .map((lines) =>
      lines
        .trim()
        .split("\n")
        .map((word) => Buffer.from(word === "-" ? "" : word, "hex").toString()),
    );
}

function commandsOf(out: string): readonly string[] {
  const { compose, kubernetes, helm } = JSON.parse(out) as compiler.Plan;
  return [compose, kubernetes, helm].flatMap((part) => part?.steps.flatMap(({ commands }) => commands) ?? []);
}

const ATTACKS = [
  "web; touch PWN $(id)",
  "a b",
  "`touch PWN`",
  "it's",
  "x\ntouch PWN",
  "--all",
  "-rf",
  "$(touch PWN)",
  "a && touch PWN",
  "| touch PWN",
  "> PWN",
  "\\'; touch PWN; '",
  "~root",
  "::touch",
  "*",
  "",
];

describe("a command that plan prints", () => {
  test.each(ATTACKS)("has a Service of the name %j as one word, and no flag", async (name) => {
    const space = await compiled("kubernetes");
    const at = "out/kubernetes/webui.yaml";
    const extra = JSON.stringify({ apiVersion: "v1", kind: "Service", metadata: { name, namespace: name } });
    space.write(at, `${space.read(at)}---\n${extra}\n`);
    const { code, out } = await space.run("plan", "--against", "out", "--json");
    expect(code).toBe(0);
    const deletions = commandsOf(out).filter((command) => command.startsWith("kubectl delete"));
    expect(deletions).toHaveLength(1);
    const [words = []] = typed(deletions);
    // What does not print is shown by its code point, as everywhere.
    const shown = printable(`'${name}'`).slice(1, -1);
    const where = name === "" ? [] : ["-n", shown];
    expect(words).toEqual([
      "kubectl",
      "delete",
      ...where,
      ...(name.startsWith("-") ? ["--"] : []),
      "service",
      shown,
    ]);
    const { out: text } = await space.run("plan", "--against", "out");
    expect(text.split("\n").filter((line) => line.trimStart().startsWith("touch"))).toEqual([]);
  });

  test.each(ATTACKS.filter((name) => name !== ""))(
    "has the path, image and database %j as words",
    async (name) => {
      const space = await compiled("compose");
      const at = "out/compose/docker-compose.yaml";
      const compose = space.read(at);
      const data = /source: (\S*var\/data\/database)/.exec(compose)?.[1];
      expect(data).toBeDefined();
      const literal = JSON.stringify(name.replaceAll("$", "$$"));
      space.write(
        at,
        compose
          .replace(/source: \S*var\/data\/database$/m, () => `source: ${literal}`)
          .replace(/^name: .*$/m, () => `name: ${literal}`),
      );
      const example = "out/compose/.env.example";
      space.write(
        example,
        space.read(example).replace(/^CLP_DB_NAME=.*$/m, () => `CLP_DB_NAME=${JSON.stringify(name)}`),
      );
      space.write(
        "etc/clp-config.yaml",
        `${CONFIG}database: { host: 10.0.0.5 }\nbundled: [queue, redis, results_cache]\n`,
      );
      for (const more of [[], ["--no-secrets"]]) {
        const { code, out } = await space.run("plan", "--against", "out", "--json", ...more);
        expect(code).toBe(0);
        typed(commandsOf(out).filter((command) => !/^(?:sh prepare\.sh|[A-Z]+ )/.test(command)));
      }
    },
  );

  test("quotes whatever is filled in, for a real shell", () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.string({ unit: "grapheme" }).filter((word) => !word.includes("\0")),
          { minLength: 1, maxLength: 4 },
        ),
        (names) => {
          const [words = []] = typed([shell`mv ${pathWord(names[0]!)} ${operands(names)}`]);
          const first = names[0]!.startsWith("-") ? `./${names[0]}` : names[0]!;
          expect(words).toEqual([
            "mv",
            first,
            ...(names.some((name) => name.startsWith("-")) ? ["--"] : []),
            ...names,
          ]);
        },
      ),
      { numRuns: 10, examples: [[["a'b", "-x"]], [ATTACKS]] },
    );
  });

  test("leaves no blank for a list without words", () => {
    const none: readonly string[] = [];
    expect([shell`a ${none} b`, shell`${none} b`, shell`a ${none}`]).toEqual(["a b", "b", "a"]);
  });
});

describe("a compared folder of any content ends in an answer", () => {
  const HOSTILE: Readonly<Record<string, string>> = {
    "an alias without anchor": "a: *x\n",
    "an alias to itself": "services: &a { x: *a }\n",
    "aliases that repeat": `a: &a [${"x,".repeat(9)}x]\n${Array.from({ length: 9 }, (_, index) => `${String.fromCharCode(98 + index)}: &${String.fromCharCode(98 + index)} [${`*${String.fromCharCode(97 + index)},`.repeat(10)}]`).join("\n")}\nservices: { x: *j }\n`,
    "deep flow": `services: ${"[".repeat(200_000)}`,
    "deep blocks": Array.from({ length: 1400 }, (_, depth) => `${" ".repeat(depth)}a:`).join("\n"),
    "many keys": `services:\n${Array.from({ length: 60_000 }, (_, index) => `  k${index}: 1`).join("\n")}\n`,
    "many documents": "---\n".repeat(200_000),
    "long keys": `services: { ? ${"k".repeat(400_000)} : { ${Array.from({ length: 5_000 }, (_, index) => `v${index}: 1`).join(", ")} } }\n`,
    "variables in variables": `services: { web: { image: "${"${A:-".repeat(50_000)}" } }\n`,
    "variables without end": `services: { web: { image: "${"${".repeat(200_000)}" } }\n`,
    "one key twice": "services: { a: {}, a: {} }\n",
    "a key that is a mapping": "services: { ? { a: 1 } : 2 }\n",
    "names that are objects":
      "kind: { toString: 1 }\nmetadata: { name: { toString: 1 }, labels: [] }\nservices: { a: { image: { toString: 1 }, ports: [{ toString: 1 }] } }\n",
    "names of prototypes":
      "services: { __proto__: { image: x, environment: { __proto__: 1 } }, constructor: {} }\n",
    "YAML 1.1": "%YAML 1.1\n---\nservices: !!set { a, b }\nx: !!omap [a: 1]\nd: 2001-01-01\n",
    tags: "services: !!binary aGk=\nkind: !!js/function 'x'\n",
    "a million line breaks": "\n".repeat(1_000_000),
    "blanks without end": `services: { web: { image: x } }\nA=a${" ".repeat(500_000)}b\n`,
    "lists that are none": "clpConfig: { bundled: null, database: [1] }\nfullnameOverride: {}\n",
    "lists that are mappings": "clpConfig: { bundled: { database: 1 } }\nimage: { mariadb: [] }\n",
    nothing: "",
    bytes: "\u0000\uffff\u2028\u001b[2J\u202e",
    "a document that is a number": "1\n",
  };
  const FILES = [
    "compose/docker-compose.yaml",
    "compose/.env.example",
    "compose/.env",
    "compose/prepare.sh",
    "compose/var/log/.clp-config.yaml",
    "compose/var/www/webui/client/settings.json",
    "helm/values.yaml",
    "kubernetes/configuration.yaml",
    "manifest.json",
  ];
  test.each(Object.entries(HOSTILE))("%s", async (_, text) => {
    const space = await compiled("compose", "helm", "kubernetes");
    for (const file of FILES) {
      const before = existsSync(space.path(`out/${file}`)) ? space.read(`out/${file}`) : undefined;
      space.write(`out/${file}`, text);
      const { code, err } = await space.run("plan", "--against", "out");
      expect([0, 1], `${file}: ${err}`).toContain(code);
      expect(err).not.toContain("CLP9001");
      // Nothing of it drives a terminal.
      expect(err).not.toMatch(/[\u001b\u202e]/);
      if (before === undefined) rmSync(space.path(`out/${file}`));
      else space.write(`out/${file}`, before);
    }
  });

  test("says what is wrong with it", async () => {
    const space = await compiled("compose");
    space.write("out/compose/docker-compose.yaml", "services: {}\na: *x\n");
    const { code, err } = await space.run("plan", "--against", "out");
    expect(code).toBe(1);
    expect(err).toContain(
      "error[CLP6404]: Cannot read out/compose/docker-compose.yaml: an alias has no anchor before it",
    );
  });

  test("aliases that a person wrote are followed", async () => {
    const space = await compiled("compose");
    const at = "out/compose/docker-compose.yaml";
    space.write(
      at,
      `x-restart: &restart on-failure:3\n${space.read(at).replace(/restart: .*$/m, "restart: *restart")}`,
    );
    const { code, err } = await space.run("plan", "--against", "out");
    expect({ code, err }).toEqual({ code: 0, err: "" });
  });

  test("the same in git", async () => {
    const space = await compiled("compose");
    space.write("out/compose/docker-compose.yaml", "a: *x\n");
    for (const argv of [
      ["init", "-q"],
      ["add", "out"],
      ["-c", "user.name=a", "-c", "user.email=a@example.com", "commit", "-qm", "x"],
    ])
      execFileSync("git", argv, { cwd: space.directory, stdio: "pipe" });
    expect((await space.run("plan", "--against", "HEAD:out")).code).toBe(1);
    for (const against of [
      "--output=x:out",
      "-x",
      "HEAD:../..",
      "HEAD^{tree}:out",
      "@{-1}:out",
      ":out",
      "HEAD:",
      `HEAD:${"x".repeat(5000)}`,
      "x".repeat(5000),
      `${"x/".repeat(3000)}`,
    ])
      expect({ against, code: (await space.run("plan", `--against=${against}`)).code }).toMatchObject({
        code: 1,
      });
  });

  test("files of anybody's making are refused by their names, or compared", () => {
    const all = pairs();
    const corpus = all
      .flatMap(({ before }) => [...before.texts.values()])
      .filter((text) => text.length < 8_000);
    for (let seed = 0; seed < 150; seed++) {
      const random = createRandom(seed);
      const { before, after, compilations } = random.pick(all);
      const texts = new Map(before.texts);
      for (const path of [...texts.keys()])
        if (random.chance(0.2)) {
          const made = mutate(random, random.chance(0.5) ? [texts.get(path)!] : corpus);
          texts.set(path, typeof made === "string" ? made : new TextDecoder().decode(made));
        }
      try {
        const plan = compiler.plan({ texts }, after, compilations.after.model);
        expect(compiler.planText(plan)).toMatch(/\n$/);
        expect(compiler.planMarkdown(plan)).toMatch(/\n$/);
      } catch (error) {
        if (!(error instanceof UnreadableFile)) throw new Error(`seed ${seed}`, { cause: error });
        expect(texts.has(error.path)).toBe(true);
      }
    }
  });
});
