/**
 * Reads what an output folder says of itself. A manifest is committed, so whoever changes the repository
 * writes it: it is a claim about files, which is believed only of paths that the compiler can write.
 */
import { COMPOSE_FOLDER } from "../../base/compose-folder.ts";
import type { BackendName, Kept, OwnPath } from "../../mod.ts";
import type { Compiler } from "../host.ts";
import { BACKENDS } from "../usage/choices.ts";
import { lookAt, type OutputFolder } from "./output-folder.ts";

export const MANIFEST = "manifest.json";

/** Bytes; one of ours has some ten thousand. */
const MAX_MANIFEST_BYTES = 4 * 1024 * 1024;

/** The paths that a compiler can write: which one a path is, if it is one. */
export type OwnPaths = (path: string) => OwnPath | undefined;

/** A file as the manifest lists it. */
export interface Entry {
  readonly path: string;
  readonly mode: number;
  /** Of public files. */
  readonly sha256?: string;
}

/** All that the manifest says of one path: several runs that were cut short may have meant several things. */
export interface ListedFile {
  readonly path: string;
  readonly hashes: ReadonlySet<string>;
  /** True where it may be one that holds secrets. */
  readonly secret: boolean;
}

export interface Manifest {
  /** The release of CLP that was compiled for; undefined where it is not said. */
  readonly release: string | undefined;
  readonly backends: readonly BackendName[];
  readonly files: readonly Entry[];
  readonly secretFiles: readonly Entry[];
  /** What runs may have written that were cut short, or are at work; undefined where there are none. */
  readonly pending: readonly Entry[] | undefined;
  /** All of these by path. */
  readonly listed: ReadonlyMap<string, ListedFile>;
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
      readonly identity: string | undefined;
    }
  | {
      readonly kind: "valid";
      readonly manifest: Manifest;
      readonly bytes: Uint8Array;
      readonly identity: string;
    };

/** The declared paths of a compiler as a question. */
export function ownPaths({
  OUTPUT_PATHS,
  isOfPattern,
}: Pick<Compiler, "OUTPUT_PATHS" | "isOfPattern">): OwnPaths {
  const isPattern = ({ path }: OwnPath): boolean =>
    path.split("/").some((step) => step === "NAME" || step.endsWith("NUMBER"));
  const literal = new Map(OUTPUT_PATHS.filter((one) => !isPattern(one)).map((one) => [one.path, one]));
  const patterns = OUTPUT_PATHS.filter(isPattern);
  return (path) => literal.get(path) ?? patterns.find((one) => isOfPattern(one.path, path));
}

export function readManifest(folder: OutputFolder, own: OwnPaths): ManifestState {
  const found = lookAt(folder, MANIFEST, MAX_MANIFEST_BYTES);
  const damaged = { kind: "damaged", path: MANIFEST, link: false, bytes: undefined } as const;
  switch (found.kind) {
    case "absent":
      return found;
    case "file": {
      const { bytes, identity } = found;
      const content = parseManifest(new TextDecoder().decode(bytes), own);
      return typeof content === "string"
        ? { ...damaged, reason: content, bytes, identity }
        : { kind: "valid", manifest: content, bytes, identity };
    }
    case "unreadable":
      return { ...damaged, reason: found.reason, identity: found.identity };
    default:
      return {
        ...damaged,
        reason: found.reason,
        path: found.path,
        link: found.kind === "link",
        identity: undefined,
      };
  }
}

/** Parses a manifest; answers with what is wrong with it. What is not known is ignored: a later compiler may say more. */
export function parseManifest(text: string, own: OwnPaths): Manifest | string {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    return /^(?:<{7}|={7}|>{7})/m.test(text) ? "a merge left its marks in it" : "it is no JSON";
  }
  const notOurs = "it is no manifest of clp-compile";
  if (!isObject(content)) return notOurs;
  const { version, release, backends, files, secret_files: secretFiles, pending } = content;
  if (version !== 1 || !Array.isArray(backends) || !Array.isArray(files) || !Array.isArray(secretFiles))
    return notOurs;
  if (pending !== undefined && !Array.isArray(pending)) return notOurs;

  let wrong: string | undefined;
  const entries = (items: readonly unknown[], hash: "always" | "never" | "perhaps"): readonly Entry[] =>
    items.flatMap((item) => {
      const one = isObject(item) ? entryOf(item, hash) : undefined;
      if (one === undefined) wrong ??= "it lists something that is no file";
      else if (own(one.path) === undefined)
        wrong ??= `it lists ${shortened(one.path)}, which clp-compile never writes`;
      return one === undefined ? [] : [one];
    });
  const lists = {
    files: entries(files, "always"),
    secretFiles: entries(secretFiles, "never"),
    pending: pending === undefined ? undefined : entries(pending, "perhaps"),
  };
  if (wrong !== undefined) return wrong;
  return {
    ...lists,
    release: typeof release === "string" ? release : undefined,
    backends: BACKENDS.filter((name) => (backends as readonly unknown[]).includes(name)),
    listed: byPath([...lists.files, ...lists.secretFiles, ...(lists.pending ?? [])]),
  };
}

