/**
 * The one writer of `.env`, for the dialect of Docker Compose's own parser (facts: Docker Compose
 * v5.5.0, as observed). Any value but one with a NUL comes out byte for byte.
 */

/** A value that needs no quotes to be read as itself. */
const BARE = /^[\w./:@+-]+$/;

/** `NAME=value`, on one or (where the value has line breaks) several lines. */
export function dotenvLine(name: string, value: string): string {
  if (value === "" || BARE.test(value)) return `${name}=${value}`;
  // In single quotes all is literal but `\'`; a backslash before a quote or at the end would be read as its escape.
  if (!/\\(?:'|$)/.test(value) && !/[\r\n]/.test(value)) return `${name}='${value.replaceAll("'", "\\'")}'`;
  return `${name}="${value.replace(/[\\"$\n\r]/g, (character) => DOUBLE[character]!)}"`;
}

const DOUBLE: Readonly<Record<string, string>> = {
  "\\": "\\\\",
  '"': '\\"',
  $: "\\$",
  "\n": "\\n",
  "\r": "\\r",
};
