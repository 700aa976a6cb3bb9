/** The template of a workload's pods. */
import { constant, derived, type Sourced, sourced } from "../../../base/origin.ts";
import { differsByInstance } from "../../../model/instances.ts";
import type { Job, Service } from "../../../model/model.ts";
import { releaseId } from "../../../model/release-id.ts";
import { type Loose, type Tree, tree } from "../../../model/tree.ts";
import type { Installation } from "../installation.ts";
import { noSecret, originOf, textOf } from "../kubernetes-dialect.ts";
import { labels, siteKey } from "../object-names.ts";
import { contentHash, mountedFiles, POD_NAME } from "../objects/config-files.ts";
import { isStatic } from "../objects/storage.ts";
import { initContainers } from "./init-containers.ts";
import { hostAliases, ownHostname } from "./pod-names.ts";
import { containerMounts, podVolumes } from "./pod-volumes.ts";
import { probes } from "./probes.ts";
import { canonicalResources, resourcesOf } from "./resources.ts";
import { schedulingOf } from "./scheduling.ts";
import { commanded, variableTree } from "./variables.ts";

const RESTRICTED = constant('the Pod Security Standard "restricted" asks for it');
const POD_IP = "POD_IP";

/** The pod's own first process is process 1 then, and SIGTERM ends the others as it does anywhere. */
const NOT_PROCESS_1 = sourced(true, constant("as process 1 it would not heed SIGTERM"));

/** Seconds for what ends only after many minutes, however long one waits. */
const SHORT_GRACE = 5;

/** How the pods' template is marked, so that a change of it is a change of the pods. */
const CONFIG_HASH = "clp-compile/config-hash";
const SECRET_REVISION = "clp-compile/secret-revision";

/** A pod with its metadata. Those of Deployments and StatefulSets are made anew when their marks change. */
export function podTemplate(installation: Installation, workload: Service | Job): Tree {
  const { options, model } = installation;
  const origin = derived(`${workload.id} of ${model.release.value.name}`, workload.origin);
  const hash = workload.kind === "job" ? undefined : contentHash(installation, workload);
  const revision = workload.kind === "job" ? null : options.secretRevision.value;
  const annotations = {
    ...options.podMarks.annotations,
    ...(hash === undefined ? {} : { [CONFIG_HASH]: hash }),
    ...(revision === null ? {} : { [SECRET_REVISION]: sourced(revision, options.secretRevision.origin) }),
  };
  return tree(
    {
      metadata: {
        labels: { ...labels(options, releaseId(model), workload.name), ...options.podMarks.labels },
        annotations:
          Object.keys(annotations).length === 0
            ? undefined
            : tree(annotations, derived("what makes pods start anew", origin, options.secretRevision.origin)),
      },
      spec: podSpec(installation, workload),
    },
    origin,
  );
}

function podSpec(installation: Installation, workload: Service | Job): Loose {
  const { model, options } = installation;
  const { uid, gid } = model.users[workload.owner];
  const common = commonParts(installation, workload);
  const waiting = initContainers(installation, workload, common);
  const aliases = hostAliases(installation, workload);
  const volumes = podVolumes(installation, workload);
  return {
    automountServiceAccountToken: false,
    // Services of the namespace would otherwise become variables such as CLP_DATABASE_PORT.
    enableServiceLinks: false,
    hostAliases: aliases.length === 0 ? undefined : aliases,
    hostname: ownHostname(installation, workload),
    imagePullSecrets:
      options.imagePullSecrets.length === 0
        ? undefined
        : options.imagePullSecrets.map((name) => tree({ name }, name.origin)),
    restartPolicy: workload.kind === "job" ? "OnFailure" : undefined,
    shareProcessNamespace:
      workload.kind === "service" && workload.needsInit === true ? NOT_PROCESS_1 : undefined,
    securityContext: {
      ...groupOfVolumes(installation, gid),
      runAsGroup: gid,
      runAsNonRoot: sourced(true, RESTRICTED),
      runAsUser: uid,
      seccompProfile: tree({ type: "RuntimeDefault" }, RESTRICTED),
    },
    terminationGracePeriodSeconds:
      workload.kind === "service" && workload.stopsSlowly === true ? SHORT_GRACE : workload.stopGraceSeconds,
    ...schedulingOf(options, workload),
    initContainers: waiting.length === 0 ? undefined : waiting,
    containers: containers(installation, workload, common),
    volumes: volumes.length === 0 ? undefined : volumes,
  };
}

