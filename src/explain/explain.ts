/**
 * Where a value comes from, and where it goes: answers for a variable of `.env`, a key of an input, a
 * component, a Secret of the cluster, or a line of an emitted file. Everything is read off the origins that values carry from
 * the inputs through the model and the backends to the lines; no text is searched.
 */
import type { Diagnostic } from "../base/diagnostic.ts";
import type { InputKey, KeyValue } from "../base/input-key.ts";
import { type DocPath, type FileId, formatPath, type Origin } from "../base/origin.ts";
import type { SourceTexts } from "../base/source-text.ts";
import { nearAll } from "../base/suggest.ts";
import type { EmittedFile } from "../model/emitted-file.ts";
import type { DeploymentModel } from "../model/model.ts";
import { type ClusterSecrets, describeClusterSecret, keysOfSecrets } from "./cluster-secret.ts";
import { describeAbsent, describeComponent } from "./component.ts";
import { describeHost } from "./describe-host.ts";
import { readInputLine } from "./input-line.ts";
import { type EmittedPlace, indexOrigins, type OriginIndex } from "./origin-index.ts";
import { different, type Reason, type Root, reasonOf, rootsOf } from "./reason.ts";
import { createSecrecy, type Secrecy } from "./secrecy.ts";

/** What of a compilation is asked. */
export interface Explainable {
  readonly model?: DeploymentModel;
  readonly files: readonly EmittedFile[];
  readonly secretPaths: readonly { readonly path: string }[];
  readonly backends: readonly string[];
  readonly texts: SourceTexts;
  readonly diagnostics: readonly Diagnostic[];
}

/** Where something comes from, and every line that it reaches. */
export interface Explanation {
  readonly kind: "variable" | "key" | "component" | "host" | "secret" | "line";
  /** What was asked about, by its full name. */
  readonly name: string;
  /** What that is, in a few words. */
  readonly title: string;
  /** Absent for a secret, and for what has no one value. */
  readonly value?: KeyValue;
  readonly secret: boolean;
  readonly because: readonly Reason[];
  /** The ends of `because`. */
  readonly origins: readonly Root[];
  /** The lines of emitted files that come from it, by file and line. */
  readonly reaches: readonly EmittedPlace[];
  /** More that is known of it: label and text. */
  readonly facts: readonly (readonly [label: string, text: string])[];
  readonly notes: readonly string[];
}

/** An explanation, or that nothing of that name is known, with a suggestion. */
export type Answer =
  | { readonly kind: "explained"; readonly explanation: Explanation }
  | { readonly kind: "unknown"; readonly message: string; readonly help?: string };

interface Asked {
  readonly compilation: Explainable;
  readonly model: DeploymentModel;
  readonly keys: readonly InputKey[];
  readonly index: OriginIndex;
  readonly secrecy: Secrecy;
  readonly targets: Targets;
}

/** What targets make of the model; asked for where an answer needs it. */
export interface Targets {
  /** True where Docker Compose takes secrets from its environment, and no file has them. */
  readonly secretsInEnvironment: () => boolean;
  /** Undefined where no manifests are emitted. */
  readonly clusterSecrets: () => ClusterSecrets | undefined;
}

/**
 * A function that answers questions about one compilation that succeeded, with all keys of its inputs, and
 * with what its targets make of them.
 */
export function explainCompilation(
  compilation: Explainable,
  keys: readonly InputKey[],
  targets: Targets,
): (what: string) => Answer {
  const { model, files } = compilation;
  if (model === undefined) throw new Error("there is nothing to explain: the inputs were not compiled");
  const asked: Asked = {
    compilation,
    model,
    keys,
    index: indexOrigins(files),
    secrecy: createSecrecy(model, files),
    targets,
  };
  return (what) =>
    explainLine(asked, what) ??
    explainVariable(asked, what) ??
    explainHost(asked, what) ??
    explainComponent(asked, what) ??
    explainKey(asked, what) ??
    explainClusterSecret(asked, what) ??
    unknown(asked, what);
}

/** The parts of an explanation that follow from origins. */
function because(
  { compilation, index }: Asked,
  origins: readonly Origin[],
): Pick<Explanation, "because" | "origins" | "reaches"> {
  const reasons = different(origins.map((origin) => reasonOf(origin, compilation.texts)));
  return { because: reasons, origins: rootsOf(reasons), reaches: index.linesFrom(origins) };
}

// ---------------------------------------------------------------------------------------------
// A line of an emitted file.

const PLACE = /^(?<file>.+?):(?<line>\d+)(?::\d+)?$/;

