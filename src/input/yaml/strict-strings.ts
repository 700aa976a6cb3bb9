/** What the `yaml` package takes in strings and CLP's YAML reader does not. */
import type { CST } from "yaml";
import { findLandmarks } from "./landmarks.ts";
import { MAX_REPORTED, type StructureError } from "./structure-error.ts";

const SURROGATE = /\\(?:u|U0000)[dD][89a-fA-F][0-9a-fA-F]{2}/;

/** True for a text with an escape of half a character, as JSON has two for one. */
export function hasSurrogate(text: string): boolean {
  return SURROGATE.test(text);
}

/** Such escapes between double quotes. */
export function findSurrogates(text: string, tokens: readonly CST.Token[]): readonly StructureError[] {
  if (!hasSurrogate(text)) return [];
  const found: StructureError[] = [];
  for (const { quote, start, end } of findLandmarks(tokens).quoted) {
    if (quote !== '"') continue;
    // Each escape is looked at whole, so that the second of two backslashes begins none.
    for (const { 0: written, index } of text.slice(start, end).matchAll(/\\(?:U.{8}|u.{4}|[\s\S])/g)) {
      if (!hasSurrogate(written)) continue;
      const at = start + index;
      found.push({ code: "BAD_DQ_ESCAPE", message: "", start: at, end: at + written.length });
      if (found.length >= MAX_REPORTED) return found;
    }
  }
  return found;
}

/** A string that ends with the text, at a quote that is escaped: the string goes on, and is not closed. */
export function findLostQuote(text: string, tokens: readonly CST.Token[]): readonly StructureError[] {
  if (!/["']$/.test(text)) return [];
  const last = findLandmarks(tokens).quoted.at(-1);
  if (last === undefined || last.closed || last.end !== text.length) return [];
  return [
    {
      code: "MISSING_CHAR",
      message: `Missing closing ${last.quote}quote`,
      start: text.length,
      end: text.length,
    },
  ];
}

/** A colon directly before one of these, between brackets, is neither text nor the end of a key to CLP's reader. */
const NOT_BEHIND_COLON = /:[,?[\]{}]/;

/** Colons and question marks that CLP's reader refuses in strings without quotes between brackets. */
export function findFlowMarks(text: string, tokens: readonly CST.Token[]): readonly StructureError[] {
  if (!NOT_BEHIND_COLON.test(text) && !/[[{,:]\s*[:?]/.test(text)) return [];
  const found: StructureError[] = [];
  for (const { start, end, colon } of findLandmarks(tokens).plain) {
    if (found.length >= MAX_REPORTED) break;
    // An IPv6 address has words of its own.
    if (text.startsWith("::", start)) continue;
    if (/[:?]/.test(text.charAt(start))) {
      found.push({ code: "BAD_SCALAR_START", message: "", start, end: start + 1 });
      continue;
    }
    const inside = text.slice(start, end).search(/:\?/);
    const at = inside >= 0 ? start + inside : colon;
    if (at === undefined || !NOT_BEHIND_COLON.test(text.slice(at, at + 2))) continue;
    found.push({ code: "MISSING_CHAR", message: "Missing space after the colon", start: at, end: at + 1 });
  }
  return found;
}
