/**
 * A hash of what a process reads of the generated files that it mounts, by which a target sees that a
 * change of them concerns it, and that another does not.
 */
import { sha256Hex } from "../base/hash.ts";
import { memoize } from "../base/memoize.ts";
import { derived, type Origin, pathBelow, type Sourced, sourced } from "../base/origin.ts";
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
  // JSON, put together of what was serialized once for all that read it.
  const read: string[] = [];
  for (const mount of workload.mounts) {
    if (mount.kind !== "file") continue;
    const file = mountedFile(model, mount);
    const statements = statementsRead(statementsOf(file, values), mount.reads);
    for (const { origin } of statements) if (origin !== undefined) origins.add(origin);
    read.push(`[${JSON.stringify(mount.file)},[${statements.map(({ said }) => said).join(",")}]]`);
  }
  for (const value of unseen) {
    origins.add(values.originOf(value));
    read.push(JSON.stringify(values.write(value)));
  }
  if (read.length === 0) return undefined;
  return sourced(
    sha256Hex(`[${read.join(",")}]`),
    derived("it changes with everything that the container reads", ...origins),
  );
}

/** What stands in a hash in place of a secret. */
export function secretByName(id: SecretId): string {
  return `<${id}>`;
}

/** What a file says at one place. */
interface Statement {
  /** With its path, or a line of a text; as JSON. */
  readonly said: string;
  /** None for what says that something is there, and no more. */
  readonly origin?: Origin;
}

/** What a file says, in its order. */
interface Statements {
  readonly all: readonly Statement[];
  /** By path: the first and the last, exclusive, of what is said of it and of what is below it. None for a text, which is read whole. */
  readonly places?: ReadonlyMap<string, readonly [first: number, end: number]>;
}

/** Paths with what stands there, or the lines of a text. Made once for all that mount the file. */
const statementsOf = memoize((file: GeneratedFile, values: FileWriter): Statements => {
  const content = values.contentOf(file);
  if (content.format === "text")
    return { all: content.lines.map(({ value, origin }) => ({ said: JSON.stringify(value), origin })) };
  const secrets = new Set(file.secretKeys);
  const found: Statement[] = [];
  const places = new Map<string, readonly [first: number, end: number]>();
  const say = (path: string, what: unknown, origin?: Origin): void => {
    const said = JSON.stringify([path, what]);
    found.push(origin === undefined ? { said } : { said, origin });
  };
  const visit = (node: Template, path: string): void => {
    const first = found.length;
    if (node.kind === "map") {
      // An empty mapping and a list say something by being there.
      say(path, "{}");
      for (let index = 0; index < node.entries.length; index += 1) {
        const entry = node.entries[index]!;
        visit(entry[1], pathBelow(path, entry[0]));
      }
    } else if (node.kind === "seq") {
      say(path, node.items.length);
      for (const [index, item] of node.items.entries()) visit(item, pathBelow(path, index));
    } else if (secrets.has(path)) {
      say(path, `<${path}>`, node.origin);
    } else if (isValue(node)) {
      say(path, values.write(node), values.originOf(node));
    } else {
      const said = node.kind === "sourced" ? node.value : node.content.text.split("\n").slice(0, -1);
      say(path, said, node.origin);
    }
    places.set(path, [first, found.length]);
  };
  // Which of several it is changes nothing of what all of them read.
  visit(templateOfInstance(content.template, 1), "");
  return { all: found, places };
});

/** Those of them that {@link isRead} holds of, in their order. */
function statementsRead(
  { all, places }: Statements,
  reads: readonly string[] | undefined,
): readonly Statement[] {
  if (reads === undefined || places === undefined) return all;
  // The document as a whole is read by all.
  const read = new Set<number>([0]);
  for (const path of reads) {
    for (const above of path.matchAll(/[.[]/g)) {
      const place = places.get(path.slice(0, above.index));
      if (place !== undefined) read.add(place[0]);
    }
    const [first, end] = places.get(path) ?? [0, 0];
    for (let index = first; index < end; index += 1) read.add(index);
  }
  return [...read].sort((a, b) => a - b).map((index) => all[index]!);
}

/** True where a process reads a key, something below it, or what it is below. */
export function isRead(reads: readonly string[] | undefined, key: string): boolean {
  return reads === undefined || key === "" || reads.some((one) => isWithin(key, one) || isWithin(one, key));
}

function isWithin(path: string, section: string): boolean {
  if (!path.startsWith(section)) return false;
  const next = path.charAt(section.length);
  return next === "" || next === "." || next === "[";
}
