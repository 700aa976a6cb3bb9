/**
 * A hash of what a process reads of the generated files that it mounts, by which a target sees that a
 * change of them concerns it, and that another does not.
 */
import { sha256Hex } from "../base/hash.ts";
import { memoize } from "../base/memoize.ts";
import { derived, formatPath, type Origin, type Sourced, sourced } from "../base/origin.ts";
import { mountedFile, templateOfInstance } from "./instances.ts";
import type { DeploymentModel, FileContent, GeneratedFile, Job, Service } from "./model.ts";
import type { Template } from "./tree.ts";
import { isValue, type SecretId, type Value } from "./value.ts";
import type { ValueWriter } from "./value-writer.ts";

/** The label of a container that has the hash, as Docker names labels: lower case, in parts with points between. */
export const CONFIG_HASH_LABEL = "clp-compile.config-hash";

/** What a target tells a container. */
export interface FileWriter extends ValueWriter {
  /** What the file says there. */
  readonly contentOf: (file: GeneratedFile) => FileContent;
}

/**
 * The hash; undefined where a workload has nothing that it would tell of. It is public: in place of a secret stands its name,
 * whether there is one or not, so that neither presence nor length of a secret is told.
 *
 * @param values writes what a target tells, with {@link secretByName}; what it says of a file is kept by it
 * @param unseen values that stand where the target does not see a change of them
 */
export function configHash(
  model: DeploymentModel,
  workload: Service | Job,
  values: FileWriter,
  unseen: readonly Value[] = [],
): Sourced<string> | undefined {
  const origins = new Set<Origin>();
  const read: unknown[] = workload.mounts.flatMap((mount) => {
    if (mount.kind !== "file") return [];
    const file = mountedFile(model, mount);
    const statements = statementsOf(file, values).filter(({ path }) => isRead(mount.reads, path));
    for (const { origin } of statements) if (origin !== undefined) origins.add(origin);
    return [[mount.file, statements.map(({ said }) => said)]];
  });
  for (const value of unseen) {
    origins.add(values.originOf(value));
    read.push(values.write(value));
  }
  if (read.length === 0) return undefined;
  return sourced(
    sha256Hex(JSON.stringify(read)),
    derived("it changes with everything that the container reads", ...origins),
  );
}

/** What stands in a hash in place of a secret. */
export function secretByName(id: SecretId): string {
  return `<${id}>`;
}

/** What a file says at one place. */
interface Statement {
  /** Empty for the document, and for a line of a text. */
  readonly path: string;
  readonly said: unknown;
  /** None for what says that something is there, and no more. */
  readonly origin?: Origin;
}

/** Paths with what stands there, or the lines of a text. Made once for all that mount the file. */
const statementsOf = memoize((file: GeneratedFile, values: FileWriter): readonly Statement[] => {
  const content = values.contentOf(file);
  if (content.format === "text")
    return content.lines.map(({ value, origin }) => ({ path: "", said: value, origin }));
  const secrets = new Set(file.secretKeys);
  const found: Statement[] = [];
  const visit = (node: Template, steps: readonly (string | number)[]): void => {
    const path = formatPath(steps);
    if (node.kind === "map") {
      // An empty mapping and a list say something by being there.
      found.push({ path, said: [path, "{}"] });
      for (const [key, item] of node.entries) visit(item, [...steps, key]);
    } else if (node.kind === "seq") {
      found.push({ path, said: [path, node.items.length] });
      for (const [index, item] of node.items.entries()) visit(item, [...steps, index]);
    } else if (secrets.has(path)) {
      found.push({ path, said: [path, `<${path}>`], origin: node.origin });
    } else if (isValue(node)) {
      found.push({ path, said: [path, values.write(node)], origin: values.originOf(node) });
    } else {
      const said = node.kind === "scalar" ? node.value : node.content.text.split("\n").slice(0, -1);
      found.push({ path, said: [path, said], origin: node.origin });
    }
  };
  // Which of several it is changes nothing of what all of them read.
  visit(templateOfInstance(content.template, 1), []);
  return found;
});

/** True where a process reads a key, something below it, or what it is below. */
export function isRead(reads: readonly string[] | undefined, key: string): boolean {
  return reads === undefined || key === "" || reads.some((one) => isWithin(key, one) || isWithin(one, key));
}

function isWithin(path: string, section: string): boolean {
  if (!path.startsWith(section)) return false;
  const next = path.charAt(section.length);
  return next === "" || next === "." || next === "[";
}
