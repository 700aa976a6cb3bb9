/** What to say of a key that is not known where it stands, and of a word that is none of those allowed. */
import type { Code } from "../../base/codes.ts";
import type { Edit, ReportOptions } from "../../base/diagnostic.ts";
import { type DocPath, type FileId, formatPath, type SourceSpan } from "../../base/origin.ts";
import { quoteValue } from "../../base/printable.ts";
import { shell } from "../../base/shell.ts";
import { expansionsOf, isSlip, nearAll, relatedAll, sameWord, slipsOf } from "../../base/suggest.ts";
import { elsewhere } from "../elsewhere.ts";
import { isPlainKey, type KnownPlace, knownPlaces } from "../known-keys.ts";
import { otherRelease } from "../releases.ts";
import type { MapEntry } from "../yaml/node.ts";

export interface UnknownKey {
  readonly file: FileId;
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
  // The two kinds of package that CLP is released as.
  "clp-json": "clp-s",
  "clp-text": "clp",
};

function nicknameOf(word: string): string | undefined {
  const lower = word.toLowerCase();
  return Object.hasOwn(NICKNAMES, lower) ? NICKNAMES[lower] : undefined;
}

const SCHEMAS: Readonly<Record<FileId, string>> = {
  config: "clp-config",
  credentials: "credentials",
  site: "clp-site",
};
const FILES: Readonly<Record<FileId, string>> = {
  config: "clp-config.yaml",
  credentials: "the credentials file",
  site: "the site file, clp-site.yaml",
};

