/** Where each volume of the model lives in a cluster, and the claims and volumes that this takes. */
import { constant, derived, map, type Origin, type Sourced, sourced } from "../../../base/origin.ts";
import type { Job, Service, Volume, VolumeId } from "../../../model/model.ts";
import { releaseId } from "../../../model/release-id.ts";
import { about, type Loose, type Tree, tree } from "../../../model/tree.ts";
import type { ComponentId } from "../../../model/value.ts";
import { type Installation, volumeOf, workloadsOf } from "../installation.ts";
import { clusterObject, isStateful, metadata, releaseObject, serviceName } from "../object-names.ts";
import { type VolumeMount, volumeMounts } from "./mounts.ts";

/** The class whose volumes are the config's own directories on the nodes. Any other provides volumes by itself. */
const STATIC_CLASS = "local-storage";

/**
 * The label that a node must carry, of whatever value, so that a single-node release finds its directories
 * there (H4). The release is in the key: a node may carry those of several.
 */
export function storageLabel({ options: { releaseName, distributed } }: Installation): Sourced<string> {
  return sourced(
    `storage.clp-compile/${releaseName.value}`,
    derived("on the node that the operator labels", releaseName.origin, distributed.origin),
  );
}

/** What CLP's chart asks for; an overlay may ask for more. */
const SIZES: Readonly<Partial<Record<VolumeId, string>>> = {
  archives: "50Gi",
  streams: "20Gi",
  "database-data": "20Gi",
  "results-cache-data": "20Gi",
  "redis-data": "10Gi",
  "staged-archives": "20Gi",
  "staged-streams": "20Gi",
  tmp: "10Gi",
  logs: "10Gi",
};
const OTHER_SIZE = "5Gi";

const SIZE = constant("the size that CLP's Helm chart asks for");

/** How a pod comes by a volume. */
export type Place =
  /** A claim of its own, or one that pods share. */
  | { readonly kind: "claim"; readonly name: Sourced<string> }
  /** A claim that a StatefulSet makes. */
  | { readonly kind: "template" }
  /** Gone with the pod: for what may be lost, where nobody has a directory for it. */
  | { readonly kind: "pod" }
  /** A Secret that the operator makes of files of the host. */
  | { readonly kind: "secret"; readonly name: Sourced<string> };

export function isStatic({ options }: Installation): boolean {
  return options.storageClass.value === STATIC_CLASS;
}

function kindOfPlace(
  installation: Installation,
  { purpose }: Volume,
  workload: Service | Job,
  mount: VolumeMount,
): Place["kind"] {
  if (purpose === "settings") return "secret";
  if (purpose === "input") return "claim";
  if (isStateful(workload)) return "template";
  return purpose === "data" || mount.keeps === true || isStatic(installation) ? "claim" : "pod";
}

export function placeOf(installation: Installation, workload: Service | Job, mount: VolumeMount): Place {
  const volume = volumeOf(installation, mount.volume);
  const kind = kindOfPlace(installation, volume, workload, mount);
  return kind === "claim" || kind === "secret"
    ? { kind, name: releaseObject(installation.options, volume.id) }
    : { kind };
}

interface Claim {
  readonly volume: Volume;
  readonly name: Sourced<string>;
  readonly component: string;
  /** Whose alone it is, so that its StatefulSet makes it. Undefined: it is shared, and made here. */
  readonly owner?: ComponentId;
  readonly access: string | Sourced<string>;
}

/** All claims of the release, each once, in the model's order of volumes. */
function claimsOf(installation: Installation): readonly Claim[] {
  const claims = new Map<string, Claim>();
  for (const workload of workloadsOf(installation)) {
    for (const mount of volumeMounts(workload.mounts)) {
      const volume = volumeOf(installation, mount.volume);
      const place = placeOf(installation, workload, mount);
      if (place.kind === "claim") {
        const access = accessOf(installation, volume);
        // What several components share belongs to the release, not to one of them.
        claims.set(volume.id, { volume, name: place.name, component: volume.id, access });
      } else if (place.kind === "template" && isStateful(workload)) {
        const name = templateClaimName(installation, workload, volume);
        claims.set(volume.id, {
          volume,
          name,
          component: workload.name,
          owner: workload.id,
          access: "ReadWriteOnce",
        });
      }
    }
  }
  return installation.model.volumes.flatMap(({ id }) => claims.get(id) ?? []);
}

/** What a class provides for one pod alone is asked for as that: not every class has volumes for many. */
function accessOf(installation: Installation, { purpose }: Volume): Claim["access"] {
  if (purpose === "input") return "ReadOnlyMany";
  if (purpose === "data") return "ReadWriteMany";
  return map(
    installation.options.storageClass,
    "directories of a node are for many pods, a class for one",
    () => (isStatic(installation) ? "ReadWriteMany" : "ReadWriteOnce"),
  );
}

/** `TEMPLATE-SET-ORDINAL`, as the StatefulSet names the claim of its only pod. */
function templateClaimName({ options }: Installation, service: Service, { id }: Volume): Sourced<string> {
  const set = serviceName(options, service);
  return sourced(`${id}-${set.value}-0`, derived("the claim of a StatefulSet's only pod", set.origin));
}

/** The directories of nodes that this release makes volumes of. */
export function hostVolumes(installation: Installation): readonly Volume[] {
  return claimsOf(installation)
    .filter((claim) => hasHostVolume(installation, claim))
    .map(({ volume }) => volume);
}

