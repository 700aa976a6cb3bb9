/** What is said of values of the wrong kind: null, a single value, a list or a mapping in place of another. */
import { listed } from "../../base/listed.ts";
import { formatPath, isInvalid } from "../../base/origin.ts";
import { shorten } from "../../base/printable.ts";
import { nullSince } from "../other-releases.ts";
import { expectedWords } from "../schema/expectation.ts";
import {
  holdsSecrets,
  isDefaultBranch,
  isMapping,
  type KeySchema,
  type MappingSchema,
  present,
  tagOf,
} from "../schema/key-schema.ts";
import { ruleOf } from "../schema/rules.ts";
import type { DocumentNode, ScalarNode } from "../yaml/node.ts";
import { aliasLabel, type Context, type Place, report, show, spanToShow } from "./reading.ts";

export function reportNull(context: Context, schema: KeySchema, node: ScalarNode, place: Place): void {
  const subject = formatPath(place.path);
  const expected = expectedWords(place.needed === true ? present(schema) : schema);
  const empty = node.text === "";
  const message = empty
    ? `Cannot use ${subject} without a value: expected ${expected}`
    : `Cannot use null for ${subject}: expected ${expected}`;
  const instead = isMapping(schema) ? "{}" : schema.kind === "list" ? "[]" : "a value";
  const help =
    place.needed === true || schema.default === undefined
      ? empty && schema.kind === "text" && (context.file === "credentials" || place.sensitive)
        ? "Write a value, in quotes where it begins with # or &"
        : "Write a value"
      : `Leave the key out for its default, or write ${instead}`;
  const { file, release } = context;
  const later =
    empty || file === "site" || file === "project" || release === undefined
      ? undefined
      : nullSince(file, place.path, release.value);
  // The release itself is wrong, and has been reported.
  if (later !== undefined && release !== undefined && isInvalid(release.origin)) return;
  report(context, "CLP2008", spanToShow(node, place), message, {
    path: place.path,
    related: aliasLabel(node),
    ...(later === undefined ? {} : { notes: [`Null came with ${later.name}`] }),
    help,
  });
}

export function reportType(context: Context, schema: KeySchema, node: DocumentNode, place: Place): void {
  const subject = formatPath(place.path);
  if (schema.kind === "null") {
    reportOtherAuthentication(context, place);
    return;
  }
  const quiet = context.file === "credentials" || place.sensitive || holdsSecrets(schema);
  const what =
    node.kind === "map"
      ? "a mapping"
      : node.kind === "seq"
        ? "a list"
        : quiet
          ? "a single value"
          : show(node);
  const help = helpOfKind(schema, node, quiet);
  report(
    context,
    "CLP2002",
    spanToShow(node, place),
    `Cannot use ${what} for ${subject || "the file"}: expected ${expectedWords(schema)}`,
    {
      path: place.path,
      related: aliasLabel(node),
      ...(help === undefined ? {} : { help }),
    },
  );
}

function helpOfKind(schema: KeySchema, node: DocumentNode, quiet: boolean): string | undefined {
  if (isMapping(schema)) return howToWriteMapping(schema, node);
  if (schema.kind === "list") {
    if (node.kind === "map") return "Write a list, in brackets or with a - before each item";
    return node.kind !== "scalar" || quiet ? undefined : howToWriteList(node.text);
  }
  if (node.kind !== "seq") return undefined;
  const rules = schema.kind === "text" ? (schema.rules ?? []) : [];
  const meant = rules.map(ruleOf).find(({ ofList }) => ofList !== undefined);
  const quoted = schema.kind === "text" ? "; quote it if they belong to it" : "";
  return meant?.ofList?.(node) ?? `Write one value, without - or brackets${quoted}`;
}

function howToWriteList(text: string): string {
  if (/^(?:false|no|none|nothing|off|nil)$/i.test(text)) return "Write [] for none";
  if (/^(?:true|yes|all|on)$/i.test(text)) return "Leave the key out for its default";
  if (/^-\S/.test(text)) return "Write a space after each -";
  return QUOTED_FLOW.test(text) ? "Write it without quotes" : `Write [${shorten(text)}]`;
}

/** Of a key that has no meaning for the authentication that was chosen. */
export function reportOtherAuthentication(context: Context, place: Place): void {
  const type = place.path.at(-1) === "credentials" ? "credentials" : "profile";
  report(
    context,
    "CLP2012",
    place.keySpan,
    `Cannot use ${formatPath(place.path)}: it belongs to the authentication type "${type}"`,
    { path: place.path, help: `Remove it, or choose type: ${type}` },
  );
}

/** A list or a mapping in brackets, as a string. */
const QUOTED_FLOW = /^(?:\[.*\]|\{.*\})$/s;

/** What turns a value that was written for a mapping into one. */
function howToWriteMapping(schema: MappingSchema, node: DocumentNode): string | undefined {
  if (node.kind === "seq") {
    if (node.items.length === 0) return "Write {} for its defaults";
    if (node.items.some((item) => item.kind !== "map")) return keysAndValues(schema);
    return node.flow
      ? "Write { and } in place of [ and ]"
      : "Remove the - before the keys: it makes a list of them";
  }
  if (node.kind !== "scalar") return undefined;
  if (/^(?:false|no|off|none|nil|null|disabled?)$/i.test(node.text))
    return schema.nullable === true
      ? "Write null"
      : "Leave the key out for its defaults: nothing switches it off";
  if (/^(?:true|yes|on|enabled?)$/i.test(node.text)) return "Write {} for its defaults";
  if (node.style !== "plain" && QUOTED_FLOW.test(node.text)) return "Write it without quotes";
  if (/^[\w-]+:\S/.test(node.text)) return "Write a space after the colon";
  if (/^[\w-]+ *=/.test(node.text)) return "Write a colon and a space in place of the =";
  if (schema.kind === "union") {
    const tags = schema.branches.map(tagOf);
    const usual = schema.branches.find(isDefaultBranch);
    if (usual?.keys.has("directory") && /^[.~]*\//.test(node.text)) return "Write {directory: …}";
    return `Write {type: ${tags.includes(node.text) ? node.text : listed(tags, "or")}}`;
  }
  return keysAndValues(schema);
}

function keysAndValues(schema: MappingSchema): string | undefined {
  const [first] = schema.kind === "object" ? schema.keys.keys() : [];
  if (first !== undefined) return `Write its keys and their values, as in {${first}: …}`;
  const [example] = schema.examples ?? [];
  return example === undefined ? undefined : `Write keys and values, as in ${JSON.stringify(example)}`;
}
