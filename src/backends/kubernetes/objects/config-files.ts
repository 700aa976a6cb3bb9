/** The files that containers read: in the ConfigMap, or in a Secret where they hold S3 keys. */

import { memoize } from "../../../base/memoize.ts";
import { configHash, type FileWriter, secretByName } from "../../../model/config-hash.ts";
import type { FileContent, GeneratedFile, Job, Service } from "../../../model/model.ts";
import { type Text, textOfLines } from "../../../model/text.ts";
import type { SecretId } from "../../../model/value.ts";
import type { ValueWriter } from "../../../model/value-writer.ts";
import { json } from "../../json.ts";
import { yaml } from "../../yaml.ts";
import { holdsSecret, originOf, scalarOf } from "../dialect.ts";
import type { Installation } from "../installation.ts";

/** The suffix of the ConfigMap's name, and of the Secret's that holds files. */
export const CONFIG = "config";

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
  const content = contentOf(file);
  if (content.format === "text") {
    return textOfLines(content.lines.map(({ value, origin }) => ({ text: value, origins: [origin] })));
  }
  const values = plain(installation, reveal);
  const { format, template } = content;
  return format === "json" ? json(template, values) : yaml(template, values);
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

/** The files that a workload mounts, in its own order. */
export function mountedFiles({ model }: Installation, workload: Service | Job): readonly GeneratedFile[] {
  return workload.mounts.flatMap((mount) => {
    const file = mount.kind === "file" ? model.files.find(({ id }) => id === mount.file) : undefined;
    return file ?? [];
  });
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