function hasHostVolume(installation: Installation, { volume }: Claim): boolean {
  return isStatic(installation) || volume.purpose === "input";
}

/** The PersistentVolumes, then the claims that no StatefulSet makes. */
export function storageObjects(installation: Installation): readonly Tree[] {
  const claims = claimsOf(installation);
  return [
    ...claims
      .filter((claim) => hasHostVolume(installation, claim))
      .map((claim) => ownedBy(claim, persistentVolume(installation, claim))),
    ...claims
      .filter(({ owner }) => owner === undefined)
      .map((claim) => persistentVolumeClaim(installation, claim)),
  ];
}

function ownedBy({ owner }: Claim, node: Tree): Tree {
  return owner === undefined ? node : about(owner, node);
}

function sizeOf({ id }: Volume): Sourced<string> {
  return sourced(SIZES[id] ?? OTHER_SIZE, SIZE);
}

/** The log input is never provided by a class: it is there already. */
function classOf({ options }: Installation, { purpose }: Volume): Sourced<string> {
  if (purpose !== "input" || options.storageClass.value === STATIC_CLASS) return options.storageClass;
  return sourced(
    "",
    derived("no class provides the log input: it is a directory of the nodes", options.storageClass.origin),
  );
}

/**
 * A directory of the nodes, bound to its claim by name (H5). On a single node a `local` volume: it must
 * exist, and pods are bound to the node that has it. On several, `hostPath`, for `local` would change the
 * group of a shared file system's files from each of them; as `Directory`, since what the kubelet creates
 * is root's (H4).
 */
function persistentVolume(installation: Installation, claim: Claim): Tree {
  const { options, model } = installation;
  const { volume } = claim;
  const path = sourced(cleanPath(volume.path.value), volume.path.origin);
  const isShared = options.distributed.value;
  const origin = derived(`a directory of the nodes for ${volume.title}`, volume.path.origin);
  const isInput = volume.purpose === "input";
  // The log input may have mounts of its own within, which `local` does not show.
  const kind = derived("how nodes have directories", volume.path.origin, options.distributed.origin);
  const onNode =
    isShared || isInput
      ? { hostPath: tree({ path, type: "Directory" }, kind) }
      : { local: tree({ path }, kind) };
  const className = classOf(installation, volume);
  const isBound = !isShared && isStatic(installation);
  const { namespace: _, ...ofCluster } = metadata(
    options,
    releaseId(model),
    claim.component,
    clusterObject(options, volume.id),
    "storage",
  );
  return tree(
    {
      apiVersion: "v1",
      kind: "PersistentVolume",
      metadata: ofCluster,
      spec: {
        accessModes: [claim.access],
        capacity: { storage: sizeOf(volume) },
        claimRef: {
          apiVersion: "v1",
          kind: "PersistentVolumeClaim",
          name: claim.name,
          namespace: options.namespace,
        },
        ...onNode,
        ...(isBound
          ? {
              nodeAffinity: {
                required: {
                  nodeSelectorTerms: [
                    { matchExpressions: [{ key: storageLabel(installation), operator: "Exists" }] },
                  ],
                },
              },
            }
          : {}),
        persistentVolumeReclaimPolicy: "Retain",
        // An empty class is none: in a claim it must be said, in a volume the API server drops it.
        storageClassName: className.value === "" ? undefined : className,
        volumeMode: "Filesystem",
      },
    },
    origin,
  );
}

function claimSpec(installation: Installation, { volume, access }: Pick<Claim, "volume" | "access">): Loose {
  const binding = isStatic(installation) || volume.purpose === "input";
  return {
    accessModes: [access],
    resources: { requests: { storage: sizeOf(volume) } },
    storageClassName: classOf(installation, volume),
    volumeMode: "Filesystem",
    volumeName: binding ? clusterObject(installation.options, volume.id) : undefined,
  };
}

function persistentVolumeClaim(installation: Installation, claim: Claim): Tree {
  const origin = claimOrigin(claim.volume);
  return tree(
    {
      apiVersion: "v1",
      kind: "PersistentVolumeClaim",
      metadata: metadata(
        installation.options,
        releaseId(installation.model),
        claim.component,
        claim.name,
        "storage",
      ),
      spec: claimSpec(installation, claim),
    },
    origin,
  );
}

function claimOrigin(volume: Volume): Origin {
  return derived(`a claim for ${volume.title}`, volume.path.origin);
}

/**
 * The claims that a StatefulSet makes, with all that the API server would fill in: without that, each
 * `apply` says that it changed something.
 */
export function claimTemplates(installation: Installation, service: Service): readonly Tree[] {
  return volumeMounts(service.mounts).flatMap((mount) => {
    const volume = volumeOf(installation, mount.volume);
    if (placeOf(installation, service, mount).kind !== "template") return [];
    return tree(
      {
        apiVersion: "v1",
        kind: "PersistentVolumeClaim",
        metadata: { name: volume.id },
        spec: claimSpec(installation, { volume, access: "ReadWriteOnce" }),
        status: { phase: "Pending" },
      },
      claimOrigin(volume),
    );
  });
}

/** Without `.`, `..` and doubled slashes: the API server refuses `..`. */
export function cleanPath(path: string): string {
  const steps: string[] = [];
  for (const step of path.split("/")) {
    if (step === "..") steps.pop();
    else if (step !== "" && step !== ".") steps.push(step);
  }
  return `/${steps.join("/")}`;
}
