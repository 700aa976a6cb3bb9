/** Names and labels of objects: valid for every release name and namespace, and apart from other releases' (H5, H16, H17). */
import { sha256Hex } from "../../base/hash.ts";
import { memoize } from "../../base/memoize.ts";
import { derived, type Origin, type Sourced, sourced } from "../../base/origin.ts";
import type { Job, Service } from "../../model/model.ts";
import type { ClusterOptions, Marks } from "../cluster/cluster-options.ts";
import { DIGITS_OF_HASH, fittedName } from "../cluster/fitted-name.ts";
import { podLabels } from "../cluster/pod-labels.ts";
import { gitopsAnnotations, type ObjectRole } from "./gitops.ts";
import { isVolumeMount } from "./objects/mounts.ts";

/** A label, and so the name of a Service, a Job and of a Deployment's pods (facts: Kubernetes 1.34). */
const MAX_LABEL_LENGTH = 63;

/** Of a StatefulSet: the label with which it marks its pods has eleven characters more (facts: Kubernetes #64023). */
const MAX_STATEFUL_SET_LENGTH = 52;

/** An object of the release: `RELEASE-SUFFIX`. */
export function releaseObject(
  { releaseName }: ClusterOptions,
  suffix: string,
  longest = 253,
): Sourced<string> {
  return sourced(
    fittedName(`${releaseName.value}-${suffix}`, longest),
    derived("names of objects start with the release's", releaseName.origin),
  );
}

/** The databases and queues keep files of their own; all else may be started anywhere. */
export function isStateful(workload: Service | Job): workload is Service {
  return (
    workload.kind === "service" && workload.owner === "third-party" && workload.mounts.some(isVolumeMount)
  );
}

/** True for what a StatefulSet runs: it keeps data, or its pods must be told apart. */
export function runsAsSet(service: Service): boolean {
  return service.instances !== undefined || isStateful(service);
}

/** The name of a service's Deployment or StatefulSet, and of the Service by which others reach it. */
export function serviceName(options: ClusterOptions, service: Service): Sourced<string> {
  return nameOfService(service, options);
}

/** By the service first: options that nobody wrote are those of many deployments, and live on. */
const nameOfService = memoize((service: Service, options: ClusterOptions): Sourced<string> => {
  const longest = runsAsSet(service) ? MAX_STATEFUL_SET_LENGTH : MAX_LABEL_LENGTH;
  return releaseObject(options, service.name, Math.min(longest, service.longestName ?? longest));
});

/**
 * The name of a Job: it ends with a hash of what the Job is. A Job cannot be changed, so that another
 * release of CLP, or another config, is another Job; both are made to run again.
 */
export function jobName(
  options: ClusterOptions,
  job: Job,
  content: string,
  why: readonly Origin[],
): Sourced<string> {
  const hash = sha256Hex(content).slice(0, DIGITS_OF_HASH);
  const name = releaseObject(options, job.name, MAX_LABEL_LENGTH - hash.length - 1);
  return sourced(
    `${name.value}-${hash}`,
    derived("with a hash of the job, since a Job cannot be changed", name.origin, ...why),
  );
}

/** Of objects that belong to no namespace: `NAMESPACE.RELEASE.SUFFIX`, since neither part has a point (H5). */
export function clusterObject({ namespace, releaseName }: ClusterOptions, suffix: string): Sourced<string> {
  return sourced(
    `${namespace.value}.${releaseName.value}.${suffix}`,
    derived("of this release alone in the cluster", namespace.origin, releaseName.origin),
  );
}

/** All recommended labels of an object. */
export function labels(options: ClusterOptions, version: Sourced<string>, component: string) {
  return {
    ...podLabels(options.releaseName, component),
    "app.kubernetes.io/version": version,
    "app.kubernetes.io/part-of": "clp",
    "app.kubernetes.io/managed-by": "clp-compile",
  };
}

/**
 * Name, namespace, labels and annotations of an object. No selector has labels of the site file, so that these
 * may change.
 */
export function metadata(
  options: ClusterOptions,
  version: Sourced<string>,
  component: string,
  name: Sourced<string> | string,
  role: ObjectRole = "any",
) {
  const { marks } = options;
  const annotations = { ...marks.annotations, ...gitopsAnnotations(options, role) };
  return {
    name,
    namespace: options.namespace,
    labels: { ...labels(options, version, component), ...marks.labels },
    annotations: Object.keys(annotations).length === 0 ? undefined : annotations,
  };
}

/** With annotations of this object alone, which count over those of all. */
export function annotated(meta: ReturnType<typeof metadata>, own: Marks["annotations"]) {
  return Object.keys(own).length === 0 ? meta : { ...meta, annotations: { ...meta.annotations, ...own } };
}

/** The key of a component in the site file: `results_cache`. */
export function siteKey({ name }: Service | Job): string {
  return name.replaceAll("-", "_");
}