export function explainUnknownKey(unknown: UnknownKey): SaidOfKey {
  const { file, path, entry, allowed, free, secret } = unknown;
  const { key } = entry;
  const inside = path.length === 0 ? "" : ` in ${formatPath(path)}`;
  const aliased = entry.value.aliasOf !== undefined;
  const other = otherRelease(file, [...path, key]);
  if (other !== undefined) {
    const fix =
      other.rename !== undefined && free.includes(other.rename.key) && !aliased
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
  }

  const say = (
    help: string | undefined,
    quoted: boolean,
    more: { notes?: string[]; fix?: readonly Edit[]; meant?: string; maybe?: readonly string[] } = {},
  ): SaidOfKey => {
    const { meant, maybe = [], ...options } = more;
    return {
      code: "CLP2001",
      message: `Unknown key${quoted ? ` ${quoteValue(key)}` : ""}${inside}`,
      options: { ...(help === undefined ? {} : { help }), ...options },
      quoted,
      meant,
      maybe,
    };
  };
  const list =
    allowed.length > 12
      ? `Remove it; \`${shell`clp-compile schema ${SCHEMAS[file]}`}\` prints the keys that are allowed`
      : `Keys allowed here: ${allowed.join(", ")}`;
  // What is only made of the words of keys is none of the secrets.
  const shown = !secret || isPlainKey(key);
  if (!unknown.suggest) return say(undefined, shown);

  const dotted = secret ? undefined : dottedPath(file, path, key);
  if (dotted !== undefined) return say(`A point leads into no section: write ${dotted}`, true);

  const known = elsewhere(file, path, key);
  if (known !== undefined) return say(known.help, true);

  // A password that no section of the config takes belongs to none of the credentials file either.
  const places = (knownPlaces().get(key) ?? []).filter(
    (one) => one.file !== "credentials" || file === "credentials" || path.length === 0,
  );
  // A key that stands elsewhere by this very name is only meant as another if it is very near.
  const nearby = secret ? slipsOf : nearAll;
  const candidates = nearby(key, free).filter((one) => places.length === 0 || isSlip(key, one));
  const first = candidates[0];
  // What differs in case and separators alone is no other key.
  const near = first !== undefined && sameWord(key, first) ? [first] : candidates;
  if (first !== undefined) {
    const certain = near.length === 1 && (places.length === 0 ? isSlip(key, first) : sameWord(first, key));
    const fix = [{ span: wordOf(entry), text: first }];
    const notes = places.length === 0 || certain ? [] : [belongs(key, file, path, places)];
    const words = near.slice(0, 3).map((one) => `"${one}"`);
    return say(`Did you mean ${words.join(" or ")}?`, true, {
      notes,
      ...(certain ? { fix, meant: first } : { maybe: near }),
    });
  }
  if (places.length > 0) {
    // A key that belongs into a section which is not here stands for that section.
    const sections = places.flatMap((one) => {
      const step = one.path[path.length];
      const below = one.file === file && path.every((part, index) => one.path[index] === part);
      return below && typeof step === "string" ? [step] : [];
    });
    const maybe = sections.length > 3 ? [] : sections;
    const [inner, ...others] = heldBelow(entry, unknown.missing);
    if (inner === undefined) return say(belongs(key, file, path, places), true, { maybe });
    const here = path.length === 0 ? "at the outermost level" : `directly in ${formatPath(path)}`;
    return say(
      `Remove it: ${[inner, ...others].join(", ")} ${others.length === 0 ? "stands" : "stand"} ${here}`,
      true,
      { maybe: [...maybe, inner, ...others] },
    );
  }

  const glued = key.match(/^([\w-]+):(.+)$/);
  if (glued !== null) {
    const start = entry.keySpan.start + glued[1]!.length + 1;
    // A blank that is none to YAML, such as the no-break space of a web page, makes room for one that is.
    const blank = /^\s/.test(glued[2]!) ? 1 : 0;
    const fix = [{ span: { ...entry.keySpan, start, end: start + blank }, text: " " }];
    const exact = free.includes(glued[1]!) && entry.keySpan.end - entry.keySpan.start === key.length;
    return say("Write a space after the colon", !secret, exact && !aliased ? { fix } : {});
  }
  const hidden = [...key].find((letter) => letter !== " " && /[\p{C}\p{Z}]/u.test(letter));
  const notes =
    hidden === undefined || secret
      ? []
      : [
          `It has the character U+${hidden.codePointAt(0)!.toString(16).toUpperCase().padStart(4, "0")} in it`,
        ];

  if (path.length > 0 && /^(?:enabled?|disabled?|active)$/i.test(key))
    return say(
      unknown.nullable
        ? `Remove it: it runs wherever the section is; \`${formatPath(path)}: null\` leaves it out`
        : `Remove it: nothing switches ${formatPath(path)} off`,
      true,
    );

  const taken = nearby(key, allowed)[0];
  if (taken !== undefined) return say(`"${taken}" is there already`, true, { notes });
  const nickname = nicknameOf(key);
  // Of a key that only begins like one, the rest may be a secret.
  const expanded = expansionsOf(key, free);
  const related =
    nickname !== undefined && free.includes(nickname)
      ? [nickname]
      : secret || expanded.length > 0
        ? expanded
        : relatedAll(key, free);
  if (related.length > 0 && related.length <= 3)
    return say(`Did you mean ${related.map((one) => `"${one}"`).join(" or ")}?`, true, {
      notes,
      maybe: related,
    });
  return say(list, shown, { notes });
}

function belongs(key: string, file: FileId, path: DocPath, elsewhere: readonly KnownPlace[]): string {
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
function dottedPath(file: FileId, path: DocPath, key: string): string | undefined {
  const steps = key.split(".");
  const last = steps.pop()!;
  const holder = formatPath([...path, ...steps]);
  const known = (knownPlaces().get(last) ?? []).some(
    (one) => one.file === file && formatPath(one.path) === holder,
  );
  if (steps.length === 0 || !known) return undefined;
  return `\`${steps.map((step) => `${step}: {`).join("")}${last}: …${"}".repeat(steps.length)}\``;
}

/** The keys of a mapping that belong one level further out. */
function heldBelow({ value }: MapEntry, missing: readonly string[]): readonly string[] {
  if (value.kind !== "map") return [];
  return value.entries.map(({ key }) => key).filter((key) => missing.includes(key));
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
