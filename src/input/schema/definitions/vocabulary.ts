/**
 * The vocabulary in which the three schemas are written: a key is described where it is defined, and
 * the reader, the published JSON Schema and the messages follow from that.
 */
import * as z from "zod/mini";
import { type Documentation, describe, type Facts, factsOf, know, once, type Rule } from "../build.ts";
import {
  CARRIED,
  HOST,
  IMAGE,
  NO_LOGIN,
  NO_LOGIN_AT_ALL,
  NOT_BLANK,
  RULES,
  SEEN,
  SHORT,
  SHORT_HOST,
  SHORT_PATH,
  UNPADDED,
  VISIBLE,
} from "../rules.ts";

const WRAPPERS: ReadonlySet<string> = new Set(["default", "prefault", "optional", "nullable", "lazy"]);

/** Describes a key. */
export function key<T extends z.core.$ZodType>(
  schema: T,
  description: string,
  more: Omit<Documentation, "description"> = {},
): T {
  let own = schema;
  // What is no wrapper may be shared with other keys.
  if (!WRAPPERS.has(schema._zod.def.type)) {
    own = z.clone(schema);
    const { id: _, ...others } = factsOf(schema);
    know(own, others);
  }
  return describe(own, { description, ...more });
}

/** A string with a syntax. */
function text(rules: readonly Rule[], more: Facts = {}) {
  return know(z.string().check(...rules.map(({ pattern }) => z.regex(pattern))), { ...more, rules });
}

/** As {@link text}; outer white space is stripped, as CLP v0.9.0 does with its non-empty strings. */
function stripped(rules: readonly Rule[], more: Facts = {}) {
  const checks = rules.map(({ pattern }) => z.regex(pattern));
  return know(z.string().check(...checks, z.trim()), { ...more, rules, strip: true });
}

/** `core` with outer white space, which is stripped after the check. */
function padded(core: RegExp): RegExp {
  return new RegExp(`^\\s*(?:${core.source})\\s*$`, "u");
}

const PLAIN = [NOT_BLANK, SHORT, VISIBLE, SEEN, NO_LOGIN] as const;
const PATH = [NOT_BLANK, SHORT_PATH, VISIBLE, SEEN, NO_LOGIN] as const;

/** The leaves. Each is built once, however many keys share it. */
export const leaves = {
  /** Not empty; outer white space is stripped. */
  text: once(() => stripped(PLAIN, { placeholder: "placeholder" })),
  secretText: once(() => stripped([NOT_BLANK, VISIBLE], { placeholder: "placeholder", secret: true })),
  /** Any string, empty or not, that the credentials file overrules. */
  hiddenSecret: once(() => text([CARRIED], { secret: true })),
  /** A credential that CLP strips, so that white space around it is a mistake. */
  databaseCredential: once(() =>
    text([NOT_BLANK, CARRIED, UNPADDED], { placeholder: "placeholder", secret: true }),
  ),
  credential: once(() =>
    text([{ ...NOT_BLANK, pattern: /[\s\S]/u }, CARRIED], { placeholder: "placeholder", secret: true }),
  ),
  host: once(() =>
    stripped([NOT_BLANK, SHORT_HOST, VISIBLE, SEEN, { ...RULES.host, pattern: padded(HOST) }], {
      placeholder: "localhost",
    }),
  ),
  image: once(() =>
    stripped([...PLAIN, { ...RULES.image, pattern: padded(IMAGE) }], {
      placeholder: "placeholder",
    }),
  ),
  path: once(() => text(PATH, { placeholder: "placeholder", words: "a path", path: true })),
  absolutePath: once(() => text([...PATH, RULES.absolute], { placeholder: "/placeholder", path: true })),
  keyPrefix: once(() => stripped([...PLAIN, RULES.keyPrefix], { placeholder: "placeholder/" })),
  endpoint: once(() => text([SHORT, VISIBLE, SEEN, NO_LOGIN_AT_ALL])),
  ruled: (rule: Rule) => text([NOT_BLANK, rule]),
  ipv4: once(() => text([NOT_BLANK, RULES.ipv4], { placeholder: "127.0.0.1" })),
  quantity: once(() => text([NOT_BLANK, RULES.quantity], { placeholder: "1", numberAsText: true })),
  qualifiedName: once(() => text([NOT_BLANK, RULES.qualifiedName], { placeholder: "placeholder" })),
  labelValue: once(() => text([RULES.labelValue], { placeholder: "placeholder" })),
  port: once(() => know(z.int().check(z.minimum(1), z.maximum(65535)), { placeholder: 1 })),
  nodePort: once(() =>
    know(z.int().check(z.minimum(30000), z.maximum(32767)), { placeholder: 30000, rangeCode: "CLP2020" }),
  ),
  positive: once(() => know(z.int().check(z.minimum(1)), { placeholder: 1 })),
  natural: once(() => know(z.int().check(z.minimum(0)), { placeholder: 0 })),
  /** A Rust u32. */
  u32: once(() => know(z.int().check(z.minimum(0), z.maximum(4294967295)), { placeholder: 0 })),
  positiveNumber: once(() => know(z.number().check(z.positive()), { placeholder: 1 })),
  flag: once(() => know(z.boolean(), { placeholder: false })),
} as const;
