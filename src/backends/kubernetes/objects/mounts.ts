/** What a pod mounts: all but the socket of an engine, which would make it root on its node (E7). */
import { VOLUMES } from "../../../clp/package/volumes.ts";
import type { Mount } from "../../../model/model.ts";

export type VolumeMount = Mount & { readonly kind: "volume" };

export function mountsInPods(mounts: readonly Mount[]): readonly Mount[] {
  return mounts.filter((mount) => mount.kind === "file" || isVolumeMount(mount));
}

export function volumeMounts(mounts: readonly Mount[]): readonly VolumeMount[] {
  return mounts.filter(isVolumeMount);
}

export function isVolumeMount(mount: Mount): mount is VolumeMount {
  return mount.kind === "volume" && VOLUMES[mount.volume].purpose !== "socket";
}
