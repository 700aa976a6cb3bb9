/** Data that is near to what a schema takes: often right, sometimes wrong in one place or another. */
import fc from "fast-check";
import { isRequired, type KeySchema, type ObjectSchema } from "../../src/input/schema/key-schema.ts";

const WRONG: readonly fc.Arbitrary<unknown>[] = [
  fc.constantFrom<unknown>(null, true, [], {}, "", " ", -1, 0.5, 1e21, "word", "a b", "/x", "x/", "10.0.0.5"),
  fc.integer({ min: -10, max: 100_000 }),
  fc.string({ maxLength: 6 }),
];

/** @param wrong out of how many values one is wrong */
export function arbitraryInput(schema: KeySchema, wrong = 40): fc.Arbitrary<unknown> {
  return fc.oneof(
    { weight: wrong, arbitrary: arbitraryRight(schema, wrong) },
    { weight: 1, arbitrary: fc.oneof(...WRONG) },
  );
}

/** As {@link arbitraryInput}, for a whole file: always a mapping. */
export function arbitraryObjects(schema: ObjectSchema, wrong = 40): fc.Arbitrary<unknown> {
  return arbitraryObject(schema, wrong);
}

function arbitraryRight(schema: KeySchema, wrong: number): fc.Arbitrary<unknown> {
  const orNull = (arbitrary: fc.Arbitrary<unknown>) =>
    schema.nullable === true ? fc.option(arbitrary, { freq: 4 }) : arbitrary;
  switch (schema.kind) {
    case "union":
      return orNull(fc.oneof(...schema.branches.map((branch) => arbitraryObject(branch, wrong))));
    case "object":
      return orNull(arbitraryObject(schema, wrong));
    case "list":
      return orNull(fc.array(arbitraryInput(schema.of, wrong), { maxLength: 3 }));
    case "record": {
      const key = fc.constantFrom("cpu", "db.example.com", "a b", "example.com/x");
      return orNull(fc.dictionary(key, arbitraryInput(schema.of, wrong), { maxKeys: 2 }));
    }
    case "choice":
      return orNull(fc.constantFrom(...schema.values));
    case "text":
      return orNull(
        fc.oneof(
          fc.constant(schema.placeholder ?? "text"),
          fc.constantFrom("text", "10.0.0.5", "a.b", "4Gi"),
        ),
      );
    case "number":
      return orNull(
        schema.whole
          ? fc.oneof(fc.constant(schema.placeholder ?? 1), fc.integer({ min: 1, max: 70_000 }))
          : fc.double({ min: 0.001, max: 1000, noNaN: true }).map((value) => Number(value.toFixed(3))),
      );
    case "flag":
      return orNull(fc.boolean());
    case "null":
      return fc.constant(null);
    default:
      return schema satisfies never;
  }
}

function arbitraryObject(schema: ObjectSchema, wrong: number): fc.Arbitrary<unknown> {
  const keys = [...schema.keys];
  const model = Object.fromEntries(keys.map(([key, child]) => [key, arbitraryInput(child, wrong)]));
  const needed = keys.filter(([, child]) => isRequired(child)).map(([key]) => key);
  const object = fc.record(model, { requiredKeys: needed });
  const stray = fc.constantFrom({}, {}, {}, {}, {}, {}, {}, { stray: 1 }, { type: "fs" });
  return fc.tuple(object, stray).map(([one, other]) => ({ ...other, ...one }));
}
