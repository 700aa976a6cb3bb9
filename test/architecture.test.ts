/** Holds the rules of src/README.md: who may import whom, no circles, one place that touches the outside. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, posix } from "node:path";
import { describe, expect, test } from "vitest";

const SRC = join(import.meta.dirname, "../src");

/**
 * Each part of `src/`, and the parts that it may import. Files directly in `src/` are parts of their own, as are
 * the folders of `clp/`, and the entries of codes: data that stands in the room of what reports it.
 */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  "clp/package": [],
  "clp/releases": [],
  base: ["clp/releases", "codes.ts"],
  "codes.ts": ["entries of codes", "base"],
  "entries of codes": ["clp/releases", "base"],
  "clp/defects": ["base"],
  "clp/schema": ["clp/package", "clp/releases", "input", "base"],
  "clp/presto": ["clp/package", "clp/releases", "lower", "input", "model", "base"],
  "clp/configuration": ["clp/releases", "clp/components", "lower", "input", "model", "base"],
  "clp/components": [
    "clp/package",
    "clp/presto",
    "clp/configuration",
    "clp/releases",
    "lower",
    "input",
    "model",
    "base",
  ],
  input: ["clp/package", "clp/releases", "clp/schema", "codes.ts", "base"],
  model: ["clp/package", "clp/releases", "base"],
  report: ["codes.ts", "base"],
  lower: [
    "clp/package",
    "clp/presto",
    "clp/releases",
    "clp/components",
    "clp/configuration",
    "codes.ts",
    "input",
    "model",
    "base",
  ],
  backends: ["clp/package", "clp/releases", "codes.ts", "model", "base", "version.ts"],
  explain: ["model", "base"],
  plan: ["clp/package", "clp/releases", "model", "base"],
  adopt: ["clp/presto", "clp/releases", "backends", "lower", "input", "model", "base"],
  init: ["adopt", "clp/releases", "input", "base"],
  migrate: ["clp/releases", "codes.ts", "input", "base"],
  "version.ts": [],
  "package-diagram.ts": ["clp/releases", "backends", "lower", "clp/components"],
  "explainer.ts": ["explain", "backends", "input", "base"],
  "output-paths.ts": ["targets.ts", "emit", "backends"],
  "targets.ts": ["backends", "input", "model", "base"],
  emit: ["clp/releases", "targets.ts", "backends", "input", "model", "base", "version.ts"],
  "validate.ts": ["lower", "input", "base"],
  "compile.ts": ["validate.ts", "emit", "lower", "input", "model", "base"],
  "secret-values.ts": ["input", "lower", "model", "base"],
  "mod.ts": [
    "adopt",
    "secret-values.ts",
    "clp/releases",
    "validate.ts",
    "compile.ts",
    "emit",
    "explainer.ts",
    "output-paths.ts",
    "package-diagram.ts",
    "targets.ts",
    "backends",
    "clp/components",
    "input",
    "model",
    "base",
    "explain",
    "plan",
    "version.ts",
  ],
  cli: [
    "clp/package",
    "clp/releases",
    "codes.ts",
    "mod.ts",
    "validate.ts",
    "compile.ts",
    "output-paths.ts",
    "package-diagram.ts",
    "backends",
    "adopt",
    "report",
    "init",
    "migrate",
    "clp/defects",
    "base",
    "version.ts",
  ],
};

interface Import {
  readonly from: string;
  readonly to: string;
}

const files = readdirSync(SRC, { recursive: true, encoding: "utf8" })
  .map((file) => file.replaceAll("\\", "/"))
  .filter((file) => file.endsWith(".ts"))
  .sort();

