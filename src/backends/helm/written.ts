/** The chart's values as this backend writes them: of the chart's type, and each may say where it comes from. */
import { constant, type Sourced } from "../../base/origin.ts";
import { pick } from "../../base/typed.ts";
import { type Loose, type Scalar, type Tree, tree } from "../../model/tree.ts";
import { type Question, titleOf } from "./chart.ts";

/** `T`, with sourced values in the place of values. A misspelt key or a wrong type does not compile. */
export type Written<T> = [T] extends [Scalar] ? T | Sourced<T> : Section<T>;
type Section<T> = T extends Scalar
  ? T | Sourced<T>
  : { [K in keyof T]: Written<Exclude<T[K], undefined>> | undefined };

/** A section that is a tree already, whose content the chart only passes on. */
export function passedOn<T>(content: Tree | undefined): Written<T> | undefined {
  // A tree is one of the things that a tree is made of.
  return content as unknown as Written<T> | undefined;
}

/** A list of texts, each with its own origin. */
export function listOf<T extends string>(list: Sourced<readonly T[]>): Written<T[]> {
  return list.value.map((_, index) => pick(list.value, index)) as unknown as Written<T[]>;
}

/** The whole of a chart's values. */
export function valuesTree({ chart }: Question, all: NonNullable<Loose>): Tree {
  return tree(all, constant(`a section of the values of ${titleOf(chart)}`));
}
