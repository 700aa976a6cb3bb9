/**
 * What a scalar means, strictly: CLP's services read YAML 1.1 (PyYAML), editors and this compiler
 * read YAML 1.2, and a value on which the two disagree is not guessed at.
 */

export type Meaning =
  | { readonly kind: "string"; readonly value: string }
  | { readonly kind: "int" | "float"; readonly value: number }
  | { readonly kind: "bool"; readonly value: boolean }
  | { readonly kind: "null" }
  | Ambiguous;

/** A plain scalar that readers take for different things, or that no reader takes for a plain number. */
export interface Ambiguous {
  readonly kind: "ambiguous";
  /** What CLP's reader makes of it, for a message: `8`, `true`, `the text 1e3`. */
  readonly yaml11: string;
  /** What a YAML 1.2 reader makes of it. */
  readonly yaml12: string;
  /** The number that it can only have meant, if it was meant as one. */
  readonly number?: number;
  /** The truth value that it can only have meant, if it was meant as one. */
  readonly bool?: boolean;
}

const DECIMAL = /^[-+]?(?:0|[1-9][0-9]*)$/;
// PyYAML needs the point, and a sign in the exponent.
const FLOAT = /^[-+]?[0-9]+\.[0-9]*(?:[eE][-+][0-9]+)?$/;
const FLOAT_12 = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/;
const FLOAT_11 = /^(?:[-+]?[0-9][0-9_]*\.[0-9_]*|\.[0-9][0-9_]*)(?:[eE][-+][0-9]+)?$/;
const TRUE = /^(?:true|True|TRUE)$/;
const FALSE = /^(?:false|False|FALSE)$/;
const NULL = /^(?:~|null|Null|NULL|)$/;
const TRUE_11 = /^(?:yes|Yes|YES|on|On|ON)$/;
const FALSE_11 = /^(?:no|No|NO|off|Off|OFF)$/;
const HEX = /^[-+]?0x[0-9a-fA-F]+$/;
const HEX_11 = /^[-+]?0x[0-9a-fA-F_]+$/;
const OCTAL_12 = /^0o[0-7]+$/;
const OCTAL_11 = /^[-+]?0[0-7_]+$/;
const LEADING_ZERO = /^[-+]?0[0-9]+$/;
const BINARY_11 = /^[-+]?0b[01_]+$/;
const GROUPED_11 = /^[-+]?[1-9][0-9_]*$/;
const SEXAGESIMAL_11 = /^[-+]?[1-9][0-9_]*(?::[0-5]?[0-9])+$/;
const SEXAGESIMAL_FLOAT_11 = /^[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*$/;
const NOT_FINITE = /^(?:[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/;
const DATE_11 = /^[0-9]{4}-[0-9]{2}-[0-9]{2}$/;
const TIME_11 =
  /^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[Tt]|[ \t]+)[0-9]{1,2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]*)?(?:[ \t]*(?:Z|[-+][0-9]{1,2}(?::?[0-9]{2})?))?$/;

function number(text: string): number {
  const value = Number(text);
  return Object.is(value, -0) ? 0 : value;
}

function based(text: string, base: number): number {
  const digits = text.replace(/^[-+]?0[xbo]?/, "").replaceAll("_", "");
  const value = digits === "" ? 0 : Number.parseInt(digits, base);
  return text.startsWith("-") && value !== 0 ? -value : value;
}

function sexagesimal(text: string): number {
  const sign = text.startsWith("-") ? -1 : 1;
  const parts = text.replace(/^[-+]/, "").replaceAll("_", "").split(":");
  return sign * parts.reduce((sum, part) => sum * 60 + Number(part), 0);
}

/** What a plain scalar means; a quoted one is always a string. */
export function plainMeaning(text: string): Meaning {
  const first = text.charCodeAt(0);
  if (NULL.test(text)) return { kind: "null" };
  if (TRUE.test(text)) return { kind: "bool", value: true };
  if (FALSE.test(text)) return { kind: "bool", value: false };
  if (TRUE_11.test(text)) return { kind: "ambiguous", yaml11: "true", yaml12: "a word", bool: true };
  if (FALSE_11.test(text)) return { kind: "ambiguous", yaml11: "false", yaml12: "a word", bool: false };
  if (text === "=" || text === "<<") return { kind: "ambiguous", yaml11: "an operator", yaml12: "a word" };
  if (!((first >= 48 && first <= 57) || first === 43 || first === 45 || first === 46)) {
    return { kind: "string", value: text };
  }
  return numberMeaning(text);
}

function numberMeaning(text: string): Meaning {
  if (DECIMAL.test(text)) return { kind: "int", value: number(text) };
  if (FLOAT.test(text)) return { kind: "float", value: number(text) };
  if (HEX.test(text)) {
    const value = based(text, 16);
    // YAML 1.2 knows no sign there.
    return {
      kind: "ambiguous",
      yaml11: `${value}`,
      yaml12: /^0/.test(text) ? `${value}` : "a word",
      number: value,
    };
  }
  if (OCTAL_12.test(text)) {
    return { kind: "ambiguous", yaml11: "a word", yaml12: `${based(text, 8)}`, number: based(text, 8) };
  }
  if (OCTAL_11.test(text)) {
    const yaml12 = LEADING_ZERO.test(text) ? `${number(text)}` : "a word";
    return { kind: "ambiguous", yaml11: `${based(text, 8)}`, yaml12 };
  }
  if (LEADING_ZERO.test(text)) {
    return { kind: "ambiguous", yaml11: "a word", yaml12: `${number(text)}`, number: number(text) };
  }
  if (BINARY_11.test(text)) {
    return { kind: "ambiguous", yaml11: `${based(text, 2)}`, yaml12: "a word", number: based(text, 2) };
  }
  if (GROUPED_11.test(text)) {
    const value = number(text.replaceAll("_", ""));
    return { kind: "ambiguous", yaml11: `${value}`, yaml12: "a word", number: value };
  }
  if (HEX_11.test(text)) {
    return { kind: "ambiguous", yaml11: `${based(text, 16)}`, yaml12: "a word", number: based(text, 16) };
  }
  if (SEXAGESIMAL_11.test(text) || SEXAGESIMAL_FLOAT_11.test(text)) {
    return { kind: "ambiguous", yaml11: `${sexagesimal(text)}`, yaml12: "a word" };
  }
  if (NOT_FINITE.test(text)) {
    const word = /nan/i.test(text) ? "not a number" : text.startsWith("-") ? "minus infinity" : "infinity";
    return { kind: "ambiguous", yaml11: word, yaml12: word };
  }
  if (FLOAT_12.test(text)) {
    const value = number(text);
    const known = FLOAT_11.test(text) ? `${value}` : "a word";
    return {
      kind: "ambiguous",
      yaml11: known,
      yaml12: `${value}`,
      ...(Number.isFinite(value) ? { number: value } : {}),
    };
  }
  if (FLOAT_11.test(text)) {
    const value = number(text.replaceAll("_", ""));
    return { kind: "ambiguous", yaml11: `${value}`, yaml12: "a word", number: value };
  }
  if (DATE_11.test(text)) return { kind: "ambiguous", yaml11: "a date", yaml12: "a word" };
  if (TIME_11.test(text)) return { kind: "ambiguous", yaml11: "a point in time", yaml12: "a word" };
  return { kind: "string", value: text };
}
