/**
 * Pictures on their way into the output folder. No manifest lists them, for another browser draws other
 * bytes; each carries a mark of ours, by which a later run knows that it may replace it.
 */
import { readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Finding } from "../../report/finding.ts";
import { fileFinding } from "../findings.ts";
import { randomHex } from "../native-crypto.ts";
import { makeFolders } from "../output/make-folders.ts";
import {
  directoryState,
  equalBytes,
  lookAt,
  type OutputFolder,
  parentOf,
  shown,
} from "../output/output-folder.ts";
import { isTemporary, temporaryName } from "../output/temporary-files.ts";
import { reasonOf } from "../system-error.ts";
import type { Picture, PictureWish } from "./pictures.ts";

export type PictureOutcome =
  | { readonly kind: "written"; readonly steps: readonly PictureStep[] }
  /** Nothing was written, or what was written is whole. */
  | { readonly kind: "refused"; readonly findings: readonly Finding[] };

export interface PictureStep {
  readonly kind: "create" | "update" | "keep";
  /** Below the output folder. */
  readonly path: string;
}

/** No picture comes near it. */
const MAX_PICTURE_BYTES = 64 * 1024 * 1024;

/** Where pictures stand, below the output folder. */
const DIRECTORY = "diagram";

/** `diagram/deployment-dark.svg` */
export function picturePath(subject: string, { format, theme }: PictureWish): string {
  return `${DIRECTORY}/${subject}${theme === "dark" ? "-dark" : ""}.${format}`;
}

/**
 * Writes pictures into a folder, each at once. Reports CLP6201 for a file that is not ours, CLP6202 for
 * a link, CLP6203 where the system refuses; then nothing was written.
 *
 * @param subject the name of the files, without format and theme
 */
export function writePictures(
  folder: OutputFolder,
  subject: string,
  pictures: readonly Picture[],
): PictureOutcome {
  const { root } = folder;
  const findings: Finding[] = [];
  const steps: (PictureStep & { readonly bytes: Uint8Array })[] = [];
  for (const picture of pictures) {
    const path = picturePath(subject, picture);
    const bytes = marked(picture);
    const found = lookAt(folder, path, MAX_PICTURE_BYTES);
    const report = (code: Finding["code"], message: string, help: string): void => {
      findings.push(
        fileFinding(code, shown(folder, path), message, { help, notes: ["Nothing was changed"] }),
      );
    };
    const elsewhere = "Move it away, or name another folder with --out";
    if (found.kind === "absent") {
      steps.push({ kind: "create", path, bytes });
    } else if (found.kind === "link") {
      report("CLP6202", `${shown(folder, found.path)} is a symbolic link`, elsewhere);
    } else if (found.kind !== "file") {
      report("CLP6203", `Cannot write ${shown(folder, path)}: ${found.reason}`, elsewhere);
    } else if (!isMarked(found.bytes, picture.format)) {
      report("CLP6201", `${shown(folder, path)} is not a picture of clp-compile`, elsewhere);
    } else {
      steps.push({ kind: equalBytes(found.bytes, bytes) ? "keep" : "update", path, bytes });
    }
  }
  if (findings.length > 0) return { kind: "refused", findings };

  let at = "";
  let temporary: string | undefined;
  const id = randomHex(8);
  try {
    removeLeftovers(folder);
    for (const [index, { kind, path, bytes }] of steps.entries()) {
      at = path;
      if (kind === "keep") continue;
      if (directoryState(folder, parentOf(path)).kind === "absent") {
        makeFolders(join(root, parentOf(path)));
      }
      const target = join(root, path);
      temporary = join(dirname(target), temporaryName(id, index));
      writeFileSync(temporary, bytes, { flag: "wx" });
      renameSync(temporary, target);
      temporary = undefined;
    }
    return { kind: "written", steps: steps.map(({ kind, path }) => ({ kind, path })) };
  } catch (error) {
    const reason = reasonOf(error, "write");
    return {
      kind: "refused",
      findings: [
        fileFinding("CLP6203", shown(folder, at), `Cannot write ${shown(folder, at)}: ${reason}`, {
          notes: ["Pictures before it are written, each of them whole"],
        }),
      ],
    };
  } finally {
    if (temporary !== undefined) rmSync(temporary, { force: true });
  }
}

/** What a run left behind that was killed while it drew. */
function removeLeftovers(folder: OutputFolder): void {
  if (directoryState(folder, DIRECTORY).kind !== "directory") return;
  for (const entry of readdirSync(join(folder.root, DIRECTORY), { withFileTypes: true })) {
    if (entry.isFile() && isTemporary(entry.name))
      rmSync(join(folder.root, DIRECTORY, entry.name), { force: true });
  }
}

const SVG_MARK = "<!-- Made by clp-compile -->\n";
const PNG_MARK = "Software\0clp-compile";
/** The signature and the header chunk, with which every PNG begins. */
const PNG_HEAD = 8 + 25;

/** The picture with our mark: a comment behind an SVG, a text chunk behind the header of a PNG. */
function marked({ format, data }: Picture): Uint8Array {
  if (format === "svg") return concatenated(data, new TextEncoder().encode(SVG_MARK));
  return concatenated(data.subarray(0, PNG_HEAD), textChunk(PNG_MARK), data.subarray(PNG_HEAD));
}

function isMarked(bytes: Uint8Array, format: Picture["format"]): boolean {
  const part = format === "svg" ? bytes.subarray(-SVG_MARK.length) : bytes.subarray(0, 256);
  return new TextDecoder("latin1").decode(part).includes(format === "svg" ? SVG_MARK : `tEXt${PNG_MARK}`);
}

/** A `tEXt` chunk of PNG: length, type, data, and the checksum of the last two. */
function textChunk(text: string): Uint8Array {
  const chunk = new Uint8Array(12 + text.length);
  const view = new DataView(chunk.buffer);
  view.setUint32(0, text.length);
  chunk.set(new TextEncoder().encode(`tEXt${text}`), 4);
  view.setUint32(8 + text.length, crc32(chunk.subarray(4, 8 + text.length)));
  return chunk;
}

/** The checksum of PNG (ISO 3309). */
function crc32(bytes: Uint8Array): number {
  let sum = ~0;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit++) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0);
  }
  return ~sum >>> 0;
}

function concatenated(...parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
