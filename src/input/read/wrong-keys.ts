/** What is said of keys that are missing, not indented, or of another type. */
import { listed } from "../../base/listed.ts";
import { formatPath } from "../../base/origin.ts";
import { isRequired, type KeySchema, type ObjectSchema, tagOf } from "../schema/key-schema.ts";
import type { MapEntry, MapNode } from "../yaml/node.ts";
import { type Context, type Place, report, spanOfHolder } from "./reading.ts";

/**
 * The entry of a key without a value, together with one that follows in the same column and belongs
 * below it: `webui:` and then `port: 4000`, not indented.
 */
export function notIndented(schema: KeySchema, above: MapEntry, entry: MapEntry): MapEntry | undefined {
  if (schema.kind !== "object" || !schema.keys.has(entry.key)) return undefined;
  const { value } = above;
  const empty =
    value.kind === "scalar" && value.meaning.kind === "null" && value.text === "" && value.damaged !== true;
  // What has been put below it before is a mapping that stands where nothing stood.
  const adopted = value.kind === "map" && value.span.start === value.span.end && !value.flow;
  if (!empty && !adopted) return undefined;
  const entries = adopted ? [...value.entries, entry] : [entry];
  return { ...above, value: { kind: "map", span: value.span, flow: false, entries, incomplete: false } };
}

/** One finding for all keys of a section: one of them alone would not be mended by itself. */
export function reportNotIndented(
  context: Context,
  parent: string,
  below: readonly MapEntry[],
  place: Place,
): void {
  const [first, ...others] = below;
  if (first === undefined) return;
  const names = listed(
    below.map(({ key }) => key),
    "and",
  );
  const message =
    others.length === 0
      ? `Cannot use ${names} here: it belongs to ${parent} above, and is not indented`
      : `Cannot use ${names} here: they belong to ${parent} above, and are not indented`;
  const oneLine = below.every(
    ({ marked, value }) =>
      marked !== true && value.kind === "scalar" && value.style !== "block" && value.aliasOf === undefined,
  );
  report(context, "CLP1016", first.keySpan, message, {
    path: [...place.path, parent, first.key],
    help: `Indent ${others.length === 0 ? "it" : "them"} below ${parent}`,
    ...(oneLine
      ? { fix: below.map(({ keySpan }) => ({ span: { ...keySpan, end: keySpan.start }, text: "  " })) }
      : {}),
  });
}

/** @param written the entry that says the type */
export function reportOtherBranch(
  context: Context,
  branch: ObjectSchema,
  entry: MapEntry,
  place: Place,
  written: MapEntry | undefined,
): void {
  const path = [...place.path, entry.key];
  report(
    context,
    "CLP2011",
    entry.keySpan,
    `Cannot use ${formatPath(path)}: it belongs to the type "${tagOf(branch)}"`,
    {
      path,
      ...(written === undefined
        ? { notes: ["Without a type it is fs"] }
        : { related: [{ span: written.value.span, text: "the type" }] }),
      help: `Remove it, or choose type: ${tagOf(branch)} and remove the keys of the other type`,
    },
  );
}

export function reportMissing(
  context: Context,
  keys: ObjectSchema["keys"],
  missing: readonly string[],
  node: MapNode,
  place: Place,
): void {
  const holder = place.path.length === 0 ? FILE_NAMES[context.file] : formatPath(place.path);
  const names = listed(
    missing.map((key) => `"${key}"`),
    "and",
  );
  const [only] = missing;
  const [subject, verb] = missing.length === 1 ? ["the key", "needs it"] : ["the keys", "needs them"];
  const path = missing.length === 1 ? [...place.path, only!] : place.path;
  report(
    context,
    "CLP2003",
    spanOfHolder(node, place),
    `Cannot find ${subject} ${names}: ${holder} ${verb}`,
    {
      path,
      help: `Add ${listed(
        missing.map((key) => example(keys.get(key)!, key)),
        "and",
      )}`,
    },
  );
}

const FILE_NAMES = {
  config: "the config",
  credentials: "the credentials file",
  site: "the site file",
  project: "the project file",
} as const;

/** What to write for a missing key, in a few words. */
function example(schema: KeySchema, key: string): string {
  const shown = schema.examples?.[0] ?? (schema.kind === "choice" ? schema.values[0] : undefined);
  if (shown !== undefined) return `${key}: ${typeof shown === "string" ? shown : JSON.stringify(shown)}`;
  if (schema.kind === "union") return `${key} (with a type: ${listed(schema.branches.map(tagOf), "or")})`;
  if (schema.kind !== "object") return key;
  const keys = [...schema.keys];
  const needed = keys.filter(([, child]) => isRequired(child));
  return `${key} (${(needed.length > 0 ? needed : keys).map(([name]) => name).join(", ")})`;
}
