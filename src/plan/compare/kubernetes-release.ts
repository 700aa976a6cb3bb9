/** What an operator of Kubernetes manifests does for the sake of another release, in the order in which kubernetes-plan.ts puts it. */
import { GITOPS_TOOLS, type GitopsTool } from "../../base/gitops-tools.ts";
import { columnSteps, JOBS_END, KEEP_INPUTS, stepIf } from "../../base/operator-steps.ts";
import { pathWord, type ShellCommand, shell } from "../../base/shell.ts";
import { RECOVERY_FILE } from "../../clp/releases/upgrades/upgrade.ts";
import type { Step } from "../plan.ts";
import type { Deployed } from "../read/deployed.ts";
import type { KubernetesObject } from "../read/kubernetes-objects.ts";
import { pauseStep } from "./git-steps.ts";
import { leavesOf, textOf } from "./leaves.ts";
import { componentOf, INSIDE_AT, type Passage, unreadable } from "./passage.ts";
import { databaseClient, dumpStep, loadStep } from "./pod-database.ts";
import { applies, compiles } from "./typed-commands.ts";

interface Sides {
  readonly before: Deployed;
  readonly after: Deployed;
  /** The flags that find the objects: `-n default -l app.kubernetes.io/instance=clp`. */
  readonly selector: readonly string[];
  /** Deletes what only the later deployment has, but for volumes. */
  readonly takenBack: readonly ShellCommand[];
  /** What applies the later manifests from Git. */
  readonly tool: GitopsTool | undefined;
  /** False where somebody else makes the Secrets. */
  readonly ownSecrets: boolean;
}

/** `deployment/clp-garbage-collector`; undefined where it is not there. */
export function podOf({ kubernetes = [] }: Deployed, component: string): string | undefined {
  const found = kubernetes.find(
    (object) => /^(?:Deployment|StatefulSet)$/.test(object.kind) && componentOf(object).includes(component),
  );
  return found === undefined ? undefined : `${found.kind.toLowerCase()}/${found.name}`;
}

export function namespaceOf(selector: readonly string[]): readonly string[] {
  return selector.slice(0, selector.indexOf("-l"));
}

/** The flags that find the pods of Deployments alone. */
export function podsOfDeployments(selector: readonly string[]): readonly string[] {
  return [...selector.slice(0, -1), `${selector.at(-1)},pod-template-hash`];
}

function recoveryFile({ movesRecoveryFile, from, to }: Passage, { before, after, selector }: Sides) {
  const [old, now] = [podOf(before, "garbage-collector"), podOf(after, "garbage-collector")];
  if (!movesRecoveryFile || old === undefined || now === undefined) return { out: [], back: [] };
  const [was, is] = [from, to].map(
    ({ capabilities }) => `${INSIDE_AT[capabilities.recoveryFile]}/${RECOVERY_FILE}`,
  );
  const space = namespaceOf(selector);
  return {
    out: [
      {
        text: "If the garbage collector was killed and has left a recovery file, keep it: else its archives stay in the storage for ever. Where there is none, `cat` says so",
        commands: [shell`kubectl exec ${space} ${old} -- cat ${was!} > ${RECOVERY_FILE}`],
      },
    ],
    back: [
      {
        text: "If there was a recovery file, put it where the garbage collector now looks for it",
        commands: [
          shell`kubectl exec ${space} --stdin ${now} -- sh -c 'cat >> "$1"' sh ${is!} < ${RECOVERY_FILE}`,
        ],
      },
    ],
  };
}

/** Until the last pod has ended, which takes a scheduler five minutes at the most: before that, servers write their files. */
function stopCommands({ selector }: Sides): readonly ShellCommand[] {
  return [
    shell`kubectl scale deployment,statefulset ${selector} --replicas 0`,
    shell`kubectl wait pod ${selector} --field-selector status.phase=Running --for delete --timeout 10m`,
  ];
}

/** Two releases must not work on the same tables. */
function stopSteps(sides: Sides): readonly Step[] {
  return [
    {
      text: "Stop the old deployment, so that two releases do not work on the same tables; claims and what they hold stay",
      commands: stopCommands(sides),
    },
  ];
}

/** Puts the data of servers away: what is in a directory of a node is kept beside it, a claim is deleted. */
function putAway(side: Deployed, names: readonly string[], suffix: string, space: readonly string[]) {
  const { kubernetes = [] } = side;
  return kubernetes.flatMap((object): readonly ShellCommand[] => {
    const [component = ""] = componentOf(object);
    if (object.kind !== "StatefulSet" || !names.includes(component)) return [];
    const claims = [...leavesOf(object.content)]
      .filter(([path]) => /^spec\.volumeClaimTemplates\[\d+\]\.metadata\.name$/.test(path))
      .map(([, leaf]) => String(JSON.parse(leaf)))
      .filter((template) => template.endsWith("-data"))
      .map((template) => `${template}-${object.name}-0`);
    return claims.flatMap((claim) => {
      const path = directoryBehind(kubernetes, claim);
      if (path === undefined) return [shell`kubectl delete pvc ${space} ${claim}`];
      // The directory itself stays, with its owner: without it no pod starts.
      return [
        shell`cp -a ${pathWord(path)} ${pathWord(`${path}.${suffix}`)}`,
        shell`find ${pathWord(path)} -mindepth 1 -delete`,
      ];
    });
  });
}

