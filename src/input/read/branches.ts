/** Which branch of a mapping was meant whose keys depend on its type. */
import type { Edit } from "../../base/diagnostic.ts";
import { nearAll } from "../../base/suggest.ts";
import { type ObjectSchema, tagOf } from "../schema/key-schema.ts";
import type { MapEntry, MapNode } from "../yaml/node.ts";

/** An entry that names one of the types under a key that can only have been meant as `type`. */
export function misspeltType(branches: readonly ObjectSchema[], node: MapNode): MapEntry | undefined {
  return node.entries.find(
    ({ key, value }) =>
      nearAll(key, ["type"]).length > 0 &&
      !branches.some((branch) => branch.keys.has(key)) &&
      value.kind === "scalar" &&
      branches.some((branch) => tagOf(branch) === value.text),
  );
}

/** The one branch to which keys of a mapping belong that no other branch has. */
export function branchByKeys(branches: readonly ObjectSchema[], node: MapNode): ObjectSchema | undefined {
  const speaking = (branch: ObjectSchema, key: string): boolean => {
    const schema = branch.keys.get(key);
    return schema !== undefined && schema.kind !== "null";
  };
  const fitting = branches.filter((branch) =>
    node.entries.some(
      (entry) =>
        entry.key !== "type" &&
        entry.value.kind !== undefined &&
        speaking(branch, entry.key) &&
        !branches.some((other) => other !== branch && speaking(other, entry.key)),
    ),
  );
  return fitting.length === 1 ? fitting[0] : undefined;
}

/** Adds an entry before another, in the style of the mapping. */
export function insertion(node: MapNode, before: MapEntry, text: string): { fix?: readonly Edit[] } {
  if (node.aliasOf !== undefined || node.entries[0] !== before) return {};
  const span = { ...before.keySpan, end: before.keySpan.start };
  const quoted = before.keySpan.end - before.keySpan.start === before.key.length + 2;
  const added = quoted ? text.replace(/^(\w+): (\w+)$/, '"$1": "$2"') : text;
  return node.flow ? { fix: [{ span, text: `${added}, ` }] } : {};
}
