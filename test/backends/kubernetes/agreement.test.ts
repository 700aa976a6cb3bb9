/** Invariant 7: Compose and Kubernetes give each service the same image, command, environment and files. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { compose } from "../../../src/backends/compose/compose.ts";
import { DIFFERENCES } from "../../../src/backends/kubernetes/differences.ts";
import { externalHost } from "../../../src/backends/kubernetes/kubernetes-dialect.ts";
import { createReporter } from "../../../src/base/diagnostic.ts";
import { constant, sourced } from "../../../src/base/origin.ts";
import type { Sources } from "../../../src/input/source.ts";
import type { GeneratedFile, Job, Service } from "../../../src/model/model.ts";
import { generated } from "../../arbitrary.ts";
import { atTestRelease } from "../../at-release.ts";
import { CREDENTIALS, SITE } from "../../deploy.ts";
import { makesSecrets, oneHostFixtures } from "../../fixtures.ts";
import { type Any, type Manifests, manifestsOf } from "./manifests.ts";

const WHY = constant("a test");

/** What the processes of a component are told. */
interface Told {
  readonly image: string;
  readonly command: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly files: Readonly<Record<string, unknown>>;
}

const CONCURRENCY = ["--concurrency", "--num-workers"];

/** How many processes a worker has is the target's matter. */
function withoutCount(words: readonly string[]): readonly string[] {
  return words.map((word, index) => (CONCURRENCY.includes(words[index - 1] ?? "") ? "N" : word));
}

/** The variables of `.env`, as Docker Compose reads them. */
function environmentFile({ model, secretValues }: Case): ReadonlyMap<string, string> {
  const variables = new Map(model.settings.map(({ variable, value }) => [variable, String(value.value)]));
  for (const { id, variable, encodedVariable } of model.secrets) {
    const value = secretValues.get(id) ?? "";
    if (variable !== undefined) variables.set(variable, value);
    if (encodedVariable !== undefined) variables.set(encodedVariable, encodeURIComponent(value));
  }
  return variables;
}

/** Docker Compose's interpolation, as far as our compose file uses it. */
function interpolated(text: string, variables: ReadonlyMap<string, string>): string {
  return text.replace(/\$\$|\$\{(\w+):(?:-((?:[^}$]|\$\$)*)|\?[^}]*)\}/g, (found, name, fallback) => {
    if (found === "$$") return "$";
    return variables.get(name) ?? fallback.replaceAll("$$", "$");
  });
}

interface Case extends Manifests {
  readonly secretValues: ReadonlyMap<string, string>;
  /** What Compose is given, by path, and its services. */
  readonly compose: { readonly texts: ReadonlyMap<string, string>; readonly services: Any };
}

function caseOf(manifests: Manifests): Case {
  const options = {
    folder: "compose",
    projectName: sourced("p", WHY),
    limits: {},
    selinux: sourced(null, WHY),
    secrets: sourced("file" as const, WHY),
  };
  const { model, values } = manifests;
  const files = [
    ...compose(model, options).emitPublic(),
    ...compose(model, options).emitSecret(values, createReporter()),
  ];
  const texts = new Map(files.map(({ path, text }) => [path, text]));
  const { services } = parse(texts.get("compose/docker-compose.yaml")!) as Any;
  return { ...manifests, secretValues: values, compose: { texts, services } };
}

function inCompose(made: Case, workload: Service | Job): Told {
  const variables = environmentFile(made);
  // Of several like containers the first one counts.
  const { instances } = workload.kind === "service" ? workload : {};
  const service = made.compose.services[instances === undefined ? workload.name : `${workload.name}-1`];
  const environment: Readonly<Record<string, string>> = service.environment ?? {};
  return {
    image: interpolated(service.image, variables),
    command: withoutCount((service.command ?? []).map((word: string) => interpolated(word, variables))),
    environment: Object.fromEntries(
      Object.entries(environment).map(([name, value]) => [name, interpolated(value, variables)]),
    ),
    files: Object.fromEntries(
      filesOf(made, workload).map((file) => [
        file.id,
        contentOf(file, made.compose.texts.get(`compose/${file.path.replace("NUMBER", "1")}`)!),
      ]),
    ),
  };
}

function filesOf({ model }: Manifests, workload: Service | Job): readonly GeneratedFile[] {
  return workload.mounts.flatMap((mount) =>
    mount.kind === "file" ? (model.files.find(({ id }) => id === mount.file) ?? []) : [],
  );
}

/** A file's text; one that has a data format, as data. */
function contentOf({ content }: GeneratedFile, text: string): unknown {
  return content.format === "json" || content.format === "yaml" ? parse(text) : text;
}

/** The kubelet's expansion of `$$` and `$(X)` in commands, arguments and literal variables. */
function expanded(text: string, variables: Readonly<Record<string, string>>): string {
  return text.replace(/\$\$|\$\(([^)]+)\)/g, (found, name) =>
    found === "$$" ? "$" : (variables[name] ?? found),
  );
}

