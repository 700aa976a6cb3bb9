/**
 * Writes a compilation into its folder, so that whatever happens in between (a kill, a full disk, a
 * second compiler) only files of ours change, each at once, and nothing that is half done looks done.
 *
 * There is no lock that a killed run could leave behind. A run puts a *claim* into the folder: a list
 * of the files that it may create. Of two runs at once the later claim wins; the earlier run looks
 * before each of its steps whether the claim is still its own, and stops. Whoever claims takes over
 * the list of the claim before, so that what an interrupted run has created is known to be ours.
 */
import { randomBytes } from "node:crypto";
import * as fs from "node:fs";
import { dirname, join } from "node:path";
import type { Finding } from "../report/finding.ts";
import { fileFinding } from "./findings.ts";
import {
  type Adopted,
  CLAIM,
  LARGEST_MANIFEST,
  MANIFEST,
  type ManifestState,
  parseManifest,
  readClaim,
} from "./manifest.ts";
import {
  directoryState,
  equalBytes,
  identityAt,
  lookAt,
  type OutputFolder,
  outputFolder,
  parentOf,
  shown,
} from "./output-folder.ts";
import { type Compiled, type OutputPlan, planOutput, type Step } from "./output-plan.ts";
import { reasonOf, systemCode } from "./system-error.ts";

export type WriteOutcome =
  | { readonly kind: "written"; readonly steps: readonly Step[] }
  /** Nothing was written, or what was written is said in a finding. */
  | { readonly kind: "refused"; readonly findings: readonly Finding[] };

const TEMPORARY = /^\.clp-compile-.*\.tmp$/;
/** How often a run that holds the claim starts over because the folder changed under it. */
const MOST_ATTEMPTS = 5;

/**
 * @param name the folder as the user named it
 * @param root the folder as the system takes it
 */
export function writeOutput(name: string, root: string, compiled: Compiled, dryRun: boolean): WriteOutcome {
  const folder = outputFolder(name, root);
  const run = newRun(folder);
  try {
    return write(run, compiled, dryRun);
  } catch (error) {
    const reason = reasonOf(error, "write");
    undo(run);
    return refused(
      fileFinding("CLP6203", shown(folder, run.at), `Cannot write ${shown(folder, run.at)}: ${reason}`, {
        notes: run.committing
          ? ["The folder is half written, which check will say; compiling again repairs it"]
          : ["Nothing was changed"],
        help:
          systemCode(error) === "NotCapable"
            ? `Run deno with --allow-write=${name}`
            : "Mend that and compile again, or compile into another folder with --out",
      }),
    );
  }
}

interface Run {
  readonly folder: OutputFolder;
  readonly id: string;
  /** The path that is being worked on, for messages. */
  at: string;
  /** True from the first change that others can see. */
  committing: boolean;
  /** Temporary file by the path that it becomes. */
  readonly temporaries: Map<string, string>;
  readonly createdDirectories: string[];
  /** Identity of our claim. */
  claim: string | undefined;
  /** The manifest as it has to be on disk while we work; undefined for none. */
  manifest: Uint8Array | undefined;
}

function newRun(folder: OutputFolder): Run {
  return {
    folder,
    id: randomBytes(8).toString("hex"),
    at: "",
    committing: false,
    temporaries: new Map(),
    createdDirectories: [],
    claim: undefined,
    manifest: undefined,
  };
}

function write(run: Run, compiled: Compiled, dryRun: boolean): WriteOutcome {
  const { folder } = run;
  const known = readClaim(folder);
  const first = planOutput(folder, compiled, known);
  if (first.findings.length > 0) return { kind: "refused", findings: first.findings };
  if (dryRun || (isFresh(first) && leftovers(run, first, compiled).length === 0)) {
    return { kind: "written", steps: allSteps(first) };
  }

  run.manifest = bytesOf(first.manifest);
  const adopted = claim(run, first.newManifest, known);
  let plan = first;
  for (let attempt = 1; attempt <= MOST_ATTEMPTS; attempt++) {
    if (attempt > 1 || adopted.size > known.size) plan = planOutput(folder, compiled, adopted);
    if (plan.findings.length > 0) {
      undo(run);
      return { kind: "refused", findings: plan.findings };
    }
    if (!prepare(run, plan)) continue;
    if (!sameManifest(run) || !isMine(run)) return lost(run);
    if (!isUnchanged(plan, folder)) continue;
    for (const path of leftovers(run, plan, compiled)) remove(join(folder.root, path));
    const outcome = commit(run, plan);
    if (outcome === "lost") return lost(run);
    if (outcome === "done") return { kind: "written", steps: allSteps(first) };
  }
  return lost(run);
}

function isFresh(plan: OutputPlan): boolean {
  return allSteps(plan).every(({ kind }) => kind === "keep");
}

/** The steps of a plan, with the manifest's own as the last. */
function allSteps({ manifest, newManifest, steps }: OutputPlan): readonly Step[] {
  const path = MANIFEST;
  const bytes = newManifest;
  if (manifest.kind === "valid" && equalBytes(manifest.bytes, bytes))
    return [...steps, { kind: "keep", path }];
  const kind = manifest.kind === "absent" ? "create" : "update";
  return [...steps, { kind, path, mode: 0o644, secret: false, bytes, edited: false }];
}

