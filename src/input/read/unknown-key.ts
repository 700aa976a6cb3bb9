/** What to say of a key that is not known where it stands, and of a word that is none of those allowed. */

import type { Edit, ReportOptions } from "../../base/diagnostic.ts";
import { type DocPath, formatPath, type SchemaId, type SourceSpan } from "../../base/origin.ts";
import { nameOfCharacter, quoteValue } from "../../base/printable.ts";
import { shell } from "../../base/shell.ts";
import { expansionsOf, isSlip, nearAll, relatedAll, sameWord, slipsOf } from "../../base/suggest.ts";
import type { Release } from "../../clp/releases/releases.ts";
import type { Code } from "../../codes.ts";
import { elsewhere } from "../elsewhere.ts";
import { isPlainKey, type KnownPlace, placesIn, placesInAny } from "../known-keys.ts";
import { keyOfOtherRelease } from "../other-releases.ts";
import type { MapEntry } from "../yaml/node.ts";

export interface UnknownKey {
  readonly file: SchemaId;
  /** Undefined: of a file that is the same for all releases of CLP. */
  readonly release: Release | undefined;
  /** Of the mapping that holds it. */
  readonly path: DocPath;
  readonly entry: MapEntry;
  readonly allowed: readonly string[];
  /** Those of the allowed keys that are not there yet. */
  readonly free: readonly string[];
  /** Those of them that must be there. */
  readonly missing: readonly string[];
  /** True where null may stand in place of the mapping. */
  readonly nullable: boolean;
  /** True where the key may be a secret in the wrong place. */
  readonly secret: boolean;
  /** False where so much is wrong that suggestions only take time. */
  readonly suggest: boolean;
}

export interface SaidOfKey {
  readonly code: Code;
  readonly message: string;
  readonly options: ReportOptions;
  /** True where the message names the key. */
  readonly quoted: boolean;
  /** The key that was certainly meant. */
  readonly meant?: string | undefined;
  /** Keys of which one was probably meant: nothing is said of their absence. */
  readonly maybe: readonly string[];
}

/** What people call sections and engines by the program in them, or for short. */
const NICKNAMES: Readonly<Record<string, string>> = {
  mongo: "results_cache",
  mongodb: "results_cache",
  rabbitmq: "queue",
  broker: "queue",
  mysql: "database",
  mariadb: "database",
  db: "database",
  path: "directory",
  folder: "directory",
  // The two kinds of package that CLP is released as.
  "clp-json": "clp-s",
  "clp-text": "clp",
};

function nicknameOf(word: string): string | undefined {
  const lower = word.toLowerCase();
  return Object.hasOwn(NICKNAMES, lower) ? NICKNAMES[lower] : undefined;
}

const SCHEMAS: Readonly<Record<SchemaId, string>> = {
  config: "clp-config",
  credentials: "credentials",
  site: "clp-site",
  project: "project",
};
const FILES: Readonly<Record<SchemaId, string>> = {
  config: "clp-config.yaml",
  credentials: "the credentials file",
  site: "the site file, clp-site.yaml",
  project: "the project file, clp-compile.yaml",
};

/** What is said of a key that is not known where it stands. The first that knows the mistake says it. */
export function explainUnknownKey(unknown: UnknownKey): SaidOfKey {
  const clues = cluesOf(unknown);
  for (const guess of unknown.suggest ? GUESSES : [otherReleaseKey]) {
    const said = guess(clues);
    if (said !== undefined) return said;
  }
  return say(
    clues,
    clues.shown,
    unknown.suggest ? { help: allowedHere(unknown), notes: hiddenIn(clues) } : {},
  );
}

/** What is known of an unknown key. */
interface Clues extends UnknownKey {
  readonly key: string;
  /** ` in database`; nothing at the outermost level. */
  readonly inside: string;
  /** True where the key may be quoted: what is only made of the words of keys is none of the secrets. */
  readonly shown: boolean;
  /** Where a key of this very name belongs. */
  readonly places: readonly KnownPlace[];
  /** Where the keys of all files belong. */
  readonly everywhere: ReadonlyMap<string, readonly KnownPlace[]>;
  /** Which of some keys are like it. */
  readonly nearby: (key: string, keys: readonly string[]) => readonly string[];
}

