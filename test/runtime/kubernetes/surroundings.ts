/**
 * What an operator of a cluster has before a release is applied: the images under the names that pods ask for, a
 * namespace, labels of the node, log input, the Secret of AWS profiles, volumes where a class provides them, and
 * the servers that are not bundled. All of it is made from the compiled files.
 */
import { appendFileSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import type { Any } from "../../backends/kubernetes/manifests.ts";
import { canonical } from "../image-names.ts";
import { withArchive } from "../images.ts";
import { ok } from "../machine.ts";
import {
  awsDirectory,
  type ContainerConfig,
  compiledFor,
  credentialsIn,
  done,
  EXTERNAL,
  type External,
  externalServer,
  extraImages,
  firstAt,
  isExternal,
  placeholder,
} from "../surroundings.ts";
import { NODE, type Node } from "./node.ts";
import { knowExternalSecrets, OTHERS, ownSecrets, secretsOfOthers } from "./secrets-of-others.ts";

export interface SurroundOptions {
  /** Services that are not bundled and yet not to be there: whoever says so starts them with `startExternal`. */
  readonly without?: readonly External[];
  /** True where a results cache that is not bundled is a replica set that nobody has initiated yet. */
  readonly replicaSet?: boolean;
}

/** A release as it is compiled: its names, where its inputs are, and its objects. */
export interface Compiled {
  readonly node: Node;
  readonly name: string;
  readonly namespace: string;
  readonly home: string;
  objects(): readonly Any[];
}

/** Where volumes are that a class would provide. */
const PROVIDED = "/srv/provided";

/** Where servers run that are not bundled. */
const OUTSIDE = "outside";

export async function surround(
  release: Compiled,
  { without = [], replicaSet = false }: SurroundOptions = {},
): Promise<void> {
  const { node, home } = release;
  const secrets = await secretsOfOthers(node, home);
  const config = containerConfig(release);
  const extra = extraImages([...images(release).values()], config);
  if (extra.length > 0) {
    await withArchive(node, extra, (archive) =>
      ok(node.run(["ctr", "--namespace", "k8s.io", "images", "import", "--local", archive])),
    );
  }
  await nameImages(release, config);
  for (const { kind, spec } of release.objects()) {
    const input = kind === "PersistentVolume" && spec.accessModes[0] === "ReadOnlyMany";
    if (input) mkdirSync(node.path(spec.hostPath.path), { recursive: true });
  }
  await makeNamespace(release);
  await create(node, secrets);
  if (release.objects().some(({ kind }) => kind === "ExternalSecret")) await knowExternalSecrets(node);
  for (const label of nodeLabels(release))
    await ok(node.kubectl(["label", "node", NODE, "--overwrite", label]));
  await provide(release);
  await provideProfiles(release, config);
  for (const external of EXTERNAL) {
    if (isExternal(config, external) && !without.includes(external))
      await startExternal(release, external, replicaSet);
  }
}

/** The config that pods read: of the public files, or of a Secret where it has keys of S3. */
function containerConfig({ node, home, objects }: Compiled): ContainerConfig {
  const map = objects().find(({ kind }) => kind === "ConfigMap");
  const open = map?.data["clp-config.yaml"];
  if (open !== undefined) return parse(open);
  const kept = [...ownSecrets(node, home), ...ownSecrets(node, join(home, OTHERS))];
  const { data } = kept.find((one) => one.data["clp-config.yaml"] !== undefined);
  return parse(Buffer.from(data["clp-config.yaml"], "base64").toString());
}

/** The images that pods ask for, each with a component that runs in it. */
function images({ objects }: Compiled): ReadonlyMap<string, string> {
  return new Map(
    objects().flatMap(({ metadata, spec }) =>
      (spec?.template?.spec?.containers ?? []).map(
        ({ image }: Any) => [image, metadata.labels["app.kubernetes.io/component"]] as const,
      ),
    ),
  );
}

async function nameImages(compiled: Compiled, config: ContainerConfig): Promise<void> {
  const { node, home } = compiled;
  const release = compiledFor(node, join(home, "out"));
  for (const [image, component] of images(compiled))
    await nameImage(node, placeholder(component, config, release), image);
}

/** Gives an image that is on the node another name, as pods ask for it. */
export async function nameImage(node: Node, image: string, name: string): Promise<void> {
  await ok(node.run(["ctr", "--namespace", "k8s.io", "images", "tag", "--force", image, stored(name)]));
}

/** A reference as containerd keeps it: in full, with a digest or a tag. */
function stored(image: string): string {
  return canonical(image.includes("@") ? image.replace(/:[^/:@]*@/, "@") : image);
}

async function makeNamespace({ node, namespace }: Compiled): Promise<void> {
  const known = await node.kubectl(["get", "namespace", namespace]);
  if (known.code !== 0) await ok(node.kubectl(["create", "namespace", namespace]));
  const enforced = "pod-security.kubernetes.io/enforce=restricted";
  await ok(node.kubectl(["label", "namespace", namespace, "--overwrite", enforced]));
}

/** What a node needs to be one that volumes and pods ask for. */
function nodeLabels({ objects }: Compiled): ReadonlySet<string> {
  const labels = new Set<string>();
  const required = (affinity: Any): void => {
    for (const { matchExpressions = [] } of affinity?.nodeSelectorTerms ?? []) {
      for (const { key, operator, values = [] } of matchExpressions) {
        if (operator === "Exists" || operator === "In") labels.add(`${key}=${values[0] ?? ""}`);
      }
    }
  };
  for (const { kind, spec } of objects()) {
    if (kind === "PersistentVolume") required(spec.nodeAffinity?.required);
    const pod = spec?.template?.spec;
    for (const [key, value] of Object.entries(pod?.nodeSelector ?? {})) labels.add(`${key}=${value}`);
    required(pod?.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution);
  }
  return labels;
}

/** The claims for which a class makes the volumes. */
function provided({ objects }: Compiled): readonly Any[] {
  const all = objects();
  const claims = all.flatMap(({ kind, metadata, spec }): readonly Any[] => {
    if (kind === "PersistentVolumeClaim") return [{ metadata, spec }];
    if (kind !== "StatefulSet") return [];
    return (spec.volumeClaimTemplates ?? []).map((template: Any) => ({
      metadata: { name: `${template.metadata.name}-${metadata.name}-0` },
      spec: template.spec,
    }));
  });
  const made = new Set(
    all.filter(({ kind }) => kind === "PersistentVolume").map(({ spec }) => spec.claimRef.name),
  );
  return claims.filter(({ metadata }) => !made.has(metadata.name));
}

/** Where the volume is that a class has made for a claim. */
export function providedDirectory({ namespace }: Compiled, claim: string): string {
  return join(PROVIDED, namespace, claim);
}

/** Does what the provisioner of a class does, with directories of the node. */
export async function provide(release: Compiled): Promise<void> {
  const { node, namespace } = release;
  const volumes = provided(release).map(({ metadata: { name }, spec }) => {
    const path = providedDirectory(release, name);
    mkdirSync(node.path(path), { recursive: true });
    return {
      apiVersion: "v1",
      kind: "PersistentVolume",
      metadata: { name: `${namespace}.${name}` },
      spec: {
        accessModes: spec.accessModes,
        capacity: spec.resources.requests,
        claimRef: { apiVersion: "v1", kind: "PersistentVolumeClaim", namespace, name },
        local: { path },
        nodeAffinity: {
          required: {
            nodeSelectorTerms: [{ matchFields: [{ key: "metadata.name", operator: "In", values: [NODE] }] }],
          },
        },
        storageClassName: spec.storageClassName,
      },
    };
  });
  await create(node, volumes);
}

/** The Secret that is made of the AWS directory, where pods have one that no file makes. */
async function provideProfiles({ node, namespace, home, objects }: Compiled, config: unknown): Promise<void> {
  const names = new Set<string>();
  for (const { spec } of objects()) {
    for (const { name, secret } of spec?.template?.spec?.volumes ?? []) {
      if (name === "aws-config" && secret !== undefined) names.add(secret.secretName);
    }
  }
  for (const name of names) {
    const from = join(home, "aws");
    awsDirectory(node.path(from), config);
    const command = ["create", "secret", "generic", name, `--from-file=${from}`];
    await ok(node.kubectl(["--namespace", namespace, ...command]));
  }
}

/** Starts a service that is not bundled where pods look for it, with the inputs' credentials. */
export async function startExternal(release: Compiled, service: External, replicaSet = false): Promise<void> {
  const { node, home } = release;
  const config = containerConfig(release);
  const { host, port } = config[service] as { host: string; port: number };
  const server = externalServer(service, config, credentialsIn(node.path(home)));
  const name = service.replace("_", "-");
  const labels = { server: name };
  const args = [...server.command];
  if (replicaSet && service === "results_cache") args.push("--replSet", "rs0");
  if ((await node.kubectl(["get", "namespace", OUTSIDE])).code !== 0) {
    await ok(node.kubectl(["create", "namespace", OUTSIDE]));
  }
  const metadata = { name, namespace: OUTSIDE, labels };
  await create(node, [
    {
      apiVersion: "v1",
      kind: "Pod",
      metadata,
      spec: {
        automountServiceAccountToken: false,
        enableServiceLinks: false,
        // Nobody waits for a guest.
        terminationGracePeriodSeconds: 1,
        securityContext: { runAsUser: 1000, runAsGroup: 1000 },
        containers: [
          {
            name,
            image: server.image,
            imagePullPolicy: "Never",
            args: args.length === 0 ? undefined : args.map(verbatim),
            env: Object.entries(server.env).map(([variable, value]) => ({
              name: variable,
              value: verbatim(value),
            })),
          },
        ],
      },
    },
    {
      apiVersion: "v1",
      kind: "Service",
      metadata,
      spec: {
        selector: labels,
        // The node takes what goes to this address, whoever has it.
        externalIPs: [whereIs(release, config, host)],
        ports: [{ port, targetPort: server.port }],
      },
    },
  ]);
  const { setUp } = server;
  if (setUp === undefined) return;
  const exec = ["--namespace", OUTSIDE, "exec", "--stdin", name, "--", ...setUp.command];
  await done(name, () => node.kubectl(exec, setUp));
}

/** A text of which the kubelet makes what it was: `$(NAME)` would be replaced. */
function verbatim(value: string): string {
  return value.replaceAll("$", "$$$$");
}

/** Removes it. */
export async function stopExternal({ node }: Compiled, service: External): Promise<void> {
  const name = service.replace("_", "-");
  await ok(node.kubectl(["--namespace", OUTSIDE, "delete", "pod,service", name, "--timeout", "2m"]));
}

/** The address at which pods find a host; one that only DNS knows gets one there. */
function whereIs({ node, objects }: Compiled, config: ContainerConfig, host: string): string {
  if (/^[\d.]+$/.test(host)) return host;
  for (const { spec } of objects()) {
    for (const { ip, hostnames } of spec?.template?.spec?.hostAliases ?? []) {
      if (hostnames.includes(host)) return ip;
    }
  }
  const address = `10.201.0.${10 + EXTERNAL.indexOf(firstAt(config, host))}`;
  appendFileSync(node.path("/run/node/hosts"), `${address} ${host}\n`);
  return address;
}

async function create(node: Node, items: readonly Any[]): Promise<void> {
  if (items.length === 0) return;
  const list = JSON.stringify({ apiVersion: "v1", kind: "List", items });
  await ok(node.kubectl(["create", "-f", "-"], { input: list }));
}
