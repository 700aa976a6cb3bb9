/** The inputs while they are made: keys with values, each of which knows what of the running deployment it comes from. */
import type { DocPath, FileId, SourceSpan } from "../base/origin.ts";
import type { Release } from "../clp/releases/releases.ts";
import { schemasAt } from "../input/schema/at-path.ts";
import { configSchema } from "../input/schema/config.ts";
import { credentialsSchema } from "../input/schema/credentials.ts";
import type { KeySchema } from "../input/schema/key-schema.ts";
import { siteSchema } from "../input/schema/site.ts";
import type { Sources } from "../input/source.ts";
import { isPlainMap, keyOf, laidOver, type Plain } from "./plain.ts";

/** A key of an input with its value. */
export interface Assignment {
  readonly file: FileId;
  readonly path: DocPath;
  readonly value: Plain;
  readonly from: Cause;
}

/** Why a key is written: a value of what runs, and where that stands. */
export interface Cause {
  /** As people know it: `clpConfig.webui.port`. */
  readonly name: string;
  /** Undefined where nobody wrote it: it is a default of what runs. */
  readonly span: SourceSpan | undefined;
  /** True for what CLP itself wrote down, where other values are made of it. */
  readonly certain?: true;
  /** True for what is no value: the name says it all. */
  readonly fact?: true;
}

/** By file and path, in the order in which they were made. */
export type Draft = ReadonlyMap<string, Assignment>;

export function draftKey({ file, path }: Pick<Assignment, "file" | "path">): string {
  return `${file} ${keyOf(path)}`;
}

/** The nested mapping of one input. */
export function inputOf(draft: Draft, file: FileId): { [key: string]: Plain } {
  const whole: { [key: string]: Plain } = {};
  const own = [...draft.values()].filter((one) => one.file === file);
  // A section comes before what stands in it.
  for (const { path, value } of own.sort((a, b) => a.path.length - b.path.length)) {
    let holder = whole;
    for (const step of path.slice(0, -1)) {
      if (!isPlainMap(holder[step])) holder[step] = {};
      holder = holder[step] as typeof whole;
    }
    holder[path.at(-1)!] = structuredClone(value) as Plain;
  }
  return whole;
}

/**
 * The inputs as the compiler takes them: JSON is YAML.
 *
 * @param credentials below those of the draft
 */
export function sourcesOf(draft: Draft, credentials: Plain): Sources {
  const source = (name: FileId, below: Plain = {}) => ({
    name,
    content: JSON.stringify(laidOver(below, inputOf(draft, name))),
  });
  return { config: source("config"), site: source("site"), credentials: source("credentials", credentials) };
}

/** The schema of a key in an input of a release; undefined where it has no such key. */
export function schemaAt(release: Release, file: FileId, path: DocPath): KeySchema | undefined {
  const root = { config: configSchema(release), credentials: credentialsSchema(release), site: siteSchema() }[
    file
  ];
  return schemasAt(root, path).find(({ kind }) => kind !== "null");
}

/** A value as a key takes it: Helm and Compose write numbers as digits, too. */
export function asKeyTakes(schema: KeySchema | undefined, value: Plain): Plain {
  if (
    schema?.kind === "number" &&
    typeof value === "string" &&
    value.trim() !== "" &&
    Number.isFinite(Number(value))
  )
    return Number(value);
  if (schema?.kind === "flag" && (value === "true" || value === "false")) return value === "true";
  // The chart's list of what it runs has Presto in it, which CLP's own does not know.
  if (schema?.kind === "list" && schema.of.kind === "choice" && Array.isArray(value)) {
    const { values } = schema.of;
    return value.filter((one) => values.includes(String(one)));
  }
  if ((schema?.kind === "text" || schema?.kind === "choice") && typeof value === "number")
    return String(value);
  return value;
}