/** A pod's containers are alike but for the ends of their command lines; the first one counts. */
function inKubernetes(made: Case, workload: Service | Job): Told {
  const { containers, volumes = [] } = made.pod(workload.name);
  const [container] = containers;
  const variables: Record<string, string> = {};
  for (const { name, value = "", valueFrom } of container.env ?? []) {
    const reference = valueFrom?.secretKeyRef;
    variables[name] =
      reference !== undefined
        ? made.secret(reference.name, reference.key)
        : valueFrom?.fieldRef !== undefined
          ? `(${valueFrom.fieldRef.fieldPath})`
          : expanded(value, variables);
  }
  const words: readonly string[] = [...(container.command ?? []), ...(container.args ?? [])];
  const backToCompose = hostNames(made);
  const files = filesOf(made, workload).map((file) => {
    const mount = container.volumeMounts.find(({ mountPath }: Any) =>
      workload.mounts.some(
        (one) => one.kind === "file" && one.file === file.id && one.at.value === mountPath,
      ),
    );
    const volume = volumes.find(({ name }: Any) => name === mount.name);
    const { items: [item] = [] } = volume.secret ?? {};
    const key =
      item?.key ?? mount.subPath ?? mount.subPathExpr.replace("$(POD_NAME)", ordinal(made, workload));
    const text =
      volume.configMap === undefined
        ? made.secret(volume.secret.secretName, key)
        : made.kind("ConfigMap")[0].data[key];
    return [file.id, contentOf(file, backToCompose(text))] as const;
  });
  return {
    image: container.image,
    command: withoutCount(words.map((word) => backToCompose(expanded(word, variables)))),
    environment: Object.fromEntries(
      Object.entries(variables).map(([name, value]) => [name, backToCompose(value)]),
    ),
    files: Object.fromEntries(files),
  };
}

/** The name of a StatefulSet's first pod. */
function ordinal(made: Case, workload: Service | Job): string {
  return `${made.one("StatefulSet", workload.name).metadata.name}-0`;
}

/** Writes Compose's host names in place of those of Services, and of servers that it calls by names of its own. */
function hostNames({ model, options }: Manifests): (text: string) => string {
  const release = options.releaseName.value;
  const names = new Map(
    model.components.flatMap((component): [string, string][] => {
      if (component.kind === "service") return [[`${release}-${component.name}`, component.hostname]];
      const fixed = component.kind === "external" ? component.fixedName : undefined;
      return component.kind === "external" && fixed !== undefined
        ? [[externalHost(component).value, fixed]]
        : [];
    }),
  );
  const words = [...names.keys()].map((name) => name.replaceAll(".", "\\."));
  const pattern = new RegExp(`(?<![\\w.-])(?:${words.join("|")})(?![\\w.-])`, "g");
  return (text) => text.replace(pattern, (name) => names.get(name) ?? name);
}

/** What differs, in the words of the list. */
function differencesOf(one: Told, other: Told): readonly string[] {
  const names = [...new Set([...Object.keys(one.environment), ...Object.keys(other.environment)])].sort();
  const found = names
    .filter((name) => one.environment[name] !== other.environment[name])
    .map((name) => `environment ${name}`);
  if (JSON.stringify(one.command) !== JSON.stringify(other.command)) found.push("command");
  if (one.image !== other.image) found.push("image");
  for (const id of Object.keys({ ...one.files, ...other.files })) {
    try {
      expect(other.files[id]).toEqual(one.files[id]);
    } catch {
      found.push(`file ${id}`);
    }
  }
  return found;
}

function compare(sources: Sources): ReadonlySet<string> {
  const seen = new Set<string>();
  const manifests = manifestsOf(sources);
  if (!manifests.carried) return seen;
  const made = caseOf(manifests);
  for (const workload of made.model.components) {
    if (workload.kind === "external") continue;
    const listed = DIFFERENCES.filter(({ component }) => component === workload.id).map(({ what }) => what);
    const found = differencesOf(inCompose(made, workload), inKubernetes(made, workload));
    expect({
      component: workload.id,
      found: found.filter((what) => !listed.includes(what as never)),
    }).toEqual({
      component: workload.id,
      found: [],
    });
    for (const what of found) seen.add(`${workload.id} ${what}`);
  }
  return seen;
}

describe("each component is told the same as in Compose, but for what is listed", () => {
  test("in every fixture; and each difference that is listed is one", () => {
    const seen = new Set(
      oneHostFixtures()
        .filter(makesSecrets)
        .flatMap(({ sources }) => [...compare(sources)]),
    );
    expect([...seen].sort()).toEqual(DIFFERENCES.map(({ component, what }) => `${component} ${what}`).sort());
  });

  test("where a name has what Docker Compose and the kubelet expand", () => {
    compare({
      config: { name: "clp-config.yaml", content: 'database: { names: { clp: "a$$b$c" } }' },
      credentials: { name: "credentials.yaml", content: CREDENTIALS },
      site: { name: "clp-site.yaml", content: atTestRelease(SITE) },
    });
  });

  test("in generated deployments", () => {
    fc.assert(
      fc.property(generated, ({ config, credentials, site }) => {
        compare({
          config: { name: "clp-config.yaml", content: config },
          credentials: { name: "credentials.yaml", content: credentials },
          site: { name: "clp-site.yaml", content: site },
        });
      }),
      { numRuns: 25, seed: 3 },
    );
  });
});
