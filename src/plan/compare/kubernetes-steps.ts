/** What an operator of Kubernetes manifests has to do, in order: by kubectl, or where Argo CD or Flux applies them. */

import type { GitopsTool } from "../../base/gitops-tools.ts";
import { listed } from "../../base/listed.ts";
import { stepIf } from "../../base/operator-steps.ts";
import { operands, type ShellCommand, shell } from "../../base/shell.ts";
import type { ObjectPlan, SecretsPlan, Step } from "../plan.ts";
import { moveCommands, NEW_FILES } from "./common-steps.ts";
import { isStorage, pauseStep, pushStep, releaseStep, syncStep } from "./git-steps.ts";
import { podsOfDeployments } from "./kubernetes-release.ts";
import { applies, compiles, inOutput, type Typed } from "./typed-commands.ts";

export interface MovedVolume {
  readonly name: string;
  readonly before: string;
  readonly after: string;
}

/** What the steps are made of. */
export interface Differences {
  readonly objects: readonly ObjectPlan[];
  readonly secrets: SecretsPlan;
  readonly moved: readonly MovedVolume[];
  /** The flags that find what is there. */
  readonly oldRelease: readonly string[];
  /** What has to be restarted for the sake of secrets. */
  readonly pods: readonly string[];
  /** Whether the Secrets differ; undefined where nobody knows. */
  readonly applied: boolean | undefined;
  readonly classes: readonly string[];
  /** What is done in the servers while the old deployment runs. */
  readonly passwords: readonly Step[];
  /** What another release asks for: before the new files are there, and after. */
  readonly other: { readonly first: readonly Step[]; readonly last: readonly Step[] } | undefined;
  readonly tools: Tools;
  /** How both sides are reached from where the commands are typed. */
  readonly typed: Typed;
}

/** What applies the manifests from Git; undefined: nobody but the operator. */
interface Tools {
  readonly before: GitopsTool | undefined;
  readonly after: GitopsTool | undefined;
}

export function kubernetesSteps(differences: Differences): readonly Step[] {
  const { objects, secrets, moved, oldRelease, applied, classes, passwords, other, tools, typed } =
    differences;
  const differs = secrets.added.length + secrets.removed.length + secrets.changed.length > 0;
  if (objects.length === 0 && !differs && applied !== true) return [];
  // Volumes and what binds to them cannot be changed one by one.
  const down = objects.some(({ action, kind }) => action === "replace" && kind !== "Job");
  const known = tools.before !== undefined && tools.before === tools.after;
  const rested = known && (down || other !== undefined);
  return [
    ...passwords,
    ...(tools.before !== undefined && !known ? [releaseStep(tools.before, typed)] : []),
    ...(rested ? [pauseStep(tools.after!)] : []),
    ...(other?.first ?? []),
    ...(down ? takeDown(oldRelease, classes, typed) : []),
    ...stepIf(moved.length > 0, "Move the data, on the nodes that have it", moveCommands(moved)),
    ...(tools.after === undefined
      ? byHand(differences, down)
      : fromGit(differences, { tool: tools.after, down, known, rested })),
    ...(other?.last ?? []),
  ];
}

function byHand({ objects, pods, applied, typed }: Differences, down: boolean): readonly Step[] {
  const replaced = down ? [] : objects.filter(({ action }) => action === "replace");
  const deleted = objects.filter(({ action }) => action === "delete");
  return [
    { text: `${NEW_FILES}: compile, or copy them`, commands: [compiles(typed)] },
    ...stepIf(
      replaced.length > 0,
      "Delete what the API server does not let change, so that it can be made anew",
      deletions(replaced),
    ),
    ...secretsSteps(typed, applied),
    ...stepIf(objects.length > 0, "Apply the manifests", [applies(typed, "kubernetes")]),
    ...stepIf(
      pods.length > 0 && !down && !objects.some(isRevised),
      "Restart the pods that use it: they do not see that a Secret has changed. Another word for `kubernetes.secret_revision` in the site file, compiled and applied, restarts all of them",
      [shell`kubectl rollout restart ${pods}`],
    ),
    ...stepIf(deleted.length > 0 && !down, "Delete what is no more: applying does not", deletions(deleted)),
  ];
}

