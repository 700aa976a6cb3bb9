/** Inputs that are nearly right, a little wrong, or nothing like an input at all. */
import { parse, stringify } from "yaml";
import type { Random } from "./random.ts";

/** What a person, an editor or a broken script may put into a text. */
const PIECES: readonly string[] = [
  ..."[]{}:,-?&*!|>'\"%@`#~= \n\t\\",
  "\r",
  "\r\n",
  "\n  ",
  "\n    ",
  ": ",
  "- ",
  "<<: ",
  "<<: *a",
  "*a",
  "&a ",
  "!!str ",
  "!!binary ",
  "!x ",
  "---\n",
  "...\n",
  "%YAML 1.1\n---\n",
  "? ",
  "|\n  x\n",
  ">-\n",
  "\u0000",
  "\u0085",
  "\u2028",
  "\ufeff",
  "\ud800",
  "é",
  "😀",
  "漢字",
  "null",
  "yes",
  "010",
  "12:30",
  "1e400",
  "0x1F",
  ".nan",
  "99999999999999999999",
  "${X}",
  "$$",
  "__proto__: 1",
  ' // a, "b: {\n',
  "// ",
  "/* a\n b */ ",
  "/*",
  "\u00a0",
  "：",
];

const VALUES: readonly unknown[] = [
  null,
  true,
  false,
  0,
  1,
  -1,
  0.5,
  1e21,
  65535,
  65536,
  2 ** 31,
  2 ** 53,
  "",
  " ",
  "a b",
  "/",
  "/opt/clp",
  "..",
  "../..",
  "~/x",
  "$HOME/x",
  "C:\\x",
  "a // b",
  "on_failure",
  "4GB",
  "localhost",
  "0.0.0.0",
  "10.0.0.5",
  "clp",
  "clp-s",
  "presto",
  "s3",
  "fs",
  "spider",
  "celery",
  "INFO",
  "info",
  "no",
  "4000",
  "a$b",
  "a`b",
  'a"b',
  "a\\b",
  "a\nb",
  "é😀",
  "x".repeat(300),
  [],
  {},
  [null],
  ["database"],
  { type: "s3" },
  { type: "fs", directory: "/srv/x" },
  { host: "db.internal", port: 3306 },
];

type Mutation = (text: string, random: Random, corpus: readonly string[]) => string;

/** A range of a text, at most some characters long. */
function range(text: string, random: Random, most: number): readonly [number, number] {
  const start = random.below(text.length + 1);
  return [start, Math.min(text.length, start + random.below(most + 1))];
}

function changeLines(change: (lines: string[], index: number, random: Random) => void): Mutation {
  return (text, random) => {
    const lines = text.split("\n");
    change(lines, random.below(lines.length), random);
    return lines.join("\n");
  };
}

