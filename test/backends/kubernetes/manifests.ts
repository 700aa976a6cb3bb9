/** One helper that knows how manifests are made: inputs in, files and parsed objects out. */
import { parseAllDocuments } from "yaml";
import { type ClusterOptions, clusterOptions } from "../../../src/backends/cluster/cluster-options.ts";
import { kubernetes } from "../../../src/backends/kubernetes/kubernetes.ts";
import { createReporter, type Diagnostic, hasErrors } from "../../../src/base/diagnostic.ts";
import { readInputs } from "../../../src/input/inputs.ts";
import type { Sources } from "../../../src/input/source.ts";
import { lower } from "../../../src/lower/lower.ts";
import { secretValuesOf } from "../../../src/lower/needed-secrets.ts";
import type { EmittedFile } from "../../../src/model/emitted-file.ts";
import type { DeploymentModel, SecretValues } from "../../../src/model/model.ts";
import { atTestRelease } from "../../at-release.ts";
import { CREDENTIALS, SITE } from "../../deploy.ts";

// biome-ignore lint/suspicious/noExplicitAny: parsed objects of many kinds, looked into by tests
export type Any = any;

export interface Manifests {
  /** False where the target cannot carry the deployment: then there are no files. */
  readonly carried: boolean;
  readonly diagnostics: readonly Diagnostic[];
  /** `error CLP5201`-like, of this target alone. */
  readonly findings: readonly string[];
  readonly files: readonly EmittedFile[];
  readonly secretPaths: readonly string[];
  /** All objects of the public files, then those of the secret ones; no kustomizations. */
  readonly objects: readonly Any[];
  readonly kind: (kind: string) => readonly Any[];
  /** The one object of a kind and a component. */
  readonly one: (kind: string, component: string) => Any;
  /** The spec of the pods of a component. */
  readonly pod: (component: string) => Any;
  readonly text: (path: string) => string;
  /** What a Secret's key decodes to. */
  readonly secret: (name: string, key: string) => string;
  readonly model: DeploymentModel;
  readonly options: ClusterOptions;
  /** The values of the secrets. */
  readonly values: SecretValues;
}

/** Manifests of whole input files. Errors of the inputs are a failure of the test. */
export function manifestsOf(sources: Sources): Manifests {
  const reporter = createReporter();
  const inputs = readInputs(sources, reporter);
  const model = lower(inputs, reporter);
  if (hasErrors(reporter.diagnostics)) {
    throw new Error(reporter.diagnostics.map(({ code, message }) => `${code} ${message}`).join("\n"));
  }
  const before = reporter.diagnostics.length;
  const options = clusterOptions(inputs.site.kubernetes);
  const target = kubernetes(model, options);
  const carried = target.supports(reporter);
  const diagnostics = reporter.diagnostics.slice(before);
  const values: SecretValues = secretValuesOf(inputs) ?? new Map();
  const secretFiles = carried && inputs.credentials !== undefined ? target.emitSecret(values, reporter) : [];
  const files = carried ? [...target.emitPublic(), ...secretFiles] : [];
  const objects = files.filter(({ path }) => !path.endsWith("kustomization.yaml")).flatMap(objectsIn);
  const kind = (name: string) => objects.filter((object) => object.kind === name);
  const one = (name: string, component: string): Any => {
    const found = kind(name).filter(
      ({ metadata }) => metadata.labels["app.kubernetes.io/component"] === component,
    );
    if (found.length !== 1) throw new Error(`${found.length} objects ${name} of ${component}`);
    return found[0];
  };
  return {
    carried,
    diagnostics,
    findings: diagnostics.map(({ code, severity }) => `${severity} ${code}`),
    files,
    secretPaths: carried ? target.secretPaths() : [],
    objects,
    kind,
    one,
    pod(component) {
      const workload = podOwners({ objects }).find(
        ({ metadata }) => metadata.labels["app.kubernetes.io/component"] === component,
      );
      if (workload === undefined) throw new Error(`no pods of ${component}`);
      return workload.spec.template.spec;
    },
    text(path) {
      const file = files.find((candidate) => candidate.path === path);
      if (file === undefined) throw new Error(`no file ${path} among ${files.map((f) => f.path).join(", ")}`);
      return file.text;
    },
    secret(name, key) {
      const data = kind("Secret").find(({ metadata }) => metadata.name === name)?.data?.[key];
      if (data === undefined) throw new Error(`no key ${key} in a Secret ${name}`);
      return Buffer.from(data, "base64").toString("utf8");
    },
    model,
    options,
    values,
  };
}

/** Manifests of a config, with fake credentials and a site whose `kubernetes` section may be given. */
export function manifests(
  config: string,
  {
    kubernetes: section = {},
    host = SITE,
    credentials = CREDENTIALS,
  }: {
    readonly kubernetes?: object;
    readonly host?: string;
    readonly credentials?: string;
  } = {},
): Manifests {
  return manifestsOf({
    config: { name: "clp-config.yaml", content: config },
    credentials: { name: "credentials.yaml", content: credentials },
    site: {
      name: "clp-site.yaml",
      content: atTestRelease(`${host}\nkubernetes: ${JSON.stringify(section)}\n`),
    },
  });
}

export function objectsIn({ text }: EmittedFile): readonly Any[] {
  return parseAllDocuments(text).map((document) => document.toJS());
}

/** The objects that have pods. */
export function podOwners({ objects }: Pick<Manifests, "objects">): readonly Any[] {
  return objects.filter(({ kind }) => ["Deployment", "StatefulSet", "Job"].includes(kind));
}

/** The pod that a controller makes of a template: a StatefulSet's has its own claims too. */
export function podOf({ metadata, spec }: Any, namespace: string): Any {
  const { template, volumeClaimTemplates = [] } = spec;
  const claims = volumeClaimTemplates.map((claim: Any) => ({
    name: claim.metadata.name,
    persistentVolumeClaim: { claimName: `${claim.metadata.name}-${metadata.name}-0` },
  }));
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { ...template.metadata, name: metadata.name, namespace },
    spec: {
      restartPolicy: "Always",
      ...template.spec,
      volumes: [...(template.spec.volumes ?? []), ...claims],
    },
  };
}

/** All containers of a pod, init containers first. */
export function containersOf(pod: Any): readonly Any[] {
  return [...(pod.initContainers ?? []), ...pod.containers];
}
