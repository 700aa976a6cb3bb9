/**
 * The one writer of YAML. Block style; what it writes means the same to YAML 1.1 (PyYAML, Helm,
 * kubectl) and YAML 1.2 readers, since every string that either could take for something else is
 * quoted. It can tell the origins of each line. Held against `yaml` and PyYAML by property tests.
 */
import type { Origin } from "../base/origin.ts";
import type { Line } from "../model/emitted-file.ts";
import type { Scalar, Tree } from "../model/tree.ts";
import { type GrowingLine, mark } from "./lines.ts";

/** Bare words that some reader takes for something other than a string. */
const WORDS = new Set(["y", "n", "yes", "no", "on", "off", "true", "false", "null", "nan", "inf"]);

/** A string that needs no quotes: starts like a word or a path, and holds nothing that ends a scalar. */
const PLAIN = /^[A-Za-z_/][\w./@+-]*(?::[\w./@+-]+)*$/;

const ESCAPED = /["\\\u0000-\u001f\u007f-\u00a0\u2028\u2029\ufeff\ufffe\uffff]|[\ud800-\udfff]/gu;

const SHORT_ESCAPES: Readonly<Record<string, string>> = {
  '"': '\\"',
  "\\": "\\\\",
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
};

function escapeCharacter(character: string): string {
  return SHORT_ESCAPES[character] ?? `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

/** A float without a digit before its exponent, to one reader of YAML 1.1. */
const EXPONENT = /^e[+-]?\d+$/i;

/** A string as a YAML scalar on one line. */
function stringScalar(text: string): string {
  return PLAIN.test(text) && !WORDS.has(text.toLowerCase()) && !EXPONENT.test(text)
    ? text
    : `"${text.replace(ESCAPED, escapeCharacter)}"`;
}

function scalar(value: Scalar): string {
  if (typeof value === "string") return stringScalar(value);
  if (typeof value === "number") return numberScalar(value);
  return String(value);
}

/** YAML 1.1 knows a float by its point, also before an exponent with a sign. */
function numberScalar(value: number): string {
  const text = String(value);
  const [mantissa = "", exponent] = text.split("e");
  if (exponent === undefined) return text;
  return `${mantissa.includes(".") ? mantissa : `${mantissa}.0`}e${/^[+-]/.test(exponent) ? exponent : `+${exponent}`}`;
}

/** A literal block cannot say all texts: no leading blank, no line that only blanks end, nothing to escape. */
function fitsBlock(lines: readonly Line[]): boolean {
  const bad =
    /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]|[\ud800-\udfff]|[ \t]$/u;
  return (
    lines.length > 0 &&
    lines[0]!.text !== "" &&
    !/^[ \t]/.test(lines[0]!.text) &&
    lines.at(-1)!.text !== "" &&
    !lines.some(({ text }) => bad.test(text))
  );
}

interface Target {
  readonly lines: GrowingLine[];
}

/** Writes `tree` after `prefix`, the text that already stands on its first line. */
function write(target: Target, tree: Tree, prefix: string, indent: string, because: readonly Origin[]): void {
  const first = target.lines.length;
  writeNode(target, tree, prefix, indent, because);
  mark(target.lines, first, tree);
}

function writeNode(
  target: Target,
  tree: Tree,
  prefix: string,
  indent: string,
  because: readonly Origin[],
): void {
  const { lines } = target;
  switch (tree.kind) {
    case "scalar":
      lines.push({ text: `${prefix}${scalar(tree.value)}`, origins: joined(because, tree) });
      return;
    case "block":
      if (!fitsBlock(tree.lines)) {
        const text = tree.lines.map((line) => `${line.text}\n`).join("");
        lines.push({
          text: `${prefix}${stringScalar(text)}`,
          origins: [...because, ...tree.lines.flatMap((line) => line.origins)],
        });
        return;
      }
      lines.push({ text: `${prefix}|`, origins: joined(because, tree) });
      for (const line of tree.lines)
        lines.push({ ...line, text: line.text === "" ? "" : `${indent}${line.text}` });
      return;
    case "map":
    case "seq":
      writeChildren(target, tree, prefix, indent, because);
      return;
    default:
      tree satisfies never;
  }
}

/**
 * Writes the children of a mapping or a list. It begins on the line of a list's dash, and on a line of
 * its own after a key.
 */
function writeChildren(
  target: Target,
  tree: Tree & { readonly kind: "map" | "seq" },
  prefix: string,
  indent: string,
  because: readonly Origin[],
): void {
  const count = tree.kind === "map" ? tree.entries.length : tree.items.length;
  if (count === 0) {
    target.lines.push({
      text: `${prefix}${tree.kind === "map" ? "{}" : "[]"}`,
      origins: joined(because, tree),
    });
    return;
  }
  const belowKey = prefix.endsWith(": ");
  if (belowKey) target.lines.push({ text: prefix.slice(0, -1), origins: joined(because, tree) });
  const deeper = `${indent}  `;
  for (let index = 0; index < count; index += 1) {
    const first = index === 0 && !belowKey;
    const start = first ? prefix : indent;
    if (tree.kind === "map") {
      const [key, item] = tree.entries[index]!;
      write(target, item, `${start}${keyScalar(key)}: `, deeper, first ? because : NOTHING);
    } else write(target, tree.items[index]!, `${start}- `, deeper, first ? because : NOTHING);
  }
}

const NOTHING: readonly Origin[] = [];

function joined(because: readonly Origin[], { origin }: Tree): readonly Origin[] {
  return because.length === 0 ? [origin] : [...because, origin];
}

/** Keys come again and again; as many as the formats have are remembered. */
const keyScalars = new Map<string, string>();
const MAX_KEYS = 2000;

function keyScalar(key: string): string {
  let written = keyScalars.get(key);
  if (written === undefined) {
    written = stringScalar(key);
    if (keyScalars.size < MAX_KEYS) keyScalars.set(key, written);
  }
  return written;
}

/** Writes one document. Each line knows its origins. */
export function yamlLines(tree: Tree): readonly Line[] {
  const target: Target = { lines: [] };
  write(target, tree, "", "", []);
  return target.lines;
}

/** Writes a comment of one line. */
export function yamlComment(text: string, origin: Origin): Line {
  return { text: text === "" ? "#" : `# ${text}`, origins: [origin] };
}
