/** The object that runs a workload: a Job, a StatefulSet or a Deployment. */
import { constant, derived, type Sourced, sourced } from "../../../base/origin.ts";
import type { Job, Service } from "../../../model/model.ts";
import { releaseId } from "../../../model/release-id.ts";
import { originsOf, type Tree, toJson, tree } from "../../../model/tree.ts";
import type { WorkerKey } from "../../cluster/cluster-options.ts";
import { podLabels } from "../../cluster/pod-labels.ts";
import type { Installation } from "../installation.ts";
import { jobName, metadata, runsAsSet, serviceName, siteKey } from "../object-names.ts";
import { contentHash } from "../objects/config-files.ts";
import { claimTemplates } from "../objects/storage.ts";
import { podTemplate } from "./pod.ts";

/** How often a job's pod is tried before the Job is given up: its container, each time after a longer pause. */
const ATTEMPTS = 10;

export function workloadObject(installation: Installation, workload: Service | Job): Tree {
  if (workload.kind === "job") return jobObject(installation, workload);
  return runsAsSet(workload) ? statefulSet(installation, workload) : deployment(installation, workload);
}

/** It is not deleted some time after its end (H1): nothing waits for it, and `kubectl diff` would miss it. */
function jobObject(installation: Installation, job: Job): Tree {
  const template = podTemplate(installation, job);
  const hash = contentHash(installation, job);
  const content = JSON.stringify([toJson(template), hash?.value ?? ""]);
  const why = [...originsOf(template), ...(hash === undefined ? [] : [hash.origin])];
  return tree(
    {
      apiVersion: "batch/v1",
      kind: "Job",
      metadata: metadata(
        installation.options,
        releaseId(installation.model),
        job.name,
        jobName(installation.options, job, content, why),
        "job",
      ),
      spec: { backoffLimit: ATTEMPTS, template },
    },
    derived(`${job.id} of ${installation.model.release.value.name}`, job.origin),
  );
}

function statefulSet(installation: Installation, service: Service): Tree {
  const { options, model } = installation;
  const name = serviceName(options, service);
  const claims = claimTemplates(installation, service);
  return tree(
    {
      apiVersion: "apps/v1",
      kind: "StatefulSet",
      metadata: metadata(options, releaseId(model), service.name, name),
      spec: {
        // Those that are told apart start without each other.
        podManagementPolicy: service.instances === undefined ? undefined : "Parallel",
        replicas: service.instances ?? 1,
        selector: { matchLabels: podLabels(options.releaseName, service.name) },
        serviceName: name,
        template: podTemplate(installation, service),
        volumeClaimTemplates: claims.length === 0 ? undefined : claims,
      },
    },
    derived(`${service.id} of ${model.release.value.name}`, service.origin),
  );
}

function deployment(installation: Installation, service: Service): Tree {
  const { options, model } = installation;
  const replicas = replicasOf(installation, service);
  return tree(
    {
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata: metadata(options, releaseId(model), service.name, serviceName(options, service)),
      spec: {
        replicas: replicas ?? 1,
        selector: { matchLabels: podLabels(options.releaseName, service.name) },
        // Of what there is one, there are not two for a moment either: two schedulers would do the same work.
        strategy:
          replicas === undefined
            ? tree({ type: "Recreate" }, constant("there is one of it, as in Compose"))
            : undefined,
        template: podTemplate(installation, service),
      },
    },
    derived(`${service.id} of ${model.release.value.name}`, service.origin),
  );
}

/** Undefined: there is one, and there may be no more. */
function replicasOf({ options }: Installation, service: Service): Sourced<number> | undefined {
  const key = siteKey(service);
  if (!Object.hasOwn(options.replicas, key)) return undefined;
  const { value, origin } = options.replicas[key as WorkerKey];
  return sourced(value, origin);
}
