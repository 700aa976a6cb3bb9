/**
 * Numbers as Helm keeps them. It reads a number of a values file as a float64 and prints one of
 * 1000000 or more, or below 0.0001, with an exponent, which no option of CLP takes (H22; facts: Helm
 * 3.22, as observed). As a string of digits it comes out as it is.
 */
import { map, type Sourced } from "../../base/origin.ts";

/** A number, or its digits where Helm would spoil it. Not for what `toYaml` prints: that needs numbers. */
export function kept(from: Sourced<number>): Sourced<number | string> {
  const size = Math.abs(from.value);
  return size !== 0 && (size >= 1_000_000 || size < 0.0001)
    ? map(from, "a string, since Helm would print this number with an exponent (H22)", digits)
    : from;
}

/** A number in decimal digits, without an exponent: the shortest that mean it. */
function digits(value: number): string {
  const [mantissa = "", exponent] = String(value).split("e");
  if (exponent === undefined) return mantissa;
  const [whole = "", fraction = ""] = mantissa.split(".");
  const point = whole.length + Number(exponent);
  const all = whole + fraction;
  if (point <= 0) return `0.${"0".repeat(-point)}${all}`;
  return point < all.length ? `${all.slice(0, point)}.${all.slice(point)}` : all.padEnd(point, "0");
}
