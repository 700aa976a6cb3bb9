/** A key of an input, or a section with all below it. */
import type { InputKey } from "../base/input-key.ts";
import { type DocPath, type FileId, formatPath, type Origin } from "../base/origin.ts";
import { keysOfSecrets } from "./cluster-secret.ts";
import { type Answer, type Asked, because, type Explanation } from "./explanation.ts";

export function explainKey(asked: Asked, what: string): Answer | undefined {
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

export function explainLeaf(asked: Asked, key: InputKey, others: readonly FileId[]): Explanation {
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

export function explainSection(asked: Asked, section: InputKey, others: readonly FileId[]): Explanation {
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

export function shown({ value, secret, origin }: InputKey): string {
  const text = secret && value === undefined ? "(a secret)" : JSON.stringify(value);
  return origin?.kind === "default" ? `${text}, by default` : text;
}
