/** A document that is edited: its text, what stands where in it, and what it says. */
import { createReporter, type Reporter } from "../../base/diagnostic.ts";
import type { LayerId } from "../../base/origin.ts";
import { readDocument } from "../../input/yaml/document.ts";
import type { DocumentNode, MapEntry, MapNode, ReadDocument } from "../../input/yaml/node.ts";

/** The keys from the root to a value. */
export type KeyPath = readonly string[];

/** `webui.port` */
export function pathOf(dotted: string): KeyPath {
  return dotted.split(".");
}

export type Scalar = string | number | boolean | null;

/** What a document says, without its form. */
export type Data = Scalar | { readonly unclear: string } | readonly Data[] | DataMap;
export type DataMap = ReadonlyMap<string, Data>;

export interface Editable extends ReadDocument {
  readonly file: LayerId;
  readonly text: string;
  readonly root: MapNode;
}

/** Undefined where the text is not whole: then nothing in it is edited, and `reporter` is told why. */
export function openText(
  text: string,
  file: LayerId,
  reporter: Reporter = createReporter(),
): Editable | undefined {
  const read = readDocument({ text, readable: true, illegal: [] }, file, reporter);
  const { root, whole } = read;
  return root === undefined || !whole || root.incomplete ? undefined : { ...read, file, text, root };
}

export interface Located {
  /** The mappings from the root to the one that has the entry. */
  readonly maps: readonly MapNode[];
  readonly entry: MapEntry;
}

/** The entry at a path, with the mappings above it. */
export function locate(root: MapNode, path: KeyPath): Located | undefined {
  const maps: MapNode[] = [];
  let node: DocumentNode = root;
  let entry: MapEntry | undefined;
  for (const key of path) {
    if (node.kind !== "map") return undefined;
    maps.push(node);
    entry = node.entries.find((one) => one.key === key);
    if (entry === undefined) return undefined;
    node = entry.value;
  }
  return entry === undefined ? undefined : { maps, entry };
}

/** True where the entry itself is written at its path, and not at an anchor that the path repeats. */
export function standsThere({ maps, entry }: Located): boolean {
  return maps.every(({ aliasOf }) => aliasOf === undefined) && isOwn(maps.at(-1)!, entry);
}

/** The entries that are written in a mapping, in the order of the text: those that it merges are not. */
export function ownEntries(map: MapNode): readonly MapEntry[] {
  return map.entries.filter((entry) => isOwn(map, entry)).sort((a, b) => a.keySpan.start - b.keySpan.start);
}

function isOwn({ span }: MapNode, { keySpan }: MapEntry): boolean {
  return span.start <= keySpan.start && keySpan.end <= span.end;
}

export function dataOf(node: DocumentNode): Data {
  switch (node.kind) {
    case "map":
      return new Map(node.entries.map(({ key, value }) => [key, dataOf(value)]));
    case "seq":
      return node.items.map(dataOf);
    case "scalar":
      if (node.meaning.kind === "null") return null;
      return node.meaning.kind === "ambiguous" ? { unclear: node.text } : node.meaning.value;
    default:
      return node satisfies never;
  }
}

export function isDataMap(data: Data | undefined): data is DataMap {
  return data instanceof Map;
}

/** The value at a path; undefined where it is not written. */
export function dataAt(data: Data, path: KeyPath): Data | undefined {
  return path.reduce<Data | undefined>((at, key) => (isDataMap(at) ? at.get(key) : undefined), data);
}

/** True for documents that say the same: an empty section says as much as none. */
export function saysTheSame(a: Data, b: Data): boolean {
  return JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));
}

function sorted(data: Data): unknown {
  if (Array.isArray(data)) return data.map(sorted);
  if (!isDataMap(data)) return data;
  const said = [...data].filter(([, value]) => !isEmpty(value));
  return { said: said.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, value]) => [key, sorted(value)]) };
}

function isEmpty(data: Data): boolean {
  return isDataMap(data) && [...data.values()].every(isEmpty);
}
