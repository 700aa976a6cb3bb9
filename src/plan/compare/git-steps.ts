/** What an operator does where Argo CD or Flux applies the manifests from Git, in place of `kubectl apply`. */

import { GITOPS_TOOLS, type GitopsTool } from "../../base/gitops-tools.ts";
import { listed } from "../../base/listed.ts";
import { shell } from "../../base/shell.ts";
import type { ObjectPlan, Step } from "../plan.ts";
import { applies, inOutput, type Typed } from "./typed-commands.ts";

/** What is done to the tool's objects by hand would be undone by it. */
export function pauseStep(tool: GitopsTool): Step {
  const { name, unit, pause } = GITOPS_TOOLS[tool];
  return {
    text: `Let ${name} rest: it would undo what follows. For ${unit} that waits to be told, leave this out, and what lets it go on`,
    commands: [pause],
  };
}

/** Before another tool, or nobody, applies the manifests. */
export function releaseStep(tool: GitopsTool, typed: Typed): Step {
  const { name, release, labels } = GITOPS_TOOLS[tool];
  const start = `Take the objects from ${name}, which leaves them as they are`;
  if (labels.length === 0) return { text: start, commands: release };
  const folder = inOutput(typed, "kubernetes");
  return {
    text: `${start}. With the files of before still in place, \`kubectl\` then notes what it is to take away later`,
    commands: [
      ...release,
      applies(typed, "kubernetes"),
      shell`kubectl label -k ${folder} ${labels.map((label) => `${label}-`)}`,
    ],
  };
}

export function pushStep(tool: GitopsTool, typed: Typed): Step {
  const start = typed.typedFrom === undefined ? "In the output folder, commit" : "Commit";
  return {
    text: `${start} what was compiled with its inputs, and push, or merge the pull request: ${GITOPS_TOOLS[tool].name} applies what is in Git`,
    // Files that are new stand in `kubernetes`; the inputs are in Git already.
    commands: [shell`git add ${inOutput(typed, "kubernetes")}`, shell`git commit --all`, shell`git push`],
  };
}

interface Commit {
  readonly objects: readonly ObjectPlan[];
  /** The tool knows the objects of before, and prunes those that are no more. */
  readonly known: boolean;
  readonly rested: boolean;
  /** The whole deployment has been taken down. */
  readonly down: boolean;
  /** All pods have another mark of a rotation, which only the person's next compilation gives them. */
  readonly revised: boolean;
  readonly typed: Typed;
}

export function syncStep(tool: GitopsTool, commit: Commit): Step {
  const { known, rested, down, revised, typed } = commit;
  const { name, unit, sync, syncNote, syncAndResume, resumeNote } = GITOPS_TOOLS[tool];
  const does = down ? "makes everything anew" : effects(commit);
  const pods = revised ? "makes all pods anew" : "";
  const effect = [does, pods].filter((text) => text !== "");
  const first = known
    ? `${rested ? `Have ${name} apply` : `${name} applies`} the commit`
    : `Have ${name} apply the commit, by ${unit} whose path is ${typed.typedFrom === undefined ? "this folder `kubernetes`" : inOutput(typed, "kubernetes")}`;
  const start = `${first}${effect.length === 0 ? "" : `: this ${listed(effect)}`}`;
  if (!rested) return { text: `${start}. ${syncNote}`, commands: sync };
  const note = resumeNote === undefined ? "" : `. ${resumeNote}`;
  return { text: `${start}. Then let it go on${note}`, commands: syncAndResume };
}

function effects({ objects, known: prunes }: Commit): string {
  const of = (kinds: (object: ObjectPlan) => boolean) =>
    few(objects.filter(kinds).map(({ kind, name }) => `${kind} ${name}`));
  const made = ({ action }: ObjectPlan): boolean => action === "create" || action === "replace";
  const parts = [
    ["runs", of((object) => made(object) && object.kind === "Job")],
    ["makes", of((object) => made(object) && object.kind !== "Job")],
    [
      "makes anew the pods of",
      few(objects.filter(({ restartsPods }) => restartsPods).map(({ name }) => name)),
    ],
    ["prunes", prunes ? of((object) => object.action === "delete" && !isStorage(object)) : ""],
  ].flatMap(([verb, names]) => (names === "" ? [] : [`${verb} ${names}`]));
  return listed(parts);
}

/** Names as long as they are few: the plan lists all objects. */
function few(names: readonly string[]): string {
  return names.length > 4 ? `${names.length} objects` : listed(names);
}

/** What the manifests tell the tools never to prune. */
export function isStorage({ kind }: Pick<ObjectPlan, "kind">): boolean {
  return /^PersistentVolume/.test(kind);
}
