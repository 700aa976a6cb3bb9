/** What to do with a scalar that is not of the kind that is wanted: the literal that was meant, where that is certain. */

import type { Edit } from "../../base/diagnostic.ts";
import type { SourceSpan } from "../../base/origin.ts";
import { quoteValue, shorten } from "../../base/printable.ts";
import type { Code } from "../../codes.ts";
import type { KeySchema, Unit } from "../schema/key-schema.ts";
import type { ScalarNode } from "../yaml/node.ts";
import type { Ambiguous } from "../yaml/scalar.ts";

export type Correction =
  | { readonly kind: "right"; readonly value: string | number | boolean | null }
  | {
      readonly kind: "wrong";
      readonly code: Code;
      /** The value as a message shows it. */
      readonly shown: string;
      readonly note?: string | undefined;
      readonly help?: string | undefined;
      /** The certain fix, and the value that it makes. */
      readonly fix?: readonly Edit[];
      readonly value?: string | number | boolean;
    };

export interface CorrectionOptions {
  /** True where nothing of the value may be said. */
  readonly secret: boolean;
  /** False where a string may be a secret in the wrong place. */
  readonly quotable: boolean;
  readonly unit: Unit | undefined;
  /** True where a number may be written for a string. */
  readonly asText: boolean;
}

/** Judges a scalar by what is expected, its kind alone: ranges and words are checked after that. */
export function correct(node: ScalarNode, schema: KeySchema, options: CorrectionOptions): Correction {
  const { meaning } = node;
  switch (schema.kind) {
    case "text":
    case "choice":
      return meaning.kind === "string"
        ? { kind: "right", value: meaning.value }
        : toText(node, schema.kind === "choice", options);
    case "number":
      if (meaning.kind === "int" || (meaning.kind === "float" && !schema.whole)) {
        return { kind: "right", value: meaning.value };
      }
      return toNumber(node, schema.whole, options);
    case "flag":
      return meaning.kind === "bool" ? { kind: "right", value: meaning.value } : toBool(node, options);
    case "null":
    case "object":
    case "union":
    case "record":
    case "list":
      return { kind: "wrong", code: "CLP2002", shown: shown(node, options) };
    default:
      return schema satisfies never;
  }
}

function shown(node: ScalarNode, { secret, quotable }: CorrectionOptions): string {
  if (secret) return "this value";
  if (node.meaning.kind !== "string")
    return node.style === "plain" ? shorten(node.text) : quoteValue(node.text);
  return quotable ? `the text ${quoteValue(node.text)}` : "this text";
}

function readings({ yaml11, yaml12 }: Ambiguous, secret: boolean): string {
  // CLP passes on what it took it for, where it takes anything but text at all (D42).
  if (secret)
    return "Unquoted, readers of YAML 1.1 and 1.2 take it for different things; a queue or Redis that CLP has started with it knows another password";
  return yaml11 === yaml12
    ? `Readers of YAML take it for ${yaml11}`
    : `CLP's YAML reader takes it for ${yaml11}, a YAML 1.2 reader for ${yaml12}`;
}

function toText(node: ScalarNode, choice: boolean, options: CorrectionOptions): Correction {
  const { meaning } = node;
  const { secret } = options;
  if (options.asText && (meaning.kind === "int" || meaning.kind === "float"))
    return { kind: "right", value: node.text };
  const quoted = { fix: quote(node.span), value: node.text };
  const help = secret ? "Quote it" : `Quote it: ${quoteValue(node.text)}`;
  const wrong = { kind: "wrong", shown: shown(node, options), help } as const;
  switch (meaning.kind) {
    case "ambiguous":
      return { ...wrong, code: "CLP2006", note: readings(meaning, secret), ...quoted };
    case "bool":
      return { ...wrong, code: "CLP2002", ...(choice || secret ? quoted : {}) };
    case "int":
    case "float":
      return { ...wrong, code: "CLP2002", ...quoted };
    default:
      return { ...wrong, code: "CLP2002" };
  }
}

/** A text between the quotes of a word processor, which YAML takes for a part of it. */
export const TYPOGRAPHIC_QUOTES =
  /^[\u201c\u201d\u201e\u2018\u2019\xab\xbb](.*)[\u201c\u201d\u201e\u2018\u2019\xab\xbb]$/u;

/** A text as it is without white space and such quotes around it. */
function unquoted(text: string): string {
  return text.trim().replace(TYPOGRAPHIC_QUOTES, "$1");
}