/**
 * The group that the kubelet gives the volumes of a class. Of directories that an operator has prepared it
 * would change group and mode, down to the last file.
 */
function groupOfVolumes(installation: Installation, gid: Sourced<number>): Readonly<Record<string, Loose>> {
  if (isStatic(installation)) return {};
  const why = derived(
    "volumes of a class get the pods' group",
    gid.origin,
    installation.options.storageClass.origin,
  );
  return { fsGroup: sourced(gid.value, why), fsGroupChangePolicy: sourced("OnRootMismatch", why) };
}

/** What every container of a pod has, its init containers too. */
function commonParts(
  installation: Installation,
  workload: Service | Job,
): (name: string) => Readonly<Record<string, Tree | undefined>> {
  const { options } = installation;
  const resources = resourcesOf(options.resources[siteKey(workload)], workload);
  const image = sourced(
    textOf(installation, workload.image, noSecret),
    originOf(installation, workload.image),
  );
  const shared = {
    image: tree(image, image.origin),
    imagePullPolicy: tree(options.imagePullPolicy, options.imagePullPolicy.origin),
    resources: resources && canonicalResources(resources),
    securityContext: CONTAINED,
  };
  return (name) => ({ name: tree(name, workload.origin), ...shared });
}

/** By which a pod finds its own one of several files. */
const OWN_NAME = tree(
  { name: POD_NAME, valueFrom: { fieldRef: { fieldPath: "metadata.name" } } },
  constant("each of several like pods has files of its own (P1)"),
);

const CONTAINED = tree({ allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } }, RESTRICTED);

function containers(
  installation: Installation,
  workload: Service | Job,
  common: (name: string) => Readonly<Record<string, Tree | undefined>>,
): readonly Tree[] {
  const { words, variables } = commanded(installation, workload);
  const origin = derived(`the container of ${workload.id}`, workload.origin);
  const own = [
    ...variables.map((one) => variableTree(installation, workload, one)),
    ...(mountedFiles(installation, workload).some(({ file }) => differsByInstance(file)) ? [OWN_NAME] : []),
  ];
  const mounts = containerMounts(installation, workload);
  const container = (name: string, more: Readonly<Record<string, Loose>>, added: readonly Loose[] = []) => {
    const { name: named, image, imagePullPolicy, ...rest } = common(name);
    const env = [...own, ...added];
    const { command, args, ports, ...probes } = more;
    return tree(
      {
        name: named,
        image,
        imagePullPolicy,
        command,
        args,
        env: env.length === 0 ? undefined : env,
        ports,
        ...probes,
        ...rest,
        volumeMounts: mounts.length === 0 ? undefined : mounts,
      },
      origin,
    );
  };
  if (workload.kind === "job") return [container(workload.name, { args: words })];
  const { process } = workload;
  if (process === undefined) {
    const ports = workload.ports.map(({ name, inside }) => ({
      name,
      containerPort: inside,
      protocol: "TCP",
    }));
    return [
      container(workload.name, {
        args: workload.command === undefined ? undefined : words,
        ports: ports.length === 0 ? undefined : ports,
        ...probes(installation, workload),
      }),
    ];
  }
  // One process to a container: the end of each is seen (H23), and each says where it is reached (H2).
  const count = installation.options.workerConcurrency;
  const podIp = { name: POD_IP, valueFrom: { fieldRef: { fieldPath: "status.podIP" } } };
  return Array.from({ length: count.value }, (_, index) => {
    const { port, hostOption } = process;
    const listens = port === undefined ? undefined : port.first + index;
    const where = [hostOption, `$(${POD_IP})`, ...(port === undefined ? [] : [port.option, String(listens)])];
    const name = `${workload.name}-${index}`;
    return container(
      name,
      {
        command: [...words, ...where.map((word) => sourced(word, derived("one of so many", count.origin)))],
        ports: listens === undefined ? undefined : [{ containerPort: listens, protocol: "TCP" }],
      },
      [podIp],
    );
  });
}
