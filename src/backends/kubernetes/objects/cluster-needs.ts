/** What a cluster must have before the manifests are applied, since they cannot bring it along. */

import { derived, type Sourced, sourced } from "../../../base/origin.ts";
import type { Volume } from "../../../model/model.ts";
import { type Installation, volumeOf, workloadsOf } from "../installation.ts";
import { volumeMounts } from "./mounts.ts";
import { hostVolumes, isStatic, placeOf, storageLabel } from "./storage.ts";

export interface ClusterNeeds {
  /** The label of the one node that has the directories; undefined where pods may run on any. */
  readonly label: Sourced<string> | undefined;
  /** Directories of nodes, in the model's order. */
  readonly directories: readonly Volume[];
  /** Secrets that the operator makes of the files of a directory. */
  readonly secrets: readonly { readonly name: Sourced<string>; readonly of: Volume }[];
  /** Secrets that the operator makes of logins of registries. */
  readonly pullSecrets: readonly Sourced<string>[];
}

export function clusterNeeds(installation: Installation): ClusterNeeds {
  const { distributed, imagePullSecrets } = installation.options;
  const secrets = new Map<string, ClusterNeeds["secrets"][number]>();
  for (const workload of workloadsOf(installation)) {
    for (const mount of volumeMounts(workload.mounts)) {
      const volume = volumeOf(installation, mount.volume);
      const place = placeOf(installation, workload, mount);
      if (place.kind === "secret") secrets.set(volume.id, { name: place.name, of: volume });
    }
  }
  const isBound = isStatic(installation) && !distributed.value;
  return {
    label: isBound ? storageLabel(installation) : undefined,
    directories: hostVolumes(installation).map((volume) => ({
      ...volume,
      path: onNodes(installation, volume.path),
    })),
    secrets: [...secrets.values()],
    pullSecrets: imagePullSecrets,
  };
}

/** That a directory of a node is used follows from the storage class, too. */
function onNodes({ options }: Installation, path: Sourced<string>): Sourced<string> {
  const why = derived(
    "a directory of the nodes, by the storage class",
    path.origin,
    options.storageClass.origin,
  );
  return sourced(path.value, why);
}
