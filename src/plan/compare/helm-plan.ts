/** The part of a plan that is about CLP's own chart. */
import { listed } from "../../base/listed.ts";
import { columnSteps, JOBS_END, stepIf } from "../../base/operator-steps.ts";
import { pathWord, shell } from "../../base/shell.ts";
import { DEFAULT_RELEASE, knownRelease } from "../../clp/releases/releases.ts";
import { CHART_JOBS } from "../../clp/releases/upgrades/upgrade.ts";
import type { HelmPlan, SecretsPlan, Step, Warning } from "../plan.ts";
import { installationIn } from "../read/chart-header.ts";
import { isBundled } from "../read/chart-servers.ts";
import type { Deployed } from "../read/deployed.ts";
import { NEW_FILES } from "./common-steps.ts";
import { leafChanges, leavesOf, textOf } from "./leaves.ts";
import type { Passage } from "./passage.ts";
import { passwordSteps, passwordWarnings, type Servers } from "./password-steps.ts";
import { releaseWarnings } from "./plan-warnings.ts";
import { databaseClient, dumpStep, loadStep } from "./pod-database.ts";
import { compiles, valuesFlags } from "./typed-commands.ts";

export function helmPlan(
  before: Deployed,
  after: Deployed,
  secrets: SecretsPlan,
  passage: Passage | undefined,
): HelmPlan | undefined {
  if (before.helm === undefined || after.helm === undefined) return undefined;
  const values = leafChanges(before.helm, after.helm);
  const steps =
    passage === undefined
      ? upgradeSteps(before, after, secrets, values.length > 0)
      : otherChartSteps(passage, before, after);
  return {
    values,
    warnings: [
      ...(passage === undefined ? passwordWarnings(secrets) : []),
      ...(passage === undefined ? [] : chartWarnings(passage)),
      ...releaseWarnings({ before, after }, passage),
      ...(passage === undefined ? [] : chartNotes(passage)),
    ],
    steps,
  };
}

function installationOf({ files }: Deployed) {
  return installationIn(files.texts.get("helm/values.yaml") ?? "");
}

function chartOf({ release }: Deployed): string {
  return (knownRelease(release) ?? DEFAULT_RELEASE).chart;
}

/** No pod of the chart sees that a Secret, or the ConfigMap, has changed (H19). */
function upgradeSteps(
  before: Deployed,
  after: Deployed,
  secrets: SecretsPlan,
  valuesDiffer: boolean,
): readonly Step[] {
  const secretsDiffer = secrets.added.length + secrets.removed.length + secrets.changed.length > 0;
  if (!valuesDiffer && !secretsDiffer) return [];
  const { name, namespace } = installationOf(after);
  return [
    ...passwordSteps(secrets, serversOf(before, after)),
    filesStep(after),
    { text: "Upgrade the release", commands: [upgradeCommand(after)] },
    ...stepIf(secretsDiffer, "Restart the pods of clients: they do not see that a Secret has changed", [
      shell`kubectl rollout restart --namespace ${namespace} deployment --selector ${`app.kubernetes.io/instance=${name}`}`,
    ]),
  ];
}

/** Where passwords are changed: in pods of the release that runs, or where others run the server. */
function serversOf(before: Deployed, after: Deployed): Servers {
  const space = ["--namespace", installationOf(before).namespace];
  const server = <Inside>(name: string, inside: (pod: string) => Inside) => {
    if (!isBundled(after.helm, name)) return { external: `the external ${name}` };
    return isBundled(before.helm, name) ? inside(`statefulset/${fullnameOf(before)}-${name}`) : undefined;
  };
  return {
    database: server("database", (pod) => ({ client: databaseClient(space, pod) })),
    queue: server("queue", (pod) => ({ inside: ["kubectl", "exec", ...space, pod, "--"] })),
    redis: server("redis", () => undefined),
  };
}

/** Undefined where somebody else runs it. */
function databasePod(side: Deployed): string | undefined {
  return isBundled(side.helm, "database") ? `statefulset/${fullnameOf(side)}-database` : undefined;
}

function filesStep(after: Deployed): Step {
  return { text: `${NEW_FILES}: compile, or copy them`, commands: [compiles(after)] };
}

function upgradeCommand(side: Deployed) {
  const { name, namespace } = installationOf(side);
  return shell`helm upgrade ${name} clp/clp --version ${chartOf(side)} --namespace ${namespace} ${valuesFlags(side)}`;
}

/** As the chart names its objects: its own name is added to that of an installation which does not have it. */
function fullnameOf(side: Deployed): string {
  const { name } = installationOf(side);
  return textOf(leavesOf(side.helm), "fullnameOverride") ?? (name.includes("clp") ? name : `${name}-clp`);
}

/** Why the installation has to be made anew; going back is no upgrade of any chart. */
function reinstallReasons({ down, upgrades }: Passage): readonly string[] {
  return [
    ...(down ? ["going back is no upgrade of a chart"] : []),
    ...upgrades.flatMap(({ chart }) => chart.reinstall ?? []),
  ];
}