function explainLine(asked: Asked, what: string): Answer | undefined {
  const groups = PLACE.exec(what)?.groups;
  if (groups === undefined) return undefined;
  const { files, secretPaths } = asked.compilation;
  const path = groups["file"]!;
  const number = Number(groups["line"]);
  const file = files.find((one) => one.path === path);
  if (file === undefined) {
    const input = explainInputLine(asked, path, number);
    if (input !== undefined) return input;
    if (secretPaths.some((one) => one.path === path)) {
      return {
        kind: "unknown",
        message: `Cannot explain a line of ${path}: it holds secrets, and no credentials were given`,
        help: "Give credentials, or ask about a public file, such as compose/.env.example",
      };
    }
    const near = nearAll(
      path,
      files.map((one) => one.path),
    )[0];
    return {
      kind: "unknown",
      message: `Cannot explain "${what}": no file ${path} is emitted`,
      ...(near === undefined ? {} : { help: `Did you mean ${near}:${number}?` }),
    };
  }
  const origins = file.origins[number - 1];
  if (origins === undefined) {
    return {
      kind: "unknown",
      message: `Cannot explain line ${number} of ${path}: it has ${file.origins.length} lines`,
    };
  }
  const text = asked.secrecy.textOf(file, number);
  // What only belongs to the package leads to no other line that could be of interest.
  const telling = origins.filter((origin) => !isFact(origin));
  const reasons = because(asked, origins);
  const components = file.components?.[number - 1] ?? [];
  return {
    kind: "explained",
    explanation: {
      kind: "line",
      name: `${path}:${number}`,
      title: "",
      ...(text === undefined ? {} : { value: text.trim() }),
      secret: text === undefined,
      ...reasons,
      reaches: telling.length > 0 ? asked.index.linesFrom(telling) : [{ file: path, line: number }],
      facts: components.length === 0 ? [] : [["About", components.join(", ")]],
      notes: [],
    },
  };
}

/** A line of an input: of one key its explanation, of several what they reach together. */
function explainInputLine(asked: Asked, name: string, number: number): Answer | undefined {
  const source = Object.values(asked.compilation.texts).find((one) => one?.name === name);
  if (source === undefined) return undefined;
  const line = readInputLine(source, number, asked.keys);
  if (line.kind === "nothing") {
    const { reason, help } = line;
    const message = `Cannot explain line ${number} of ${name}: ${reason}`;
    return { kind: "unknown", message, ...(help === undefined ? {} : { help }) };
  }
  const { keys } = line;
  if (keys.length === 1) {
    const key = keys[0]!;
    const explanation = key.section ? explainSection(asked, key, []) : explainLeaf(asked, key, []);
    return { kind: "explained", explanation };
  }
  return {
    kind: "explained",
    explanation: {
      kind: "key",
      name: `${name}:${number}`,
      title: `a line with ${keys.length} keys`,
      secret: false,
      ...because(
        asked,
        keys.flatMap(({ origin }) => origin ?? []),
      ),
      facts: keys.map((key) => [formatPath(key.path), shown(key)]),
      notes: [],
    },
  };
}

function isFact(origin: Origin): boolean {
  return origin.kind === "constant" || (origin.kind === "derived" && origin.from.every(isFact));
}

// ---------------------------------------------------------------------------------------------
// A variable of `.env`.

function explainVariable(asked: Asked, what: string): Answer | undefined {
  const { model } = asked;
  const setting = model.settings.find(({ variable }) => variable === what);
  if (setting !== undefined) {
    const { value, origin } = setting.value;
    return {
      kind: "explained",
      explanation: {
        kind: "variable",
        name: what,
        title: "a variable of .env",
        value: String(value),
        secret: false,
        ...because(asked, [origin]),
        facts: [],
        notes: [
          setting.overridable
            ? "One host may set it to something else: docker-compose.yaml has this value as the variable's default."
            : "For CLP's own tools alone: docker-compose.yaml has the value itself, and does not read the variable.",
        ],
      },
    };
  }
  const secret = model.secrets.find((one) => one.variable === what || one.encodedVariable === what);
  if (secret === undefined) return undefined;
  const encoded = secret.encodedVariable === what;
  const inEnvironment = asked.targets.secretsInEnvironment();
  return {
    kind: "explained",
    explanation: {
      kind: "variable",
      name: what,
      title: `a secret in ${inEnvironment ? "the environment" : ".env"}: ${secret.title}${encoded ? ", percent-encoded for URLs" : ""}`,
      secret: true,
      ...because(asked, [secret.origin]),
      facts: [],
      notes: inEnvironment
        ? [
            "No file has it: every docker compose command needs it in its environment. `clp-compile secrets` prints it for a program that keeps it.",
          ]
        : [],
    },
  };
}

// ---------------------------------------------------------------------------------------------
// A component.

