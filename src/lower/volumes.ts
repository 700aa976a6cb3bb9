/** The directories that containers mount: where they are on the host. */
import { VOLUMES } from "../clp/package/volumes.ts";
import type { Volume, VolumeId } from "../model/model.ts";
import type { Deployment } from "./deployment.ts";
import { hostDirectories } from "./package-settings.ts";
import { below } from "./paths.ts";

/** The volume of that name, or undefined where this configuration has no use for it. */
export function volumeOf(deployment: Deployment, id: VolumeId): Volume | undefined {
  const { title, purpose, shared, directory, ...rest } = VOLUMES[id];
  const path = hostDirectories(deployment)[directory];
  if (path === undefined) return undefined;
  return { id, title, purpose, shared, path: "below" in rest ? below(path, rest.below) : path };
}

/** All volumes of this configuration, in a stated order. */
export function volumesOf(deployment: Deployment): readonly Volume[] {
  return (Object.keys(VOLUMES) as VolumeId[]).flatMap((id) => volumeOf(deployment, id) ?? []);
}
