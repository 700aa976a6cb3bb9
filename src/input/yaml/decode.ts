/** From bytes to text: one encoding, bounded size, no characters that YAML does not allow. */
import type { Reporter } from "../../base/diagnostic.ts";
import type { LayerId } from "../../base/origin.ts";
import { utf8Length } from "../schema/rules.ts";
import type { Source } from "../source.ts";
import { isForeignBytes, isForeignText } from "./foreign-files.ts";

/** 1 MiB: hundreds of times what a configuration needs. */
const MAX_BYTES = 1 << 20;

export interface DecodedText {
  /** Without a byte order mark. Where the bytes are no UTF-8, what could be made of them, for frames. */
  readonly text: string;
  /** False where reading the text makes no sense. */
  readonly readable: boolean;
  /** Offsets of characters that cannot stand there; they have been reported. */
  readonly illegal: readonly number[];
}

// Everything outside YAML's printable set, and what ends a line in YAML 1.1 alone.
const ILLEGAL = /[^\t\n\r\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\u{10000}-\u{10ffff}]/gu;
const ILLEGAL_SHOWN = 20;

/**
 * Decodes an input. Reports `CLP1001` (not UTF-8), `CLP1002` (illegal characters), `CLP1012` (too large),
 * and `CLP1019` and `CLP1020` for what is no configuration.
 */
export function decode(source: Source, file: LayerId, reporter: Reporter): DecodedText {
  const start = { file, start: 0, end: 0 };
  const tooLarge = (): DecodedText => {
    reporter.report(
      "CLP1012",
      start,
      `Cannot read ${source.name}: it is larger than 1 MiB, many times what a configuration needs`,
      {
        help: "Is this the file that was meant?",
      },
    );
    return { text: "", readable: false, illegal: [] };
  };
  let text: string;
  if (typeof source.content === "string") {
    // A UTF-16 code unit is at most three bytes of UTF-8.
    if (
      source.content.length > MAX_BYTES ||
      (source.content.length > MAX_BYTES / 3 && utf8Length(source.content) > MAX_BYTES)
    ) {
      return tooLarge();
    }
    text = source.content.startsWith("\ufeff") ? source.content.slice(1) : source.content;
  } else {
    if (source.content.length > MAX_BYTES) return tooLarge();
    if (isForeignBytes(source.content, file, reporter)) return { text: "", readable: false, illegal: [] };
    const decoded = decodeBytes(source.content, file, reporter);
    if (!decoded.readable) return decoded;
    text = decoded.text;
  }
  if (isForeignText(text, file, reporter)) return { text, readable: false, illegal: [] };
  return { text, readable: true, illegal: findIllegal(text, file, reporter) };
}

function decodeBytes(bytes: Uint8Array, file: LayerId, reporter: Reporter): DecodedText {
  const wide = wideEncoding(bytes);
  if (wide !== undefined) {
    reporter.report("CLP1001", { file, start: 0, end: 0 }, `Cannot read the file: it is ${wide}, not UTF-8`, {
      help: "Save it as UTF-8",
    });
    return { text: "", readable: false, illegal: [] };
  }
  // A decoder drops a leading byte order mark by itself.
  try {
    return { text: new TextDecoder("utf-8", { fatal: true }).decode(bytes), readable: true, illegal: [] };
  } catch {
    const at = firstInvalid(bytes);
    const before = new TextDecoder("utf-8").decode(bytes.subarray(0, at));
    const text = new TextDecoder("utf-8").decode(bytes);
    const byte = (bytes[at] ?? 0).toString(16).padStart(2, "0");
    reporter.report(
      "CLP1001",
      { file, start: before.length, end: before.length + 1 },
      `Cannot read the file: the byte 0x${byte} at position ${at} is not UTF-8`,
      {
        label: "here",
        help: "Save the file as UTF-8; this is often a letter of an older encoding such as Windows-1252",
      },
    );
    return { text, readable: false, illegal: [] };
  }
}

/** Recognises UTF-16 and UTF-32 by their byte order mark, or by the zero bytes of ASCII letters in them. */
function wideEncoding(bytes: Uint8Array): string | undefined {
  const [a, b, c, d] = bytes;
  if (a === 0xff && b === 0xfe)
    return c === 0 && d === 0 ? "UTF-32 (little-endian)" : "UTF-16 (little-endian)";
  if (a === 0xfe && b === 0xff) return "UTF-16 (big-endian)";
  if (a === 0 && b === 0 && c === 0xfe && d === 0xff) return "UTF-32 (big-endian)";
  if (a !== undefined && a !== 0 && b === 0 && c !== 0 && d === 0) return "UTF-16 (little-endian)";
  if (a === 0 && b !== undefined && b !== 0 && c === 0 && d !== 0) return "UTF-16 (big-endian)";
  return undefined;
}

/** The index of the first byte that begins no well-formed UTF-8 sequence. */
function firstInvalid(bytes: Uint8Array): number {
  let at = 0;
  while (at < bytes.length) {
    const lead = bytes[at]!;
    const second = bytes[at + 1] ?? 0;
    let length = 0;
    if (lead < 0x80) length = 1;
    else if (lead >= 0xc2 && lead < 0xe0) length = 2;
    else if (lead >= 0xe0 && lead < 0xf0) {
      const low = lead === 0xe0 ? 0xa0 : 0x80;
      const high = lead === 0xed ? 0x9f : 0xbf;
      if (second >= low && second <= high) length = 3;
    } else if (lead >= 0xf0 && lead < 0xf5) {
      const low = lead === 0xf0 ? 0x90 : 0x80;
      const high = lead === 0xf4 ? 0x8f : 0xbf;
      if (second >= low && second <= high) length = 4;
    }
    if (length === 0) return at;
    for (let next = 1; next < length; next++) {
      const byte = bytes[at + next];
      if (byte === undefined || byte < 0x80 || byte > 0xbf) return at;
    }
    at += length;
  }
  return at;
}

function findIllegal(text: string, file: LayerId, reporter: Reporter): readonly number[] {
  const found: number[] = [];
  if (!/[^\t\n\r\x20-\x7e]/.test(text)) return found;
  for (const match of text.matchAll(ILLEGAL)) {
    found.push(match.index);
    if (found.length > ILLEGAL_SHOWN) continue;
    const name = `U+${match[0].codePointAt(0)!.toString(16).toUpperCase().padStart(4, "0")}`;
    const breaks = match[0] === "\x85" || match[0] === "\u2028" || match[0] === "\u2029";
    reporter.report(
      "CLP1002",
      { file, start: match.index, end: match.index + match[0].length },
      breaks
        ? `Cannot use the character ${name}: it ends a line for CLP's YAML reader and for no other`
        : `Cannot use the character ${name}: YAML does not allow it`,
      { help: `Remove it, or write it as an escape in double quotes if it is meant` },
    );
  }
  return found;
}
