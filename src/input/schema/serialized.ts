/**
 * Schemas as text: what `npm run generate` writes and the program reads while it runs. To build some
 * hundred schemas takes zod longer than everything else that is done with them. What stands in several
 * places is told once, which makes half as much of it: most keys differ by what is said of them alone.
 */
import type { KeySchema, ObjectSchema } from "./key-schema.ts";

/** A schema as JSON has it, with what stands in several places under names. */
interface Serialized {
  readonly schema: Written;
  readonly shared: Readonly<Record<string, Written>>;
}

/** The name of what is shared; the same with its description; or an object, over what is shared where it says `ref`. */
type Written = string | readonly [ref: string, description: string] | Raw;

interface Raw {
  readonly kind?: KeySchema["kind"];
  readonly ref?: string;
  readonly keys?: Readonly<Record<string, Written>>;
  readonly branches?: readonly Written[];
  readonly of?: Written;
  readonly description?: string;
}

/** What may differ where the rest is the same, the most often first. */
const LAYERS: readonly ReadonlySet<string>[] = [
  new Set(["description"]),
  new Set(["examples"]),
  new Set(["default", "nullable", "optional", "deprecated", "whenNull", "lifetime", "changes"]),
];

/** Stands in a description for the key that it describes: many differ by that alone. */
const OWN_KEY = "{key}";

/** Writes a schema as JSON. */
export function serializeSchema(schema: KeySchema): string {
  const whole = plain(schema);
  const uses = usesOf(whole);
  const names = new Map<string, string>();
  const shared: Record<string, Written> = {};
  const write = (one: Raw): Written => {
    const text = JSON.stringify(one);
    if (uses.get(text) === 1) return writeOnce(one);
    let name = names.get(text);
    if (name === undefined) {
      name = names.size.toString(36);
      names.set(text, name);
      shared[name] = writeOnce(one);
    }
    return name;
  };
  const writeOnce = (one: Raw): Written => {
    const layer = outerLayer(one);
    if (layer === undefined) return withChildren(one, (child) => write(child as Raw));
    const [own, rest] = layer;
    const below = write(rest);
    // What is left has no description, so it is no pair.
    if (typeof below !== "string") return { ...(below as Raw), ...own };
    const { description, ...others } = own;
    return description !== undefined && Object.keys(others).length === 0
      ? [below, description]
      : { ref: below, ...own };
  };
  return JSON.stringify({ schema: write(whole), shared } satisfies Serialized);
}

/** A schema whose keys are an object, as JSON has them: by these it is known for one that has keys. */
function plain(schema: KeySchema): Raw {
  if (schema.kind !== "object") return withChildren(schema as Raw, (child) => plain(child as KeySchema));
  const { kind: _kind, keys, ...others } = schema;
  const written = [...keys].map(([key, child]) => [key, withoutKey(plain(child), key)] as const);
  return { keys: Object.fromEntries(written), ...others };
}

function withoutKey(one: Raw, key: string): Raw {
  if (one.description === undefined) return one;
  return { ...one, description: one.description.replaceAll(key, OWN_KEY) };
}

function withKey(schema: KeySchema, key: string): KeySchema {
  if (schema.description?.includes(OWN_KEY) !== true) return schema;
  return { ...schema, description: schema.description.replaceAll(OWN_KEY, key) };
}

function withChildren(one: Raw, change: (child: unknown) => Written): Raw {
  if (one.keys !== undefined) {
    const keys = Object.entries(one.keys).map(([key, child]) => [key, change(child)] as const);
    return { ...one, keys: Object.fromEntries(keys) };
  }
  if (one.branches !== undefined) return { ...one, branches: one.branches.map(change) };
  return one.of === undefined ? one : { ...one, of: change(one.of) };
}

/** How often each schema stands somewhere; what is below one that was met already stands in it. */
function usesOf(whole: Raw): ReadonlyMap<string, number> {
  const uses = new Map<string, number>();
  const count = (one: Raw): void => {
    const text = JSON.stringify(one);
    const before = uses.get(text) ?? 0;
    uses.set(text, before + 1);
    if (before > 0) return;
    const layer = outerLayer(one);
    if (layer !== undefined) count(layer[1]);
    else {
      for (const child of [...Object.values(one.keys ?? {}), ...(one.branches ?? []), one.of]) {
        if (child !== undefined) count(child as Raw);
      }
    }
  };
  count(whole);
  return uses;
}

/** What a schema has of the first layer of which it has something, and what is left; undefined where it has of none. */
function outerLayer(one: Raw): readonly [own: Raw, rest: Raw] | undefined {
  const entries = Object.entries(one);
  const layer = LAYERS.find((members) => entries.some(([member]) => members.has(member)));
  if (layer === undefined) return undefined;
  const part = (inside: boolean): Raw =>
    Object.fromEntries(entries.filter(([member]) => layer.has(member) === inside));
  return [part(true), part(false)];
}

/** Reads what {@link serializeSchema} has written. */
export function parseSchema(text: string): ObjectSchema {
  const { schema, shared } = JSON.parse(text) as Serialized;
  const known = new Map<string, KeySchema>();
  const named = (name: string): KeySchema => {
    let found = known.get(name);
    if (found === undefined) {
      found = read(shared[name]!);
      known.set(name, found);
    }
    return found;
  };
  const read = (written: Written): KeySchema => {
    if (typeof written === "string") return named(written);
    if ("length" in written) return { ...named(written[0]), description: written[1] };
    if (written.ref !== undefined) {
      const { ref, ...own } = written;
      return { ...named(ref), ...own } as KeySchema;
    }
    if (written.keys !== undefined) {
      const keys = new Map<string, KeySchema>();
      for (const key in written.keys) keys.set(key, withKey(read(written.keys[key]!), key));
      return { kind: "object", ...written, keys } as ObjectSchema;
    }
    if (written.branches !== undefined)
      return { ...written, branches: written.branches.map(read) } as KeySchema;
    if (written.of !== undefined) return { ...written, of: read(written.of) } as KeySchema;
    return written as KeySchema;
  };
  return read(schema) as ObjectSchema;
}