function explainComponent(asked: Asked, what: string): Answer | undefined {
  const { model, compilation, keys } = asked;
  const prefixed = what.startsWith("component:");
  const name = prefixed ? what.slice("component:".length) : what;
  const isIt = (one: { readonly id: string; readonly name: string }): boolean => one.id === name;
  const isNamedSo = (one: { readonly id: string; readonly name: string }): boolean => one.name === name;
  const component = model.components.find(isIt) ?? model.components.find(isNamedSo);
  const absent =
    component === undefined ? (model.absent.find(isIt) ?? model.absent.find(isNamedSo)) : undefined;
  const found = component ?? absent;
  if (found === undefined) return undefined;
  const section = keys.find(({ file, path }) => file === "config" && formatPath(path) === name);
  const reaches = compilation.files.flatMap(({ path, components = [] }) =>
    components.flatMap((ids, index) => (ids.includes(found.id) ? [{ file: path, line: index + 1 }] : [])),
  );
  return {
    kind: "explained",
    explanation: {
      kind: "component",
      name: found.id,
      value: component?.kind ?? "absent",
      secret: false,
      ...because(asked, [found.origin]),
      ...(component === undefined ? describeAbsent(found) : describeComponent(model, component)),
      reaches,
      notes:
        section === undefined || prefixed
          ? []
          : [`The section ${name} of the config is another matter: ask about config:${name}.`],
    },
  };
}

// ---------------------------------------------------------------------------------------------
// A host of several.

function explainHost(asked: Asked, what: string): Answer | undefined {
  const { model, compilation } = asked;
  const prefixed = what.startsWith("host:");
  const name = prefixed ? what.slice("host:".length) : what;
  const host = model.hosts?.find((one) => one.name.value === name);
  if (host === undefined) return undefined;
  const component = model.components.some((one) => one.id === name || one.name === name);
  return {
    kind: "explained",
    explanation: {
      kind: "host",
      name,
      value: host.address.value,
      secret: false,
      ...because(asked, [host.name.origin, host.address.origin]),
      ...describeHost(model, host, compilation),
      notes:
        component && !prefixed
          ? [`The component ${name} is another matter: ask about component:${name}.`]
          : [],
    },
  };
}

// ---------------------------------------------------------------------------------------------
// A Secret of the cluster.

function explainClusterSecret(asked: Asked, what: string): Answer | undefined {
  const all = asked.targets.clusterSecrets();
  const name = what.startsWith("secret:") ? what.slice("secret:".length) : what;
  const secret = all?.secrets.find((one) => one.name.value === name);
  if (all === undefined || secret === undefined) return undefined;
  return {
    kind: "explained",
    explanation: {
      kind: "secret",
      name,
      secret: false,
      ...because(asked, [secret.name.origin, all.from.origin]),
      reaches: asked.index.linesOf(secret.name.origin),
      ...describeClusterSecret(all, secret),
      notes: [],
    },
  };
}

// ---------------------------------------------------------------------------------------------
// A key of an input.

function explainKey(asked: Asked, what: string): Answer | undefined {
  const match = /^(config|credentials|site):(.+)$/.exec(what);
  const name = match?.[2] ?? what;
  const found = asked.keys.filter(
    (key) =>
      (match === null || key.file === match[1]) &&
      [key.path, ...key.spellings].some((path) => formatPath(path) === name || path.join(".") === name),
  );
  // Where the config has a secret that the credentials overrule, these are what counts.
  const key = found.find((one) => one.file === "credentials" && !one.section) ?? found[0];
  if (key === undefined) return undefined;
  const others = found.filter((one) => one !== key).map(({ file }) => file);
  return {
    kind: "explained",
    explanation: key.section ? explainSection(asked, key, others) : explainLeaf(asked, key, others),
  };
}

function titleOf({ file, section }: InputKey): string {
  return `a ${section ? "section" : "key"} of the ${file === "site" ? "site file" : file}`;
}

/** What there is to say of a key besides its value. */
function notesOn(
  { compilation, model, index }: Asked,
  key: InputKey,
  origins: readonly Origin[],
  others: readonly FileId[],
): string[] {
  const name = formatPath(key.path);
  const notes: string[] = [];
  if (key.unless !== undefined) notes.push(`It has no place here: ${key.unless.why}.`);
  else if (key.origin === undefined && key.file === "credentials") notes.push("No credentials were given.");
  else if (key.origin === undefined) notes.push("It is not written, and has no default.");
  else {
    const decides = [
      ...model.components
        .filter(({ origin }) => origins.some((one) => index.comesFrom([origin], one)))
        .map(({ id }) => `${id} is there`),
      ...model.absent
        .filter(({ origin }) => origins.some((one) => index.comesFrom([origin], one)))
        .map(({ id }) => `${id} is not there`),
    ];
    if (decides.length > 0) notes.push(`It has a say in who runs: ${decides.join(", ")}.`);
    else if (index.linesFrom(origins).length === 0)
      notes.push(
        `It has no effect: no line of what is emitted here (${compilation.backends.join(", ")}) comes from it.`,
      );
  }
  for (const { code, message, path, severity } of compilation.diagnostics)
    if (formatPath(path) === name && severity !== "error") notes.push(`${code}: ${message}.`);
  for (const file of others)
    notes.push(`The ${file === "site" ? "site file" : file} has a ${name}, too: ask about ${file}:${name}.`);
  return notes;
}

