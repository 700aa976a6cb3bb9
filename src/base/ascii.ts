/**
 * Quick looks at a text before a pattern with properties of Unicode is asked, which a runtime compiles at its
 * first use: of what configurations hold, nearly nothing needs one.
 */

/** True for texts of printable ASCII alone, of which each character shows itself. */
export function isPrintableAscii(text: string): boolean {
  return /^[\x20-\x7e]*$/.test(text);
}

/** True for texts with half of a pair, or with a character beyond U+FFFF. */
export function hasSurrogates(text: string): boolean {
  return /[\ud800-\udfff]/.test(text);
}
