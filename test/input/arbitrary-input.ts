/** Data that is near to what a schema takes: often right, sometimes wrong in one place or another. */
import fc from "fast-check";
import { factsOf, type Schema } from "../../src/input/schema/build.ts";
import {
  bare,
  branches,
  elementOf,
  expectationOf,
  isOptional,
  shapeOf,
  valuesOf,
} from "../../src/input/schema/walk.ts";

const WRONG: readonly fc.Arbitrary<unknown>[] = [
  fc.constantFrom<unknown>(null, true, [], {}, "", " ", -1, 0.5, 1e21, "word", "a b", "/x", "x/", "10.0.0.5"),
  fc.integer({ min: -10, max: 100_000 }),
  fc.string({ maxLength: 6 }),
];

/** @param wrong out of how many values one is wrong */
export function arbitraryInput(schema: Schema, wrong = 40): fc.Arbitrary<unknown> {
  return fc.oneof(
    { weight: wrong, arbitrary: arbitraryRight(schema, wrong) },
    { weight: 1, arbitrary: fc.oneof(...WRONG) },
  );
}

/** As {@link arbitraryInput}, for a whole file: always a mapping. */
export function arbitraryObjects(schema: Schema, wrong = 40): fc.Arbitrary<unknown> {
  return arbitraryObject(schema, wrong);
}

function arbitraryRight(schema: Schema, wrong: number): fc.Arbitrary<unknown> {
  const inner = bare(schema);
  const { nullable, kind } = expectationOf(schema);
  const orNull = (arbitrary: fc.Arbitrary<unknown>) =>
    nullable ? fc.option(arbitrary, { freq: 4 }) : arbitrary;
  const union = branches(inner);
  if (union !== undefined)
    return orNull(fc.oneof(...union.map((branch) => arbitraryObject(branch.schema, wrong))));
  if (shapeOf(inner) !== undefined) return orNull(arbitraryObject(inner, wrong));
  const element = elementOf(inner);
  if (element?.kind === "list")
    return orNull(fc.array(arbitraryInput(element.schema, wrong), { maxLength: 3 }));
  if (element?.kind === "record") {
    const key = fc.constantFrom("cpu", "db.example.com", "a b", "example.com/x");
    return orNull(fc.dictionary(key, arbitraryInput(element.schema, wrong), { maxKeys: 2 }));
  }
  const values = valuesOf(inner);
  if (values !== undefined) return orNull(fc.constantFrom(...values));
  const { placeholder } = factsOf(inner);
  switch (kind) {
    case "string":
      return orNull(
        fc.oneof(fc.constant(placeholder ?? "text"), fc.constantFrom("text", "10.0.0.5", "a.b", "4Gi")),
      );
    case "int":
      return orNull(fc.oneof(fc.constant(placeholder ?? 1), fc.integer({ min: 1, max: 70_000 })));
    case "number":
      return orNull(
        fc.double({ min: 0.001, max: 1000, noNaN: true }).map((value) => Number(value.toFixed(3))),
      );
    case "bool":
      return orNull(fc.boolean());
    default:
      return fc.constant(null);
  }
}

function arbitraryObject(schema: Schema, wrong: number): fc.Arbitrary<unknown> {
  const shape = [...shapeOf(schema)!];
  const model = Object.fromEntries(shape.map(([key, child]) => [key, arbitraryInput(child, wrong)]));
  const needed = shape
    .filter(([, child]) => !/default|prefault|optional/.test(child._zod.def.type) && !isOptional(child))
    .map(([key]) => key);
  const object = fc.record(model, { requiredKeys: needed });
  const stray = fc.constantFrom({}, {}, {}, {}, {}, {}, {}, { stray: 1 }, { type: "fs" });
  return fc.tuple(object, stray).map(([one, other]) => ({ ...other, ...one }));
}
