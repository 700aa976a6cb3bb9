/**
 * The schema of an input as plain data: what may stand at a place, what stands there if nobody writes
 * anything, and what people are told about it. `npm run generate` makes it of the definitions in zod;
 * the reader, the messages, `init`, `explain` and the published JSON Schemas ask nothing else. What is
 * generated has the keys of all releases of CLP; `at-release.ts` gives those of one.
 */

import type { ReleaseId } from "../../clp/releases/releases.ts";
import type { Code } from "../../codes.ts";
import type { RuleName } from "./rules.ts";

/** What a number counts. */
export type Unit = "bytes" | "milliseconds" | "seconds" | "minutes";

/** What people are told about a key. */
export interface Documentation {
  readonly description?: string;
  /** The unit to which a number with another unit is converted. */
  readonly unit?: Unit;
  readonly examples?: readonly unknown[];
  /** True for a key without effect, which new files leave out. */
  readonly deprecated?: boolean;
  /** What null does, where people mean it by 0, never or none: completes "null: …". */
  readonly whenNull?: string;
}

/** Whether a key may be left out, or be null. */
export interface Presence {
  readonly nullable?: boolean;
  /** True where a key that is not written stays away. */
  readonly optional?: boolean;
  /** What stands there if nobody writes anything: a value, or what is built of the defaults below. */
  readonly default?: Default;
}

export type Default = { readonly value: unknown } | { readonly built: true };

/** Releases of CLP, both ends included; an end that is not said is open. */
export interface Interval {
  readonly since?: ReleaseId;
  readonly until?: ReleaseId;
}

/** In which releases something is there, and what is said of it in the others. */
export interface Lifetime extends Interval {
  /** The path of the key that takes its place after its last release. */
  readonly renamed?: string;
  /** For earlier releases, completes "In vX.Y.Z …". */
  readonly before?: string;
  /** For later releases, completes "Since vX.Y.Z …". */
  readonly after?: string;
  /** For releases without it and without anything in its place, completes "Remove it: CLP vX.Y.Z …". */
  readonly lacking?: string;
}

/** What is otherwise from a release on. */
export interface Change extends Pick<Documentation, "description" | "examples"> {
  readonly since: ReleaseId;
  readonly default?: Default;
  readonly nullable?: true;
}

interface Common extends Documentation, Presence {
  /** Absent: it is in all releases. */
  readonly lifetime?: Lifetime;
  /** In the order of the releases. */
  readonly changes?: readonly Change[];
}

/** A mapping with known keys, in the order of the definition. */
export interface ObjectSchema extends Common {
  readonly kind: "object";
  readonly keys: ReadonlyMap<string, KeySchema>;
  /** Other spellings of keys, and the keys that they mean. */
  readonly spellings?: Readonly<Record<string, string>>;
  /** True where secrets are its keys' values, so that what is wrong in it is not quoted. */
  readonly sensitive?: boolean;
  /** The name under which the published JSON Schema defines it once. */
  readonly id?: string;
}

/** A mapping whose keys depend on its `type`. */
export interface UnionSchema extends Common {
  readonly kind: "union";
  readonly branches: readonly ObjectSchema[];
  readonly sensitive?: boolean;
}

/** A mapping with keys of one's own. */
export interface RecordSchema extends Common {
  readonly kind: "record";
  readonly of: KeySchema;
  readonly keyRules?: readonly RuleName[];
  readonly sensitive?: boolean;
}

export interface ListSchema extends Common {
  readonly kind: "list";
  readonly of: KeySchema;
}

export interface TextSchema extends Common {
  readonly kind: "text";
  /** Checked in order; the first that fails is reported. */
  readonly rules?: readonly RuleName[];
  /** Completes "expected …" where no rule does. */
  readonly words?: string;
  /** True where no message, frame or fix may show the value. */
  readonly secret?: boolean;
  /** True where outer white space is stripped after the rules were checked. */
  readonly strip?: boolean;
  /** True where a number may be written for it: a quantity such as `cpu: 2`. */
  readonly numberAsText?: boolean;
  readonly placeholder?: string;
}

export interface NumberSchema extends Common {
  readonly kind: "number";
  /** True for an integer that JavaScript tells from its neighbours. */
  readonly whole: boolean;
  readonly minimum?: number;
  readonly maximum?: number;
  /** An exclusive minimum. */
  readonly above?: number;
  /** The code of a number out of range, where it is not the general one. */
  readonly code?: Code;
  readonly placeholder?: number;
}

export interface FlagSchema extends Common {
  readonly kind: "flag";
  readonly placeholder?: boolean;
}

/** One of some words. */
export interface ChoiceSchema extends Common {
  readonly kind: "choice";
  readonly values: readonly string[];
  /** Of values that not every release has. */
  readonly lifetimes?: Readonly<Record<string, Lifetime>>;
  /** The code of a value that is none of them, where it is not the general one. */
  readonly code?: Code;
  /** The way out of a value that is none of them. */
  readonly hint?: string;
}

/** A key that stands there for another type alone. */
export interface NullSchema extends Common {
  readonly kind: "null";
}

export type MappingSchema = ObjectSchema | UnionSchema | RecordSchema;

/** A schema of a key, or of a whole file. */
export type KeySchema =
  | ObjectSchema
  | UnionSchema
  | RecordSchema
  | ListSchema
  | TextSchema
  | NumberSchema
  | FlagSchema
  | ChoiceSchema
  | NullSchema;

/** The word that a branch of a union has as its `type`. */
export function tagOf(branch: ObjectSchema): string {
  const type = branch.keys.get("type");
  if (type?.kind !== "choice") throw new Error("a branch of a union has no type");
  return type.values[0]!;
}

/** True for the branch that is meant where no type is written. */
export function isDefaultBranch(branch: ObjectSchema): boolean {
  return branch.keys.get("type")?.default !== undefined;
}

/** True where a mapping stands. */
export function isMapping(schema: KeySchema): schema is MappingSchema {
  return schema.kind === "object" || schema.kind === "union" || schema.kind === "record";
}

/** True where a key must be written: it has no default, and may not stay away. */
export function isRequired(schema: KeySchema): boolean {
  return schema.default === undefined && schema.optional !== true;
}

/** The same without its default and without null: what stands there once something is written. */
export function present<S extends KeySchema>(schema: S): S {
  if (schema.default === undefined && schema.nullable !== true && schema.optional !== true) return schema;
  const { default: _default, nullable: _nullable, optional: _optional, ...rest } = schema;
  return rest as S;
}

/** True where a secret stands somewhere below. */
export function holdsSecrets(schema: KeySchema): boolean {
  switch (schema.kind) {
    case "text":
      return schema.secret === true;
    case "object":
      return [...schema.keys.values()].some(holdsSecrets);
    case "union":
      return schema.branches.some(holdsSecrets);
    case "record":
    case "list":
      return holdsSecrets(schema.of);
    case "number":
    case "flag":
    case "choice":
    case "null":
      return false;
    default:
      return schema satisfies never;
  }
}