function cluesOf(unknown: UnknownKey): Clues {
  const { file, release, path, entry, secret } = unknown;
  const { key } = entry;
  const everywhere = release === undefined ? placesInAny() : placesIn(release);
  return {
    ...unknown,
    key,
    inside: path.length === 0 ? "" : ` in ${formatPath(path)}`,
    shown: !secret || isPlainKey(key),
    // A password that no section of the config takes belongs to none of the credentials file either.
    everywhere,
    places: (everywhere.get(key) ?? []).filter(
      (one) => one.file !== "credentials" || file === "credentials" || path.length === 0,
    ),
    nearby: secret ? slipsOf : nearAll,
  };
}

interface Said {
  readonly help?: string;
  readonly notes?: readonly string[];
  readonly fix?: readonly Edit[];
  readonly meant?: string;
  readonly maybe?: readonly string[];
}

function say({ key, inside }: Clues, quoted: boolean, { meant, maybe = [], ...options }: Said): SaidOfKey {
  const message = `Unknown key${quoted ? ` ${quoteValue(key)}` : ""}${inside}`;
  return { code: "CLP2001", message, options, quoted, meant, maybe };
}

type Guess = (clues: Clues) => SaidOfKey | undefined;

/** A key of an earlier or a later release of CLP. */
const otherReleaseKey: Guess = ({ file, release, path, key, inside, free, entry }) => {
  if (file === "site" || file === "project" || release === undefined) return undefined;
  const other = keyOfOtherRelease(file, [...path, key], release);
  if (other === undefined) return undefined;
  const fix =
    other.rename !== undefined && free.includes(other.rename.key) && entry.value.aliasOf === undefined
      ? renamed(entry, other.rename)
      : undefined;
  return {
    code: "CLP2009",
    message: `Unknown key "${key}"${inside}: it ${other.what}`,
    options: { help: other.help, ...(fix === undefined ? {} : { fix }) },
    quoted: true,
    meant: fix !== undefined && other.rename?.value === "{value}" ? other.rename.key : undefined,
    maybe: other.rename === undefined ? (other.became ?? []) : [other.rename.key],
  };
};

/** A key that only holds a value for others to repeat: `base: &base {…}`. */
const holder: Guess = (clues) => {
  const { entry, key, free } = clues;
  if (entry.value.anchored !== true || entry.value.aliasOf !== undefined) return undefined;
  if (free.some((one) => isSlip(key, one))) return undefined;
  return say(clues, clues.shown, {
    help: "Put the anchor where its value is used first, and remove this key",
  });
};

/** `webui.port: 4000` */
const dotted: Guess = (clues) => {
  const path = clues.secret ? undefined : dottedPath(clues);
  return path === undefined
    ? undefined
    : say(clues, true, { help: `A point leads into no section: write ${path}` });
};

/** What CLP has, and not as a key: an image's tag, a variable of the package. */
const noKeyAtAll: Guess = (clues) => {
  const known = elsewhere(clues.file, clues.release, clues.path, clues.key);
  return known === undefined ? undefined : say(clues, true, { help: known.help });
};

const misspelt: Guess = (clues) => {
  const { file, path, entry, key, free, places, nearby } = clues;
  // A key that stands elsewhere by this very name is only meant as another if it is very near.
  const candidates = nearby(key, free).filter((one) => places.length === 0 || isSlip(key, one));
  const first = candidates[0];
  if (first === undefined) return undefined;
  // What differs in case and separators alone is no other key.
  const near = sameWord(key, first) ? [first] : candidates;
  const certain = near.length === 1 && (places.length === 0 ? isSlip(key, first) : sameWord(first, key));
  return say(clues, true, {
    help: didYouMean(near.slice(0, 3)),
    notes: places.length === 0 || certain ? [] : [belongs(key, file, path, places)],
    ...(certain ? { fix: [{ span: wordOf(entry), text: first }], meant: first } : { maybe: near }),
  });
};

