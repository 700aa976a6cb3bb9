/** A document of several layers that is edited: what counts is edited where it is written. */
import type { DocumentId } from "../../base/origin.ts";
import { mergeLayers } from "../../input/yaml/layers.ts";
import type { MapNode } from "../../input/yaml/node.ts";
import { edit } from "./edit.ts";
import { type Data, dataAt, dataOf, type Editable, type KeyPath, saysTheSame } from "./editable-document.ts";
import { applyToData, type Operation } from "./operation.ts";

export interface Layered {
  /** The first file, then each layer over those before it. */
  readonly layers: readonly Editable[];
  /** What they say together. */
  readonly root: MapNode;
}

export function layered(layers: readonly Editable[]): Layered {
  return { layers, root: mergeLayers(layers.map(({ root }) => root)) };
}

/** The layers of a document, as one is asked of the others: `config`, `config.1` … */
export function layerIds<File extends DocumentId & ("config" | "site")>(file: File, count: number) {
  return Array.from({ length: count }, (_, index) => (index === 0 ? file : (`${file}.${index}` as const)));
}

/**
 * Does operations one after the other, each in the layers that it concerns. Undefined where the outcome would
 * not be what they say.
 *
 * @param home the layer that gets a key which none has
 */
export function editLayers(
  document: Layered,
  operations: readonly Operation[],
  home: number,
): Layered | undefined {
  const said = document.layers.map(({ root }) => dataOf(root));
  const concerned = operations.map((operation) => concernedBy(operation, said, home));
  const layers: Editable[] = [];
  for (const [index, layer] of document.layers.entries()) {
    const own = operations.filter((_, at) => concerned[at]!.includes(index));
    const edited = own.length === 0 ? layer : edit(layer, own);
    if (edited === undefined) return undefined;
    layers.push(edited);
  }
  const outcome = layered(layers);
  const wanted = operations.reduce(applyToData, dataOf(document.root));
  return saysTheSame(dataOf(outcome.root), wanted) ? outcome : undefined;
}

/** The layers in which an operation has something to do. */
function concernedBy(operation: Operation, said: readonly Data[], home: number): readonly number[] {
  const { path } = operation;
  const having = said.flatMap((data, index) => (dataAt(data, path) === undefined ? [] : [index]));
  const counting = having.at(-1);
  switch (operation.kind) {
    case "remove":
    case "move":
      return having;
    case "set":
      if (operation.was !== undefined)
        return having.filter((index) => dataAt(said[index]!, path) === operation.was);
      // What a later layer repeats is the same mistake twice.
      return counting === undefined
        ? [home]
        : having.filter((index) => isAlike(said[index]!, said[counting]!, path));
    case "append":
    case "drop":
      return [counting ?? home];
    default:
      return operation satisfies never;
  }
}

function isAlike(one: Data, other: Data, path: KeyPath): boolean {
  return saysTheSame(dataAt(one, path)!, dataAt(other, path)!);
}
