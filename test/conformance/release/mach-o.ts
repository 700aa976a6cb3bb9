/**
 * The signature of an executable for macOS, which on arm64 starts none without a valid one. It is ad hoc: hashes of
 * the pages of the file, in a code directory at its end. Numbers of the signature are big-endian (Apple's cs_blobs.h).
 */
import { createHash } from "node:crypto";

const LC_CODE_SIGNATURE = 0x1d;
const CODE_DIRECTORY = 0xfade0c02;

/** What is wrong with the signature; nothing if it is valid. */
export function signatureProblems(file: Buffer): readonly string[] {
  const at = signatureOf(file);
  if (at === undefined) return ["there is no signature"];
  const count = file.readUInt32BE(at + 8);
  for (let index = 0; index < count; index++) {
    const blob = at + file.readUInt32BE(at + 12 + index * 8 + 4);
    if (file.readUInt32BE(blob) === CODE_DIRECTORY) return pageProblems(file, blob);
  }
  return ["the signature has no code directory"];
}

function signatureOf(file: Buffer): number | undefined {
  const commands = file.readUInt32LE(16);
  let at = 32;
  for (let index = 0; index < commands; index++) {
    if (file.readUInt32LE(at) === LC_CODE_SIGNATURE) return file.readUInt32LE(at + 8);
    at += file.readUInt32LE(at + 4);
  }
  return undefined;
}

function pageProblems(file: Buffer, directory: number): readonly string[] {
  const hashes = directory + file.readUInt32BE(directory + 16);
  const slots = file.readUInt32BE(directory + 28);
  const limit = file.readUInt32BE(directory + 32);
  const size = file.readUInt8(directory + 36);
  const kind = file.readUInt8(directory + 37);
  const page = 2 ** file.readUInt8(directory + 39);
  if (kind !== 2) return [`the hashes are of kind ${kind}, and not SHA-256`];
  if (slots !== Math.ceil(limit / page)) return [`${slots} hashes are too few for ${limit} bytes`];
  const problems: string[] = [];
  for (let slot = 0; slot < slots; slot++) {
    const bytes = file.subarray(slot * page, Math.min((slot + 1) * page, limit));
    const hash = createHash("sha256").update(bytes).digest();
    if (!hash.equals(file.subarray(hashes + slot * size, hashes + (slot + 1) * size)))
      problems.push(`page ${slot} has another hash`);
  }
  return problems;
}
