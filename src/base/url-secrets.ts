/**
 * Users and passwords in the shape of a URL. People paste connection strings where a host belongs:
 * wherever one stands, what it says of its user is no text to show.
 */

/** What is shown in place of something secret, whatever its length. */
export const MASK = "••••••";

interface Range {
  readonly start: number;
  readonly end: number;
}

/** `://`, also as JSON may write it. */
const AUTHORITY = /:\\?\/\\?\//g;
const VARIABLE = String.raw`(?:\$?\$\{[A-Z_]+(?::?\?[^{}$]*)?\}|\$?\$\([A-Z_]+\))`;
/** References to variables say nothing but names: `amqp://${CLP_QUEUE_USER}:${CLP_QUEUE_PASS}@queue`. */
const VARIABLES = new RegExp(`^(?:[\\w.-]*:)?${VARIABLE}(?::${VARIABLE})?$`);
/** Host and port, so that a later @ belongs to the path. */
const PLAIN_AUTHORITY = /[\w.-]{0,255}[/?#]/y;
/** `?password=…` */
const PARAMETER =
  /([?&;][\w.-]{0,40}(?:pass|pwd|secret|token|key|signature|credential)[\w.-]{0,40}=)([^&;\s"'`]+)/gi;
const DIGEST = "sha256:";
/** A word; what a reference to a variable says where it is not set may have blanks. */
const WORD = /(?:\$\{[^{}\n]{0,200}\}|\S)+/g;
/** What may stand before a value in a word. */
const BEFORE = ['"', "'", "`", "=", "(", "[", "{", "<", ","];

/** What stands before the last @ that is none of an image's digest; -1 where there is none. */
function endOfUser(text: string): number {
  let at = text.lastIndexOf("@");
  while (at > 0 && text.startsWith(DIGEST, at + 1)) at = text.lastIndexOf("@", at - 1);
  return at;
}

/**
 * The user information of a text that is, or holds, one URL: `scheme://HERE@host`, `HERE:AND_HERE@host`.
 *
 * @param before what ends what stands before it, where that is no part of a password
 */
function userOf(text: string, before: readonly string[]): Range | undefined {
  const end = endOfUser(text);
  if (end <= 0) return undefined;
  let start: number | undefined;
  for (const { 0: mark, index } of text.matchAll(AUTHORITY)) {
    if (index >= end) break;
    start = index + mark.length;
    PLAIN_AUTHORITY.lastIndex = start;
    if (!PLAIN_AUTHORITY.test(text)) return rangeOf(text, start, end);
  }
  if (start !== undefined) return undefined;
  // Without a scheme, a user alone cannot be told from a mail address.
  start = Math.max(0, ...before.map((mark) => text.lastIndexOf(mark, end) + 1));
  const colon = text.indexOf(":", start);
  return colon === -1 || colon > end ? undefined : rangeOf(text, start, end);
}

function rangeOf(text: string, start: number, end: number): Range | undefined {
  return start < end && !VARIABLES.test(text.slice(start, end)) ? { start, end } : undefined;
}

/** Where words of a text have user information, and passwords among the parameters of URLs. In order. */
export function urlSecretsIn(text: string): readonly Range[] {
  if (!/[@=]/.test(text)) return [];
  const ranges: Range[] = [];
  if (text.includes("@")) {
    for (const { 0: word, index } of text.matchAll(WORD)) {
      const user = userOf(word, BEFORE);
      if (user !== undefined) ranges.push({ start: index + user.start, end: index + user.end });
    }
  }
  for (const { 0: all, 1: name = "", 2: value = "", index } of text.matchAll(PARAMETER)) {
    if (VARIABLES.test(value)) continue;
    ranges.push({ start: index + name.length, end: index + all.length });
  }
  return ranges.sort((a, b) => a.start - b.start || a.end - b.end);
}

/** As {@link urlSecretsIn}, of one value: a password in it may have blanks. */
export function urlSecretsOf(value: string): readonly Range[] {
  const user = userOf(value, []);
  const others = urlSecretsIn(value);
  return user === undefined ? others : [user, ...others].sort((a, b) => a.start - b.start || a.end - b.end);
}

/** A value with what is secret in it masked. */
export function maskValue(value: string): string {
  return maskRanges(value, urlSecretsOf(value));
}

/** A text with ranges of it masked. */
export function maskRanges(text: string, ranges: readonly Range[]): string {
  if (ranges.length === 0) return text;
  let masked = "";
  let offset = 0;
  for (const { start, end } of ranges) {
    if (start >= offset) masked += text.slice(offset, start) + MASK;
    offset = Math.max(offset, end);
  }
  return masked + text.slice(offset);
}

/** A URL without its user: `http://h` for `http://key:secret@h`. Undefined where that cannot be told. */
export function withoutLogin(value: string): string | undefined {
  const [user] = urlSecretsOf(value);
  if (user === undefined || value[user.end] !== "@") return undefined;
  const rest = value.slice(0, user.start) + value.slice(user.end + 1);
  return /^[a-z][a-z0-9+.-]*:\/\/[\w.:/-]+$/i.test(rest) ? rest : undefined;
}
