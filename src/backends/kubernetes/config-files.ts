/** The files that containers read: in the ConfigMap, or in a Secret where they hold S3 keys. */

import { sha256Hex } from "../../base/hash.ts";
import { derived, type Origin, sourced } from "../../base/origin.ts";
import { remembered } from "../../base/remembered.ts";
import type { Line } from "../../model/emitted-file.ts";
import type { GeneratedFile, Job, Service } from "../../model/model.ts";
import { resolve } from "../../model/tree.ts";
import type { SecretId } from "../../model/value.ts";
import { jsonLines } from "../json.ts";
import { yamlLines } from "../yaml.ts";
import type { Release } from "./release.ts";
import { originOf, scalarOf } from "./text.ts";

/** The suffix of the ConfigMap's name, and of the Secret's that holds files. */
export const CONFIG = "config";

/** The key of a file: `clp-config.yaml`, `redis.conf`. */
export function fileKey({ id, path }: GeneratedFile): string {
  return `${id.replace(/-conf$/, "")}${path.slice(path.lastIndexOf("."))}`;
}

export function fileLines(
  release: Release,
  file: GeneratedFile,
  reveal: (id: SecretId) => string,
): readonly Line[] {
  if (file.content.format === "text") {
    return file.content.lines.map(({ value, origin }) => ({ text: value, origins: [origin] }));
  }
  const tree = resolve(
    file.content.template,
    (value) => scalarOf(release, value, reveal),
    (value) => originOf(release, value),
  );
  return file.content.format === "json" ? jsonLines(tree) : yamlLines(tree);
}

/** The files that a workload mounts, in its own order. */
export function mountedFiles({ model }: Release, workload: Service | Job): readonly GeneratedFile[] {
  return workload.mounts.flatMap((mount) => {
    const file = mount.kind === "file" ? model.files.find(({ id }) => id === mount.file) : undefined;
    return file ?? [];
  });
}

interface FileHash {
  readonly hash: string;
  /** What the file's lines come from, each once. */
  readonly origins: readonly Origin[];
}

/** A hash of what a file says, with the id of each secret in place of it. */
const fileHash = remembered((release: Release, file: GeneratedFile): FileHash => {
  const lines = fileLines(release, file, (id) => `<${id}>`);
  const origins = new Set(lines.flatMap((line) => line.origins));
  return { hash: sha256Hex(lines.map((line) => line.text).join("\n")), origins: [...origins] };
});

/**
 * A hash of what a workload's files say, so that its pods restart when that changes. No hash of a secret
 * is in a public file: in place of each stands its id. It comes from all that the files come from.
 */
export const filesHash = remembered((release: Release, workload: Service | Job) => {
  const files = mountedFiles(release, workload);
  if (files.length === 0) return undefined;
  const hashes = files.map((file) => fileHash(release, file));
  return sourced(
    sha256Hex(JSON.stringify(files.map((file, index) => [fileKey(file), hashes[index]!.hash]))),
    derived("it changes with every file that these pods read", ...hashes.flatMap(({ origins }) => origins)),
  );
});