const IN_TEXT: readonly Mutation[] = [
  (text, random) => {
    const [start, end] = range(text, random, random.chance(0.1) ? 200 : 6);
    return text.slice(0, start) + text.slice(end);
  },
  (text, random) => {
    const [start, end] = range(text, random, 3);
    return text.slice(0, start) + random.pick(PIECES) + text.slice(end);
  },
  (text, random) => {
    const [start, end] = range(text, random, 40);
    return text.slice(0, end) + text.slice(start, end) + text.slice(end);
  },
  (text, random) => {
    const at = random.below(text.length + 1);
    return random.chance(0.5) ? text.slice(0, at) : text.slice(at);
  },
  // Two letters change places: a typo.
  (text, random) => {
    const at = random.below(Math.max(1, text.length - 1));
    return text.slice(0, at) + text.charAt(at + 1) + text.charAt(at) + text.slice(at + 2);
  },
  // A value of one line.
  (text, random) => text.replace(/: ([^\n{[]+)$/m, () => `: ${JSON.stringify(random.pick(VALUES))}`),
  (text, random) => {
    const values = [...text.matchAll(/: ?([^\n,{}[\]]+)/g)];
    const chosen = values[random.below(values.length)];
    if (chosen === undefined) return text;
    const value = random.chance(0.5) ? random.pick(PIECES) : JSON.stringify(random.pick(VALUES));
    return `${text.slice(0, chosen.index)}: ${value}${text.slice(chosen.index + chosen[0].length)}`;
  },
  changeLines((lines, index) => lines.splice(index, 1)),
  changeLines((lines, index) => lines.splice(index, 0, lines[index]!)),
  changeLines((lines, index, random) => {
    const other = random.below(lines.length);
    [lines[index], lines[other]] = [lines[other]!, lines[index]!];
  }),
  changeLines((lines, index, random) => {
    lines[index] = random.pick([" ", "  ", "\t", "    ", "# "]) + lines[index]!;
  }),
  changeLines((lines, index) => {
    lines[index] = lines[index]!.trimStart();
  }),
  (text, random, corpus) => {
    const lines = random.pick(corpus).split("\n");
    const at = random.below(text.length + 1);
    return (
      text.slice(0, at) + lines.slice(random.below(lines.length)).slice(0, 4).join("\n") + text.slice(at)
    );
  },
  (text) => text.replaceAll("\n", "\r\n"),
];

type Tree = unknown;

/** A tree with one of its values, keys or entries changed. */
function changeTree(tree: Tree, random: Random, other: Tree): Tree {
  if (random.chance(0.15) || tree === null || typeof tree !== "object") {
    return random.chance(0.2) ? other : random.pick(VALUES);
  }
  if (Array.isArray(tree)) {
    if (tree.length === 0 || random.chance(0.3)) return [...tree, random.pick(VALUES)];
    const at = random.below(tree.length);
    return tree.map((item, index) => (index === at ? changeTree(item, random, other) : item));
  }
  const entries = Object.entries(tree);
  if (entries.length === 0 || random.chance(0.1)) {
    return Object.fromEntries([
      ...entries,
      [random.pick(["port", "type", "host", "x", "", "1", "a.b"]), random.pick(VALUES)],
    ]);
  }
  const at = random.below(entries.length);
  const kind = random.below(5);
  return Object.fromEntries(
    entries.flatMap(([key, value], index) => {
      if (index !== at) return [[key, value]];
      if (kind === 0) return [];
      if (kind === 1) return [[random.chance(0.5) ? `${key}s` : key.slice(1), value]];
      return [[key, changeTree(value, random, other)]];
    }),
  );
}

function structured(text: string, random: Random, corpus: readonly string[]): string {
  let tree: Tree;
  let other: Tree;
  try {
    tree = parse(text, { logLevel: "error" });
    other = parse(random.pick(corpus), { logLevel: "error" });
  } catch {
    return text;
  }
  for (let count = 1 + random.below(3); count > 0; count--) tree = changeTree(tree, random, other);
  const style = random.below(3);
  try {
    return style === 2 ? stringify(tree) : JSON.stringify(tree, null, style * 2);
  } catch {
    // An alias of what it stands in.
    return text;
  }
}

function yamlish(random: Random): string {
  const words = [
    "webui",
    "port",
    "redis",
    "database",
    "password",
    "hunter2",
    "host",
    "storage",
    "type",
    "4001",
  ];
  let text = "";
  for (let count = random.below(60); count > 0; count--)
    text += random.chance(0.3) ? random.pick(words) : random.pick(PIECES);
  return text;
}

/** @param corpus texts to begin with */
export function mutate(random: Random, corpus: readonly string[]): string | Uint8Array {
  const kind = random.below(20);
  if (kind === 0) return Uint8Array.from({ length: random.below(300) }, () => random.below(256));
  if (kind === 1) {
    const bytes = new TextEncoder().encode(random.pick(corpus));
    for (let count = 1 + random.below(4); count > 0 && bytes.length > 0; count--)
      bytes[random.below(bytes.length)] = random.below(256);
    return bytes;
  }
  if (kind === 2) return yamlish(random);
  const text = random.pick(corpus);
  if (kind <= 9) return structured(text, random, corpus);
  let changed = text;
  for (let count = 1 + random.below(4); count > 0; count--)
    changed = random.pick(IN_TEXT)(changed, random, corpus);
  return changed;
}
