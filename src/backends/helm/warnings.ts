/** Defects of charts that bite a deployment and that no value can mend: a function each, of which a chart names its own. */
import { type Reporter, spanOf } from "../../base/diagnostic.ts";
import type { Sourced } from "../../base/origin.ts";
import { shell } from "../../base/shell.ts";
import { given, pick } from "../../base/typed.ts";
import type { ServiceOptions } from "../cluster/cluster-options.ts";
import { type Question, titleOf } from "./chart.ts";
import { fullnameOf } from "./chart-names.ts";
import { deployedPresto, prestoNodePort } from "./chart-presto.ts";
import { MAX_DATASETS } from "./max-datasets.ts";
import { secretNotes } from "./notes.ts";
import { externalOf, has } from "./sections.ts";

const BACKOFF = {
  initial_backoff_ms: { name: "initial backoff", fallback: 100 },
  max_backoff_ms: { name: "max backoff", fallback: 5000 },
} as const;

const MANIFESTS = "the Kubernetes manifests";

export function streamRegion({ options: { config } }: Question, reporter: Reporter): void {
  const { storage } = config.stream_output;
  if (storage.type !== "s3") return;
  const region = pick(storage.s3_config, "region_code");
  if (region.value !== null) return;
  // Where the key is not written, the finding stands at the section that should hold it.
  reporter.report(
    "CLP5152",
    region.origin.kind === "default" ? pick(storage, "s3_config").origin : region.origin,
    'Without a region for streams the chart tells the web UI a region named "null" (H10)',
    { help: "Set `region_code`" },
  );
}

export function polling(
  {
    options: {
      config: { api_server: api },
    },
  }: Question,
  reporter: Reporter,
): void {
  if (api === null) return;
  for (const [key, { fallback, name }] of Object.entries(BACKOFF)) {
    const { value, origin } = pick(api.query_job_polling, key as keyof typeof BACKOFF);
    if (value === fallback) continue;
    reporter.report(
      "CLP5153",
      origin,
      `The ${name} of ${value} ms has no effect in the chart: the API server does not know the name that the chart gives it (D22)`,
      { help: `It is ${fallback} ms; the Kubernetes manifests carry others` },
    );
  }
}

export function logsInput({ model }: Question, reporter: Reporter): void {
  const directory = model.directories.logsInput;
  if (directory === undefined || directory.value === "/") return;
  reporter.report(
    "CLP5154",
    directory.origin,
    `In the chart's containers ${directory.value} is /mnt/logs itself, and not /mnt/logs${directory.value} as in Docker Compose (H18)`,
    { help: `Leave ${directory.value} out of the paths of compression jobs` },
  );
}

/** @param soon how long after an upgrade pods can be restarted, for charts that have a bound */
export function secretRevision(soon = "") {
  return ({ options }: Question, reporter: Reporter): void => {
    const { value, origin } = options.secretRevision;
    if (value === null) return;
    reporter.report("CLP5155", origin, "The chart restarts no pod for a new secret_revision (H19)", {
      help: `After a rotation run \`helm upgrade\`, and ${soon}\`kubectl rollout restart deployment,statefulset\``,
    });
  };
}

export function pullPolicy(
  {
    options: {
      imagePullPolicy: { value, origin },
    },
  }: Question,
  reporter: Reporter,
): void {
  if (value !== "Never") return;
  reporter.report(
    "CLP5156",
    origin,
    `The pull policy "${value}" holds for CLP's own image alone: the chart always pulls the others, bitnami/kubectl among them (H15)`,
    { help: "Use the Kubernetes manifests where nothing can be pulled" },
  );
}

export function pullSecrets({ options }: Question, reporter: Reporter): void {
  const [first, ...others] = options.imagePullSecrets;
  if (first === undefined) return;
  const names = [first, ...others].map(({ value }) => ({ name: value }));
  const patch = JSON.stringify({ imagePullSecrets: names });
  reporter.report(
    "CLP5240",
    first.origin,
    `The chart's pods pull without ${others.length === 0 ? `the login of ${first.value}` : "these logins"}: it has no value for pull secrets`,
    {
      help: `Give it to the namespace's accounts, and to the chart's own once it is installed: \`${shell`kubectl --namespace ${options.namespace.value} patch serviceaccount default --patch ${patch}`}\``,
    },
  );
}