/** A sentence without a full stop. */
function howPutAway(commands: readonly ShellCommand[]): string {
  return commands.some((command) => command.startsWith("kubectl delete pvc"))
    ? "What a claim holds is gone with it: first see that the dump is whole"
    : "As root, on the node that has them";
}

/** What the earlier release does not take, and can do without. */
function putAwaySteps(passage: Passage, { before, selector }: Sides): readonly Step[] {
  const commands = putAway(before, unreadable(passage, "without"), passage.from.id, namespaceOf(selector));
  return stepIf(
    commands.length > 0,
    `Put away what CLP ${passage.to.id} does not take: it starts without. ${howPutAway(commands)}`,
    commands,
  );
}

/** The directory of a node that a volume shows to a claim. */
function directoryBehind(objects: readonly KubernetesObject[], claim: string): string | undefined {
  for (const { kind, content } of objects) {
    const found = leavesOf(content);
    if (kind !== "PersistentVolume" || textOf(found, "spec.claimRef.name") !== claim) continue;
    const path = textOf(found, "spec.local.path") ?? textOf(found, "spec.hostPath.path");
    if (path !== undefined) return path;
  }
  return undefined;
}

/** The database of before is of no use to the earlier version of its program. */
function dumpSteps(passage: Passage, sides: Sides) {
  const { before, selector } = sides;
  const pod = podOf(before, "database");
  if (!unreadable(passage, "dump").includes("database") || pod === undefined) return { away: [], back: [] };
  const commands = putAway(before, ["database"], passage.from.id, namespaceOf(selector));
  return {
    away: [
      {
        text: `Put the database's files away, so that the earlier version starts with nothing. ${howPutAway(commands)}`,
        commands,
      },
    ],
    back: [load(sides, pod)],
  };
}

function load({ before, selector, tool }: Sides, pod: string): Step {
  // A tool undoes the mark of a restart, and so restarts once more; it does not see that a pod is another one.
  const restart =
    tool === undefined
      ? shell`kubectl rollout restart deployment ${selector}`
      : shell`kubectl delete pod ${podsOfDeployments(selector)}`;
  return loadStep(before, namespaceOf(selector), pod, restart);
}

/** Data that was written by the later release is put away, and the dump is loaded. */
function wayBackSteps({ to }: Passage, sides: Sides): readonly Step[] {
  const { before, after, selector, tool } = sides;
  const pod = podOf(before, "database");
  const manifests = tool === undefined ? "apply the manifests of before" : "take the commit back";
  return [
    {
      text: `The way back, where CLP ${to.id} does not run as it should: stop it, put the data away, ${manifests}, and load ${pod === undefined ? "the back-up where the database runs" : "the dump"}. What was written since is lost`,
      commands: [
        ...(tool === undefined ? [] : pauseStep(tool).commands),
        ...stopCommands(sides),
        ...putAway(after, ["database", "redis", "results-cache"], to.id, namespaceOf(selector)),
        ...(tool === undefined ? appliedBack(sides) : takenBackInGit(tool, sides)),
        ...(pod === undefined ? [] : load(sides, pod).commands),
      ],
    },
  ];
}

function appliedBack({ before, ownSecrets, takenBack }: Sides): readonly ShellCommand[] {
  return [
    compiles(before),
    ...(ownSecrets ? [applies(before, "kubernetes/secrets")] : []),
    applies(before, "kubernetes"),
    ...takenBack,
  ];
}

/** The tool prunes what the later release alone has. */
function takenBackInGit(tool: GitopsTool, { before, ownSecrets }: Sides): readonly ShellCommand[] {
  return [
    shell`git revert --no-edit COMMIT`,
    ...(ownSecrets ? [compiles(before), applies(before, "kubernetes/secrets")] : []),
    shell`git push`,
    ...GITOPS_TOOLS[tool].syncAndResume,
  ];
}

/** In the order in which they are done: before the new files are put in place, and once they are applied. */
export function kubernetesReleaseSteps(
  passage: Passage,
  sides: Sides,
): { readonly first: readonly Step[]; readonly last: readonly Step[] } {
  const recovery = recoveryFile(passage, sides);
  const database = dumpSteps(passage, sides);
  const { before, after, selector } = sides;
  const space = namespaceOf(selector);
  const pod = podOf(after, "database");
  const client = pod === undefined ? [] : [databaseClient(space, pod)];
  return {
    first: [
      JOBS_END,
      dumpStep(before, space, podOf(before, "database"), KEEP_INPUTS),
      ...recovery.out,
      ...stopSteps(sides),
      ...putAwaySteps(passage, sides),
      ...database.away,
    ],
    last: [
      ...database.back,
      ...recovery.back,
      ...columnSteps(passage, client),
      ...wayBackSteps(passage, sides),
    ],
  };
}