function bytesOf(manifest: ManifestState): Uint8Array | undefined {
  return manifest.kind === "absent" ? undefined : manifest.bytes;
}

/**
 * Puts our claim in the place of any other; answers with what it takes over.
 *
 * @param manifest what will be written
 * @param known claims that were read before
 */
function claim(run: Run, manifest: Uint8Array, known: Adopted): Adopted {
  const { root } = run.folder;
  const adopted = new Map([...known, ...readClaim(run.folder)]);
  const own = parseManifest(new TextDecoder().decode(manifest));
  if (typeof own === "string") throw new Error("the new manifest cannot be read");
  const entries = [...new Map([...adopted, ...own.files]).values()].map((file) => ({
    ...file,
    mode: file.mode.toString(8).padStart(4, "0"),
  }));
  const text = JSON.stringify({
    version: 1,
    backends: [],
    files: entries.filter(({ sha256 }) => sha256 !== undefined),
    secret_files: entries.filter(({ sha256 }) => sha256 === undefined),
  });
  for (let attempt = 1; ; attempt++) {
    try {
      makeDirectory(run, "");
      run.at = CLAIM;
      const temporary = join(root, writeTemporary(run, CLAIM, new TextEncoder().encode(text), 0o644));
      // Before it is moved: afterwards another run's claim may already stand there.
      run.claim = claimIdentity(temporary);
      fs.renameSync(temporary, join(root, CLAIM));
      break;
    } catch (error) {
      // A run that cleans up, or takes back what it did, took it for its own.
      if (systemCode(error) !== "ENOENT" || attempt === MOST_ATTEMPTS) throw error;
    }
  }
  run.temporaries.delete(CLAIM);
  return adopted;
}

function isMine(run: Run): boolean {
  return run.claim !== undefined && claimIdentity(join(run.folder.root, CLAIM)) === run.claim;
}

/** What moving a file does not change, and no other file has. */
function claimIdentity(path: string): string | undefined {
  const stat = fs.lstatSync(path, { throwIfNoEntry: false });
  return stat === undefined ? undefined : `${stat.ino}:${stat.size}:${stat.mtimeMs}`;
}

/** Makes directories and temporary files. False where another run took some of them away. */
function prepare(run: Run, plan: OutputPlan): boolean {
  const { folder } = run;
  try {
    for (const temporary of run.temporaries.values()) remove(join(folder.root, temporary));
    run.temporaries.clear();
    for (const step of plan.steps) {
      if (step.kind !== "create" && step.kind !== "update") continue;
      makeDirectory(run, parentOf(step.path));
      run.at = step.path;
      writeTemporary(run, step.path, step.bytes, step.mode);
    }
    run.at = MANIFEST;
    writeTemporary(run, MANIFEST, plan.newManifest, 0o644);
    for (const step of plan.steps) {
      if (step.kind !== "remove") continue;
      run.at = step.path;
      fs.accessSync(join(folder.root, parentOf(step.path)), fs.constants.W_OK);
    }
    return true;
  } catch (error) {
    if (systemCode(error) === "ENOENT") return false;
    throw error;
  }
}

function writeTemporary(run: Run, path: string, bytes: Uint8Array, mode: number): string {
  const directory = parentOf(path);
  const name = `.clp-compile-${run.id}-${run.temporaries.size}.tmp`;
  const temporary = directory === "" ? name : `${directory}/${name}`;
  const at = join(run.folder.root, temporary);
  // "x": neither a link nor a file of somebody else is written to.
  const descriptor = fs.openSync(at, "wx", mode & 0o700);
  run.temporaries.set(path, temporary);
  try {
    let written = 0;
    while (written < bytes.length) written += fs.writeSync(descriptor, bytes, written);
    fs.fchmodSync(descriptor, mode);
  } finally {
    fs.closeSync(descriptor);
  }
  return temporary;
}

/** Makes a directory of the folder, and those above it; of the folder itself also those above that. */
function makeDirectory(run: Run, path: string): void {
  run.at = path;
  const missing: string[] = [];
  let at = path === "" ? run.folder.root : join(run.folder.root, path);
  while (fs.statSync(at, { throwIfNoEntry: false }) === undefined && at !== dirname(at)) {
    missing.unshift(at);
    at = dirname(at);
  }
  for (const directory of missing) {
    try {
      fs.mkdirSync(directory, { mode: 0o755 });
      run.createdDirectories.push(directory);
    } catch (error) {
      // Another run was faster.
      if (systemCode(error) !== "EEXIST" || !fs.statSync(directory, { throwIfNoEntry: false })?.isDirectory())
        throw error;
    }
  }
}

function sameManifest(run: Run): boolean {
  run.folder.directories.clear();
  const found = lookAt(run.folder, MANIFEST, LARGEST_MANIFEST);
  if (run.manifest === undefined) return found.kind === "absent";
  return found.kind === "file" && equalBytes(found.bytes, run.manifest);
}

