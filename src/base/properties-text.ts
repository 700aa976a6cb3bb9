/**
 * How the two readers of Presto's properties files read a value. `java.util.Properties` knows escapes, by which
 * any text comes out as it was, also where the bytes are taken for ISO 8859-1. Presto's native worker knows
 * none, and removes white space wherever it stands (facts: presto_cpp ConfigReader.cpp; P8).
 */

const NAMED: Readonly<Record<string, string>> = {
  "\\": "\\\\",
  "\t": "\\t",
  "\n": "\\n",
  "\f": "\\f",
  "\r": "\\r",
};

/** A value as Java reads it back: a blank in front is no part of a value, and a backslash begins an escape. */
export function javaValue(text: string): string {
  return text
    .replace(/[\\\t\n\f\r]/g, (character) => NAMED[character]!)
    .replace(/^ +/, (blanks) => "\\ ".repeat(blanks.length))
    .replace(
      /[^ -~]/g,
      (character) => `\\u${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}`,
    );
}

/** `${NAME}` as a whole, in whose place a native worker puts a variable of its environment. */
const VARIABLE = /^\$\{.*\}$/s;

/** True for what a native worker reads as it was written. */
export function isPlainValue(text: string): boolean {
  return !/\s/.test(text) && !VARIABLE.test(text);
}

/** True for what newer coordinators may take for a variable of their environment, wherever it stands in a value. */
export function namesVariable(text: string): boolean {
  return text.includes("${ENV:");
}
