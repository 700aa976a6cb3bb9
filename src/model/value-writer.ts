/** How a target writes the values of a tree: its dialect, as a writer of YAML or JSON needs it. */
import type { Origin } from "../base/origin.ts";
import type { Scalar } from "./tree.ts";
import type { Value } from "./value.ts";

export interface ValueWriter {
  readonly write: (value: Value) => Scalar;
  /** What that comes from; see `valueOrigins`. */
  readonly originOf: (value: Value) => Origin;
}

function none(): never {
  throw new Error("a tree without values has one");
}

/** For trees without values. */
export const NO_VALUES: ValueWriter = { write: none, originOf: none };
