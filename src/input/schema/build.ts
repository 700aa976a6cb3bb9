/**
 * The vocabulary in which the three schemas are written: a key is described where it is defined, and
 * the reader, the published JSON Schema and the messages follow from that.
 */
import * as z from "zod/mini";
import type { Code } from "../../base/codes.ts";

export type Schema = z.core.$ZodType;

/** What a number counts. */
export type Unit = "bytes" | "milliseconds" | "seconds" | "minutes";

/** What people are told about a key; it goes into the published JSON Schema. */
export interface Documentation {
  readonly description: string;
  /** For messages: the unit to which a number with another unit is converted. */
  readonly unit?: Unit;
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

const WRAPPERS: ReadonlySet<string> = new Set(["default", "prefault", "optional", "nullable", "lazy"]);

/** Describes a key. */
export function key<T extends Schema>(
  schema: T,
  description: string,
  more: Omit<Documentation, "description"> = {},
): T {
  let own = schema;
  // What is no wrapper may be shared with other keys.
  if (!WRAPPERS.has(schema._zod.def.type)) {
    own = z.clone(schema);
    const known = facts.get(schema);
    if (known !== undefined) {
      const { id: _, ...others } = known;
      facts.set(own, others);
    }
  }
  documentation.set(own, { description, ...more });
  return own;
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

/** A string with a syntax. */
function text(rules: readonly Rule[], more: Facts = {}) {
  return know(z.string().check(...rules.map(({ pattern }) => z.regex(pattern))), { ...more, rules });
}

/** As {@link text}; outer white space is stripped, as CLP v0.9.0 does with its non-empty strings. */
function stripped(rules: readonly Rule[], more: Facts = {}) {
  const checks = rules.map(({ pattern }) => z.regex(pattern));
  return know(z.string().check(...checks, z.trim()), { ...more, rules });
}

/** `core` with outer white space, which is stripped after the check. */
function padded(core: RegExp): RegExp {
  return new RegExp(`^\\s*(?:${core.source})\\s*$`, "u");
}

// A lone surrogate is no character, and no UTF-8 file can carry it.
const VISIBLE: Rule = {
  code: "CLP2013",
  pattern: /^[^\p{Cc}\p{Cs}\p{Zl}\p{Zp}]*$/u,
  expected: "characters that a file name, a URL and a command can carry, so no control characters",
};
const CARRIED: Rule = {
  code: "CLP2013",
  pattern: /^[^\u0000\p{Cs}]*$/u,
  expected: "characters that an environment variable can carry, so no NUL character",
};
const NOT_BLANK: Rule = { code: "CLP2007", pattern: /\S/u, expected: "some text" };
const UNPADDED: Rule = {
  code: "CLP2014",
  pattern: /^(?!\s)[\s\S]*(?<!\s)$/u,
  expected: "no white space at the start or the end, which CLP would strip",
};

const OCTET = "(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])";
const IPV4 = new RegExp(`${OCTET}(?:\\.${OCTET}){3}`, "u");
const LABEL = "[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?";
// What looks like an address and is none is no name either: resolvers read `10.1` as 10.0.0.1.
const HOST = new RegExp(`${IPV4.source}|(?![0-9.]+\\s*$)${LABEL}(?:\\.${LABEL})*\\.?`, "u");
const DNS_LABEL = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?";

export const RULES = {
  host: {
    code: "CLP2016",
    pattern: HOST,
    expected: "a host name or an IPv4 address alone, such as localhost, db.example.com or 10.0.0.5",
  },
  ipv4: {
    code: "CLP2015",
    pattern: new RegExp(`^(?:${IPV4.source})$`, "u"),
    expected: "an IPv4 address such as 10.0.0.5",
  },
  hostKey: {
    code: "CLP2016",
    pattern: new RegExp(`^(?:${HOST.source})$`, "u"),
    expected: "a host name such as db.example.com",
  },
  keyPrefix: {
    code: "CLP2024",
    pattern: /\/\s*$/u,
    expected: "a prefix that ends with /, such as archives/",
  },
  absolute: { code: "CLP2021", pattern: /^\//u, expected: "an absolute path such as /opt/clp" },
  restartPolicy: {
    code: "CLP2017",
    pattern: /^(?:no|always|unless-stopped|on-failure(?::[1-9][0-9]*)?)$/u,
    expected: 'one of "no", "always", "unless-stopped", "on-failure", or "on-failure:N" with N of 1 or more',
  },
  quantity: {
    code: "CLP2018",
    pattern: /^\+?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[numkMGTPE]|[KMGTPE]i|[eE][+-]?[0-9]+)?$/u,
    expected: "a Kubernetes quantity such as 500m, 2 or 4Gi",
  },
  dnsLabel: {
    code: "CLP2019",
    pattern: new RegExp(`^${DNS_LABEL}$`, "u"),
    expected:
      "a name of at most 63 lower-case letters, digits and -, which starts and ends with a letter or digit",
  },
  dnsSubdomain: {
    code: "CLP2019",
    pattern: new RegExp(`^(?=.{1,253}$)${DNS_LABEL}(?:\\.${DNS_LABEL})*$`, "u"),
    expected: "a name of lower-case letters, digits, - and ., which starts and ends with a letter or digit",
  },
  releaseName: {
    code: "CLP2019",
    pattern: /^(?=.{1,53}$)[a-z](?:[a-z0-9-]*[a-z0-9])?$/u,
    expected:
      "a name of at most 53 lower-case letters, digits and -, which starts with a letter and ends with a letter or digit",
  },
  projectName: {
    code: "CLP2023",
    pattern: /^[a-z0-9][a-z0-9_-]*$/u,
    expected: "lower-case letters, digits, _ and -, the first a letter or digit",
  },
  word: {
    code: "CLP2025",
    pattern: /^[A-Za-z0-9](?:[A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$/u,
    expected: "one word of at most 63 letters, digits, _, . and -",
  },
  qualifiedName: {
    code: "CLP2026",
    pattern: new RegExp(
      `^(?:${DNS_LABEL}(?:\\.${DNS_LABEL})*/)?[A-Za-z0-9](?:[A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$`,
      "u",
    ),
    expected: "a name as Kubernetes labels have it, such as disktype or example.com/disktype",
  },
  labelValue: {
    code: "CLP2026",
    pattern: /^(?:[A-Za-z0-9](?:[A-Za-z0-9._-]{0,61}[A-Za-z0-9])?)?$/u,
    expected: "at most 63 letters, digits, _, . and -, the first and the last a letter or digit",
  },
} as const satisfies Record<string, Rule>;

/** The leaves. Each is built once, however many keys share it. */
export const leaves = {
  /** Not empty; outer white space is stripped. */
  text: once(() => stripped([NOT_BLANK, VISIBLE], { placeholder: "placeholder" })),
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
    stripped([NOT_BLANK, VISIBLE, { ...RULES.host, pattern: padded(HOST) }], { placeholder: "localhost" }),
  ),
  path: once(() => text([NOT_BLANK, VISIBLE], { placeholder: "placeholder", words: "a path" })),
  absolutePath: once(() => text([NOT_BLANK, VISIBLE, RULES.absolute], { placeholder: "/placeholder" })),
  keyPrefix: once(() => stripped([NOT_BLANK, VISIBLE, RULES.keyPrefix], { placeholder: "placeholder/" })),
  endpoint: once(() => text([VISIBLE])),
  ruled: (rule: Rule, placeholder?: string) => text([NOT_BLANK, rule], { placeholder }),
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