function toNumber(node: ScalarNode, whole: boolean, options: CorrectionOptions): Correction {
  const { meaning } = node;
  const replaced = (value: number) =>
    !whole || Number.isSafeInteger(value)
      ? { help: `Write ${value}`, fix: [{ span: node.span, text: String(value) }], value }
      : { help: "Write a whole number" };
  const wrong = { kind: "wrong", code: "CLP2002", shown: shown(node, options) } as const;
  switch (meaning.kind) {
    case "ambiguous": {
      const note = readings(meaning, options.secret);
      if (meaning.number !== undefined)
        return { ...wrong, code: "CLP2006", note, ...replaced(meaning.number) };
      const [a, b] = [Number(meaning.yaml11), Number(meaning.yaml12)];
      const help =
        Number.isFinite(a) && Number.isFinite(b)
          ? `Write ${a} or ${b}`
          : Number.isFinite(a)
            ? `Write ${a} if that is meant`
            : undefined;
      return { ...wrong, code: "CLP2006", note, help };
    }
    case "float":
      return Number.isInteger(meaning.value)
        ? { ...wrong, ...replaced(meaning.value) }
        : { ...wrong, help: "Write a whole number" };
    case "string": {
      const text = unquoted(meaning.value);
      if (/^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?$/.test(text))
        return {
          ...wrong,
          ...replaced(Number(text)),
          ...(text.includes(".") ? {} : { help: `Write ${text} without quotes` }),
        };
      if (/^[0-9]{1,3}(?:[, _'][0-9]{3})+$/.test(text))
        return { ...wrong, help: `Write ${text.replace(/[^0-9]/g, "")}` };
      return { ...wrong, help: inUnit(text, options.unit) };
    }
    default:
      return wrong;
  }
}

function toBool(node: ScalarNode, options: CorrectionOptions): Correction {
  const { meaning } = node;
  const wrong = { kind: "wrong", code: "CLP2002", shown: shown(node, options) } as const;
  const replaced = (value: boolean) => ({
    help: `Write ${value}`,
    fix: [{ span: node.span, text: String(value) }],
    value,
  });
  if (meaning.kind === "ambiguous") {
    const note = readings(meaning, options.secret);
    return { ...wrong, code: "CLP2006", note, ...(meaning.bool === undefined ? {} : replaced(meaning.bool)) };
  }
  if (meaning.kind === "string") {
    const text = unquoted(meaning.value);
    if (/^(?:true|yes|on)$/i.test(text)) return { ...wrong, ...replaced(true) };
    if (/^(?:false|no|off)$/i.test(text)) return { ...wrong, ...replaced(false) };
  }
  return {
    ...wrong,
    help:
      meaning.kind === "int" && (meaning.value === 0 || meaning.value === 1)
        ? `Write ${meaning.value === 1}`
        : undefined,
  };
}

const BYTES: Readonly<Record<string, number>> = { k: 1, m: 2, g: 3, t: 4 };
const MILLISECONDS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  sec: 1000,
  second: 1000,
  m: 60_000,
  min: 60_000,
  minute: 60_000,
  h: 3_600_000,
  hour: 3_600_000,
  d: 86_400_000,
  day: 86_400_000,
  w: 604_800_000,
  week: 604_800_000,
};
const IN_MILLISECONDS = { milliseconds: 1, seconds: 1000, minutes: 60_000 } as const;

/** A number with a unit, in the unit that the key has: `256MB` → `Write 268435456 (bytes)`. */
function inUnit(text: string, unit: Unit | undefined): string | undefined {
  const parts = text.match(/^([0-9]+(?:\.[0-9]+)?)\s*([A-Za-z]+)$/);
  if (unit === undefined || parts === null) return undefined;
  const amount = Number(parts[1]);
  const word = parts[2]!.toLowerCase();
  const factor =
    unit === "bytes"
      ? word === "b" || word === "byte" || word === "bytes"
        ? 1
        : /^[kmgt](?:i?b)?$/.test(word)
          ? 1024 ** BYTES[word.charAt(0)]!
          : undefined
      : durationFactor(word, unit);
  if (factor === undefined) return `Write a number of ${unit}`;
  const value = amount * factor;
  return Number.isFinite(value) && (Number.isInteger(value) || unit === "seconds")
    ? `Write ${value} (${unit})`
    : `Write a number of ${unit}`;
}

function durationFactor(word: string, unit: Exclude<Unit, "bytes">): number | undefined {
  const known = MILLISECONDS[word] ?? MILLISECONDS[word.replace(/s$/, "")];
  return known === undefined ? undefined : known / IN_MILLISECONDS[unit];
}

/** Quotes what stands at a span, without saying it. */
function quote(span: SourceSpan): readonly Edit[] {
  return [
    { span: { ...span, end: span.start }, text: '"' },
    { span: { ...span, start: span.end }, text: '"' },
  ];
}
