/** What all parts of reading share: where they are, what they report to, and how they show what is written. */

import type { Label, Reporter, ReportOptions } from "../../base/diagnostic.ts";
import {
  type DocPath,
  isInvalid,
  type LayerId,
  type Origin,
  type SchemaId,
  type Sourced,
  type SourceSpan,
} from "../../base/origin.ts";
import { quoteValue, shorten } from "../../base/printable.ts";
import type { Release } from "../../clp/releases/releases.ts";
import type { Code } from "../../codes.ts";
import type { DocumentNode, MapNode, ScalarNode } from "../yaml/node.ts";

export interface ReadOptions {
  readonly file: SchemaId;
  /** The whole text of a layer. */
  readonly textOf: (layer: LayerId) => string;
  /** Names the defaults: the release of CLP, or `the site file`. */
  readonly defaultsOf: string;
  readonly reporter: Reporter;
  /** The release of CLP of which the file is, and why; undefined for a file that is the same for all. */
  readonly release?: Sourced<Release>;
  /** Keys of the outermost level that must be there and not null, though they have defaults. */
  readonly needed?: readonly string[];
}

/** Where a value stands, or would stand. */
export interface Place {
  readonly path: DocPath;
  /** The key; for the whole file, its start. */
  readonly keySpan: SourceSpan;
  /** True below a mapping that may hold a secret: no string is quoted there but in its right place. */
  readonly sensitive: boolean;
  /** True where the key must be there though it has a default. */
  readonly needed?: boolean;
  /** Of a mapping: true where null may stand in its place. */
  readonly nullable?: boolean;
}

export interface Context extends ReadOptions {
  /** What was reported already, where aliases lead to one mistake by several ways. */
  readonly reported: Set<string>;
  readonly needed: readonly string[];
  /** True for what a later layer overrules: it is no whole, so that nothing is missing from it. */
  readonly partial?: true;
  /** After this many findings, suggestions cost more than they give. */
  budget: number;
}

/** What a finding has beside its place and its message; always the key. */
type About = ReportOptions & { readonly path: DocPath };

/** Reports what is not reported yet at the same place, where an alias leads there twice. */
export function report(context: Context, code: Code, at: SourceSpan, message: string, about: About): void {
  // Of what release it is instead, nobody knows while that of the site file is wrong.
  if (code === "CLP2009" && context.release !== undefined && isInvalid(context.release.origin)) return;
  const once = `${code} ${at.file} ${at.start} ${at.end} ${about.path.at(-1) ?? ""}`;
  if (context.reported.has(once)) return;
  context.reported.add(once);
  context.budget -= 1;
  context.reporter.report(code, at, message, about);
}

export function sourceOf(node: DocumentNode, place: Place): Origin {
  return { kind: "source", path: place.path, span: spanToShow(node, place) };
}

/** A collection in block style, and a value that is not written, are shown at their key. */
export function spanToShow(node: DocumentNode, place: Place): SourceSpan {
  if (node.aliasOf !== undefined) return node.span;
  if (node.kind === "scalar") return node.span.end > node.span.start ? node.span : place.keySpan;
  return node.flow ? node.span : place.keySpan;
}

/** Where something is missing: at the key of the mapping that should hold it, for the file at its start. */
export function spanOfHolder(node: MapNode, place: Place): SourceSpan {
  const item = typeof place.path.at(-1) === "number";
  return item ? { ...node.span, end: Math.min(node.span.end, node.span.start + 1) } : place.keySpan;
}

export function aliasLabel(node: DocumentNode): readonly Label[] {
  return node.aliasOf === undefined ? [] : [{ span: node.aliasOf, text: "the alias stands for this" }];
}

/** A scalar as it was written, shortened. */
export function show(node: ScalarNode): string {
  if (node.meaning.kind === "null") return "null";
  return node.style === "plain" && node.meaning.kind !== "string"
    ? shorten(node.text)
    : quoteValue(node.text);
}
