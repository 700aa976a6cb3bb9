/** Of what kind a file on disk is: whether it can be one of ours, whoever edited it since. */
import { parseDocument } from "yaml";
import type { FileKind } from "../../mod.ts";

/** Bytes of a file whose format is parsed to be told; ours have some thousand. */
const MAX_PARSED_BYTES = 1024 * 1024;

/** True for a file that begins as one of these kinds, or has the top-level keys of one. */
export function isOfKind(bytes: Uint8Array, kinds: readonly FileKind[]): boolean {
  return kinds.some((kind) => (kind.format === "text" ? begins(bytes, kind.begins) : hasKeys(bytes, kind)));
}

/** Git may have put CR LF where we wrote LF. */
export function withLf(text: string): string {
  return text.replaceAll("\r\n", "\n");
}

function begins(bytes: Uint8Array, words: string): boolean {
  // Twice as many are enough, whatever was put before the line feeds.
  return withLf(new TextDecoder().decode(bytes.subarray(0, 2 * words.length))).startsWith(words);
}

function hasKeys(
  bytes: Uint8Array,
  { format, keys, others = [], names }: Exclude<FileKind, { format: "text" }>,
): boolean {
  if (bytes.length > MAX_PARSED_BYTES) return false;
  const found = KEYS[format](withLf(new TextDecoder().decode(bytes)));
  return (
    found !== undefined &&
    keys.every((key) => found.includes(key)) &&
    found.every((key) => keys.includes(key) || others.includes(key) || names?.test(key) === true)
  );
}

/** The top-level keys of a text; undefined where it is not of the format, or no mapping. */
const KEYS: Readonly<
  Record<"json" | "yaml" | "ini" | "words", (text: string) => readonly string[] | undefined>
> = {
  json(text) {
    try {
      const content: unknown = JSON.parse(text);
      return typeof content === "object" && content !== null && !Array.isArray(content)
        ? Object.keys(content)
        : undefined;
    } catch {
      return undefined;
    }
  },
  yaml(text) {
    try {
      // Only the text is looked at: no alias is followed, nothing is made of it.
      const document = parseDocument(text, { logLevel: "silent", uniqueKeys: true });
      const contents = document.errors.length > 0 ? undefined : document.contents;
      if (contents === null || contents === undefined || !("items" in contents)) return undefined;
      return contents.items.map((item) => {
        const key = typeof item === "object" && item !== null && "key" in item ? item.key : undefined;
        return String((key as { value?: unknown } | undefined)?.value);
      });
    } catch {
      // A text that is nested too deeply for the parser.
      return undefined;
    }
  },
  ini: (text) => linesOf(text).flatMap((line) => /^\[(.*)\]$/.exec(line)?.[1] ?? []),
  words: (text) => linesOf(text).map((line) => line.split(/\s/, 1)[0]!),
};

function linesOf(text: string): readonly string[] {
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#"));
}