function chartWarnings(passage: Passage): readonly Warning[] {
  const { from, to } = passage;
  const reasons = reinstallReasons(passage);
  return [
    {
      kind: "other release",
      loud: true,
      text: `CLP supports no upgrade of its chart, and a plain \`helm upgrade\` from chart ${from.chart} to ${to.chart} fails (E14)${reasons.length === 0 ? ": the API server does not let the template of a Job change" : `: ${reasons.join("; ")}. The installation has to be made anew`}.`,
    },
  ];
}

function chartNotes({ down, upgrades }: Passage): readonly Warning[] {
  return down
    ? []
    : upgrades
        .flatMap(({ chart }) => chart.notes)
        .map((note) => ({ kind: "other release", loud: false, text: `${note}.` }));
}

function otherChartSteps(passage: Passage, before: Deployed, after: Deployed): readonly Step[] {
  const { name, namespace } = installationOf(before);
  const [old, now] = [fullnameOf(before), fullnameOf(after)];
  const space = ["--namespace", namespace];
  const [was, is] = [databasePod(before), databasePod(after)];
  const backUp = dumpStep(before, space, was, "Keep the values, too");
  const files = filesStep(after);
  const client = is === undefined ? [] : [databaseClient(space, is)];
  const columns = columnSteps(passage, client);
  if (reinstallReasons(passage).length === 0) {
    return [
      JOBS_END,
      backUp,
      files,
      {
        text: "Delete the Jobs, whose template the API server does not let change: they are made anew (E14)",
        commands: [
          shell`kubectl delete job ${space} --ignore-not-found ${CHART_JOBS.map((job) => `${old}-${job}`)}`,
        ],
      },
      { text: "Upgrade the installation", commands: [upgradeCommand(after)] },
      ...columns,
    ];
  }
  const target = installationOf(after);
  return [
    JOBS_END,
    backUp,
    ...volumeSteps(before),
    { text: "Uninstall", commands: [shell`helm uninstall ${name} ${space} --wait`] },
    {
      text: "Delete the claims that are left. Volumes that were made for them may go with them: first copy what you still need",
      commands: [shell`kubectl delete pvc ${space} -l ${`app.kubernetes.io/instance=${name}`}`],
    },
    files,
    {
      text: "Install anew",
      commands: [
        shell`helm install ${target.name} clp/clp --version ${chartOf(after)} --namespace ${target.namespace} ${valuesFlags(after)}`,
      ],
    },
    ...(was !== undefined && is !== undefined
      ? [
          loadStep(
            before,
            space,
            is,
            shell`kubectl rollout restart deployment ${space} -l ${`app.kubernetes.io/instance=${target.name}`}`,
          ),
        ]
      : []),
    ...archiveSteps(before, now, space),
    ...columns,
  ];
}

interface Stored {
  readonly what: "archives" | "streams";
  /** Behind the name of the installation: a pod that has it, and that every installation has. */
  readonly pod: string;
  /** Of the node; absent where a claim has it. */
  readonly directory?: string;
}

/** Archives and streams, where they are on files. */
function storedIn({ helm }: Deployed): readonly Stored[] {
  const values = leavesOf(helm);
  return (["archive", "stream"] as const).flatMap((kind) => {
    const storage = `clpConfig.${kind}_output.storage`;
    if (textOf(values, `${storage}.type`) === "s3") return [];
    const directory = textOf(values, `${storage}.directory`);
    return [
      {
        what: `${kind}s`,
        pod: kind === "archive" ? "compression-worker" : "webui",
        ...(directory === undefined ? {} : { directory }),
      },
    ];
  });
}

/** Without directories of the nodes, what the claims hold has to be copied out before they go. */
function volumeSteps(before: Deployed): readonly Step[] {
  const claimed = storedIn(before).filter(({ directory }) => directory === undefined);
  const { namespace } = installationOf(before);
  return stepIf(
    claimed.length > 0,
    `Copy ${listed(claimed.map(({ what }) => what))} out of the claims, by a pod that has them`,
    claimed.map(
      ({ what, pod }) =>
        shell`kubectl exec --namespace ${namespace} ${`deployment/${fullnameOf(before)}-${pod}`} -- tar --create --directory ${`/var/data/${what}`} . > ${`${what}.tar`}`,
    ),
  );
}

function archiveSteps(before: Deployed, fullname: string, space: readonly string[]): readonly Step[] {
  const stored = storedIn(before);
  return stepIf(
    stored.length > 0,
    `Carry ${listed(stored.map(({ what }) => what))} over into the new claims${stored.some(({ directory }) => directory !== undefined) ? ", on the node that has their directories" : ""}`,
    stored.flatMap(({ what, pod, directory }) => {
      const target = `deployment/${fullname}-${pod}`;
      return [
        shell`kubectl rollout status ${space} ${target} --timeout 10m`,
        directory === undefined
          ? shell`kubectl exec ${space} --stdin ${target} -- tar --extract --directory ${`/var/data/${what}`} < ${`${what}.tar`}`
          : shell`tar --create --directory ${pathWord(directory)} . | kubectl exec ${space} --stdin ${target} -- tar --extract --directory ${`/var/data/${what}`}`,
      ];
    }),
  );
}
