/** Defects of the chart that bite a deployment and that no value can mend. */
import type { Reporter } from "../../base/diagnostic.ts";
import { pick } from "../../base/typed.ts";
import type { DeploymentModel } from "../../model/model.ts";
import type { ClusterOptions } from "../cluster/cluster-options.ts";
import { STORAGE_CLASS, THE_CHART } from "./chart.ts";
import type { HelmOptions } from "./options.ts";

const BACKOFF = {
  initial_backoff_ms: { name: "initial backoff", fallback: 100 },
  max_backoff_ms: { name: "max backoff", fallback: 5000 },
} as const;

/** Reports what works differently from what was asked for, or will one day (`CLP5150` to `CLP5157`, `CLP5212`). */
export function warn(model: DeploymentModel, options: HelmOptions, reporter: Reporter): void {
  ofTheChart(model, options, reporter);
  storageClass(options, reporter);
  streamRegion(options, reporter);
  polling(options, reporter);
  logsInput(model, reporter);
  secretRevision(options, reporter);
  pullPolicy(options, reporter);
  severalOnOneNode(options, reporter);
  generalLog(options, reporter);
}

/** One finding for all that every deployment of this kind meets. */
function ofTheChart(model: DeploymentModel, { distributed }: ClusterOptions, reporter: Reporter): void {
  const holdsS3Keys = model.files.some(({ id, secret }) => id === "clp-config" && secret);
  reporter.report(
    "CLP5150",
    undefined,
    `Pods of ${THE_CHART} that start more than five minutes after the installation never become ready (H1)`,
    {
      notes: [
        "they wait for one-time jobs, which the chart deletes five minutes after their end",
        ...(distributed.value
          ? [
              "directories of the nodes that are not there are made by root, so that CLP cannot write there; make them first (H4)",
            ]
          : [
              "volumes are bound to a node with the label node-role.kubernetes.io/control-plane, and their directories must be there (H4)",
              "on that node, if it is tainted, workers alone are let in (H7)",
            ]),
        `the storage class ${STORAGE_CLASS} and the volumes belong to the whole cluster: a second release clashes, and a release in the same namespace is taken for this one (H5, H16)`,
        `passwords of queue and Redis are plain values in pods${holdsS3Keys ? ", and S3 keys stand in the ConfigMap" : ""} (H11)`,
        "probes succeed with any password (H14)",
        "pods start with the unpinned image bitnami/kubectl:latest, and third-party images are always pulled (H15)",
        "a change of values restarts no pod, and uninstalling deletes the volumes (H19)",
      ],
      help: "An upgrade with the same values makes the jobs again; the Kubernetes manifests have none of these defects",
    },
  );
}

function storageClass(options: ClusterOptions, reporter: Reporter): void {
  const { value, origin } = options.storageClass;
  if (value === STORAGE_CLASS) return;
  reporter.report(
    "CLP5151",
    origin,
    `The storage class "${value}" has no effect in the chart: its databases ask for ${STORAGE_CLASS} in any case (H3)`,
    { help: `The values have ${STORAGE_CLASS}; for another class use the Kubernetes manifests` },
  );
}

function streamRegion({ config }: HelmOptions, reporter: Reporter): void {
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

function polling({ config: { api_server: api } }: HelmOptions, reporter: Reporter): void {
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

function logsInput(model: DeploymentModel, reporter: Reporter): void {
  const directory = model.directories.logsInput;
  if (directory === undefined || directory.value === "/") return;
  reporter.report(
    "CLP5154",
    directory.origin,
    `In the chart's containers ${directory.value} is /mnt/logs itself, and not /mnt/logs${directory.value} as in Docker Compose (H18)`,
    { help: `Leave ${directory.value} out of the paths of compression jobs` },
  );
}

function secretRevision({ secretRevision: { value, origin } }: ClusterOptions, reporter: Reporter): void {
  if (value === null) return;
  reporter.report("CLP5155", origin, "The chart restarts no pod for a new secret_revision (H19)", {
    help: "After a rotation run `helm upgrade`, and within five minutes `kubectl rollout restart deployment,statefulset`",
  });
}

function pullPolicy({ imagePullPolicy: { value, origin } }: ClusterOptions, reporter: Reporter): void {
  if (value !== "Never") return;
  reporter.report(
    "CLP5156",
    origin,
    `The pull policy "${value}" holds for CLP's own image alone: the chart always pulls the others, bitnami/kubectl among them (H15)`,
    { help: "Use the Kubernetes manifests where nothing can be pulled" },
  );
}

function generalLog({ generalLog: { value, origin } }: HelmOptions, reporter: Reporter): void {
  if (value) return;
  reporter.report("CLP5212", origin, "The chart's database logs every statement all the same", {
    help: "Use the Kubernetes manifests, or remove database_general_log",
  });
}

function severalOnOneNode({ distributed, replicas }: ClusterOptions, reporter: Reporter): void {
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
