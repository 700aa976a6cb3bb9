/** The template of a workload's pods. */
import { constant, derived, type Origin, sourced } from "../../base/origin.ts";
import type { Job, Probe, Service } from "../../model/model.ts";
import { externalsReachedBy } from "../../model/reach.ts";
import { type Loose, type Tree, tree } from "../../model/tree.ts";
import { CONFIG, fileKey, filesHash, mountedFiles } from "./config-files.ts";
import { isStateful, labels, releaseObject, serviceName, siteKey } from "./names.ts";
import { componentOf, type Release, volumeOf } from "./release.ts";
import { canonicalResources } from "./resources.ts";
import { schedulingOf } from "./scheduling.ts";
import { placeOf, volumeMounts } from "./storage.ts";
import { externalHost, noSecret, originOf, textOf } from "./text.ts";
import { commanded, variableTree } from "./variables.ts";
import { initContainers } from "./waiting.ts";

const RESTRICTED = constant('the Pod Security Standard "restricted" asks for it');
const POD_IP = "POD_IP";

/** Seconds for what ends only after many minutes, however long one waits. */
const SHORT_GRACE = 5;

/** How the pods' template is marked, so that a change of it is a change of the pods. */
const CONFIG_HASH = "clp-compile/config-hash";
const SECRET_REVISION = "clp-compile/secret-revision";

/** A pod with its metadata; `marks` are those of a Deployment or a StatefulSet, whose pods are made anew on a change. */
export function podTemplate(release: Release, workload: Service | Job): Tree {
  const { options, model } = release;
  const origin = derived(`${workload.id} of CLP v0.9.0`, workload.origin);
  const hash = workload.kind === "job" ? undefined : filesHash(release, workload);
  const revision = workload.kind === "job" ? null : options.secretRevision.value;
  const annotations = {
    ...(hash === undefined ? {} : { [CONFIG_HASH]: hash }),
    ...(revision === null ? {} : { [SECRET_REVISION]: sourced(revision, options.secretRevision.origin) }),
  };
  return tree(
    {
      metadata: {
        labels: labels(options, model.release, workload.name),
        annotations: Object.keys(annotations).length === 0 ? undefined : annotations,
      },
      spec: podSpec(release, workload),
    },
    origin,
  );
}

function podSpec(release: Release, workload: Service | Job): Loose {
  const { model, options } = release;
  const { uid, gid } = model.users[workload.party];
  const common = commonParts(release, workload);
  const waiting = initContainers(release, workload, common);
  const aliases = hostAliases(release, workload);
  const volumes = podVolumes(release, workload);
  return {
    automountServiceAccountToken: false,
    // Services of the namespace would otherwise become variables such as CLP_DATABASE_PORT.
    enableServiceLinks: false,
    hostAliases: aliases.length === 0 ? undefined : aliases,
    hostname: ownHostname(release, workload),
    restartPolicy: workload.kind === "job" ? "OnFailure" : undefined,
    securityContext: {
      fsGroup: gid,
      fsGroupChangePolicy: "OnRootMismatch",
      runAsGroup: gid,
      runAsNonRoot: sourced(true, RESTRICTED),
      runAsUser: uid,
      seccompProfile: tree({ type: "RuntimeDefault" }, RESTRICTED),
    },
    terminationGracePeriodSeconds:
      workload.kind === "service" && workload.stopsSlowly === true ? SHORT_GRACE : workload.stopGraceSeconds,
    ...schedulingOf(options, workload),
    initContainers: waiting.length === 0 ? undefined : waiting,
    containers: containers(release, workload, common),
    volumes: volumes.length === 0 ? undefined : volumes,
  };
}

/** What every container of a pod has, its init containers too. */
function commonParts(
  release: Release,
  workload: Service | Job,
): (name: string) => Readonly<Record<string, Tree | undefined>> {
  const { options } = release;
  const resources = options.resources[siteKey(workload)];
  const image = sourced(textOf(release, workload.image, noSecret), originOf(release, workload.image));
  const shared = {
    image: tree(image, image.origin),
    imagePullPolicy: tree(options.imagePullPolicy, options.imagePullPolicy.origin),
    resources: resources === undefined ? undefined : canonicalResources(resources),
    securityContext: CONTAINED,
  };
  return (name) => ({ name: tree(name, workload.origin), ...shared });
}

const CONTAINED = tree({ allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } }, RESTRICTED);

function containers(
  release: Release,
  workload: Service | Job,
  common: (name: string) => Readonly<Record<string, Tree | undefined>>,
): readonly Tree[] {
  const { words, variables } = commanded(release, workload);
  const origin = derived(`the container of ${workload.id}`, workload.origin);
  const own = variables.map((one) => variableTree(release, workload, one));
  const mounts = volumeMountTrees(release, workload);
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
        ...probes(workload),
      }),
    ];
  }
  // One process to a container: the end of each is seen (H23), and each says where it is reached (H2).
  const count = release.options.workerConcurrency;
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

