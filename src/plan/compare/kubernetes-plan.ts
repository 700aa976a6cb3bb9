/** The part of a plan that is about Kubernetes manifests. */
import { isRead } from "../../model/config-hash.ts";
import type { DeploymentModel, Service } from "../../model/model.ts";
import { valuesIn } from "../../model/tree.ts";
import type { Value } from "../../model/value.ts";
import type { KubernetesPlan, ObjectPlan, SecretsPlan, Warning } from "../plan.ts";
import { documentIn } from "../read/compiled-documents.ts";
import type { Deployed } from "../read/deployed.ts";
import { gitopsToolOf } from "../read/gitops-mark.ts";
import { isJson, type Json, type KubernetesObject } from "../read/kubernetes-objects.ts";
import type { KnownVolume } from "../read/manifest-volumes.ts";
import { isS3Key } from "../read/secrets-at-hand.ts";
import { isStorage } from "./git-steps.ts";
import { kubernetesReleaseSteps, namespaceOf, podOf } from "./kubernetes-release.ts";
import { deletions, kubernetesSteps, type MovedVolume } from "./kubernetes-steps.ts";
import { changesBetween, type LeafChange, leavesOf, mapChanges } from "./leaves.ts";
import type { Passage } from "./passage.ts";
import { passwordSteps, passwordWarnings, type Servers } from "./password-steps.ts";
import { releaseWarnings } from "./plan-warnings.ts";
import { databaseClient } from "./pod-database.ts";

export function kubernetesPlan(
  before: Deployed,
  after: Deployed,
  secrets: SecretsPlan,
  model: DeploymentModel | undefined,
  passage: Passage | undefined,
): KubernetesPlan | undefined {
  if (before.kubernetes === undefined || after.kubernetes === undefined) return undefined;
  const old = new Map(before.kubernetes.map((object) => [keyOf(object), object]));
  const now = new Map(after.kubernetes.map((object) => [keyOf(object), object]));
  const objects = [...new Set([...now.keys(), ...old.keys()])].flatMap((key) =>
    objectPlan(old.get(key), now.get(key)),
  );
  const moved = [...now].flatMap(([key, object]) =>
    movedVolume(old.get(key), object, after.volumes ?? before.volumes),
  );
  const tools = { before: gitopsToolOf(before.kubernetes), after: gitopsToolOf(after.kubernetes) };
  const applied = secretsApplied(before, after, secrets);
  return {
    objects,
    warnings: [
      ...releaseWarnings({ before, after }, passage),
      ...moved.map(volumeWarning),
      ...passwordWarnings(secrets),
    ],
    steps: kubernetesSteps({
      objects,
      secrets,
      moved,
      oldRelease: releaseOf(before.kubernetes),
      pods: restarted(after.kubernetes, secrets, model),
      applied,
      classes: providingClasses(before.kubernetes),
      passwords: passwordSteps(secrets, serversOf(before, after)),
      tools,
      typed: after,
      other:
        passage === undefined
          ? undefined
          : kubernetesReleaseSteps(passage, {
              before,
              after,
              selector: releaseOf(before.kubernetes),
              tool: tools.after,
              ownSecrets: applied !== false,
              takenBack: deletions(
                objects.filter((object) => object.action === "create" && !isStorage(object)),
              ),
            }),
    }),
  };
}

/** Where passwords are changed: in pods of the release that runs, or where others run the server. */
function serversOf(before: Deployed, after: Deployed): Servers {
  const space = namespaceOf(releaseOf(before.kubernetes ?? []));
  const server = <Inside>(name: string, inside: (pod: string) => Inside) => {
    if (podOf(after, name) === undefined) return { external: `the external ${name}` };
    const pod = podOf(before, name);
    return pod === undefined ? undefined : inside(pod);
  };
  return {
    database: server("database", (pod) => ({ client: databaseClient(space, pod) })),
    queue: server("queue", (pod) => ({
      // It asks for the password.
      inside: ["kubectl", "exec", ...space, "--stdin", "--tty", pod, "--"],
    })),
    // Its Secret alone says the password of one that runs here.
    redis: server("redis", () => undefined),
  };
}

function keyOf({ kind, namespace, name }: KubernetesObject): string {
  return `${kind}/${namespace}/${name}`;
}

