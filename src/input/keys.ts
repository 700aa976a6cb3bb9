/** Every key of the inputs, written or not: what `explain` is asked about. */
import { createReporter } from "../base/diagnostic.ts";
import type { InputKey, KeyValue } from "../base/input-key.ts";
import { type DocPath, type FileId, formatPath, type Origin } from "../base/origin.ts";
import { pick } from "../base/typed.ts";
import { type Inputs, readInputs } from "./inputs.ts";
import { configSchema } from "./schema/config.ts";
import { credentialsSchema } from "./schema/credentials.ts";
import { type KeySchema, type ObjectSchema, tagOf } from "./schema/key-schema.ts";
import { siteSchema } from "./schema/site.ts";
import type { Sources } from "./source.ts";

/** Every key that the inputs have or could have, with its value and origin. */
export function inputKeys(sources: Sources): readonly InputKey[] {
  return keysOf(readInputs(sources, createReporter()));
}

type Absence = NonNullable<InputKey["unless"]>;

/** What stands at a place of the typed inputs, or why nothing does. */
type Held = { readonly value: unknown; readonly origin: Origin } | { readonly unless: Absence | undefined };

/** The keys of config, credentials and site file, each section before what is in it, in the order of the schemas. */
function keysOf({ config, credentials, site, release }: Inputs): readonly InputKey[] {
  const found: InputKey[] = [];
  const known = new Set<string>();

  const visit = (
    file: FileId,
    schema: KeySchema,
    path: DocPath,
    spellings: readonly DocPath[],
    held: Held,
  ) => {
    const section = schema.kind === "object" || schema.kind === "union" || schema.kind === "record";
    const secret = schema.kind === "text" && schema.secret === true;
    const name = formatPath(path);
    if (path.length > 0 && !known.has(`${file}:${name}`)) {
      known.add(`${file}:${name}`);
      found.push({
        file,
        path,
        spellings,
        description: schema.description ?? "",
        section,
        secret,
        ...("unless" in held
          ? held.unless === undefined
            ? {}
            : { unless: held.unless }
          : {
              origin: held.origin,
              ...((secret && held.origin.kind !== "default") || (section && held.value !== null)
                ? {}
                : { value: held.value as KeyValue }),
            }),
      });
    }
    if (schema.kind === "object") visitObject(file, schema, path, held);
    else if (schema.kind === "union") {
      const type = typeOf(held);
      // The keys of the chosen type first; then those that only another type would have.
      const chosen = schema.branches.find((branch) => tagOf(branch) === type?.value) ?? schema.branches[0]!;
      visitObject(file, chosen, path, held);
      for (const branch of schema.branches) {
        if (branch === chosen) continue;
        const why = `it belongs to the type ${tagOf(branch)}`;
        const unless = type === undefined ? held : { unless: { why, origin: type.origin } };
        visitObject(file, branch, path, unless);
      }
    } else if (schema.kind === "record" && !("unless" in held) && isObject(held.value)) {
      for (const key of Object.keys(held.value).sort())
        visit(file, schema.of, [...path, key], [], pick(held.value, key));
    }
  };

  const visitObject = (file: FileId, { keys, spellings = {} }: ObjectSchema, path: DocPath, held: Held) => {
    const others = Object.entries(spellings);
    for (const [key, child] of keys) {
      const same = others.filter(([, meant]) => meant === key).map(([other]) => [...path, other]);
      visit(file, child, [...path, key], same, below(held, key, path));
    }
  };

  visit("config", configSchema(release), [], [], whole(config));
  visit("site", siteSchema(), [], [], whole(site));
  visit(
    "credentials",
    credentialsSchema(release),
    [],
    [],
    credentials === undefined ? { unless: undefined } : whole(credentials),
  );
  return found;
}

function whole(value: object): Held {
  return { value, origin: { kind: "constant", fact: "the file as a whole" } };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function typeOf(held: Held): { readonly value: unknown; readonly origin: Origin } | undefined {
  return "unless" in held || !isObject(held.value) ? undefined : pick(held.value, "type");
}

function below(held: Held, key: string, path: DocPath): Held {
  if ("unless" in held) return held;
  if (held.value === null) return { unless: { why: `${formatPath(path)} is null`, origin: held.origin } };
  return isObject(held.value) && key in held.value ? pick(held.value, key) : { unless: undefined };
}
