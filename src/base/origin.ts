/**
 * Where a value comes from. Every value that a later stage may complain about or explain carries an
 * {@link Origin}: this is what `explain`, `check` and `plan` stand on.
 */

/** The three input files. */
export type FileId = "config" | "credentials" | "site";

/** A kind of file that is read by a schema: an input, or the project file that names the inputs of deployments. */
export type SchemaId = FileId | "project";

/** A kind of file: one of these, or what says how a deployment runs already, of which inputs are made. */
export type DocumentId = SchemaId | "running";

/** A file of a run: one of these, or a layer over the config or the site file, from 1. */
export type LayerId = DocumentId | `config.${number}` | `site.${number}`;

/** Something of each file of the inputs that there is. */
export type ByLayer<T> = { readonly [File in DocumentId]?: T } & {
  readonly [Layer in Exclude<LayerId, DocumentId>]: T;
};

/** Which kind a file is, or is a layer of. */
export function fileOf(layer: LayerId): DocumentId {
  return layer.replace(/\..*$/, "") as DocumentId;
}

/** The place of a file among the layers of its input: 0 for the first. */
export function layerOf(layer: LayerId): number {
  return Number(layer.split(".")[1] ?? 0);
}

const FILE_ORDER: Readonly<Record<DocumentId, number>> = {
  project: 0,
  config: 1,
  credentials: 2,
  site: 3,
  running: 4,
};

/** The order in which people know the files of a run: by their kinds, each before the layers over it. */
export function compareLayers(a: LayerId, b: LayerId): number {
  return FILE_ORDER[fileOf(a)] - FILE_ORDER[fileOf(b)] || layerOf(a) - layerOf(b);
}

/** A path in a document, as an array: keys may hold dots. */
export type DocPath = readonly (string | number)[];

/** Half-open range of UTF-16 offsets. Line and column are computed only when something is printed. */
export interface SourceSpan {
  readonly file: LayerId;
  readonly start: number;
  readonly end: number;
}

/** Why a value is what it is: it was written, or it is a default, a fact, or made of others. */
export type Origin =
  /** Written by a person at this place. */
  | {
      readonly kind: "source";
      readonly path: DocPath;
      readonly span: SourceSpan;
      /** Where earlier layers have another value, which does not count; the last of them first. */
      readonly overrules?: readonly SourceSpan[];
      /** Of a mapping: where earlier layers have other parts of it. */
      readonly joins?: readonly SourceSpan[];
    }
  /** Not written: the default of the key, with the rule that gives it. */
  | { readonly kind: "default"; readonly file: SchemaId; readonly path: DocPath; readonly rule: string }
  /** Written, and wrong: the value is a placeholder, and findings about it are suppressed. */
  | { readonly kind: "invalid"; readonly path: DocPath; readonly span: SourceSpan | undefined }
  /** A credential given by an environment variable. */
  | { readonly kind: "environment"; readonly variable: string; readonly path: DocPath }
  /** A fact about CLP or about a target, which no input changes. */
  | { readonly kind: "constant"; readonly fact: string }
  /** Made by a rule of the compiler from other values. */
  | { readonly kind: "derived"; readonly rule: string; readonly from: readonly Origin[] };

/** A value together with where it comes from. A scalar with its origin is a leaf of a tree as it stands. */
export interface Sourced<T> {
  readonly kind: "sourced";
  readonly value: T;
  readonly origin: Origin;
}

/** Joins a value with its origin. */
export function sourced<T>(value: T, origin: Origin): Sourced<T> {
  return { kind: "sourced", value, origin };
}

export function isSourced(candidate: unknown): candidate is Sourced<unknown> {
  return (
    typeof candidate === "object" && candidate !== null && "kind" in candidate && candidate.kind === "sourced"
  );
}

/** A fact that no input changes. `fact` is one sentence that a user may read. */
export function constant(fact: string): Origin {
  return { kind: "constant", fact };
}

/** A value that a rule makes of others. `rule` is one phrase that a user may read. */
export function derived(rule: string, ...from: readonly Origin[]): Origin {
  return { kind: "derived", rule, from };
}

/** Applies a function to a sourced value; the result says by which rule it was made. */
export function map<T, U>(from: Sourced<T>, rule: string, change: (value: T) => U): Sourced<U> {
  return sourced(change(from.value), derived(rule, from.origin));
}

/** The origins at the ends of a chain: sources, defaults, environment, constants; each once, in order. */
export function roots(origin: Origin): readonly Exclude<Origin, { kind: "derived" }>[] {
  const found = new Set<Exclude<Origin, { kind: "derived" }>>();
  const visit = (one: Origin): void => {
    if (one.kind === "derived") for (const from of one.from) visit(from);
    else found.add(one);
  };
  visit(origin);
  return [...found];
}

/** True where any value that this one was made of is a placeholder for a wrong one. */
export function isInvalid(origin: Origin): boolean {
  return roots(origin).some((root) => root.kind === "invalid");
}

/** `webui.port`, `bundled[2]`; keys that are no plain words are quoted. */
export function formatPath(path: DocPath): string {
  let text = "";
  for (const step of path) text = pathBelow(text, step);
  return text;
}

/** One step further than a path that is written already. */
export function pathBelow(path: string, step: string | number): string {
  if (typeof step === "number") return `${path}[${step}]`;
  if (!/^[\w-]+$/.test(step)) return `${path}[${JSON.stringify(step)}]`;
  return path === "" ? step : `${path}.${step}`;
}