function probes({ health, id }: Service): Readonly<Record<string, Loose>> {
  const found = health?.probes;
  if (found === undefined) return {};
  const origin = constant(`how ${id} of CLP v0.9.0 is asked for its health`);
  const times = (probe: Probe, periodSeconds: number, failureThreshold: number) => {
    // A command starts a client of its own, which on a busy node takes its time.
    const timeoutSeconds = probe.kind === "command" ? 10 : 5;
    return tree({ ...handler(probe), periodSeconds, timeoutSeconds, failureThreshold }, origin);
  };
  return {
    // Ten minutes for a first start, or for a repair after a crash.
    startupProbe: times(found.alive, 2, 300),
    readinessProbe: times(found.ready, 10, 3),
    livenessProbe: times(found.alive, 30, 3),
  };
}

function handler(probe: Probe): Readonly<Record<string, Loose>> {
  switch (probe.kind) {
    case "tcp":
      return { tcpSocket: { port: probe.port } };
    case "http":
      return { httpGet: { path: probe.path, port: probe.port } };
    case "command":
      return { exec: { command: probe.command } };
    default:
      return probe satisfies never;
  }
}

/** A Deployment's pod that must be what its own name leads to: others reach it by the Service of that name. */
function ownHostname({ options }: Release, workload: Service | Job): Loose {
  if (workload.kind === "job" || workload.needsOwnName !== true || isStateful(workload)) return undefined;
  return serviceName(options, workload);
}

/** Names that this pod must know: of external servers, and of itself, where a StatefulSet sets its host name. */
function hostAliases(release: Release, workload: Service | Job): readonly Tree[] {
  const names = new Map<string, { names: Set<string>; origins: Origin[] }>();
  const add = (address: string, name: string, ...origins: Origin[]): void => {
    const entry = names.get(address) ?? { names: new Set(), origins: [] };
    entry.names.add(name);
    entry.origins.push(...origins);
    names.set(address, entry);
  };
  if (workload.kind === "service" && workload.needsOwnName === true && isStateful(workload)) {
    const own = serviceName(release.options, workload);
    add("127.0.0.1", own.value, own.origin);
  }
  for (const external of externalsReachedBy(release.model, workload)) {
    const host = externalHost(external);
    if (host.value !== external.address.value)
      add(external.address.value, host.value, external.address.origin);
  }
  for (const { name, of, origin } of workload.fixedNames) {
    const target = componentOf(release, of);
    if (target.kind === "external") add(target.address.value, name, origin, target.address.origin);
  }
  return [...names].map(([ip, { names: hostnames, origins }]) =>
    tree({ ip, hostnames: [...hostnames] }, derived("names that the pod must know", ...origins)),
  );
}

function podVolumes(release: Release, workload: Service | Job): readonly Tree[] {
  const { options } = release;
  const volumes: Tree[] = [];
  const files = mountedFiles(release, workload);
  const name = releaseObject(options, CONFIG);
  const origin = constant("the files that containers read");
  if (files.some(({ secret }) => !secret)) volumes.push(tree({ name: CONFIG, configMap: { name } }, origin));
  if (files.some(({ secret }) => secret)) {
    volumes.push(tree({ name: SECRET_CONFIG, secret: { secretName: name } }, origin));
  }
  for (const mount of volumeMounts(workload.mounts)) {
    const volume = volumeOf(release, mount.volume);
    const place = placeOf(release, workload, volume);
    if (place.kind === "template") continue;
    const readOnly = mount.readOnly && volume.purpose === "input" ? true : undefined;
    const source: Loose =
      place.kind === "claim"
        ? { persistentVolumeClaim: { claimName: place.name, readOnly } }
        : place.kind === "secret"
          ? { secret: { secretName: place.name } }
          : { emptyDir: {} };
    const why = derived("kept as the storage class allows", mount.origin, options.storageClass.origin);
    volumes.push(tree({ name: volume.id, ...(source as object) }, why));
  }
  return volumes;
}

const SECRET_CONFIG = "secret-config";

/** The directory to which a service writes its own logs, which must exist. */
const LOGS_VARIABLE = "CLP_LOGS_DIR";

function volumeMountTrees(release: Release, workload: Service | Job): readonly Tree[] {
  return workload.mounts.flatMap((mount): readonly Tree[] => {
    const readOnly = mount.readOnly ? true : undefined;
    if (mount.kind === "file") {
      const file = release.model.files.find(({ id }) => id === mount.file)!;
      const name = file.secret ? SECRET_CONFIG : CONFIG;
      return [tree({ name, mountPath: mount.at, subPath: fileKey(file), readOnly }, mount.origin)];
    }
    const volume = volumeOf(release, mount.volume);
    const place = placeOf(release, workload, volume);
    // A read-only mount of a directory of nodes leaves what is mounted below it writable.
    const recursive = volume.purpose === "input" ? "IfPossible" : undefined;
    const whole = tree(
      { name: volume.id, mountPath: mount.at, readOnly, recursiveReadOnly: recursive },
      mount.origin,
    );
    const logs = workload.environment.find(({ name }) => name === LOGS_VARIABLE);
    if (volume.purpose !== "logs" || place.kind === "template" || logs === undefined) return [whole];
    // The kubelet makes the directory of a subPath; nobody else would.
    const at = textOf(release, logs.value, noSecret);
    const subPath = at.slice(at.lastIndexOf("/") + 1);
    return [whole, tree({ name: volume.id, mountPath: at, subPath }, logs.value.origin)];
  });
}
