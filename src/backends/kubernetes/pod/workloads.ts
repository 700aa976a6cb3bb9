/** The object that runs a workload: a Job, a StatefulSet or a Deployment. */
import { constant, derived, type Sourced, sourced } from "../../../base/origin.ts";
import type { Job, Service } from "../../../model/model.ts";
import { releaseId } from "../../../model/release-id.ts";
import { originsOf, type Tree, toJson, tree } from "../../../model/tree.ts";
import type { WorkerKey } from "../../cluster/cluster-options.ts";
import { podLabels } from "../../cluster/pod-labels.ts";
import { isStateful, jobName, metadata, serviceName, siteKey } from "../object-names.ts";
import { contentHash } from "../objects/config-files.ts";
import { claimTemplates } from "../objects/storage.ts";
import type { Release } from "../release.ts";
import { podTemplate } from "./pod.ts";

/** How often a job's pod is tried before the Job is given up: its container, each time after a longer pause. */
const ATTEMPTS = 10;

export function workloadObject(release: Release, workload: Service | Job): Tree {
  if (workload.kind === "job") return jobObject(release, workload);
  return isStateful(workload) ? statefulSet(release, workload) : deployment(release, workload);
}

/** It is not deleted some time after its end (H1): nothing waits for it, and `kubectl diff` would miss it. */
function jobObject(release: Release, job: Job): Tree {
  const template = podTemplate(release, job);
  const hash = contentHash(release, job);
  const content = JSON.stringify([toJson(template), hash?.value ?? ""]);
  const why = [...originsOf(template), ...(hash === undefined ? [] : [hash.origin])];
  return tree(
    {
      apiVersion: "batch/v1",
      kind: "Job",
      metadata: metadata(
        release.options,
        releaseId(release.model),
        job.name,
        jobName(release.options, job, content, why),
      ),
      spec: { backoffLimit: ATTEMPTS, template },
    },
    derived(`${job.id} of ${release.model.release.value.name}`, job.origin),
  );
}

function statefulSet(release: Release, service: Service): Tree {
  const { options, model } = release;
  const name = serviceName(options, service);
  const claims = claimTemplates(release, service);
  return tree(
    {
      apiVersion: "apps/v1",
      kind: "StatefulSet",
      metadata: metadata(options, releaseId(model), service.name, name),
      spec: {
        replicas: 1,
        selector: { matchLabels: podLabels(options.releaseName, service.name) },
        serviceName: name,
        template: podTemplate(release, service),
        volumeClaimTemplates: claims.length === 0 ? undefined : claims,
      },
    },
    derived(`${service.id} of ${model.release.value.name}`, service.origin),
  );
}

function deployment(release: Release, service: Service): Tree {
  const { options, model } = release;
  const replicas = replicasOf(release, service);
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
        template: podTemplate(release, service),
      },
    },
    derived(`${service.id} of ${model.release.value.name}`, service.origin),
  );
}

/** Undefined: there is one, and there may be no more. */
function replicasOf({ options }: Release, service: Service): Sourced<number> | undefined {
  const key = siteKey(service);
  if (!Object.hasOwn(options.replicas, key)) return undefined;
  const { value, origin } = options.replicas[key as WorkerKey];
  return sourced(value, origin);
}
