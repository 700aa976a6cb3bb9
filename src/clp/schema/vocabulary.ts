/**
 * The vocabulary in which the three schemas are written: a key is described where it is defined, and
 * the reader, the published JSON Schema and the messages follow from that. What zod has no word for is
 * kept in a registry of zod's, where `from-zod.ts` finds it.
 */
import * as z from "zod/mini";
import { once } from "../../base/once.ts";
import type {
  Change,
  ChoiceSchema,
  Documentation,
  FlagSchema,
  Lifetime,
  NumberSchema,
  ObjectSchema,
  RecordSchema,
  TextSchema,
  UnionSchema,
} from "../../input/schema/key-schema.ts";
import { RULES, type RuleName } from "../../input/schema/rules.ts";
import type { ReleaseId } from "../releases/releases.ts";

/** What a schema is besides its shape. */
export interface Metadata {
  readonly documentation?: Documentation;
  readonly lifetime?: Lifetime;
  readonly changes?: readonly Change[];
  /** Of a wrapper that makes it nullable: from which release on. */
  readonly nullableSince?: ReleaseId;
  readonly object?: Pick<ObjectSchema, "id" | "sensitive" | "spellings">;
  readonly union?: Pick<UnionSchema, "sensitive">;
  readonly record?: Pick<RecordSchema, "keyRules" | "sensitive">;
  readonly text?: Omit<TextSchema, "kind">;
  readonly number?: Pick<NumberSchema, "code" | "placeholder">;
  readonly flag?: Pick<FlagSchema, "placeholder">;
  readonly choice?: Pick<ChoiceSchema, "code" | "hint" | "lifetimes">;
}

const registry = z.registry<Metadata>();
const NONE: Metadata = {};

/** Says more of a schema than its shape does. */
export function tag<T extends z.core.$ZodType>(schema: T, metadata: Metadata): T {
  registry.add(schema, { ...registry.get(schema), ...metadata });
  return schema;
}

export function metadataOf(schema: z.core.$ZodType): Metadata {
  return registry.get(schema) ?? NONE;
}

const WRAPPERS: ReadonlySet<string> = new Set(["default", "prefault", "optional", "nullable", "lazy"]);

/** Describes a key. */
export function key<T extends z.core.$ZodType>(
  schema: T,
  description: string,
  more: Omit<Documentation, "description"> = {},
): T {
  const documentation = { description, ...more };
  if (WRAPPERS.has(schema._zod.def.type)) return tag(schema, { documentation });
  // What is no wrapper may be shared with other keys; described, it is one key's own.
  return tag(z.clone(schema), { ...metadataOf(schema), documentation });
}

/** A key that came with a release: in those before it is not there. */
export function since<T extends z.core.$ZodType>(
  release: ReleaseId,
  schema: T,
  more: Omit<Lifetime, "since"> = {},
): z.ZodMiniOptional<T> {
  return tag(z.optional(schema), { lifetime: { since: release, ...more } });
}

/** A key that a release was the last to have. */
export function until<T extends z.core.$ZodType>(
  release: ReleaseId,
  schema: T,
  more: Omit<Lifetime, "until"> = {},
): z.ZodMiniOptional<T> {
  return tag(z.optional(schema), { lifetime: { until: release, ...more } });
}

/** What may be null from a release on. */
export function nullableSince<T extends z.core.$ZodType>(
  release: ReleaseId,
  schema: T,
): z.ZodMiniNullable<T> {
  return tag(z.nullable(schema), { nullableSince: release });
}

/** A key of which something is otherwise from a release on. */
export function changing<T extends z.core.$ZodType>(schema: T, ...changes: readonly Change[]): T {
  return tag(schema, { changes });
}

type TextFacts = Omit<TextSchema, "kind" | "rules">;

/** A string with a syntax. */
function text(rules: readonly RuleName[], more: TextFacts = {}) {
  const checks = rules.map((name) => z.regex(RULES[name].pattern));
  return tag(z.string().check(...checks), { text: { ...more, rules } });
}

/** As {@link text}; outer white space is stripped, as CLP does with its non-empty strings. */
function stripped(rules: readonly RuleName[], more: TextFacts = {}) {
  const checks = rules.map((name) => z.regex(RULES[name].pattern));
  return tag(z.string().check(...checks, z.trim()), { text: { ...more, rules, strip: true } });
}

