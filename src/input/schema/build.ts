/** What the reader, the messages and the editors' help know of a schema. */
import type { Code } from "../../base/codes.ts";

/** A schema of zod, or what is left of one when the program runs; `walk.ts` asks it. */
export interface Schema {
  readonly _zod: { readonly def: { readonly type: string } };
}

/** What a number counts. */
export type Unit = "bytes" | "milliseconds" | "seconds" | "minutes";

/** What people are told about a key; it goes into the published JSON Schema. */
export interface Documentation {
  readonly description: string;
  /** For messages: the unit to which a number with another unit is converted. */
  readonly unit?: Unit;
  /** For messages: what null does, where people look for another word for it. Completes "null: …". */
  readonly whenNull?: string;
  readonly examples?: readonly unknown[];
  readonly deprecated?: boolean;
}

/** A syntax that a string must have, the code of its violation, and what a message says was expected. */
export interface Rule {
  readonly code: Code;
  readonly pattern: RegExp;
  /** Completes "expected …". */
  readonly expected: string;
}

/** What the reader knows of a schema beyond its shape. */
export interface Facts {
  /** For a string: checked in order, the first that fails is reported. */
  readonly rules?: readonly Rule[];
  /** For a string: completes "expected …" where no rule does. */
  readonly words?: string;
  /** True where no message, frame or fix may show the value. */
  readonly secret?: boolean;
  /** True where a number may be written for a string: a quantity such as `cpu: 2`. */
  readonly numberAsText?: boolean;
  /** Stands in for a value that is missing or wrong and has no default. */
  readonly placeholder?: string | number | boolean | undefined;
  /** For a string: true for a path of a file system, whose length and steps are bounded in bytes. */
  readonly path?: boolean;
  /** For a string: true where outer white space is stripped after the rules were checked. */
  readonly strip?: boolean;
  /** For a number: the code of one out of range, where it is not the general one. */
  readonly rangeCode?: Code;
  /** For a choice: the code of a value that is none of it, where it is not the general one. */
  readonly choiceCode?: Code;
  /** For an object: other spellings of its keys. */
  readonly spellings?: Readonly<Record<string, string>>;
  /** For a record: the rules of its keys. */
  readonly keyRules?: readonly Rule[];
  /** The name under which the published JSON Schema defines it once. */
  readonly id?: string;
  /** For a mapping: true where secrets are its keys' values, so that what is wrong in it is not quoted. */
  readonly delicate?: boolean;
}

const documentation = new WeakMap<Schema, Documentation>();
const facts = new WeakMap<Schema, Facts>();
const NO_FACTS: Facts = {};

/** Tells what people are told about a key. */
export function describe<T extends Schema>(schema: T, known: Documentation): T {
  documentation.set(schema, known);
  return schema;
}

export function documentationOf(schema: Schema): Documentation | undefined {
  return documentation.get(schema);
}

/** Tells the reader more than the shape says. */
export function know<T extends Schema>(schema: T, more: Facts): T {
  facts.set(schema, more);
  return schema;
}

export function factsOf(schema: Schema): Facts {
  return facts.get(schema) ?? NO_FACTS;
}

/** Builds once, at the first use: a command that needs no schema pays for none. */
export function once<T>(build: () => T): () => T {
  let built: { readonly value: T } | undefined;
  return () => {
    built ??= { value: build() };
    return built.value;
  };
}