function explainLeaf(asked: Asked, key: InputKey, others: readonly FileId[]): Explanation {
  const origins = key.origin === undefined ? [] : [key.origin];
  const reasons = because(
    asked,
    key.origin === undefined && key.unless !== undefined ? [key.unless.origin] : origins,
  );
  return {
    kind: "key",
    name: formatPath(key.path),
    title: titleOf(key),
    ...(key.value === undefined ? {} : { value: key.value }),
    secret: key.secret && key.value === undefined,
    ...reasons,
    ...(key.origin === undefined ? { reaches: [] } : {}),
    facts: [["Meaning", key.description]],
    notes: notesOn(asked, key, origins, others),
  };
}

function explainSection(asked: Asked, section: InputKey, others: readonly FileId[]): Explanation {
  const { keys } = asked;
  const within = keys.filter(
    ({ file, path }) =>
      file === section.file &&
      path.length > section.path.length &&
      section.path.every((step, index) => step === path[index]),
  );
  const leaves = within
    .filter((key) => !key.section || key.value === null)
    .filter(({ origin }) => origin !== undefined);
  const origins = [section, ...leaves].flatMap(({ origin }) => (origin === undefined ? [] : [origin]));
  const written = origins.filter(({ kind }) => kind === "source");
  const reasons = because(asked, written.length > 0 ? written : origins.slice(0, 1));
  const reaches = asked.index.linesFrom(origins);
  const clusterSecrets = section.file === "site" ? asked.targets.clusterSecrets() : undefined;
  const isOfSecrets = isSamePath(section.path, clusterSecrets?.section);
  return {
    kind: "key",
    name: formatPath(section.path),
    title: titleOf(section),
    ...(section.value === undefined ? {} : { value: section.value }),
    secret: false,
    ...(section.origin === undefined && section.unless !== undefined
      ? because(asked, [section.unless.origin])
      : reasons),
    reaches,
    facts: [
      ["Meaning", section.description],
      ...leaves.map((leaf) => [formatPath(leaf.path.slice(section.path.length)), shown(leaf)] as const),
      ...(clusterSecrets === undefined || !isOfSecrets ? [] : keysOfSecrets(clusterSecrets)),
    ],
    notes: notesOn(asked, section, origins, others),
  };
}

function isSamePath(one: DocPath, other: DocPath | undefined): boolean {
  return one.length === other?.length && one.every((step, index) => step === other[index]);
}

function shown({ value, secret, origin }: InputKey): string {
  const text = secret && value === undefined ? "(a secret)" : JSON.stringify(value);
  return origin?.kind === "default" ? `${text}, by default` : text;
}

// ---------------------------------------------------------------------------------------------
// Nothing of that name.

function unknown({ model, keys }: Asked, what: string): Answer {
  const names = [
    ...model.settings.map(({ variable }) => variable),
    ...model.secrets.flatMap(({ variable, encodedVariable }) =>
      [variable, encodedVariable].filter((one) => one !== undefined),
    ),
    ...model.components.flatMap(({ id, name }) => [id, name]),
    ...model.absent.flatMap(({ id, name }) => [id, name]),
    ...(model.hosts ?? []).map(({ name }) => name.value),
    ...keys.map(({ path }) => formatPath(path)),
    ...keys.map(({ file, path }) => `${file}:${formatPath(path)}`),
  ];
  // A last step alone is what people remember of a key: "rate_limit".
  const lastSteps = new Set(nearAll(what, new Set(keys.map(({ path }) => String(path.at(-1))))).slice(0, 1));
  const ends = keys
    .filter(({ path }) => path.length > 1 && lastSteps.has(String(path.at(-1))))
    .map(({ path }) => formatPath(path));
  const near = [...new Set([...nearAll(what, names), ...ends])].slice(0, 3);
  const help =
    near.length > 0
      ? `Did you mean ${near.join(" or ")}?`
      : "Ask about a variable of .env (CLP_WEBUI_PORT), a key (webui.port), a component (reducer), a host, a Secret of the cluster (clp-database), a code (CLP6101), or FILE:LINE of an input or an emitted file";
  return { kind: "unknown", message: `Cannot explain "${what}": nothing has that name`, help };
}
