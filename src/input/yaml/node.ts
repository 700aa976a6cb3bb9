/** A document as it is read: mappings, lists and scalars, and where they stand. */
import type { SourceSpan } from "../../base/origin.ts";
import type { Meaning } from "./scalar.ts";

interface Common {
  /** Where it stands; for an alias, the alias. */
  readonly span: SourceSpan;
  /** True where an anchor names it. */
  readonly anchored?: boolean;
  /** For an alias: where the value that it repeats stands. */
  readonly aliasOf?: SourceSpan;
  /** A mistake in it has been reported: it says nothing. */
  readonly damaged?: boolean;
}

export interface ScalarNode extends Common {
  readonly kind: "scalar";
  readonly meaning: Meaning;
  readonly style: "plain" | "single" | "double" | "block";
  /** The content as a reader sees it, before it is taken for anything. */
  readonly text: string;
}

export interface MapEntry {
  readonly key: string;
  readonly keySpan: SourceSpan;
  /** True where a tag or an anchor stands before the key. */
  readonly marked?: boolean;
  readonly value: DocumentNode;
  /** The same key in earlier layers, whose mappings are part of this one. */
  readonly merged?: readonly MapEntry[];
  /** The same key in earlier layers, whose values do not count; the last of them first. */
  readonly overruled?: readonly MapEntry[];
}

export interface MapNode extends Common {
  readonly kind: "map";
  readonly flow: boolean;
  readonly entries: readonly MapEntry[];
  /** What was reported and is not read on: a key for the second time, or one that is no string. */
  readonly unread?: readonly MapEntry[];
  /** True where entries may be missing, because the text around them could not be read. */
  readonly incomplete: boolean;
}

export interface SeqNode extends Common {
  readonly kind: "seq";
  readonly flow: boolean;
  readonly items: readonly DocumentNode[];
}

export type DocumentNode = ScalarNode | MapNode | SeqNode;

export interface ReadDocument {
  /** Undefined where nothing is known of the file. */
  readonly root: MapNode | undefined;
  /** True where the text is YAML, so that `root` holds all of it. */
  readonly whole: boolean;
  readonly comments: readonly SourceSpan[];
}
