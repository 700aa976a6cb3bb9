/** The objects of every fixture and of generated deployments: valid, complete, and each line with its origins. */
import fc from "fast-check";
import * as apps from "kubernetes-models/apps/v1";
import * as batch from "kubernetes-models/batch/v1";
import * as networking from "kubernetes-models/networking.k8s.io/v1";
import * as core from "kubernetes-models/v1";
import { describe, expect, test } from "vitest";
import { type Generated, generated, hostilePassword, hostileQueueLogin } from "../../arbitrary.ts";
import { makesSecrets, okFixtures } from "../../fixtures.ts";
import { type Any, containersOf, type Manifests, manifests, manifestsOf, podOwners } from "./manifests.ts";

const MODELS: Readonly<Record<string, new (data: never) => { validate: () => void }>> = {
  ConfigMap: core.ConfigMap,
  Deployment: apps.Deployment,
  Ingress: networking.Ingress,
  Job: batch.Job,
  NetworkPolicy: networking.NetworkPolicy,
  PersistentVolume: core.PersistentVolume,
  PersistentVolumeClaim: core.PersistentVolumeClaim,
  Secret: core.Secret,
  Service: core.Service,
  StatefulSet: apps.StatefulSet,
};

/** The models know Kubernetes 1.27, which has no field for a mount that is read-only all the way down. */
function as127(object: Any): Any {
  return JSON.parse(JSON.stringify(object), (key, value) =>
    key === "recursiveReadOnly" ? undefined : value,
  );
}

function made({ config, credentials, site }: Generated): Manifests {
  return manifestsOf({
    config: { name: "clp-config.yaml", content: config },
    credentials: { name: "credentials.yaml", content: credentials },
    site: { name: "clp-site.yaml", content: site },
  });
}

function check(all: Manifests): void {
  for (const object of all.objects) {
    const Model = MODELS[object.kind];
    if (Model === undefined) throw new Error(`no model of ${object.kind}`);
    new Model(as127(object) as never).validate();
  }
  checkReferences(all);
  for (const { path, text, origins } of all.files) {
    const lines = text.split("\n").slice(0, -1);
    expect(origins).toHaveLength(lines.length);
    expect({ path, without: lines.filter((_, index) => origins[index]!.length === 0) }).toEqual({
      path,
      without: [],
    });
  }
  expect(all.files.filter(({ access }) => access === "secret").map(({ path }) => path)).toEqual(
    all.secretPaths,
  );
}

