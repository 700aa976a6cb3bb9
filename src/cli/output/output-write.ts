/**
 * Writes a compilation into its folder, so that whatever happens in between (a kill, a full disk, a
 * second compiler) only files of ours change, each at once, and nothing that is half done looks done.
 *
 * There is no lock that a killed run could leave behind. All content is written to temporary files first.
 * Then a run puts a *pending* manifest in the place of the one that it has read: from here on a later run
 * knows all that this one may have written. Renames follow, and the finished manifest is the last.
 *
 * Of several runs that have read one manifest, one alone replaces it: each makes its pending manifest
 * visible, takes away those of others that it then sees, looks once more that the manifest is the one it
 * has read, and renames. Of two, the later to become visible sees the earlier; whose file is gone cannot
 * rename it. A run that meets a pending manifest takes over: it removes the temporary files of the run
 * before, which can rename nothing any more, and looks at the folder again.
 */
import { accessSync, constants, lstatSync, readdirSync, renameSync } from "node:fs";
import type { Finding } from "../../report/finding.ts";
import { fileFinding } from "../findings.ts";
import { reasonOf, systemCode } from "../system-error.ts";
import { MANIFEST, type ManifestState, type OwnPaths, pendingManifest, readManifest } from "./manifest.ts";
import {
  directoryState,
  equalBytes,
  identityAt,
  type OutputFolder,
  outputFolder,
  parentOf,
  pathIn,
  shown,
} from "./output-folder.ts";
import { type Compiled, isWrite, type OutputPlan, planOutput, type Step } from "./output-plan.ts";
import { isTemporary } from "./temporary-files.ts";
import {
  makeDirectory,
  newRun,
  type Run,
  remove,
  removeEmpty,
  removeTemporaries,
  setMode,
  undo,
  unlessGone,
  writeStep,
  writeTemporary,
} from "./write-run.ts";

export type WriteOutcome =
  | { readonly kind: "written"; readonly steps: readonly Step[] }
  /** Nothing was written, or what was written is said in a finding. */
  | { readonly kind: "refused"; readonly findings: readonly Finding[] };

/** A manifest that waits to be put in its place. */
const WAITING = /^\.clp-compile-[0-9a-f]{16}-manifest\.tmp$/;
/** How often a run starts over because another one, or somebody at work in the folder, came between. */
const MAX_ATTEMPTS = 40;

const GITIGNORE = ".gitignore";

/**
 * @param folder the output folder, as it was looked at for `manifest`
 * @param manifest what was read before the compilation
 */
export function writeOutput(
  folder: OutputFolder,
  manifest: ManifestState,
  own: OwnPaths,
  compiled: Compiled,
  dryRun: boolean,
): WriteOutcome {
  const run = newRun(folder, own);
  try {
    return write(run, manifest, compiled, dryRun);
  } catch (error) {
    const reason = reasonOf(error, "write");
    undo(run);
    return refused(
      fileFinding("CLP6203", shown(folder, run.at), `Cannot write ${shown(folder, run.at)}: ${reason}`, {
        notes: run.changed
          ? ["The folder is half written, which check will say; compiling again repairs it"]
          : ["Nothing was changed"],
        help:
          systemCode(error) === "NotCapable"
            ? `Run deno with --allow-write=${folder.name}`
            : "Mend that and compile again, or compile into another folder with --out",
      }),
    );
  }
}

function write(run: Run, first: ManifestState, compiled: Compiled, dryRun: boolean): WriteOutcome {
  const { folder, own } = run;
  let plan = planOutput(folder, first, own, compiled);
  if (plan.findings.length > 0) return { kind: "refused", findings: plan.findings };
  const steps = allSteps(plan);
  if (dryRun) return { kind: "written", steps };
  if (isSettled(plan)) {
    for (const step of plan.steps) if (step.kind === "mode") setMode(run, step.path, step.mode);
    for (const path of leftovers(run, plan)) remove(pathIn(folder, path));
    return { kind: "written", steps };
  }

  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
    if (plan.findings.length > 0) {
      undo(run);
      return { kind: "refused", findings: plan.findings };
    }
    const outcome = attemptOnce(run, first, plan);
    if (outcome === "done") return { kind: "written", steps };
    if (outcome === "lost") return lost(run);
    if (outcome === "wait") pause(attempt);
    else {
      // With the manifest that stands there now: ours if it was put in its place.
      folder.directories.clear();
      const now = readManifest(folder, own);
      if (run.pending === undefined ? !isAsRead(run, first) : !isMine(run)) return lost(run);
      plan = planOutput(folder, run.pending === undefined ? first : now, own, compiled);
    }
  }
  return lost(run);
}

