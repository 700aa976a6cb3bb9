/** `values.yaml`: all values but secrets, in the order of the chart's own. */
import { constant, derived, map, type Sourced, sourced } from "../../base/origin.ts";
import type { DeploymentModel, Party } from "../../model/model.ts";
import { type Tree, tree } from "../../model/tree.ts";
import type { ClusterOptions, WorkerKey } from "../cluster/cluster-options.ts";
import { CHART, STORAGE_CLASS } from "./chart.ts";
import { fullnameOverride } from "./chart-names.ts";
import { clpConfig } from "./clp-config.ts";
import type { ChartValues, User, Worker } from "./generated/chart-values.ts";
import { kept } from "./numbers.ts";
import type { HelmOptions } from "./options.ts";
import { scheduling } from "./scheduling.ts";
import { passedOn, type Written } from "./written.ts";

type Scheduling = NonNullable<Worker["scheduling"]>;

const SECTION = constant(`a section of the values of chart ${CHART.name} ${CHART.version}`);

export function publicValues(model: DeploymentModel, options: HelmOptions): Tree {
  const { storageClass } = options;
  const values: Written<ChartValues> = {
    fullnameOverride: fullnameOverride(options.releaseName),
    allowHostAccessForSbinScripts: options.exposeDatabases,
    securityContext: { firstParty: user(model, "first-party"), thirdParty: user(model, "third-party") },
    image: { clpPackage: { ...image(model), pullPolicy: options.imagePullPolicy } },
    distributedDeployment: options.distributed,
    workerConcurrency: kept(options.workerConcurrency),
    compressionWorker: worker(options, "compression_worker"),
    queryWorker: worker(options, "query_worker"),
    reducer: worker(options, "reducer"),
    storage: {
      storageClassName:
        storageClass.value === STORAGE_CLASS
          ? storageClass
          : map(storageClass, "the one class that the chart's databases ask for (H3)", () => STORAGE_CLASS),
    },
    clpConfig: clpConfig(model, options),
    // Without the secret file the chart fails, and never installs its own passwords.
    credentials: sourced(
      null,
      constant("takes the chart's own passwords away; values.secret.yaml has the real ones"),
    ),
  };
  return tree(values, SECTION);
}

function user(model: DeploymentModel, party: Party): Written<User> {
  const { uid, gid } = model.users[party];
  return { uid: kept(uid), gid: kept(gid) };
}

/** The chart joins both with a colon, so a reference with a digest is parted at the colon in that. */
function image({ image: { reference, repository, tag, digest } }: DeploymentModel): {
  repository: Sourced<string>;
  tag: Sourced<string>;
} {
  const last = digest?.slice(digest.indexOf(":") + 1) ?? tag;
  if (last === undefined) {
    return {
      repository: reference,
      tag: sourced("latest", derived("what an image without a tag means", reference.origin)),
    };
  }
  const before = digest === undefined ? repository : reference.value.slice(0, -last.length - 1);
  return {
    repository: map(reference, "the image before its last colon", () => before),
    tag: map(reference, "the image behind its last colon", () => last),
  };
}

function worker(options: ClusterOptions, name: WorkerKey): Written<Worker> {
  return {
    replicas: kept(options.replicas[name]),
    scheduling: passedOn<Scheduling>(scheduling(options, name)),
  };
}
