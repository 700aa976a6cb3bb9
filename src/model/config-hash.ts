/**
 * A hash of what a process reads of the generated files that it mounts, by which a target sees that a
 * change of them concerns it, and that another does not.
 */
import { sha256Hex } from "../base/hash.ts";
import { derived, formatPath, type Origin, type Sourced, sourced } from "../base/origin.ts";
import type { DeploymentModel, FileContent, GeneratedFile, Job, Mount, Service } from "./model.ts";
import type { Scalar, Template } from "./tree.ts";
import { isValue, type SecretId, type Value } from "./value.ts";

/** The label of a container that has the hash, as Docker names labels: lower case, in parts with points between. */
export const CONFIG_HASH_LABEL = "clp-compile.config-hash";

/** How a target writes a value, and what that comes from. */
export interface ValueWriter {
  readonly write: (value: Value, reveal: (id: SecretId) => string) => Scalar;
  readonly originOf: (value: Value) => Origin;
  readonly contentOf: (file: GeneratedFile) => FileContent;
}

/**
 * The hash; undefined where a workload has nothing that it would tell of. It is public: in place of a secret stands its name,
 * whether there is one or not, so that neither presence nor length of a secret is told.
 *
 * @param unseen values that stand where the target does not see a change of them
 */
export function configHash(
  model: DeploymentModel,
  workload: Service | Job,
  writer: ValueWriter,
  unseen: readonly Value[] = [],
): Sourced<string> | undefined {
  const origins = new Set<Origin>();
  const read: unknown[] = workload.mounts.flatMap((mount) =>
    mount.kind === "file" ? [[mount.file, readOf(model, mount, writer, origins)]] : [],
  );
  for (const value of unseen) {
    origins.add(writer.originOf(value));
    read.push(writer.write(value, nameOf));
  }
  if (read.length === 0) return undefined;
  return sourced(
    sha256Hex(JSON.stringify(read)),
    derived("it changes with everything that the container reads", ...origins),
  );
}

function nameOf(id: SecretId): string {
  return `<${id}>`;
}

/** Paths with what stands there, or the lines of a text. */
function readOf(
  model: DeploymentModel,
  mount: Mount & { readonly kind: "file" },
  { write, originOf, contentOf }: ValueWriter,
  origins: Set<Origin>,
): readonly unknown[] {
  const file = model.files.find(({ id }) => id === mount.file);
  if (file === undefined) throw new Error(`the model has no file ${mount.file}`);
  const content = contentOf(file);
  if (content.format === "text") {
    for (const { origin } of content.lines) origins.add(origin);
    return content.lines.map(({ value }) => value);
  }
  const secrets = new Set(file.secretKeys);
  const found: (readonly [path: string, value: unknown])[] = [];
  const visit = (node: Template, path: readonly (string | number)[]): void => {
    const name = formatPath(path);
    if (!isRead(mount.reads, name)) return;
    if (node.kind === "map") {
      // An empty mapping and a list say something by being there.
      found.push([name, "{}"]);
      for (const [key, item] of node.entries) visit(item, [...path, key]);
    } else if (node.kind === "seq") {
      found.push([name, node.items.length]);
      for (const [index, item] of node.items.entries()) visit(item, [...path, index]);
    } else if (secrets.has(name)) {
      origins.add(node.origin);
      found.push([name, `<${name}>`]);
    } else if (isValue(node)) {
      origins.add(originOf(node));
      found.push([name, write(node, nameOf)]);
    } else {
      origins.add(node.origin);
      found.push([name, node.kind === "scalar" ? node.value : node.content.text.split("\n").slice(0, -1)]);
    }
  };
  visit(content.template, []);
  return found;
}

/** True where a process reads a key, something below it, or what it is below. */
export function isRead(reads: readonly string[] | undefined, key: string): boolean {
  return reads === undefined || key === "" || reads.some((one) => isWithin(key, one) || isWithin(one, key));
}

function isWithin(path: string, section: string): boolean {
  return path === section || path.startsWith(`${section}.`) || path.startsWith(`${section}[`);
}