/**
 * `again`: something that was looked at is not what it was. `wait`: another run took our pending manifest
 * away before it was in its place. `lost`: another run was faster, or took over.
 */
type Attempt = "done" | "lost" | "again" | "wait";

function attemptOnce(run: Run, first: ManifestState, plan: OutputPlan): Attempt {
  // Git must ignore temporary files before one of them holds a secret.
  const unignored = plan.steps.some(({ kind, path }) => path === GITIGNORE && kind === "create");
  if (run.prepared !== plan && !prepare(run, plan, unignored)) return "again";
  if (run.pending !== undefined) {
    // Whoever took over has not seen the temporary files that were just made.
    if (!isMine(run)) return "lost";
  } else {
    const outcome = announce(run, first, plan);
    if (outcome !== "done") return outcome;
    for (const path of leftovers(run, plan)) remove(pathIn(run.folder, path));
    if (first.kind === "valid" && first.manifest.pending !== undefined) {
      // The run before was at work until its temporary files were gone.
      if (!isMine(run)) return "lost";
      if (!isUnchanged(run, plan, [...plan.identities.keys()])) return "again";
    }
  }
  return commit(run, plan, unignored);
}

/** True where the manifest and every file are what they are to be, but for modes. */
function isSettled(plan: OutputPlan): boolean {
  const { manifest, newManifest, steps } = plan;
  return (
    manifest.kind === "valid" &&
    new TextDecoder().decode(manifest.bytes) === newManifest &&
    steps.every(({ kind }) => kind === "keep" || kind === "mode")
  );
}

/** The steps of a plan, with the manifest's own as the last. */
function allSteps({ manifest, newManifest, steps }: OutputPlan): readonly Step[] {
  const path = MANIFEST;
  const bytes = new TextEncoder().encode(newManifest);
  if (manifest.kind === "valid" && equalBytes(manifest.bytes, bytes))
    return [...steps, { kind: "keep", path }];
  const kind = manifest.kind === "absent" ? "create" : "update";
  return [...steps, { kind, path, mode: 0o644, secret: false, bytes, edited: false }];
}

/** Makes directories and temporary files. False where another run took some of them away. */
function prepare(run: Run, plan: OutputPlan, publicOnly: boolean): boolean {
  const { folder } = run;
  run.prepared = undefined;
  removeTemporaries(run);
  return unlessGone(() => {
    makeDirectory(run, "");
    for (const step of plan.steps) {
      if (isWrite(step)) {
        if (!(publicOnly && step.secret)) writeStep(run, step);
      } else if (step.kind === "remove") {
        run.at = step.path;
        accessSync(pathIn(folder, parentOf(step.path)), constants.W_OK);
      }
    }
    run.at = MANIFEST;
    writeTemporary(run, MANIFEST, new TextEncoder().encode(plan.newManifest), 0o644);
    run.prepared = plan;
  });
}

/** Puts our pending manifest in the place of the one that was read. */
function announce(run: Run, first: ManifestState, plan: OutputPlan): Attempt {
  const { folder } = run;
  run.at = MANIFEST;
  const text = pendingManifest(first, plan.newManifest, run.own);
  const waiting = writeTemporary(run, MANIFEST, new TextEncoder().encode(text), 0o644, "manifest");
  const identity = pendingIdentity(pathIn(folder, waiting));
  for (const name of readdirSync(folder.root)) {
    if (WAITING.test(name) && name !== waiting) remove(pathIn(folder, name));
  }
  if (!isAsRead(run, first)) return "lost";
  const changes = plan.steps.filter(({ kind }) => kind !== "keep" && kind !== "leave");
  const paths = changes.map(({ path }) => path);
  const moved =
    isUnchanged(run, plan, paths) &&
    unlessGone(() => renameSync(pathIn(folder, waiting), pathIn(folder, MANIFEST)));
  if (!moved) {
    remove(pathIn(folder, waiting));
    run.temporaries.delete("manifest");
    return isUnchanged(run, plan, paths) ? "wait" : "again";
  }
  run.temporaries.delete("manifest");
  run.pending = identity;
  run.changed = true;
  return "done";
}

