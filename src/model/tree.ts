/**
 * The content of a generated file before it is serialized: a tree whose nodes know why they are
 * there. Serializers come last and can tell the origins of each line.
 */
import { type Origin, type Sourced, sourced } from "../base/origin.ts";
import type { Text } from "./text.ts";
import { type ComponentId, isValue, type Value } from "./value.ts";

export type Scalar = string | number | boolean | null;

interface Node {
  readonly origin: Origin;
  /** The component that the node, with all below it, is about; see {@link about}. */
  readonly component?: ComponentId;
}
interface ScalarNode extends Node, Sourced<Scalar> {}
/** A text of several lines, such as a file within a file, each of which knows its own origins. */
interface BlockNode extends Node {
  readonly kind: "block";
  readonly content: Text;
}
interface MapNode<T> extends Node {
  readonly kind: "map";
  readonly entries: readonly (readonly [key: string, tree: T])[];
}
interface SeqNode<T> extends Node {
  readonly kind: "seq";
  readonly items: readonly T[];
}

/** A tree with leaves of a target's own scalars: what a serializer takes. */
export type Tree = ScalarNode | BlockNode | MapNode<Tree> | SeqNode<Tree>;

/** A tree whose leaves may still be {@link Value}s, which a backend writes in its dialect. */
export type Template = Value | TemplateNode;
export type TemplateNode = ScalarNode | BlockNode | MapNode<Template> | SeqNode<Template>;

/** Says that a node, with all below it, is about a component: `explain` finds the component's lines by it. */
export function about<Node extends TemplateNode>(component: ComponentId, node: Node): Node {
  return { ...node, component };
}

/** How code writes a tree: plain objects and lists, with sourced values where there is more to say. */
export type Loose<Leaf = never> =
  | Scalar
  | undefined
  | Sourced<Scalar>
  | Tree
  | Leaf
  | readonly Loose<Leaf>[]
  | { readonly [key: string]: Loose<Leaf> };

function isNode(candidate: object): candidate is TemplateNode {
  return (
    "kind" in candidate &&
    "origin" in candidate &&
    (candidate.kind === "sourced" ||
      candidate.kind === "block" ||
      candidate.kind === "map" ||
      candidate.kind === "seq")
  );
}

/**
 * Makes a tree of plain objects and lists. What says nothing of its origin has `origin`, the origin
 * of what it belongs to. Keys with the value `undefined` are left out; order is as written.
 */
export function tree(loose: Exclude<Loose, undefined>, origin: Origin): Tree {
  return template(loose, origin) as Tree;
}

/** As {@link tree}, for content that may hold {@link Value}s. */
export function template(loose: Exclude<Loose<Template>, undefined | Value>, origin: Origin): TemplateNode {
  if (loose === null || typeof loose !== "object") return sourced(loose, origin);
  if (Array.isArray(loose)) {
    const items: Template[] = [];
    const held = loose as readonly Loose<Template>[];
    for (let index = 0; index < held.length; index += 1) {
      const item = held[index];
      if (item !== undefined) items.push(nodeOf(item, origin));
    }
    return { kind: "seq", items, origin };
  }
  if (isNode(loose)) return loose;
  const entries: [string, Template][] = [];
  const held = loose as { readonly [key: string]: Loose<Template> };
  for (const key in held) {
    const item = held[key];
    if (item !== undefined) entries.push([key, nodeOf(item, origin)]);
  }
  return { kind: "map", entries, origin };
}

function nodeOf(loose: Exclude<Loose<Template>, undefined>, origin: Origin): Template {
  return isValue(loose) ? loose : template(loose, origin);
}

/** The tree as plain JSON data, for schema checks and comparisons. */
export function toJson(from: Tree): unknown {
  switch (from.kind) {
    case "sourced":
      return from.value;
    case "block":
      return from.content.text;
    case "map":
      return Object.fromEntries(from.entries.map(([key, item]) => [key, toJson(item)]));
    case "seq":
      return from.items.map(toJson);
    default:
      return from satisfies never;
  }
}

/** The values of a template, in its order. */
export function valuesIn(from: Template): readonly Value[] {
  const found: Value[] = [];
  addValues(from, found);
  return found;
}

function addValues(from: Template, found: Value[]): void {
  switch (from.kind) {
    case "value":
      found.push(from);
      break;
    case "sourced":
    case "block":
      break;
    case "map":
      for (let index = 0; index < from.entries.length; index += 1) addValues(from.entries[index]![1], found);
      break;
    case "seq":
      for (let index = 0; index < from.items.length; index += 1) addValues(from.items[index]!, found);
      break;
    default:
      from satisfies never;
  }
}

/** What the nodes of a tree come from, each once. */
export function originsOf(from: Tree): ReadonlySet<Origin> {
  const found = new Set<Origin>();
  const visit = (node: Tree): void => {
    found.add(node.origin);
    if (node.kind === "map") for (const [, item] of node.entries) visit(item);
    else if (node.kind === "seq") for (const item of node.items) visit(item);
    else if (node.kind === "block")
      for (const reason of node.content.reasons()) for (const origin of reason.origins) found.add(origin);
  };
  visit(from);
  return found;
}