/** What a chart has no value for: one finding, at the first of them. */
export function network({ options }: Question, reporter: Reporter): void {
  const { services, ingress, networkPolicies, marks, podMarks } = options;
  const said: readonly (readonly [what: string, settings: readonly Sourced<unknown>[]])[] = [
    ["types of Services", Object.values(services).flatMap(serviceSettings)],
    ["an Ingress", Object.values(ingress.hosts)],
    ["NetworkPolicies", [networkPolicies]],
    [
      "labels and annotations of one's own",
      [marks, podMarks].flatMap((one) => [...Object.values(one.labels), ...Object.values(one.annotations)]),
    ],
  ];
  const written = said.flatMap(([what, settings]) => {
    const [first] = settings.filter(({ value }) => value !== null && value !== false);
    return first === undefined ? [] : [{ what, origin: first.origin }];
  });
  const [first, ...others] = written;
  if (first === undefined) return;
  reporter.report(
    "CLP5305",
    first.origin,
    `The chart has no values for ${written.map(({ what }) => what).join(", ")}`,
    {
      also: others.map(({ what, origin }) => ({ origin, text: what })),
      help: "It publishes NodePorts; the Kubernetes manifests carry it",
    },
  );
}

function serviceSettings({
  type,
  loadBalancerClass,
  annotations,
}: ServiceOptions): readonly Sourced<unknown>[] {
  return [type, loadBalancerClass, ...Object.values(annotations)];
}

/** For charts whose database logs every statement. */
export function generalLogOn(
  {
    options: {
      generalLog: { value, origin },
    },
  }: Question,
  reporter: Reporter,
): void {
  if (value) return;
  reporter.report("CLP5212", origin, "The chart's database logs every statement all the same", {
    help: "Use the Kubernetes manifests, or remove database_general_log",
  });
}

export function severalOnOneNode({ options: { distributed, replicas } }: Question, reporter: Reporter): void {
  if (distributed.value) return;
  for (const { value, origin } of [replicas.compression_worker, replicas.query_worker]) {
    if (value <= 1) continue;
    reporter.report(
      "CLP5157",
      origin,
      `The chart supports one pod of each worker on a single node, not ${value}`,
      {
        also: [{ origin: distributed.origin, text: "the deployment is not distributed" }],
        help: "Raise `worker_concurrency`, or set `distributed: true`",
      },
    );
  }
}

/**
 * One finding for all that every deployment of these charts meets.
 *
 * @param notes what is the chart's own beside it
 */
export function defectsOfUpgrades(notes: (question: Question) => readonly string[]) {
  return (question: Question, reporter: Reporter): void => {
    const { chart, model, options } = question;
    const { value: namespace } = options.namespace;
    const jobs = model.components.flatMap((component) => (component.kind === "job" ? [component.name] : []));
    const names = jobs.map((job) => `${fullnameOf(options.releaseName)}-${job}`);
    reporter.report(
      "CLP5150",
      undefined,
      `A later \`helm upgrade\` from ${titleOf(chart)} to another version or image fails while its one-time jobs are there (E14)`,
      {
        notes: [
          ...notes(question),
          "a release in the same namespace is taken for this one (H16)",
          "a second release in the cluster needs other `kubernetes.node_ports` (E30)",
          ...secretNotes(question),
          "a change of values restarts no pod (H19)",
          ...(has(question, "garbage-collector")
            ? ["a deleted pod of the garbage collector forgets deletions that are half done (E31)"]
            : []),
        ],
        help: `Before an upgrade run \`${shell`kubectl --namespace ${namespace} delete job --ignore-not-found ${names}`}\`; the Kubernetes manifests have none of these defects`,
      },
    );
  };
}

/** For charts whose claims have the default class of the cluster. */
export function noStorageClass({ options: { storageClass } }: Question, reporter: Reporter): void {
  if (spanOf(storageClass.origin) === undefined) return;
  reporter.report(
    "CLP5151",
    storageClass.origin,
    `The storage class "${storageClass.value}" has no effect in the chart: its claims are of the cluster's default class`,
    { help: `Make it the default class of the cluster, or use ${MANIFESTS}` },
  );
}

