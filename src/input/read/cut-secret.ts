/** Passwords and keys that YAML takes for something else than what stands there, and says nothing of it. */
import { formatPath, type SchemaId, type SourceSpan } from "../../base/origin.ts";
import type { ScalarNode } from "../yaml/node.ts";
import { type Context, type Place, report } from "./reading.ts";

/** What is random, and so may hold anything. A comment behind a user's name is a comment. */
const RANDOM = {
  config: /^(?:secret_access_key|session_token)$/,
  credentials: /(?:^|_)password$/,
  site: undefined,
  project: undefined,
} as const satisfies Record<SchemaId, RegExp | undefined>;

/** Reports `CLP4051`, which shows no character of the secret. */
export function reportCut(context: Context, node: ScalarNode, place: Place): void {
  const key = place.path.at(-1);
  if (typeof key !== "string" || RANDOM[context.file]?.test(key) !== true || node.aliasOf !== undefined)
    return;
  const what = cut(context.textOf(node.span.file), node);
  if (what === undefined) return;
  const message = `YAML may not take ${formatPath(place.path)} as it is meant: ${what}`;
  report(context, "CLP4051", node.span, message, {
    path: place.path,
    help: "Quote the whole of it on one line; or quote what is taken, if that is all",
  });
}

function cut(text: string, { span, style }: ScalarNode): string | undefined {
  if (isNamed(text, span)) return "what begins with & names an anchor, and the value begins behind it";
  if (style === "block") return undefined;
  // A line break behind a backslash is nothing, as whoever writes one knows.
  if (/(?<!\\)(?:\r\n|\n|\r)/.test(text.slice(span.start, span.end)))
    return "it goes over several lines, which are joined by blanks";
  if (style === "plain" && /^[ \t]+#/.test(text.slice(span.end, span.end + 1000)))
    return "a # behind a blank begins a comment, and the value ends before it";
  return undefined;
}

/** True where an anchor stands before the value that no alias repeats: who shares a password writes one. */
function isNamed(text: string, { start }: SourceSpan): boolean {
  const name = /&([^\s,[\]{}]+)\s+(?:!\S*\s+)?$/.exec(text.slice(Math.max(start - 1000, 0), start))?.[1];
  return name !== undefined && !text.includes(`*${name}`);
}
