/** The volumes of a pod, and where its containers see them. */
import { constant, derived } from "../../../base/origin.ts";
import { differsByInstance, mountedFile } from "../../../model/instances.ts";
import type { GeneratedFile, Job, Service, Volume } from "../../../model/model.ts";
import { type Loose, type Tree, tree } from "../../../model/tree.ts";
import { type Installation, volumeOf } from "../installation.ts";
import { releaseObject } from "../object-names.ts";
import { CONFIG, fileGroup, fileKey, mountedFiles, ownFileKey } from "../objects/config-files.ts";
import { mountsInPods, volumeMounts } from "../objects/mounts.ts";
import { secretName } from "../objects/secret-keys.ts";
import { cleanPath, placeOf } from "../objects/storage.ts";

const SECRET_CONFIG = "secret-config";

/** The volumes of a pod. A StatefulSet adds its own claims by itself. */
export function podVolumes(installation: Installation, workload: Service | Job): readonly Tree[] {
  const { options } = installation;
  const volumes: Tree[] = [];
  const files = mountedFiles(installation, workload)
    .filter(({ folder }) => !folder)
    .map(({ file }) => file);
  const name = releaseObject(options, CONFIG);
  const origin = constant("the files that containers read");
  if (files.some(({ secret }) => !secret)) volumes.push(tree({ name: CONFIG, configMap: { name } }, origin));
  if (files.some(({ secret }) => secret)) {
    volumes.push(
      tree({ name: SECRET_CONFIG, secret: { secretName: secretName(installation, CONFIG) } }, origin),
    );
  }
  for (const { file, folder } of mountedFiles(installation, workload)) {
    if (folder) volumes.push(folderVolume(installation, file));
  }
  for (const [index, at] of (workload.scratch ?? []).entries())
    volumes.push(tree({ name: scratchName(index), emptyDir: {} }, at.origin));
  const seen = new Set<string>();
  for (const mount of volumeMounts(workload.mounts)) {
    const volume = volumeOf(installation, mount.volume);
    const place = placeOf(installation, workload, mount);
    if (place.kind === "template" || seen.has(volume.id)) continue;
    seen.add(volume.id);
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

/** A folder with one file in it, in place of what the image has there. */
function folderVolume(installation: Installation, file: GeneratedFile): Tree {
  const items = [{ key: fileKey(file), path: file.path.slice(file.path.lastIndexOf("/") + 1) }];
  const source = file.secret
    ? { secret: { secretName: secretName(installation, fileGroup(file)), items } }
    : { configMap: { name: releaseObject(installation.options, CONFIG), items } };
  return tree({ name: file.id, ...source }, file.origin);
}

function scratchName(index: number): string {
  return `scratch-${index}`;
}

/**
 * What becomes of file systems that are mounted below the log input; no mount may have both (API server).
 * In a directory of logs, one that is mounted while a pod runs is seen. Below the whole disk there is
 * `/proc`, through which a process could write into others of its user: there all is read-only, as far as
 * the node's runtime can, and a pod sees what was mounted when it started.
 */
function mountsBelow({ path }: Volume): Readonly<Record<string, Loose>> {
  return cleanPath(path.value) === "/"
    ? { recursiveReadOnly: "IfPossible" }
    : { mountPropagation: "HostToContainer" };
}

/** Where each container of a pod sees them. */
export function containerMounts(installation: Installation, workload: Service | Job): readonly Tree[] {
  const scratch = (workload.scratch ?? []).map((at, index) =>
    tree({ name: scratchName(index), mountPath: at }, at.origin),
  );
  const mounted = mountsInPods(workload.mounts).flatMap((mount): readonly Tree[] => {
    const readOnly = mount.readOnly ? true : undefined;
    if (mount.kind === "file") {
      const file = mountedFile(installation.model, mount);
      if (mount.folder === true)
        return [tree({ name: file.id, mountPath: mount.at, readOnly }, mount.origin)];
      const name = file.secret ? SECRET_CONFIG : CONFIG;
      const where = differsByInstance(file) ? { subPathExpr: ownFileKey(file) } : { subPath: fileKey(file) };
      return [tree({ name, mountPath: mount.at, ...where, readOnly }, mount.origin)];
    }
    const volume = volumeOf(installation, mount.volume);
    const place = placeOf(installation, workload, mount);
    const { subPath } = mount;
    const below = volume.purpose === "input" ? mountsBelow(volume) : {};
    const mounted = tree({ name: volume.id, mountPath: mount.at, subPath, readOnly, ...below }, mount.origin);
    const { logs } = workload;
    const isWhole = volume.purpose === "logs" && place.kind !== "template" && subPath === undefined;
    if (!isWhole || logs === undefined) return [mounted];
    // The kubelet makes the directory of a subPath; nobody else would.
    const own = logs.value.slice(logs.value.lastIndexOf("/") + 1);
    return [mounted, tree({ name: volume.id, mountPath: logs.value, subPath: own }, logs.origin)];
  });
  return [...mounted, ...scratch];
}