/** For charts that make claims in place of the config's directories. */
export function noDirectories({ options: { config } }: Question, reporter: Reporter): void {
  const { archive_output: archives, stream_output: streams } = config;
  const places = [
    pick(config, "data_directory"),
    pick(config, "logs_directory"),
    pick(config, "tmp_directory"),
    archives.storage.type === "fs"
      ? pick(archives.storage, "directory")
      : pick(archives.storage, "staging_directory"),
    streams.storage.type === "fs"
      ? pick(streams.storage, "directory")
      : pick(streams.storage, "staging_directory"),
  ];
  const [first, ...others] = places.filter(({ origin }) => spanOf(origin) !== undefined);
  if (first === undefined) return;
  reporter.report(
    "CLP5225",
    first.origin,
    `The directory ${first.value} has no effect in the chart: what is to stay is in claims of its own`,
    {
      also: others.map(({ value, origin }) => ({ origin, text: `nor has ${value}` })),
      help: `Bind volumes to the claims, or use ${MANIFESTS}, which mount directories of nodes`,
    },
  );
}

/** For charts whose claims one node at a time can mount. */
export function oneNodeAtATime({ options: { config, distributed } }: Question, reporter: Reporter): void {
  if (!distributed.value) return;
  const shared = [
    { what: "archives", section: config.archive_output.storage },
    { what: "streams", section: config.stream_output.storage },
  ].filter(({ section }) => section.type === "fs");
  if (shared.length === 0) return;
  const what = shared.map((one) => one.what).join(" and ");
  reporter.report(
    "CLP5228",
    distributed.origin,
    `Pods on several nodes cannot share ${what} in the chart: its claims are ReadWriteOnce`,
    { help: `Keep ${what} on S3, or use ${MANIFESTS}` },
  );
}

/** For charts that run the indices job on somebody else's server. */
export function replicaSetOfOthers(question: Question, reporter: Reporter): void {
  const server = externalOf(question, "results-cache");
  if (server === undefined) return;
  reporter.report(
    "CLP5224",
    server.host.origin,
    `The chart makes the results cache at ${server.host.value} a replica set of one member, by that name (D12b)`,
    {
      help: `Let it be a server of this deployment alone, or use ${MANIFESTS}, which leave its replica set as it is`,
    },
  );
}

/** For charts that tell the scheduler no limit of datasets. */
export function datasets({ options: { config } }: Question, reporter: Reporter): void {
  const limit = config.query_scheduler && given(config.query_scheduler, "max_datasets_per_query");
  if (!limit || limit.value === MAX_DATASETS) return;
  reporter.report(
    "CLP5226",
    limit.origin,
    `\`max_datasets_per_query: ${limit.value}\` has no effect in the chart: its query scheduler takes ${MAX_DATASETS} datasets at most (E17)`,
    { help: `Leave it at ${MAX_DATASETS}, or use ${MANIFESTS}` },
  );
}

/** For charts that can do without query services. */
export function reducerAlone(question: Question, reporter: Reporter): void {
  const { config } = question.options;
  if (!has(question, "reducer") || has(question, "query-scheduler")) return;
  reporter.report(
    "CLP5223",
    pick(config, "query_scheduler").origin,
    "The reducer is left out of the values: it would wait for a query scheduler for ever (E15)",
    { help: "Write `reducer: null`, or give the query scheduler its section back" },
  );
}

/** For charts that run Presto. */
export function prestoOnNodes(question: Question, reporter: Reporter): void {
  const presto = deployedPresto(question);
  if (presto === undefined) return;
  reporter.report(
    "CLP5231",
    presto.origin,
    `The chart publishes Presto on port ${prestoNodePort(question).value} of every node, and it asks for no password: whoever reaches it reads all logs`,
    {
      notes: [
        "the database's password, and S3 keys of archives, stand in the ConfigMap for Presto (E20)",
        "a change of password, timestamp keys or memory restarts no pod of it (P17)",
        "a worker that could not ask the coordinator for its version is ready and does not work (P16)",
        "a second release in the cluster needs another `kubernetes.node_ports.presto_coordinator` (E30)",
      ],
      help: `Close the port to others, or use ${MANIFESTS}`,
    },
  );
}