function importsOf(file: string): readonly string[] {
  const text = readFileSync(join(SRC, file), "utf8");
  return [...text.matchAll(/(?:\bfrom|\bimport)\s*\(?\s*"([^"]+)"/g)].map((match) => match[1]!);
}

const imports: readonly Import[] = files.flatMap((from) => importsOf(from).map((to) => ({ from, to })));
const inner: readonly Import[] = imports
  .filter(({ to }) => to.startsWith(".") && !to.endsWith(".json"))
  .map(({ from, to }) => ({ from, to: posix.normalize(posix.join(dirname(from), to)) }));

function partOf(file: string): string {
  if (/[/-]codes\.ts$/.test(file)) return "entries of codes";
  const [room, inner] = file.split("/");
  return room === "clp" ? `${room}/${inner}` : room!;
}

describe("the house", () => {
  test("every part has a rule", () => {
    expect([...new Set(files.map(partOf))].filter((part) => !(part in MAY_IMPORT))).toEqual([]);
  });

  test("each part imports only what its rule allows", () => {
    const broken = inner.filter(
      ({ from, to }) => partOf(from) !== partOf(to) && !MAY_IMPORT[partOf(from)]?.includes(partOf(to)),
    );
    expect(broken.map(({ from, to }) => `${from} imports ${to}`)).toEqual([]);
  });

  test("no backend imports another", () => {
    // What the targets of a cluster share is a folder beside theirs.
    const backendOf = (file: string): string | undefined =>
      /^backends\/(?!cluster\/)([^/]+)\//.exec(file)?.[1];
    const broken = inner.filter(
      ({ from, to }) =>
        (backendOf(from) && backendOf(to) && backendOf(from) !== backendOf(to)) ||
        (from.startsWith("backends/cluster/") && backendOf(to)),
    );
    expect(broken.map(({ from, to }) => `${from} imports ${to}`)).toEqual([]);
  });

  test("nothing but cli touches the outside", () => {
    const broken = imports.filter(({ from, to }) => to.startsWith("node:") && partOf(from) !== "cli");
    expect(broken.map(({ from, to }) => `${from} imports ${to}`)).toEqual([]);
  });

  test("of the package yaml nothing is asked that writes: bundles are without it", () => {
    const names = files.flatMap((file) =>
      [
        ...readFileSync(join(SRC, file), "utf8").matchAll(/(?:import|export) \{([^}]+)\} from "yaml"/g),
      ].flatMap(([, list]) => list!.split(",").map((name) => name.trim())),
    );
    const values = new Set(names.filter((name) => name !== "" && !name.startsWith("type ")));
    expect([...values].sort()).toEqual(
      "Composer Lexer Parser isAlias isMap isPair isScalar isSeq parseDocument".split(" "),
    );
    const asking = files.filter((file) => /\.toJS\(/.test(readFileSync(join(SRC, file), "utf8")));
    expect(asking).toEqual([]);
  });

  test("text from outside becomes printable in one place", () => {
    const holding = (pattern: RegExp): readonly string[] =>
      files.filter((file) => pattern.test(readFileSync(join(SRC, file), "utf8")));
    expect(holding(/\bas (?:\w+ as )?Printable\b/)).toEqual(["base/printable.ts"]);
    // What these write is their own: documents, or what a format makes of printable text.
    expect(holding(/\bverbatim\(/)).toEqual([
      "base/printable.ts",
      "cli/commands/completion.ts",
      "cli/commands/diagram.ts",
      "cli/commands/validate.ts",
      "cli/run.ts",
      "report/report.ts",
    ]);
    expect(holding(/\bconsole\.|std(?:out|err)\.write|writeSync\((?:1|2)\b/)).toEqual([]);
  });

  test("no version of CLP is spelled but where the releases, the intervals of keys, the defects, the charts and the hops between releases are", () => {
    const version = /(?<![\d.])v?0\.\d{1,2}\.\d{1,2}(?![.\d])/;
    const spelling = files
      .filter(
        (file) =>
          !/^clp\/(?:releases|schema|defects)\/|^migrate\/hops\/|^backends\/helm\/charts|\/generated\//.test(
            file,
          ),
      )
      // The compiler's own.
      .filter((file) => file !== "version.ts")
      .filter((file) => version.test(readFileSync(join(SRC, file), "utf8")));
    expect(spelling).toEqual([]);
  });

  test("no file imports itself by a detour", () => {
    const targets = new Map(
      files.map((file) => [file, inner.filter(({ from }) => from === file).map(({ to }) => to)]),
    );
    const done = new Set<string>();
    const circles: string[] = [];
    const visit = (file: string, path: readonly string[]): void => {
      if (path.includes(file)) circles.push([...path.slice(path.indexOf(file)), file].join(" → "));
      if (path.includes(file) || done.has(file)) return;
      for (const next of targets.get(file) ?? []) visit(next, [...path, file]);
      done.add(file);
    };
    for (const file of files) visit(file, []);
    expect(circles).toEqual([]);
  });

  test("no command is printed but by the one function that quotes what is filled in", () => {
    const command =
      /(?<!\bshell)`[^`]*\b(?:kubectl|docker compose|helm (?:install|upgrade)|chmod|chown|mkdir|mv|rm|cd|git (?:worktree|add|commit)|clp-compile (?:compile|check|validate|diagram|explain|plan|migrate|schema|init)) [^`]*\$\{/g;
    const loose = files.flatMap((file) =>
      [...readFileSync(join(SRC, file), "utf8").matchAll(command)].map(([text]) => `${file}: ${text}`),
    );
    expect(loose).toEqual([]);
  });

  test("no two files have one name, but where the name says what a file is to its room", () => {
    const rooms: readonly RegExp[] = [
      // Entries of codes, in the folder of what reports them.
      /(?:^|\/)codes\.ts$/,
      // An input: its keys, the data made of them, and how it is read.
      /^(?:clp\/schema|input\/schema(?:\/generated)?)\/(?:config|credentials|project|site)\.ts$/,
      // A release, and the way to it.
      /^clp\/releases\/(?:upgrades\/)?v[\d.]+\.ts$/,
      // A chart, and what all charts are, under the same names.
      /^backends\/helm\/(?:charts\/[^/]+\/)?(?:generated\/)?(?:chart|chart-values|default-values|values)\.ts$/,
      // A command as it is typed, and the function that it calls.
      /^(?:cli\/commands\/\w+|compile|validate|(explain|init|migrate|plan)\/\1)\.ts$/,
    ];
    const names = new Set(files.map((file) => posix.basename(file)));
    const alike = [...names]
      .map((name) => files.filter((file) => posix.basename(file) === name))
      .filter(
        (several) => several.length > 1 && !rooms.some((room) => several.every((file) => room.test(file))),
      );
    expect(alike).toEqual([]);
  });

  test("every relative import names a file that is there", () => {
    expect(
      inner.filter(({ to }) => !files.includes(to)).map(({ from, to }) => `${from} imports ${to}`),
    ).toEqual([]);
  });

  test("every component of the catalogue has a file of its name, and every file is in the catalogue", () => {
    const catalogue = readFileSync(join(SRC, "clp/components/catalogue.ts"), "utf8");
    const listed = [...catalogue.matchAll(/from "\.\/([^"/]+)"/g)].map((match) => match[1]);
    expect(listed.sort()).toEqual(
      files
        .filter((file) => file.startsWith("clp/components/") && file !== "clp/components/catalogue.ts")
        .map((file) => posix.basename(file)),
    );
  });
});

test("every test that src/README.md names is there", () => {
  const text = readFileSync(join(SRC, "README.md"), "utf8");
  const named = [...text.matchAll(/`(test\/[^`]+)`/g)].map(([, path]) => path!);
  expect(named.length).toBeGreaterThan(10);
  expect(named.filter((path) => !existsSync(join(SRC, "..", path)))).toEqual([]);
});

test("no test looks at a clock, or has a time limit of its own", () => {
  const clock = /performance\.now\(|Date\.now\(|hrtime|\btimeout: [0-9_]+|, [0-9]+_000\)/;
  const root = import.meta.dirname;
  const looking = readdirSync(root, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".test.ts") && !/^(?:conformance|runtime)/.test(file))
    // This one has the words.
    .filter((file) => file !== "architecture.test.ts" && clock.test(readFileSync(join(root, file), "utf8")));
  expect(looking).toEqual([]);
});