/** Whatever a pod names is in the same release: Secrets and their keys, files, claims, ports, other pods' Services. */
function checkReferences(all: Manifests): void {
  const named = (kind: string): ReadonlySet<string> =>
    new Set(all.kind(kind).map(({ metadata }) => metadata.name as string));
  const keys = new Set(
    [...all.kind("Secret"), ...all.kind("ConfigMap")].flatMap(({ kind, metadata, data }) =>
      Object.keys(data).map((key) => `${kind} ${metadata.name} ${key}`),
    ),
  );
  const claims = named("PersistentVolumeClaim");
  const pods = podOwners(all).map(({ spec }) => spec.template);
  for (const { metadata, spec } of podOwners(all)) {
    const { spec: pod, metadata: own } = spec.template;
    if (spec.selector !== undefined) expect(own.labels).toMatchObject(spec.selector.matchLabels);
    const templates = (spec.volumeClaimTemplates ?? []).map((claim: Any) => claim.metadata.name);
    const volumes = new Map<string, Any>((pod.volumes ?? []).map((volume: Any) => [volume.name, volume]));
    for (const volume of volumes.values()) {
      if (volume.persistentVolumeClaim !== undefined)
        expect(claims).toContain(volume.persistentVolumeClaim.claimName);
    }
    for (const { env = [], volumeMounts = [], name } of containersOf(pod)) {
      const variables = env.map((one: Any) => one.name);
      expect({ pod: metadata.name, name, variables: new Set(variables).size }).toEqual({
        pod: metadata.name,
        name,
        variables: variables.length,
      });
      for (const { valueFrom } of env) {
        const secret = valueFrom?.secretKeyRef;
        if (secret !== undefined) expect(keys).toContain(`Secret ${secret.name} ${secret.key}`);
      }
      const paths = volumeMounts.map(({ mountPath }: Any) => mountPath);
      expect(new Set(paths).size).toBe(paths.length);
      for (const { name: volume, subPath, subPathExpr } of volumeMounts) {
        const { configMap, secret } = volumes.get(volume) ?? {};
        if (!volumes.has(volume)) expect(templates).toContain(volume);
        // A pod of a StatefulSet finds its own file by its name.
        const paths =
          subPathExpr === undefined
            ? [subPath]
            : Array.from({ length: spec.replicas }, (_, ordinal) =>
                subPathExpr.replace("$(POD_NAME)", `${metadata.name}-${ordinal}`),
              );
        if (subPathExpr !== undefined) expect(variables).toContain("POD_NAME");
        if (configMap !== undefined)
          for (const path of paths) expect(keys).toContain(`ConfigMap ${configMap.name} ${path}`);
        if (secret !== undefined && subPath !== undefined)
          expect(keys).toContain(`Secret ${secret.secretName} ${subPath}`);
        for (const { key } of secret?.items ?? [])
          expect(keys).toContain(`Secret ${secret.secretName} ${key}`);
      }
    }
  }
  for (const { spec } of all.kind("Service")) {
    const targets = pods.filter(({ metadata }) =>
      Object.entries(spec.selector).every(([key, value]) => metadata.labels[key] === value),
    );
    expect(targets).toHaveLength(1);
    const ports = targets[0].spec.containers.flatMap((one: Any) => one.ports ?? []);
    for (const { targetPort } of spec.ports)
      expect(ports.map((port: Any) => port.name)).toContain(targetPort);
  }
}

describe("valid, complete, and explained", () => {
  // Of Secrets that somebody else makes, explain lists the keys: its test holds them against what pods name.
  test.each(okFixtures().filter(makesSecrets))(
    "$name",
    ({ sources }) => {
      check(manifestsOf(sources));
    },
    60_000,
  );

  test("generated deployments", () => {
    fc.assert(
      fc.property(generated, (inputs) => check(made(inputs))),
      { numRuns: 20, seed: 5 },
    );
  });
});

describe("passwords", () => {
  test("reach containers byte for byte, and URLs percent-encoded; public files do not know them", () => {
    const known = publicTexts(manifests(""));
    fc.assert(
      fc.property(hostilePassword, hostileQueueLogin, hostileQueueLogin, (database, other, queue) => {
        const credentials = JSON.stringify({
          database: {
            username: "clp-user",
            password: database,
            root_username: "root",
            root_password: other,
            spider_username: "spider-user",
            spider_password: "fake-spider-password",
          },
          queue: { username: other, password: queue },
          redis: { password: other },
        });
        const all = manifests("", { credentials });
        expect(all.secret("clp-database", "password")).toBe(database);
        expect(all.secret("clp-database", "root_password")).toBe(other);
        expect(all.secret("clp-redis", "password")).toBe(other);
        const url = new URL(all.secret("clp-urls", "query-worker.BROKER_URL"));
        expect(decodeURIComponent(url.username)).toBe(other);
        expect(decodeURIComponent(url.password)).toBe(queue);
        expect(url.host).toBe("clp-queue:5672");
        const results = new URL(all.secret("clp-urls", "query-worker.RESULT_BACKEND"));
        expect(decodeURIComponent(results.password)).toBe(other);
        expect(publicTexts(all)).toEqual(known);
      }),
      { numRuns: 20, seed: 9 },
    );
  });
});

function publicTexts({ files }: Manifests): Readonly<Record<string, string>> {
  return Object.fromEntries(
    files.filter(({ access }) => access === "public").map(({ path, text }) => [path, text]),
  );
}
