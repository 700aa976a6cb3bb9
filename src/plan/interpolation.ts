/** Docker Compose's variables in the text of a compose file. */

/**
 * Replaces `${NAME:-default}` and the like, and `$$` by `$`.
 *
 * @param valueFor the value of a variable; undefined where it has none
 * @param missing stands for a variable without value and default
 */
export function interpolate(
  text: string,
  valueFor: (variable: string) => string | undefined,
  missing: (variable: string) => string,
): string {
  let result = "";
  for (let at = 0; at < text.length; ) {
    if (text[at] !== "$") {
      result += text[at];
      at += 1;
      continue;
    }
    if (text[at + 1] === "$") {
      result += "$";
      at += 2;
      continue;
    }
    const simple = /^\$([A-Za-z_]\w*)/.exec(text.slice(at));
    if (simple !== null) {
      result += valueFor(simple[1]!) ?? missing(simple[1]!);
      at += simple[0].length;
      continue;
    }
    const braced = text[at + 1] === "{" ? closingBrace(text, at + 1) : -1;
    const inside =
      braced < 0 ? null : /^([A-Za-z_]\w*)(?:(:?[-?+])([\s\S]*))?$/.exec(text.slice(at + 2, braced));
    if (inside === null) {
      result += "$";
      at += 1;
      continue;
    }
    const [, variable = "", operator = "", rest = ""] = inside;
    const value = valueFor(variable);
    const hasValue = value !== undefined && (value !== "" || !operator.startsWith(":"));
    if (operator.endsWith("+")) result += hasValue ? interpolate(rest, valueFor, missing) : "";
    else if (hasValue) result += value;
    else result += operator.endsWith("-") ? interpolate(rest, valueFor, missing) : missing(variable);
    at = braced + 1;
  }
  return result;
}

/** The brace that closes the one at `open`, or -1. */
function closingBrace(text: string, open: number): number {
  let depth = 0;
  for (let at = open; at < text.length; at++) {
    if (text[at] === "{") depth += 1;
    else if (text[at] === "}") {
      depth -= 1;
      if (depth === 0) return at;
    }
  }
  return -1;
}
