/** Reads what an output folder says of itself: which files there are the compiler's. */
import { sha256Hex } from "../base/hash.ts";
import type { BackendName } from "../mod.ts";
import { BACKENDS } from "./names.ts";
import { type Found, lookAt, type OutputFolder } from "./output-folder.ts";

export const MANIFEST = "manifest.json";

/**
 * A run that writes puts a claim into the folder: which files it may create. It goes when the run is
 * done, so one that is there is of a run that was interrupted, or is at work.
 */
export const CLAIM = ".clp-compile-claim.tmp";

/** Bytes; one of ours has some ten thousand. */
export const LARGEST_MANIFEST = 4 * 1024 * 1024;

export interface ListedFile {
  readonly path: string;
  readonly mode: number;
  /** Of public files. */
  readonly sha256?: string;
}

export interface Manifest {
  readonly backends: readonly BackendName[];
  /** Public and secret files, by path. */
  readonly files: ReadonlyMap<string, ListedFile>;
}

export type ManifestState =
  | { readonly kind: "absent" }
  /** No manifest of ours; without bytes where it is no file that can be read. `path` is what is wrong. */
  | {
      readonly kind: "damaged";
      readonly reason: string;
      readonly path: string;
      readonly link: boolean;
      readonly bytes: Uint8Array | undefined;
    }
  | { readonly kind: "valid"; readonly manifest: Manifest; readonly bytes: Uint8Array };

export function readManifest(folder: OutputFolder): ManifestState {
  const found = lookAt(folder, MANIFEST, LARGEST_MANIFEST);
  switch (found.kind) {
    case "absent":
      return found;
    case "file": {
      const content = parseManifest(new TextDecoder().decode(found.bytes));
      return typeof content === "string"
        ? { kind: "damaged", reason: content, path: MANIFEST, link: false, bytes: found.bytes }
        : { kind: "valid", manifest: content, bytes: found.bytes };
    }
    case "unreadable":
      return { kind: "damaged", reason: found.reason, path: MANIFEST, link: false, bytes: undefined };
    default:
      return {
        kind: "damaged",
        reason: found.reason,
        path: found.path,
        link: found.kind === "link",
        bytes: undefined,
      };
  }
}

/** Files that an interrupted run may have created, by path. */
export type Adopted = ReadonlyMap<string, ListedFile>;

export function readClaim(folder: OutputFolder): Adopted {
  const found = lookAt(folder, CLAIM, LARGEST_MANIFEST);
  const content = found.kind === "file" ? parseManifest(new TextDecoder().decode(found.bytes)) : "";
  return typeof content === "string" ? new Map() : content.files;
}

/** True for what an interrupted run was about to create, and did. */
export function isAdopted(adopted: Adopted, path: string, found: Found): boolean {
  const intended = adopted.get(path);
  if (intended === undefined || (found.kind !== "file" && found.kind !== "unreadable")) return false;
  return (
    intended.sha256 === undefined || (found.kind === "file" && sha256Hex(found.bytes) === intended.sha256)
  );
}

/** Parses a manifest; answers with what is wrong with it. What is not known is ignored: a later compiler may say more. */
export function parseManifest(text: string): Manifest | string {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    return "it is no JSON";
  }
  if (!isObject(content)) return "it is no manifest of clp-compile";
  const { version, backends, files, secret_files: secretFiles } = content;
  if (version !== 1) return "it is no manifest of clp-compile";
  if (!Array.isArray(backends) || !Array.isArray(files) || !Array.isArray(secretFiles)) {
    return "it is no manifest of clp-compile";
  }
  const listed = new Map<string, ListedFile>();
  for (const [items, isPublic] of [
    [files, true],
    [secretFiles, false],
  ] as const) {
    for (const item of items as readonly unknown[]) {
      const file = isObject(item) ? listedFile(item, isPublic) : undefined;
      if (file === undefined) return "it lists something that is no file of ours";
      listed.set(file.path, file);
    }
  }
  return {
    backends: BACKENDS.filter((name) => (backends as readonly unknown[]).includes(name)),
    files: listed,
  };
}

function listedFile(item: Readonly<Record<string, unknown>>, isPublic: boolean): ListedFile | undefined {
  const { path, mode, sha256 } = item;
  if (typeof path !== "string" || !isOurPath(path)) return undefined;
  if (typeof mode !== "string" || !/^0[0-7]{3}$/.test(mode)) return undefined;
  if (!isPublic) return { path, mode: Number.parseInt(mode, 8) };
  if (typeof sha256 !== "string" || !/^[0-9a-f]{64}$/.test(sha256)) return undefined;
  return { path, mode: Number.parseInt(mode, 8), sha256 };
}

/**
 * True for a path that a manifest may list: below the folder, and neither the manifest itself nor
 * what belongs to the operator by its name.
 */
export function isOurPath(path: string): boolean {
  return (
    path !== MANIFEST &&
    !/[\\\0]/.test(path) &&
    path.split("/").every((step) => step !== "" && step !== "." && step !== "..") &&
    !/^[A-Za-z]:/.test(path) &&
    !OVERRIDE_FILES.includes(path)
  );
}

/** What docker compose merges into our file by itself. The operator's: never written, never removed. */
export const OVERRIDE_FILES: readonly string[] = [
  "compose/docker-compose.override.yaml",
  "compose/docker-compose.override.yml",
];

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
