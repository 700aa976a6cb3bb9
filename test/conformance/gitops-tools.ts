/** How Argo CD and Flux apply a folder: kubectl does what the manuals of both say that they do with each annotation. */
import { expect } from "vitest";
import type { Any } from "../backends/kubernetes/manifests.ts";
import type { RunResult } from "./programs/programs.ts";

const ARGOCD = "argocd.argoproj.io";
const FLUX = "kustomize.toolkit.fluxcd.io";

/** Runs kubectl. Any exit status is a result. */
export type Kubectl = (args: readonly string[], options?: { readonly input?: string }) => Promise<RunResult>;

/** Applies objects, and prunes those of before that are no more; what is said of each. */
export type Sync = (
  kubectl: Kubectl,
  objects: readonly Any[],
  before: readonly Any[],
) => Promise<readonly string[]>;

/** Runs kubectl, which must succeed without a word on stderr. */
export async function quietly(
  kubectl: Kubectl,
  args: readonly string[],
  objects?: readonly Any[],
): Promise<string> {
  const { code, stdout, stderr } = await kubectl(args, listed(objects));
  expect({ args, code, stderr }).toEqual({ args, code: 0, stderr: "" });
  return stdout;
}

function listed(objects: readonly Any[] | undefined) {
  if (objects === undefined) return {};
  return { input: JSON.stringify({ apiVersion: "v1", kind: "List", items: objects }) };
}

function annotation({ metadata }: Any, name: string): string {
  return metadata.annotations?.[name] ?? "";
}

function hasOption(object: Any, name: "sync-options" | "compare-options", option: string): boolean {
  return annotation(object, `${ARGOCD}/${name}`).split(",").includes(option);
}

/** `job.batch/clp-db-table-creator-a0280678` */
export function reference({ kind, apiVersion, metadata }: Any): string {
  const group = apiVersion.includes("/") ? `.${apiVersion.split("/")[0]}` : "";
  return `${kind.toLowerCase()}${group}/${metadata.name}`;
}

function deletion(object: Any): readonly string[] {
  const { namespace } = object.metadata;
  const where = namespace === undefined ? [] : ["--namespace", namespace];
  return ["delete", reference(object), ...where, "--wait=false", "--ignore-not-found"];
}

export async function deleteAll(kubectl: Kubectl, objects: readonly Any[]): Promise<void> {
  for (const object of objects) await quietly(kubectl, deletion(object));
}

/**
 * Argo CD: `kubectl apply` wave by wave, with `--force` for an object that asks for it; then what it applied before,
 * and is not there any more, is deleted, unless that says `Prune=false`.
 */
export const syncByArgoCd: Sync = async (kubectl, objects, before) => {
  const said: string[] = [];
  const wave = (object: Any) => Number(annotation(object, `${ARGOCD}/sync-wave`) || 0);
  for (const number of [...new Set(objects.map(wave))].sort((a, b) => a - b)) {
    const some = objects.filter((object) => wave(object) === number);
    for (const force of [false, true]) {
      const alike = some.filter((object) => hasOption(object, "sync-options", "Force=true") === force);
      if (alike.length === 0) continue;
      const flags = force ? ["--force"] : [];
      // Of a forced deletion kubectl warns that it is one.
      const { code, stdout, stderr } = await kubectl(["apply", ...flags, "-f", "-"], listed(alike));
      if (code !== 0) throw new Error(stderr);
      said.push(...stdout.trim().split("\n"));
    }
  }
  const pruned = gone(objects, before).filter((one) => !hasOption(one, "sync-options", "Prune=false"));
  await deleteAll(kubectl, pruned);
  return said;
};

