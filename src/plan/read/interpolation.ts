/** Docker Compose's variables in the text of a compose file. */

/** How deep defaults may stand in defaults; what is deeper stays as it is. */
const MAX_DEPTH = 16;

/** Thrown where the result is longer than was allowed. */
export class TooLong extends Error {}

/**
 * Replaces `${NAME:-default}` and the like, and `$$` by `$`.
 *
 * @param valueFor the value of a variable; undefined where it has none
 * @param missing stands for a variable without value and default
 * @param most characters of the result
 * @throws TooLong
 */
export function interpolate(
  text: string,
  valueFor: (variable: string) => string | undefined,
  missing: (variable: string) => string,
  most: number,
): string {
  const closing = closingBraces(text);
  const expand = (from: number, to: number, depth: number): string => {
    const parts: string[] = [];
    let length = 0;
    const add = (part: string): void => {
      length += part.length;
      if (length > most) throw new TooLong();
      parts.push(part);
    };
    for (let at = from; at < to; ) {
      const dollar = text.indexOf("$", at);
      const end = dollar < 0 || dollar >= to ? to : dollar;
      add(text.slice(at, end));
      if (end === to) break;
      const next = text[end + 1];
      if (next === "$" && end + 1 < to) {
        add("$");
        at = end + 2;
        continue;
      }
      const brace = next === "{" ? closing.get(end + 1) : undefined;
      NAME.lastIndex = next === "{" ? end + 2 : end + 1;
      const name = brace === undefined && next === "{" ? undefined : NAME.exec(text)?.[0];
      const behind = NAME.lastIndex;
      if (name === undefined || depth > MAX_DEPTH) {
        add("$");
        at = end + 1;
        continue;
      }
      if (brace === undefined) {
        add(valueFor(name) ?? missing(name));
        at = behind;
        continue;
      }
      const operator = behind === brace ? "" : /^:?[-?+]/.exec(text.slice(behind, behind + 2))?.[0];
      if (operator === undefined) {
        add("$");
        at = end + 1;
        continue;
      }
      const rest = (): string => expand(behind + operator.length, brace, depth + 1);
      const value = valueFor(name);
      const hasValue = value !== undefined && (value !== "" || !operator.startsWith(":"));
      if (operator.endsWith("+")) add(hasValue ? rest() : "");
      else if (hasValue) add(value);
      else add(operator.endsWith("-") ? rest() : missing(name));
      at = brace + 1;
    }
    return parts.join("");
  };
  return expand(0, text.length, 0);
}

const NAME = /[A-Za-z_]\w*/y;

/** The brace that closes each that opens. */
function closingBraces(text: string): ReadonlyMap<number, number> {
  const found = new Map<number, number>();
  const open: number[] = [];
  for (let at = 0; at < text.length; at++) {
    if (text[at] === "{") open.push(at);
    else if (text[at] === "}" && open.length > 0) found.set(open.pop()!, at);
  }
  return found;
}
