/**
 * Text from inputs is untrusted: an escape sequence would drive the terminal, a bidirectional control
 * would turn a line around, a NUL would break XML. What does not print is shown by its code point.
 */

// Controls, format characters that hide or reorder (but for the joiners of scripts and emoji), line
// separators, lone surrogates.
const UNPRINTABLE = /(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

/** `a<U+200B>b`. Tabs and line breaks are unprintable too. */
export function printable(text: string): string {
  return text.replace(
    UNPRINTABLE,
    (character) => `<U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, "0")}>`,
  );
}

/** As {@link printable}, but line breaks stay. */
export function printableLines(text: string): string {
  return text
    .split(/\r\n|\n/)
    .map(printable)
    .join("\n");
}