/** True where the folder still is what was planned with. */
function isUnchanged(plan: OutputPlan, folder: OutputFolder): boolean {
  folder.directories.clear();
  for (const [path, identity] of plan.identities) if (identityAt(folder, path) !== identity) return false;
  return plan.steps.every(
    ({ kind, path }) => kind === "remove" || directoryState(folder, parentOf(path)).kind === "directory",
  );
}

/** Makes the changes. "again": something that was ours to use is gone or came between. */
function commit(run: Run, plan: OutputPlan): "done" | "lost" | "again" {
  const { folder } = run;
  const { root } = folder;
  const emptied = new Set<string>();
  const written = new Map<string, number>();

  /** Renames a temporary file; undefined where another run took it away. */
  const moveIn = (path: string): boolean => {
    const temporary = run.temporaries.get(path)!;
    const { ino } = fs.lstatSync(join(root, temporary), { throwIfNoEntry: false }) ?? {};
    if (ino === undefined) return false;
    try {
      fs.renameSync(join(root, temporary), join(root, path));
    } catch (error) {
      if (systemCode(error) === "ENOENT") return false;
      throw error;
    }
    run.temporaries.delete(path);
    written.set(path, ino);
    return true;
  };

  const order = { remove: 0, create: 1, update: 1, mode: 1, keep: 2 } as const;
  for (const step of [...plan.steps].sort((a, b) => order[a.kind] - order[b.kind])) {
    if (step.kind === "keep") break;
    if (!isMine(run)) return "lost";
    run.at = step.path;
    run.committing = true;
    if (step.kind === "remove") {
      remove(join(root, step.path));
      emptied.add(parentOf(step.path));
    } else if (step.kind === "mode") fs.chmodSync(join(root, step.path), step.mode);
    else if (!moveIn(step.path)) return "again";
  }
  if (!isMine(run)) return "lost";
  run.at = MANIFEST;
  run.committing = true;
  if (plan.manifest.kind === "valid" && equalBytes(plan.manifest.bytes, plan.newManifest)) {
    remove(join(root, run.temporaries.get(MANIFEST)!));
    run.temporaries.delete(MANIFEST);
  } else if (!moveIn(MANIFEST)) return "again";
  run.manifest = plan.newManifest;

  // A run that lost the claim just after it had looked may have put one more file in.
  for (const [path, ino] of written) {
    if (fs.lstatSync(join(root, path), { throwIfNoEntry: false })?.ino !== ino)
      return isMine(run) ? "again" : "lost";
  }
  if (isMine(run)) remove(join(root, CLAIM));
  for (const directory of emptied) removeEmpty(folder, directory);
  return "done";
}

/**
 * Temporary files of runs that were killed; of our own, none. A run that is still at work notices
 * when its files go, and starts over or stops.
 */
function leftovers(run: Run, plan: OutputPlan, compiled: Compiled): readonly string[] {
  const { folder } = run;
  const mine = new Set(run.temporaries.values());
  const paths = [...compiled.files.map(({ path }) => path), ...plan.identities.keys()];
  return [...new Set(["", ...paths.map(parentOf)])].flatMap((directory) => {
    if (directoryState(folder, directory).kind !== "directory") return [];
    return fs.readdirSync(join(folder.root, directory), { withFileTypes: true }).flatMap((entry) => {
      const path = directory === "" ? entry.name : `${directory}/${entry.name}`;
      if (!TEMPORARY.test(entry.name) || !entry.isFile() || mine.has(path)) return [];
      return path === CLAIM && run.claim !== undefined ? [] : [path];
    });
  });
}

/** Removes directories that a removed file left empty, up to the folder itself. */
function removeEmpty(folder: OutputFolder, directory: string): void {
  for (let at = directory; at !== ""; at = parentOf(at)) {
    try {
      fs.rmdirSync(join(folder.root, at));
    } catch (error) {
      if (systemCode(error) === undefined) throw error;
      return;
    }
  }
}

/** Takes back what a run did before its first visible change; afterwards its claim says what it was about. */
function undo(run: Run): void {
  const { root } = run.folder;
  for (const temporary of run.temporaries.values()) remove(join(root, temporary));
  run.temporaries.clear();
  if (run.committing) return;
  if (isMine(run)) remove(join(root, CLAIM));
  for (const directory of run.createdDirectories.reverse()) {
    try {
      fs.rmdirSync(directory);
    } catch (error) {
      if (systemCode(error) === undefined) throw error;
    }
  }
  run.createdDirectories.length = 0;
}

function lost(run: Run): WriteOutcome {
  const { folder } = run;
  undo(run);
  return refused(
    fileFinding("CLP6204", folder.name, `Another clp-compile writes to ${folder.name}, and took over`, {
      help: "Compile again when it is done, if these inputs are the ones that count",
    }),
  );
}

function refused(finding: Finding): WriteOutcome {
  return { kind: "refused", findings: [finding] };
}

/** Removes a file; that it is gone already is fine. */
function remove(path: string): void {
  try {
    fs.unlinkSync(path);
  } catch (error) {
    if (systemCode(error) !== "ENOENT") throw error;
  }
}