/** What keeps an Application out of sync: what differs, and what is there and is not to be. */
export async function outOfSync(
  kubectl: Kubectl,
  objects: readonly Any[],
  before: readonly Any[],
): Promise<readonly string[]> {
  const differ = await drifted(kubectl, objects, ["apply"]);
  const left = gone(objects, before).filter(
    (object) => !hasOption(object, "compare-options", "IgnoreExtraneous"),
  );
  const there = left.length === 0 ? [] : await live(kubectl, left);
  return [...differ, ...there].map(reference);
}

const SERVER_SIDE = ["apply", "--server-side", "--force-conflicts", "--field-manager=kustomize-controller"];

/**
 * Flux: server-side apply of what differs, after a dry run of each object; one that fails since a field is immutable is
 * deleted and created where it says `force: enabled`, and stops everything where it does not.
 */
export const syncByFlux: Sync = async (kubectl, objects, before) => {
  for (const object of objects.filter(({ kind }) => kind === "Job")) {
    const { code, stderr } = await kubectl([...SERVER_SIDE, "--dry-run=server", "-f", "-"], listed([object]));
    if (code === 0) continue;
    if (!/immutable/.test(stderr) || annotation(object, `${FLUX}/force`) !== "enabled")
      throw new Error(stderr);
    await quietly(kubectl, deletion(object));
  }
  const different = await drifted(kubectl, objects, SERVER_SIDE);
  const said = different.length === 0 ? "" : await quietly(kubectl, [...SERVER_SIDE, "-f", "-"], different);
  const pruned = gone(objects, before).filter((one) => annotation(one, `${FLUX}/prune`) !== "disabled");
  await deleteAll(kubectl, pruned);
  return said.trim().split("\n");
};

function gone(objects: readonly Any[], before: readonly Any[]): readonly Any[] {
  const there = new Set(objects.map(reference));
  return before.filter((object) => !there.has(reference(object)));
}

/** Those whose dry run is another than what the cluster has, but for who manages which field. */
async function drifted(
  kubectl: Kubectl,
  objects: readonly Any[],
  apply: readonly string[],
): Promise<readonly Any[]> {
  const asked = [...apply, "--dry-run=server", "--output=json", "-f", "-"];
  const { code, stdout, stderr } = await kubectl(asked, listed(objects));
  if (code !== 0) throw new Error(stderr);
  const answers = itemsIn(stdout);
  const key = ({ kind, metadata }: Any) => `${kind} ${metadata.namespace ?? ""} ${metadata.name}`;
  const content = ({ status: _, metadata: { labels, annotations }, ...rest }: Any) =>
    JSON.stringify({ ...rest, metadata: { labels, annotations } });
  const there = new Map((await live(kubectl, objects)).map((one) => [key(one), content(one)]));
  const changed = new Set(answers.filter((one) => there.get(key(one)) !== content(one)).map(key));
  return objects.filter((one) => changed.has(key(one)));
}

/** These objects as the cluster has them, those that it has. */
async function live(kubectl: Kubectl, objects: readonly Any[]): Promise<readonly Any[]> {
  const asked = ["get", "--ignore-not-found", "--output=json", "-f", "-"];
  return itemsIn(await quietly(kubectl, asked, objects));
}

/** Of one object kubectl makes no list, and of none nothing. */
function itemsIn(json: string): readonly Any[] {
  if (json === "") return [];
  const answer = JSON.parse(json);
  return answer.kind === "List" ? answer.items : [answer];
}

/** What the cluster has: the uid of each object, and its version, which each write raises. */
export async function state(
  kubectl: Kubectl,
  namespace: string,
): Promise<ReadonlyMap<string, { uid: string; version: string }>> {
  const kinds = "configmaps,services,deployments,statefulsets,jobs,persistentvolumeclaims,externalsecrets";
  const { items } = JSON.parse(
    await quietly(kubectl, ["get", kinds, "--namespace", namespace, "--output=json"]),
  );
  return new Map(
    items.map((one: Any) => [
      reference(one),
      { uid: one.metadata.uid, version: one.metadata.resourceVersion },
    ]),
  );
}
