/** The directories that containers mount: where they are on the host. */
import { given, pick } from "../base/typed.ts";
import { VOLUMES } from "../clp/package/volumes.ts";
import type { Site } from "../input/schema/site.ts";
import type { Setting, Sharing, Volume, VolumeId } from "../model/model.ts";
import type { Deployment } from "./deployment.ts";
import { below } from "./paths.ts";
import { informative } from "./settings.ts";

/** The volume of that name, or undefined where this configuration has no use for it. */
export function volumeOf({ directories, site, here }: Deployment, id: VolumeId): Volume | undefined {
  const { title, purpose, shared, directory, ...rest } = VOLUMES[id];
  const path = directories[directory];
  if (path === undefined) return undefined;
  const shares =
    here === undefined || !("acrossHosts" in rest) ? undefined : sharingOf(site, rest.acrossHosts);
  return {
    id,
    title,
    purpose,
    shared,
    path: "below" in rest ? below(path, rest.below) : path,
    ...(shares === undefined ? {} : { sharing: shares }),
  };
}

/** How hosts see the same files; undefined where nothing is said. */
function sharingOf({ shared_storage: all }: Site, name: keyof Site["shared_storage"]): Sharing | undefined {
  const said = all[name];
  if (said === null) return undefined;
  const { nfs } = said;
  if (nfs !== undefined) return { kind: "nfs", server: pick(nfs, "server"), path: pick(nfs, "path") };
  const mounted = given(said, "mounted");
  return mounted?.value === true ? { kind: "mounted", origin: mounted.origin } : undefined;
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