/** The flags that find the objects of a release: `-n default -l app.kubernetes.io/instance=clp`. */
function releaseOf(objects: readonly KubernetesObject[]): readonly string[] {
  const namespace = objects.find((object) => object.namespace !== "")?.namespace ?? "default";
  const instances = objects.flatMap(
    ({ content }) => leavesOf(content).get('metadata.labels["app.kubernetes.io/instance"]') ?? [],
  );
  const instance = instances.length === 0 ? "clp" : unquoted(instances[0]!);
  return ["-n", namespace, "-l", `app.kubernetes.io/instance=${instance}`];
}

function objectPlan(
  old: KubernetesObject | undefined,
  now: KubernetesObject | undefined,
): readonly ObjectPlan[] {
  const { kind, name, namespace } = (now ?? old)!;
  const identity = { kind, name, namespace };
  if (old === undefined) return [{ ...identity, action: "create", restartsPods: false, changes: [] }];
  if (now === undefined) return [{ ...identity, action: "delete", restartsPods: false, changes: [] }];
  const [was, is] = [leaves(old.content), leaves(now.content)];
  const changes = mapChanges(was, is);
  if (changes.length === 0) return [];
  const fixed = changes.some(({ path }) => IMMUTABLE.some(([of, at]) => of === kind && at.test(path)));
  const pods =
    /^(?:Deployment|StatefulSet|DaemonSet)$/.test(kind) &&
    changes.some(({ path }) => path.startsWith("spec.template."));
  return [
    {
      ...identity,
      action: fixed ? "replace" : "change",
      restartsPods: pods && !fixed,
      changes: changesBetween(was, is).filter(isInformative).map(withoutSecrets),
    },
  ];
}

/** What the API server does not let anybody change (facts: kube-apiserver v1.34.1). */
const IMMUTABLE: readonly (readonly [kind: string, path: RegExp])[] = [
  ["Job", /^spec\.(?:template|selector|completions)\b/],
  ["StatefulSet", /^spec\.(?:volumeClaimTemplates|serviceName|selector|podManagementPolicy)\b/],
  ["Deployment", /^spec\.selector\b/],
  ["PersistentVolumeClaim", /^spec\.(?!resources\b)/],
  ["PersistentVolume", /^spec\.(?:local|hostPath|nfs|csi|volumeMode|nodeAffinity)\b/],
];

/** Leaves, with a look into the files that a ConfigMap holds. */
function leaves(content: Json): ReadonlyMap<string, string> {
  const { data } = content;
  if (!isJson(data)) return leavesOf(content);
  const opened = Object.entries(data).map(([file, text]) => [
    file,
    typeof text === "string" ? (documentIn(file, text) ?? text) : text,
  ]);
  return leavesOf({ ...content, data: Object.fromEntries(opened) });
}

/** A hash says no more than the ConfigMap that it is made of. */
function isInformative({ path }: LeafChange): boolean {
  const at = path.search(/annotations\b/);
  return at < 0 || !/hash|checksum/.test(path.slice(at));
}

/** Values of variables are not shown: whoever edited a manifest by hand may have put anything there. */
function withoutSecrets({ path, ...rest }: LeafChange): LeafChange {
  return /\.env\b/.test(path) ? { path } : { path, ...rest };
}

/** A volume whose content must survive, and whose directory is another one now. */
function movedVolume(
  old: KubernetesObject | undefined,
  now: KubernetesObject,
  volumes: readonly KnownVolume[] | undefined,
): readonly MovedVolume[] {
  if (old === undefined || now.kind !== "PersistentVolume" || !isKept(now.name, volumes)) return [];
  const [before, after] = [old, now].map(({ content }) => {
    const found = leavesOf(content);
    return found.get("spec.local.path") ?? found.get("spec.hostPath.path");
  });
  if (before === after || before === undefined || after === undefined) return [];
  return [{ name: now.name, before: unquoted(before), after: unquoted(after) }];
}

/** An object is named after its volume, behind release and namespace. What nobody knows the purpose of may be data. */
function isKept(name: string, volumes: readonly KnownVolume[] | undefined): boolean {
  const purpose = volumes?.find(({ id }) => name.slice(name.lastIndexOf(".") + 1) === id)?.purpose;
  return purpose === undefined || purpose === "data" || purpose === "staging";
}

