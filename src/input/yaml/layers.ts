/**
 * Several documents as one: a later one overrules those before it. Mappings are joined by their keys, everything
 * else is replaced, and each entry still stands in the file that it was written in.
 */
import type { DocumentNode, MapEntry, MapNode } from "./node.ts";

/** @param layers at least one, each over those before it */
export function mergeLayers(layers: readonly MapNode[]): MapNode {
  return layers.reduce(mergeMaps);
}

function mergeMaps(under: MapNode, over: MapNode): MapNode {
  const entries = new Map(under.entries.map((entry) => [entry.key, entry]));
  for (const entry of over.entries) {
    const earlier = entries.get(entry.key);
    entries.set(entry.key, earlier === undefined ? entry : mergeEntries(earlier, entry));
  }
  const unread = [...(under.unread ?? []), ...(over.unread ?? [])];
  return {
    kind: "map",
    span: over.span,
    flow: over.flow,
    entries: [...entries.values()],
    ...(unread.length === 0 ? {} : { unread }),
    incomplete: under.incomplete || over.incomplete,
    ...(under.damaged === true || over.damaged === true ? { damaged: true } : {}),
  };
}

function mergeEntries(under: MapEntry, over: MapEntry): MapEntry {
  if (under.value.kind === "map" && over.value.kind === "map") {
    const value: DocumentNode = mergeMaps(under.value, over.value);
    const { overruled = [], merged = [] } = under;
    return {
      ...over,
      value,
      merged: [...merged, under],
      ...(overruled.length === 0 ? {} : { overruled }),
    };
  }
  return overrule(under, over);
}

/** An entry in whose place another one of a later layer counts. */
export function overrule(under: MapEntry, over: MapEntry): MapEntry {
  return { ...over, overruled: [under, ...(under.overruled ?? [])] };
}
