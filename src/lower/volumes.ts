/** The directories that containers mount: where they are on the host. */
import { VOLUMES } from "../clp/package/volumes.ts";
import type { Setting, Volume, VolumeId } from "../model/model.ts";
import type { Deployment } from "./deployment.ts";
import { below } from "./paths.ts";
import { informative } from "./settings.ts";

/** The volume of that name, or undefined where this configuration has no use for it. */
export function volumeOf({ directories }: Deployment, id: VolumeId): Volume | undefined {
  const { title, purpose, shared, directory, ...rest } = VOLUMES[id];
  const path = directories[directory];
  if (path === undefined) return undefined;
  return { id, title, purpose, shared, path: "below" in rest ? below(path, rest.below) : path };
}

/** The variable of `.env` that says where a volume is; nothing where this configuration has no use for it. */
export function volumeSetting(
  deployment: Deployment,
  variable: string,
  id: VolumeId,
): Setting<string> | undefined {
  const volume = volumeOf(deployment, id);
  return volume === undefined ? undefined : informative(variable, volume.path);
}

/** All volumes of this configuration, in a stated order. */
export function volumesOf(deployment: Deployment): readonly Volume[] {
  return (Object.keys(VOLUMES) as VolumeId[]).flatMap((id) => volumeOf(deployment, id) ?? []);
}