interface FromGit {
  readonly tool: GitopsTool;
  readonly down: boolean;
  /** The tool has applied the objects of before. */
  readonly known: boolean;
  readonly rested: boolean;
}

/** Secrets are there before the commit: pods that start anew read them. */
function fromGit(
  { objects, pods, applied, typed }: Differences,
  { tool, down, known, rested }: FromGit,
): readonly Step[] {
  const revised = pods.length > 0 && !down && !objects.some(isRevised);
  // What a tool has applied it prunes, but for what holds data.
  const left = objects.filter((object) => object.action === "delete" && (!known || isStorage(object)));
  return [
    ...stepIf(
      revised,
      "Write another word for `kubernetes.secret_revision` in the site file: pods do not see that a Secret has changed, and a restart by hand would be undone",
      [],
    ),
    { text: `${NEW_FILES}: compile`, commands: [compiles(typed)] },
    ...secretsSteps(typed, applied, ". Those that are in Git are encrypted anew, and pushed, instead"),
    ...(objects.length > 0 || revised
      ? [pushStep(tool, typed), syncStep(tool, { objects, known, rested, down, revised, typed })]
      : []),
    ...stepIf(
      left.length > 0 && !down,
      known
        ? "Delete what is never pruned, since it holds data, once nobody needs it"
        : "Delete what is no more: what others have applied is not pruned",
      deletions(left),
    ),
  ];
}

function secretsSteps(typed: Typed, applied: boolean | undefined, others = ""): readonly Step[] {
  const text = applied ? "Apply the Secrets" : "Apply the Secrets, if they have changed";
  return stepIf(applied !== false, `${text}${others}`, [applies(typed, "kubernetes/secrets")]);
}

function takeDown(oldRelease: readonly string[], classes: readonly string[], typed: Typed): readonly Step[] {
  const kept = classes.length > 0;
  return [
    ...stepIf(
      kept,
      `Keep what volumes of ${classes.length === 1 ? "the storage class" : "the storage classes"} ${listed(classes)} hold: unless told otherwise, a class deletes a volume together with its claim. They stay then without one, and what is in them has to be copied into the new ones, or loaded from a dump`,
      [
        shell`kubectl get pvc ${oldRelease} -o ${"jsonpath={.items[*].spec.volumeName}"} | xargs -r -n 1 kubectl patch pv --patch ${RETAIN}`,
      ],
    ),
    {
      text: `Take the old deployment down, with its own files still in place: volumes cannot change while pods use them${kept ? "" : ". Their directories keep what they hold"}`,
      commands: [
        // A scheduler whose database is gone waits for its answer until it is killed.
        ...stopClients(oldRelease),
        // No file has those of StatefulSets: their volumes wait for them.
        shell`kubectl delete pvc ${oldRelease} --wait=false`,
        shell`kubectl delete -k ${inOutput(typed, "kubernetes")} --ignore-not-found`,
        shell`kubectl wait pvc ${oldRelease} --for delete --timeout 10m`,
      ],
    },
  ];
}

/** Until the last pod of what uses the servers has ended. */
function stopClients(selector: readonly string[]): readonly ShellCommand[] {
  return [
    shell`kubectl scale deployment ${selector} --replicas 0`,
    shell`kubectl wait pod ${podsOfDeployments(selector)} --for delete --timeout 10m`,
  ];
}

const RETAIN = '{"spec":{"persistentVolumeReclaimPolicy":"Retain"}}';

/** True where pods are made anew as their mark of a rotation has changed. */
function isRevised({ restartsPods, changes }: ObjectPlan): boolean {
  return restartsPods && changes.some(({ path }) => /annotations\b.*secret-revision/.test(path));
}

/** One command for the objects of a kind. */
export function deletions(objects: readonly ObjectPlan[]): readonly ShellCommand[] {
  const kinds = new Map<string, { readonly space: readonly string[]; readonly words: string[] }>();
  for (const { kind, name, namespace } of objects) {
    const key = JSON.stringify([kind, namespace]);
    const known = kinds.get(key);
    if (known !== undefined) known.words.push(name);
    else
      kinds.set(key, {
        space: namespace === "" ? [] : ["-n", namespace],
        words: [kind.toLowerCase(), name],
      });
  }
  return [...kinds.values()].map(({ space, words }) => shell`kubectl delete ${space} ${operands(words)}`);
}
