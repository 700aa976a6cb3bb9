/**
 * Schemas as text: what `npm run generate` writes and the program reads while it runs. To build some
 * hundred schemas takes zod longer than everything else that is done with them.
 */
import type { KeySchema, ObjectSchema } from "./key-schema.ts";

/** A schema as JSON has it: keys as an object, and what has an `id` once. */
interface Serialized {
  readonly schema: unknown;
  readonly shared: Readonly<Record<string, unknown>>;
}

/** Writes a schema as JSON. */
export function serializeSchema(schema: KeySchema): string {
  const shared: Record<string, unknown> = {};
  const write = (one: KeySchema): unknown => {
    switch (one.kind) {
      case "object": {
        const { id } = one;
        if (id === undefined) return writeObject(one);
        // Its presence and documentation are those of the key.
        const { kind, keys, id: _, spellings, sensitive, ...ofKey } = one;
        const whole: ObjectSchema = {
          kind,
          keys,
          id,
          ...(spellings && { spellings }),
          ...(sensitive && { sensitive }),
        };
        shared[id] ??= writeObject(whole);
        return { ref: id, ...ofKey };
      }
      case "union":
        return { ...one, branches: one.branches.map(write) };
      case "record":
      case "list":
        return { ...one, of: write(one.of) };
      default:
        return one;
    }
  };
  const writeObject = (one: ObjectSchema): unknown => ({
    ...one,
    keys: Object.fromEntries([...one.keys].map(([key, child]) => [key, write(child)])),
  });
  const written = write(schema);
  return JSON.stringify({ schema: written, shared } satisfies Serialized);
}

interface Raw {
  readonly kind?: KeySchema["kind"];
  readonly ref?: string;
  readonly keys?: Readonly<Record<string, Raw>>;
  readonly branches?: readonly Raw[];
  readonly of?: Raw;
}

/** Reads what {@link serializeSchema} has written. */
export function parseSchema(text: string): ObjectSchema {
  const { schema, shared } = JSON.parse(text) as { schema: Raw; shared: Readonly<Record<string, Raw>> };
  const known = new Map<string, KeySchema>();
  const read = (raw: Raw): KeySchema => {
    if (raw.ref !== undefined) {
      const { ref, ...ofKey } = raw;
      let whole = known.get(ref);
      if (whole === undefined) {
        whole = read(shared[ref]!);
        known.set(ref, whole);
      }
      return { ...whole, ...ofKey } as KeySchema;
    }
    if (raw.keys !== undefined) {
      const keys = new Map<string, KeySchema>();
      for (const key in raw.keys) keys.set(key, read(raw.keys[key]!));
      return { ...raw, keys } as ObjectSchema;
    }
    if (raw.branches !== undefined) return { ...raw, branches: raw.branches.map(read) } as KeySchema;
    if (raw.of !== undefined) return { ...raw, of: read(raw.of) } as KeySchema;
    return raw as KeySchema;
  };
  return read(schema) as ObjectSchema;
}
