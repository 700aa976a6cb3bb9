/**
 * The one writer of YAML. Block style; what it writes means the same to YAML 1.1 (PyYAML, Helm,
 * kubectl) and YAML 1.2 readers, since every string that either could take for something else is
 * quoted. Each line can tell what it comes from. Held against `yaml` and PyYAML by property tests.
 */
import type { Origin } from "../base/origin.ts";
import { jsonEscape } from "../base/printable.ts";
import type { Line, Text } from "../model/text.ts";
import type { Scalar, Template, Tree } from "../model/tree.ts";
import { NO_VALUES, type ValueWriter } from "../model/value-writer.ts";
import {
  addLine,
  addLines,
  emptyText,
  finish,
  type GrowingText,
  type LineSource,
  mark,
  type Writing,
} from "./growing-text.ts";

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
  return SHORT_ESCAPES[character] ?? jsonEscape(character);
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

/** What a literal block cannot say: characters to escape, a line that a blank ends. */
const NOT_IN_BLOCK =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]|[\ud800-\udfff]|[ \t]$/mu;

/** Nor can it begin with a blank or an empty line, or end with one. */
function fitsBlock(text: string): boolean {
  return /^[^ \t\n]/.test(text) && !text.endsWith("\n\n") && !NOT_IN_BLOCK.test(text);
}

/** What already stands on the first line of a node: nothing, the dash of a list or a key. */
type Before = "nothing" | "dash" | "key";

/** @param indent that of the node's children, where they stand on lines of their own */
function write(writing: Writing, node: Template, indent: string, before: Before): void {
  const { out, values } = writing;
  const first = out.sources.length;
  switch (node.kind) {
    case "value":
      endLine(out, before, scalar(values.write(node)), node);
      return;
    case "sourced":
      endLine(out, before, scalar(node.value), node.origin);
      break;
    case "block": {
      const { content } = node;
      if (fitsBlock(content.text)) {
        endLine(out, before, "|", node.origin);
        addLines(out, content.text.replace(/^(?=.)/gm, indent), content);
      } else
        endLine(out, before, stringScalar(content.text), () =>
          content.reasons().flatMap(({ origins }) => origins),
        );
      break;
    }
    case "map": {
      if (node.entries.length === 0) endLine(out, before, "{}", node.origin);
      else {
        let lead = leadOfChildren(out, node, indent, before);
        const inner = `${indent}  `;
        // By index, here and in the other loops over nodes: an iterator and its results are made for each otherwise.
        for (let index = 0; index < node.entries.length; index += 1) {
          const entry = node.entries[index]!;
          out.pieces.push(lead, keyScalar(entry[0]));
          write(writing, entry[1], inner, "key");
          lead = indent;
        }
      }
      break;
    }
    case "seq": {
      if (node.items.length === 0) endLine(out, before, "[]", node.origin);
      else {
        let lead = leadOfChildren(out, node, indent, before);
        const inner = `${indent}  `;
        for (let index = 0; index < node.items.length; index += 1) {
          out.pieces.push(lead, "-");
          write(writing, node.items[index]!, inner, "dash");
          lead = indent;
        }
      }
      break;
    }
    default:
      node satisfies never;
  }
  mark(out, first, node);
}

/** Ends a line by a text behind what stands there. */
function endLine(out: GrowingText, before: Before, text: string, source: LineSource): void {
  if (before !== "nothing") out.pieces.push(" ");
  addLine(out, text, source);
}

/** What stands before the first child: children begin on the line of a list's dash, and on a line of their own after a key. */
function leadOfChildren(out: GrowingText, node: Template, indent: string, before: Before): string {
  if (before === "nothing") return "";
  if (before === "dash") return " ";
  addLine(out, "", node.origin);
  return indent;
}

/** Keys with their colon come again and again; as many as the formats have are remembered. */
const keyScalars = new Map<string, string>();
const MAX_KEYS = 2000;

function keyScalar(key: string): string {
  let written = keyScalars.get(key);
  if (written === undefined) {
    written = `${stringScalar(key)}:`;
    if (keyScalars.size < MAX_KEYS) keyScalars.set(key, written);
  }
  return written;
}

/** Writes one document. `values` writes what is still a value in it. */
export function yaml(tree: Tree): Text;
export function yaml(template: Template, values: ValueWriter): Text;
export function yaml(template: Template, values = NO_VALUES): Text {
  const out = emptyText();
  write({ out, values }, template, "", "nothing");
  return finish(out, values.originOf);
}

/** Writes a comment of one line. */
export function yamlComment(text: string, origin: Origin): Line {
  return { text: text === "" ? "#" : `# ${text}`, origins: [origin] };
}