const number = (schema: z.ZodMiniNumber, metadata: NonNullable<Metadata["number"]>) =>
  tag(schema, { number: metadata });

const PLAIN = ["notBlank", "short", "visible", "seen", "noLogin"] as const;
const PATH = ["notBlank", "shortPath", "visible", "seen", "noLoginInPath"] as const;

/** The leaves. Each is built once, however many keys share it. */
export const leaves = {
  /** Not empty; outer white space is stripped. */
  text: once(() => stripped(PLAIN, { placeholder: "placeholder" })),
  secretText: once(() => stripped(["notBlank", "visible"], { placeholder: "placeholder", secret: true })),
  /** Any string, empty or not, that the credentials file overrules. */
  hiddenSecret: once(() => text(["carried"], { secret: true })),
  /** A credential that CLP strips, so that white space around it is a mistake. */
  databaseCredential: once(() =>
    text(["notBlank", "carried", "unpadded"], { placeholder: "placeholder", secret: true }),
  ),
  credential: once(() => text(["notEmpty", "carried"], { placeholder: "placeholder", secret: true })),
  host: once(() =>
    stripped(["notBlank", "shortHost", "visible", "seen", "host"], {
      placeholder: "localhost",
    }),
  ),
  image: once(() =>
    stripped([...PLAIN, "image"], {
      placeholder: "placeholder",
    }),
  ),
  path: once(() => text(PATH, { placeholder: "placeholder", words: "a path" })),
  absolutePath: once(() => text([...PATH, "absolute"], { placeholder: "/placeholder" })),
  keyPrefix: once(() => stripped([...PLAIN, "keyPrefix"], { placeholder: "placeholder/" })),
  endpoint: once(() => text(["short", "visible", "seen", "noLoginAtAll"])),
  telemetryEndpoint: once(() => text(["short", "visible", "seen", "noLoginAtAll", "notExpanded"])),
  // A way out is looked for in what is no registry, which takes the square of its length.
  registry: once(() => text(["notBlank", "short", "registry"])),
  ruled: (rule: RuleName) => text(["notBlank", rule]),
  hostLabel: once(() => text(["notBlank", "hostLabel"], { placeholder: "host" })),
  network: once(() => text(["notBlank", "network"], { placeholder: "127.0.0.0/8" })),
  ipv4: once(() => text(["notBlank", "ipv4"], { placeholder: "127.0.0.1" })),
  quantity: once(() => text(["notBlank", "quantity"], { placeholder: "1", numberAsText: true })),
  qualifiedName: once(() => text(["notBlank", "qualifiedName"], { placeholder: "placeholder" })),
  labelValue: once(() => text(["labelValue"], { placeholder: "placeholder" })),
  /** Any text that one sees, empty or not. */
  annotation: once(() => text(["carried", "seen"], { placeholder: "placeholder" })),
  prestoColumn: once(() => text([...PLAIN, "prestoColumn"], { placeholder: "placeholder" })),
  port: once(() => number(z.int().check(z.minimum(1), z.maximum(65535)), { placeholder: 1 })),
  nodePort: once(() =>
    number(z.int().check(z.minimum(30000), z.maximum(32767)), { placeholder: 30000, code: "CLP2020" }),
  ),
  /** Names and addresses are made for each, so that there is an end to it. */
  workers: once(() => number(z.int().check(z.minimum(1), z.maximum(500)), { placeholder: 1 })),
  memory: once(() => text(["notBlank", "memory"], { placeholder: "64GiB", numberAsText: true })),
  positive: once(() => number(z.int().check(z.minimum(1)), { placeholder: 1 })),
  natural: once(() => number(z.int().check(z.minimum(0)), { placeholder: 0 })),
  /** A C++ int of which zero and less are refused. */
  positiveInt32: once(() => number(z.int().check(z.minimum(1), z.maximum(2147483647)), { placeholder: 1 })),
  /** A Rust u32. */
  u32: once(() => number(z.int().check(z.minimum(0), z.maximum(4294967295)), { placeholder: 0 })),
  positiveNumber: once(() => number(z.number().check(z.positive()), { placeholder: 1 })),
  share: once(() => number(z.number().check(z.minimum(0), z.maximum(1)), { placeholder: 0 })),
  flag: once(() => tag(z.boolean(), { flag: { placeholder: false } })),
} as const;