/** A key of another section, or a section that is one too many. */
const otherPlace: Guess = (clues) => {
  const { file, path, key, places } = clues;
  const held = heldBelow(clues);
  if (places.length === 0 && held.length === 0) return undefined;
  // A key that belongs into a section which is not here stands for that section.
  const sections = places.flatMap((one) => {
    const step = one.path[path.length];
    const below = one.file === file && path.every((part, index) => one.path[index] === part);
    return below && typeof step === "string" ? [step] : [];
  });
  const maybe = sections.length > 3 ? [] : sections;
  if (held.length === 0) return say(clues, true, { help: belongs(key, file, path, places), maybe });
  const here = path.length === 0 ? "at the outermost level" : `directly in ${formatPath(path)}`;
  return say(clues, places.length > 0 || clues.shown, {
    help: `Remove it: ${held.join(", ")} ${held.length === 1 ? "stands" : "stand"} ${here}`,
    maybe: [...maybe, ...held],
  });
};

/** `port:4000` */
const glued: Guess = (clues) => {
  const { entry, key, free, secret } = clues;
  const [, before, behind] = key.match(/^([\w-]+):(.+)$/) ?? [];
  if (before === undefined || behind === undefined) return undefined;
  const start = entry.keySpan.start + before.length + 1;
  // A blank that is none to YAML, such as the no-break space of a web page, makes room for one that is.
  const blank = /^\s/.test(behind) ? 1 : 0;
  const fix = [{ span: { ...entry.keySpan, start, end: start + blank }, text: " " }];
  const exact = free.includes(before) && entry.keySpan.end - entry.keySpan.start === key.length;
  const aliased = entry.value.aliasOf !== undefined;
  return say(clues, !secret, {
    help: "Write a space after the colon",
    ...(exact && !aliased ? { fix } : {}),
  });
};

/** `enabled: false` in a section. */
const switched: Guess = (clues) => {
  const { path, key, nullable } = clues;
  if (path.length === 0 || !/^(?:enabled?|disabled?|active)$/i.test(key)) return undefined;
  return say(clues, true, {
    help: nullable
      ? `Remove it: it runs wherever the section is; \`${formatPath(path)}: null\` leaves it out`
      : `Remove it: nothing switches ${formatPath(path)} off`,
  });
};

/** Another spelling of a key that is there. */
const taken: Guess = (clues) => {
  const [there] = clues.nearby(clues.key, clues.allowed);
  return there === undefined
    ? undefined
    : say(clues, true, { help: `"${there}" is there already`, notes: hiddenIn(clues) });
};

/** Another word for a key, or one of which a key is a part. */
const otherWord: Guess = (clues) => {
  const { key, free, secret } = clues;
  const meant = nicknameOf(key);
  // Of a key that only begins like one, the rest may be a secret.
  const expanded = expansionsOf(key, free);
  const related =
    meant !== undefined && free.includes(meant)
      ? [meant]
      : secret || expanded.length > 0
        ? expanded
        : relatedAll(key, free);
  if (related.length === 0 || related.length > 3) return undefined;
  return say(clues, true, { help: didYouMean(related), notes: hiddenIn(clues), maybe: related });
};

/** What people call a key that may stand here; one of that name in another file is none that they meant. */
const nickname: Guess = (clues) => {
  const { file, key, free, places } = clues;
  const meant = nicknameOf(key);
  if (meant === undefined || !free.includes(meant) || places.some((one) => one.file === file))
    return undefined;
  return say(clues, true, { help: didYouMean([meant]), notes: hiddenIn(clues), maybe: [meant] });
};

const GUESSES: readonly Guess[] = [
  otherReleaseKey,
  holder,
  dotted,
  noKeyAtAll,
  misspelt,
  nickname,
  otherPlace,
  glued,
  switched,
  taken,
  otherWord,
];

function didYouMean(keys: readonly string[]): string {
  return `Did you mean ${keys.map((one) => `"${one}"`).join(" or ")}?`;
}

function allowedHere({ file, allowed }: UnknownKey): string {
  return allowed.length > 12
    ? `Remove it; \`${shell`clp-compile schema ${SCHEMAS[file]}`}\` prints the keys that are allowed`
    : `Keys allowed here: ${allowed.join(", ")}`;
}

