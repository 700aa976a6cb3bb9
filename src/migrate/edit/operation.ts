/** What can be done to a document: on what it says here, on its text in `write.ts`. Both must agree. */
import {
  type Data,
  type DataMap,
  dataAt,
  isDataMap,
  type KeyPath,
  pathOf,
  type Scalar,
} from "./editable-document.ts";

export type Operation =
  /** Gives a key a value, in place of what it has; sections that are missing are made. */
  | {
      readonly kind: "set";
      readonly path: KeyPath;
      readonly value: Scalar;
      /** The value in whose place it comes, wherever a layer has it; undefined: whatever counts, or none. */
      readonly was?: Scalar;
      /** True where a text is quoted although it need not be. */
      readonly quoted?: true;
      /** One line, written above a key that is new. */
      readonly comment?: string;
    }
  /** Removes a key, and the section that is empty without it. */
  | { readonly kind: "remove"; readonly path: KeyPath }
  /** Gives a value, as it is written, another key. */
  | { readonly kind: "move"; readonly path: KeyPath; readonly to: KeyPath }
  /** Adds a word to a list, or takes it out. */
  | { readonly kind: "append" | "drop"; readonly path: KeyPath; readonly item: string };

export function set(
  key: string,
  value: Scalar,
  how: Omit<Operation & { kind: "set" }, "kind" | "path" | "value"> = {},
): Operation {
  return { kind: "set", path: pathOf(key), value, ...how };
}

export function remove(key: string): Operation {
  return { kind: "remove", path: pathOf(key) };
}

export function move(key: string, to: string): Operation {
  return { kind: "move", path: pathOf(key), to: pathOf(to) };
}

export function append(key: string, item: string): Operation {
  return { kind: "append", path: pathOf(key), item };
}

export function drop(key: string, item: string): Operation {
  return { kind: "drop", path: pathOf(key), item };
}

export function applyToData(data: Data, operation: Operation): Data {
  const { path } = operation;
  switch (operation.kind) {
    case "set":
      return operation.was !== undefined && dataAt(data, path) !== operation.was
        ? data
        : withValue(data, path, operation.value);
    case "remove":
      return withoutKey(data, path);
    case "move": {
      const value = dataAt(data, path);
      return value === undefined ? data : withValue(withoutKey(data, path), operation.to, value);
    }
    case "append":
      return withValue(data, path, [...listAt(data, path), operation.item]);
    case "drop":
      return withValue(
        data,
        path,
        listAt(data, path).filter((item) => item !== operation.item),
      );
    default:
      return operation satisfies never;
  }
}

function listAt(data: Data, path: KeyPath): readonly Data[] {
  const list = dataAt(data, path);
  return Array.isArray(list) ? (list as readonly Data[]) : [];
}

function withValue(data: Data | undefined, path: KeyPath, value: Data): Data {
  const [key, ...rest] = path;
  if (key === undefined) return value;
  const map: DataMap = isDataMap(data) ? data : new Map();
  return new Map([...map, [key, withValue(map.get(key), rest, value)]]);
}

function withoutKey(data: Data, path: KeyPath): Data {
  const [key, ...rest] = path;
  if (key === undefined || !isDataMap(data) || !data.has(key)) return data;
  const below = rest.length === 0 ? undefined : withoutKey(data.get(key)!, rest);
  return new Map(
    [...data].flatMap(([name, value]): readonly [string, Data][] =>
      name !== key ? [[name, value]] : below === undefined ? [] : [[name, below]],
    ),
  );
}