function volumeWarning({ name, before, after }: MovedVolume): Warning {
  return {
    kind: "data left behind",
    loud: true,
    text: `The data of ${name} would be left behind in ${before}: the new place is ${after}, and nothing is moved there by itself.`,
  };
}

function unquoted(leaf: string): string {
  return leaf.startsWith('"') ? (JSON.parse(leaf) as string) : leaf;
}

/** The storage classes that make volumes for claims of a deployment, which has none of its own for these. */
function providingClasses(objects: readonly KubernetesObject[]): readonly string[] {
  const own = new Set(
    objects.flatMap(({ kind, content }) =>
      kind === "PersistentVolume" ? (leavesOf(content).get("spec.storageClassName") ?? []) : [],
    ),
  );
  const asked = objects.flatMap(({ kind, content }) =>
    kind === "PersistentVolumeClaim" || kind === "StatefulSet"
      ? [...leavesOf(content)].flatMap(([path, leaf]) => (/\bstorageClassName$/.test(path) ? [leaf] : []))
      : [],
  );
  return [...new Set(asked)]
    .filter((leaf) => !own.has(leaf) && leaf !== '""')
    .map(unquoted)
    .sort();
}

/**
 * Whether the Secrets differ; undefined where nobody knows. Public parts stand in them, too: the host in a
 * URL, and what a Secret of files holds beside its keys.
 */
function secretsApplied(
  { files: { texts: old } }: Deployed,
  { files: { texts: now }, release, secretPaths }: Deployed,
  { compared, added, removed, changed }: SecretsPlan,
): boolean | undefined {
  const isSecret = (path: string): boolean => /^kubernetes\/secrets\/.*\.yaml$/.test(path);
  // Where somebody else makes the Secrets, none are applied.
  if (release !== undefined && !secretPaths.some(isSecret)) return false;
  const [had, has] = [old, now].map((texts) => [...texts.keys()].filter(isSecret));
  if (had!.length > 0 && has!.length > 0)
    return had!.length !== has!.length || has!.some((path) => old.get(path) !== now.get(path));
  if (!compared) return undefined;
  return added.length + removed.length + changed.length > 0;
}

/**
 * The pods that have to be restarted for the sake of secrets: those of components that use one which differs;
 * without the model all. A new variable is a new pod by itself; a new key in a file that is a Secret is not.
 */
function restarted(
  objects: readonly KubernetesObject[],
  { added, removed, changed }: SecretsPlan,
  model: DeploymentModel | undefined,
): readonly string[] {
  const names = [...changed, ...[...added, ...removed].filter(isS3Key)];
  if (names.length === 0) return [];
  const release = releaseOf(objects);
  if (model === undefined) return ["deployment,statefulset", ...release];
  const users = new Set(
    model.components.flatMap((component) =>
      component.kind === "service" && names.some((name) => usesSecret(model, component, name))
        ? [component.name]
        : [],
    ),
  );
  const found = objects.filter(({ kind, content }) => {
    const component = leavesOf(content).get('metadata.labels["app.kubernetes.io/component"]') ?? '""';
    return /^(?:Deployment|StatefulSet)$/.test(kind) && users.has(unquoted(component));
  });
  if (found.length === 0) return [];
  const space = release.slice(0, release.indexOf("-l"));
  return [...space, ...found.map(({ kind, name }) => `${kind.toLowerCase()}/${name}`)];
}

/** True where a service has a secret, by its variable or its path in the config, in its environment, command or files. */
function usesSecret(model: DeploymentModel, service: Service, name: string): boolean {
  const ids = new Set(
    model.secrets.flatMap(({ id, variable }) => (variable === name || id === name ? [id] : [])),
  );
  const hasIt = ({ parts }: Value): boolean =>
    parts.some((part) => part.kind === "secret" && ids.has(part.id));
  return (
    [...service.environment.map(({ value }) => value), ...(service.command ?? [])].some(hasIt) ||
    service.mounts.some((mount) => {
      const file = mount.kind === "file" ? model.files.find(({ id }) => id === mount.file) : undefined;
      if (mount.kind !== "file" || file === undefined) return false;
      if (file.secretKeys !== undefined) return file.secretKeys.includes(name) && isRead(mount.reads, name);
      return file.content.format !== "text" && valuesIn(file.content.template).some(hasIt);
    })
  );
}
