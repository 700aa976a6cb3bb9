/** What runs and what is compiled, as data: values at their places, and when two of them mean the same. */
import type { DocPath } from "../base/origin.ts";

export type Plain = string | number | boolean | null | readonly Plain[] | PlainMap;
export interface PlainMap {
  readonly [key: string]: Plain;
}

/** A value at its place; a list is one, and so is what nobody looks into. */
export interface Leaf {
  readonly path: DocPath;
  readonly value: Plain;
}

export function isPlainMap(value: Plain | undefined): value is PlainMap {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A path as a key of maps. */
export function keyOf(path: DocPath): string {
  return JSON.stringify(path);
}

/** What stands at a path. */
export function at(from: Plain | undefined, path: DocPath): Plain | undefined {
  let found = from;
  for (const step of path) {
    if (!isPlainMap(found) || typeof step !== "string" || !Object.hasOwn(found, step)) return undefined;
    found = found[step];
  }
  return found;
}

/**
 * The leaves of a mapping, in its order.
 *
 * @param isWhole true for a mapping that nobody looks into
 */
export function leavesOf(
  from: Plain,
  isWhole: (path: DocPath) => boolean,
  path: DocPath = [],
): readonly Leaf[] {
  if (!isPlainMap(from) || isWhole(path)) return [{ path, value: from }];
  return Object.entries(from).flatMap(([key, value]) => leavesOf(value, isWhole, [...path, key]));
}

/** One mapping over another, as Helm lays values over others; a null stays, where Helm takes the key away. */
export function laidOver(below: Plain | undefined, above: Plain): Plain {
  if (!isPlainMap(below) || !isPlainMap(above)) return above;
  const laid: { [key: string]: Plain } = { ...below };
  for (const [key, value] of Object.entries(above)) laid[key] = laidOver(below[key], value);
  return laid;
}

/** True where two values mean the same: nothing is nothing however it is written, and digits are a number. */
export function meansSame(one: Plain | undefined, other: Plain | undefined): boolean {
  return meaningOf(one) === meaningOf(other);
}

function meaningOf(value: Plain | undefined): string {
  if (value === undefined || value === null || value === "") return "";
  if (typeof value === "string") return isDecimal(value) ? String(Number(value)) : JSON.stringify(value);
  if (typeof value !== "object") return String(value);
  if (!isPlainMap(value)) return `[${value.map(meaningOf).join()}]`;
  const parts = Object.keys(value)
    .sort()
    .map((key) => [key, meaningOf(value[key])] as const)
    .filter(([, meaning]) => meaning !== "");
  return parts.length === 0
    ? ""
    : `{${parts.map(([key, meaning]) => `${JSON.stringify(key)}:${meaning}`).join()}}`;
}

/** True for digits that mean the number that they are printed as. */
function isDecimal(text: string): boolean {
  return /^-?[0-9]+(?:\.[0-9]+)?$/.test(text) && String(Number(text)) === text;
}