/** True where the manifest on disk still is the one that was read. */
function isAsRead({ folder }: Run, state: ManifestState): boolean {
  return identityAt(folder, MANIFEST) === (state.kind === "absent" ? undefined : state.identity);
}

function isMine(run: Run): boolean {
  return run.pending !== undefined && pendingIdentity(pathIn(run.folder, MANIFEST)) === run.pending;
}

/** What moving a file does not change, and no other file has. */
function pendingIdentity(path: string): string | undefined {
  const stat = lstatSync(path, { throwIfNoEntry: false });
  return stat === undefined ? undefined : `${stat.ino}:${stat.size}:${stat.mtimeMs}`;
}

/** True where what stands at these paths still is what was planned with; a directory of our own has nothing else. */
function isUnchanged({ folder, createdPaths }: Run, plan: OutputPlan, paths: readonly string[]): boolean {
  const now = outputFolder(folder.name, folder.root);
  return paths.every(
    (path) =>
      createdPaths.has(parentOf(path)) ||
      (identityAt(folder, path) === plan.identities.get(path) &&
        directoryState(now, parentOf(path)).kind !== "link"),
  );
}

/** Makes the changes, `.gitignore` first. */
function commit(run: Run, plan: OutputPlan, secretsLater: boolean): Attempt {
  const { folder } = run;
  const stopped = (): Attempt => (isMine(run) ? "again" : "lost");
  const emptied = new Set<string>();
  const moveIn = (path: string): boolean => {
    run.at = path;
    const temporary = pathIn(folder, run.temporaries.get(path)!);
    if (!unlessGone(() => renameSync(temporary, pathIn(folder, path)))) return false;
    run.temporaries.delete(path);
    return true;
  };

  const removals = plan.steps.filter(({ kind }) => kind === "remove");
  const modes = plan.steps.filter((step) => step.kind === "mode");
  const writes = plan.steps.filter(isWrite);
  const [first, ...rest] = writes.sort((a, b) => Number(b.path === GITIGNORE) - Number(a.path === GITIGNORE));
  if (first !== undefined && !moveIn(first.path)) return stopped();
  if (secretsLater) {
    const secrets = rest.filter(({ secret }) => secret);
    const write = (): void => {
      for (const step of secrets) writeStep(run, step);
    };
    if (!unlessGone(write)) return stopped();
    if (!isMine(run)) return "lost";
  }
  for (const { path } of removals) {
    if (!isMine(run)) return "lost";
    run.at = path;
    remove(pathIn(folder, path));
    emptied.add(parentOf(path));
  }
  for (const { path, mode } of modes) {
    if (!isMine(run)) return "lost";
    setMode(run, path, mode);
  }
  for (const { path } of rest) if (!moveIn(path)) return stopped();
  if (!moveIn(MANIFEST)) return stopped();
  for (const directory of emptied) removeEmpty(run.folder, directory);
  return "done";
}

/**
 * Temporary files of other runs, in the directories that this one did not make. A run that is still at
 * work notices when its files go, and starts over or stops.
 */
function leftovers(run: Run, plan: OutputPlan): readonly string[] {
  const { folder, createdPaths } = run;
  const mine = new Set(run.temporaries.values());
  const directories = new Set(["", ...[...plan.identities.keys()].map(parentOf)]);
  return [...directories].flatMap((directory) => {
    if (createdPaths.has(directory) || directoryState(folder, directory).kind !== "directory") return [];
    return readdirSync(pathIn(folder, directory), { withFileTypes: true }).flatMap((entry) => {
      const path = directory === "" ? entry.name : `${directory}/${entry.name}`;
      return isTemporary(entry.name) && entry.isFile() && !mine.has(path) ? [path] : [];
    });
  });
}

function lost(run: Run): WriteOutcome {
  const { folder } = run;
  undo(run);
  return refused(
    fileFinding("CLP6204", folder.name, `Another clp-compile writes to ${folder.name}, and was faster`, {
      help: "Compile again when it is done, if these inputs are the ones that count",
    }),
  );
}

function refused(finding: Finding): WriteOutcome {
  return { kind: "refused", findings: [finding] };
}

/** Lets other runs go on, each time for longer, so that two that take each other's files away come apart. */
function pause(attempt: number): void {
  const milliseconds = 1 + Math.random() * Math.min(2 ** attempt, 64);
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}
