import fc from "fast-check";

const ALPHABET = [..."0123456789", ..."0123456789", ..."+-._:eExobTZ aFnN"];

/** Texts that are, or nearly are, numbers, times, booleans and what else a reader of YAML may take a plain scalar for. */
export const scalarText = fc
  .string({ unit: fc.constantFrom(...ALPHABET), maxLength: 12 })
  .map((text) => text.trim());

/** True for what YAML takes for a plain scalar at all, and not for a list or a mapping. */
export function isPlain(text: string): boolean {
  return !/^[-:]( |$)|: |:$/.test(text);
}
