/** The files that containers read: in the ConfigMap, or in a Secret where they hold S3 keys. */

import { memoize } from "../../../base/memoize.ts";
import { configHash, type FileWriter, secretByName } from "../../../model/config-hash.ts";
import { differsByInstance, fileOfInstance, instanceNumbers, mountedFile } from "../../../model/instances.ts";
import type { FileContent, GeneratedFile, Job, Service } from "../../../model/model.ts";
import type { Text } from "../../../model/text.ts";
import { holdsSecret, type SecretId } from "../../../model/value.ts";
import type { ValueWriter } from "../../../model/value-writer.ts";
import { textOfFile } from "../../file-text.ts";
import { type Installation, workloadsOf } from "../installation.ts";
import { noSecret, originOf, scalarOf } from "../kubernetes-dialect.ts";
import { serviceName } from "../object-names.ts";

/** The suffix of the ConfigMap's name, and of the Secret's that holds files. */
export const CONFIG = "config";

/** The variable by which a pod of several like ones knows its own name. */
export const POD_NAME = "POD_NAME";

/** The group of the Secret that holds a file: that of the one component that reads it, or of all. */
export function fileGroup({ reader }: GeneratedFile): string {
  return reader ?? CONFIG;
}

function baseName({ path }: GeneratedFile): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

/** Where the pod of a StatefulSet finds its own one of several files, by its name. */
export function ownFileKey(file: GeneratedFile): string {
  return `$(${POD_NAME}).${baseName(file)}`;
}

/**
 * The keys of the ConfigMap under which a file stands, with what is there: one, or, where like pods differ in it,
 * one for each pod by its name. So the pods start with files alone, and nothing writes one in them (P16).
 */
export function fileEntries(
  installation: Installation,
  file: GeneratedFile,
): readonly (readonly [key: string, text: Text])[] {
  if (!differsByInstance(file)) return [[fileKey(file), fileText(installation, file, noSecret)]];
  return workloadsOf(installation).flatMap((workload) => {
    const mounts = workload.mounts.some((mount) => mount.kind === "file" && mount.file === file.id);
    if (!mounts || workload.kind !== "service" || workload.instances === undefined) return [];
    const name = serviceName(installation.options, workload).value;
    return instanceNumbers(workload.instances).map(
      (number) =>
        [
          `${name}-${number - 1}.${baseName(file)}`,
          fileText(installation, fileOfInstance(file, number), noSecret),
        ] as const,
    );
  });
}

/** The key of a file: `clp-config.yaml`, `redis.conf`. */
export function fileKey({ id, path }: GeneratedFile): string {
  return `${id.replace(/-conf$/, "")}${path.slice(path.lastIndexOf("."))}`;
}

function contentOf({ content, contentInPods }: GeneratedFile): FileContent {
  return contentInPods ?? content;
}

export function fileText(
  installation: Installation,
  file: GeneratedFile,
  reveal: (id: SecretId) => string,
): Text {
  return textOfFile({ ...file, content: contentOf(file) }, plain(installation, reveal));
}

/** How values stand in a file. */
function plain(installation: Installation, reveal: (id: SecretId) => string): ValueWriter {
  return {
    write: (value) => scalarOf(installation, value, reveal),
    originOf: (value) => originOf(installation, value),
  };
}

/** The same for a hash of files, which is public. */
const hashed = memoize(
  (installation: Installation): FileWriter => ({ ...plain(installation, secretByName), contentOf }),
);

/** The files that a workload mounts, in its own order, and whether with their folders. */
export function mountedFiles(
  { model }: Installation,
  workload: Service | Job,
): readonly { readonly file: GeneratedFile; readonly folder: boolean }[] {
  return workload.mounts.flatMap((mount) =>
    mount.kind === "file" ? [{ file: mountedFile(model, mount), folder: mount.folder === true }] : [],
  );
}

/**
 * A hash of what a workload reads, so that its pods restart when that changes: of its files, and of the
 * public parts of what stands in a Secret for the sake of another part, such as the host in a URL.
 */
export const contentHash = memoize((installation: Installation, workload: Service | Job) => {
  const values = [...workload.environment.map(({ value }) => value), ...(workload.command ?? [])];
  return configHash(
    installation.model,
    workload,
    hashed(installation),
    values.filter((value) => value.parts.length > 1 && holdsSecret(value)),
  );
});