function entryOf(
  { path, mode, sha256 }: Readonly<Record<string, unknown>>,
  hash: "always" | "never" | "perhaps",
): Entry | undefined {
  if (typeof path !== "string" || typeof mode !== "string" || !/^0[0-7]{3}$/.test(mode)) return undefined;
  const entry = { path, mode: Number.parseInt(mode, 8) };
  if (hash === "never" || (hash === "perhaps" && sha256 === undefined)) return entry;
  return typeof sha256 === "string" && /^[0-9a-f]{64}$/.test(sha256) ? { ...entry, sha256 } : undefined;
}

/** A path from a manifest may be of any length. */
function shortened(path: string): string {
  return path.length > 80 ? `${path.slice(0, 80)}…` : path;
}

function byPath(entries: readonly Entry[]): Manifest["listed"] {
  const listed = new Map<string, { path: string; hashes: Set<string>; secret: boolean }>();
  for (const { path, sha256 } of entries) {
    const one = listed.get(path) ?? { path, hashes: new Set<string>(), secret: false };
    listed.set(path, one);
    if (sha256 === undefined) one.secret = true;
    else one.hashes.add(sha256);
  }
  return listed;
}

/**
 * What stays of other backends where some were asked for: nobody means to remove them by naming one.
 *
 * @param emit the backends that were asked for; undefined for all
 */
export function keptBeside(
  state: ManifestState,
  emit: readonly BackendName[] | undefined,
  own: OwnPaths,
): Kept | undefined {
  if (state.kind !== "valid" || emit === undefined) return undefined;
  const stays = ({ path }: Entry): boolean => {
    const backend = own(path)?.backend;
    return backend !== undefined && !emit.includes(backend);
  };
  const { backends, files, secretFiles, pending } = state.manifest;
  return {
    backends: backends.filter((name) => !emit.includes(name)),
    files: files.filter(stays).filter((one): one is Entry & { sha256: string } => one.sha256 !== undefined),
    secretFiles: secretFiles.filter(stays),
    pending: (pending ?? []).filter(stays),
  };
}

/**
 * The manifest while a run is at work: what the one before lists, and in `pending` all that this run, and
 * those that were cut short before it, may have written.
 *
 * @param before the manifest that stands there
 * @param next the one that the run will end with
 */
export function pendingManifest(before: ManifestState, next: string, own: OwnPaths): string {
  const after = parseManifest(next, own);
  if (typeof after === "string") throw new Error(`the new manifest cannot be read: ${after}`);
  const known = before.kind === "valid" ? before.manifest : undefined;
  const identity = ({ path, mode, sha256 }: Entry): string => `${mode} ${sha256} ${path}`;
  const settled = new Set([...(known?.files ?? []), ...(known?.secretFiles ?? [])].map(identity));
  const intended = [...after.files, ...after.secretFiles, ...(after.pending ?? [])];
  const pending = new Map(
    [...(known?.pending ?? []), ...intended.filter((one) => !settled.has(identity(one)))].map((one) => [
      identity(one),
      one,
    ]),
  );
  const written = ({ path, mode, sha256 }: Entry) => ({
    path,
    mode: mode.toString(8).padStart(4, "0"),
    ...(sha256 === undefined ? {} : { sha256 }),
  });
  const content = {
    ...JSON.parse(next),
    ...(known === undefined ? {} : { backends: known.backends }),
    files: (known?.files ?? []).map(written),
    secret_files: (known?.secretFiles ?? []).map(written),
    pending: [...pending.values()].map(written),
  };
  return `${JSON.stringify(content, null, 2)}\n`;
}

/** What docker compose merges into our file by itself. The operator's: never written, never removed. */
export const OVERRIDE_FILES: readonly string[] = [
  `${COMPOSE_FOLDER}/docker-compose.override.yaml`,
  `${COMPOSE_FOLDER}/docker-compose.override.yml`,
];

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