/** A character that nobody sees. */
function hiddenIn({ key, secret }: Clues): readonly string[] {
  const hidden = [...key].find((letter) => letter !== " " && /[\p{C}\p{Z}]/u.test(letter));
  if (hidden === undefined || secret) return [];
  return [`It has the character ${nameOfCharacter(hidden)} in it`];
}

function belongs(key: string, file: SchemaId, path: DocPath, elsewhere: readonly KnownPlace[]): string {
  const inFile = elsewhere.filter((one) => one.file === file);
  // A section may be there in another file, and the key in it.
  const same = path.length === 0 ? [] : elsewhere.filter((one) => formatPath(one.path) === formatPath(path));
  const here = same.length > 0 ? [] : inFile;
  const other = same[0] ?? elsewhere[0]!;
  const chosen =
    here.length > 0 ? here : (same.length > 0 ? same : elsewhere).filter((one) => one.file === other.file);
  const names = chosen.map((one) => (one.path.length === 0 ? "the outermost level" : formatPath(one.path)));
  // A mapping of the same kind elsewhere is no help: the path below this one is.
  const below = chosen
    .filter((one) => path.every((step, index) => one.path[index] === step))
    .map((one) => formatPath(one.path));
  const shown = (below.length > 0 && path.length > 0 ? below : names).slice(0, 4);
  const more = names.length > shown.length && shown.length === 4 ? " …" : "";
  const where = here.length > 0 ? "" : ` of ${FILES[chosen[0]!.file]}`;
  return `"${key}" belongs to ${shown.join(", ")}${more}${where}`;
}

/** For a key such as `webui.port`, what it is as a mapping. */
function dottedPath({ file, path, key, everywhere }: Clues): string | undefined {
  const steps = key.split(".");
  const last = steps.pop()!;
  const holder = formatPath([...path, ...steps]);
  const known = (everywhere.get(last) ?? []).some(
    (one) => one.file === file && formatPath(one.path) === holder,
  );
  if (steps.length === 0 || !known) return undefined;
  return `\`${steps.map((step) => `${step}: {`).join("")}${last}: …${"}".repeat(steps.length)}\``;
}

/** The keys of a mapping that belong one level further out: `clp: {webui: …}`. */
function heldBelow({ entry: { value }, path, allowed, missing }: UnknownKey): readonly string[] {
  if (value.kind !== "map") return [];
  const keys = value.entries.map(({ key }) => key);
  // Sections are known by their names; a key such as host stands in many.
  if (path.length === 0 && keys.length > 0 && keys.every((key) => allowed.includes(key))) return keys;
  return keys.filter((key) => missing.includes(key));
}

/** Where the word of a key stands: within its quotes, where it has some. */
function wordOf({ key, keySpan }: MapEntry): SourceSpan {
  return keySpan.end - keySpan.start === key.length + 2
    ? { ...keySpan, start: keySpan.start + 1, end: keySpan.end - 1 }
    : keySpan;
}

/** The edits that give an entry another key, and wrap its value, without saying the value. */
function renamed(
  entry: MapEntry,
  to: { readonly key: string; readonly value: string },
): readonly Edit[] | undefined {
  const { value } = entry;
  const span = wordOf(entry);
  if (value.kind !== "scalar" || value.style === "block") return undefined;
  if (value.meaning.kind !== "string" && value.meaning.kind !== "int") return undefined;
  if (value.style === "plain" && !/^[\w./-]+$/.test(value.text)) return undefined;
  // JSON stays JSON.
  const written = span === entry.keySpan ? to.value : to.value.replace(/(\w+):/g, '"$1":');
  const [before = "", after = ""] = written.split("{value}");
  const edits: Edit[] = [{ span, text: to.key }];
  if (before !== "") edits.push({ span: { ...value.span, end: value.span.start }, text: before });
  if (after !== "") edits.push({ span: { ...value.span, start: value.span.end }, text: after });
  return edits;
}

/** The word that was most likely meant: by case and separators, by distance, or as a part of it. */
export function suggestValue(word: string, values: readonly string[]): string | undefined {
  const nickname = nicknameOf(word);
  if (nickname !== undefined && values.includes(nickname)) return nickname;
  const near = nearAll(word, values);
  if (near.length > 0) return near[0];
  const related = relatedAll(word, values);
  return related.length === 1 ? related[0] : undefined;
}
