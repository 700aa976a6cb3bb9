/** What of a deployment this target cannot carry, and what is worth saying of it. */

import type { Reporter, ReportOptions } from "../../base/diagnostic.ts";
import { isInvalid, type Sourced } from "../../base/origin.ts";
import { shell } from "../../base/shell.ts";
import type { Code } from "../../codes.ts";
import type { Owner, Service } from "../../model/model.ts";
import type { ClusterOptions } from "../cluster/cluster-options.ts";
import { resourceFaults } from "../cluster/resource-faults.ts";
import { type Installation, workloadsOf } from "./installation.ts";
import { checkNetwork, remarkNetwork } from "./network-checks.ts";
import { siteKey } from "./object-names.ts";
import { behindIngress } from "./objects/ingress.ts";
import { volumeMounts } from "./objects/mounts.ts";
import { secretName } from "./objects/secret-keys.ts";
import { fixedNamesOf } from "./objects/services.ts";
import { hostVolumes } from "./objects/storage.ts";
import { resourcesOf } from "./pod/resources.ts";
import { checkScheduling } from "./pod/scheduling-checks.ts";
import { secretKeys } from "./secret-entries.ts";

/** Of containers in a pod: many more, and the pod is larger than an API server takes. */
const MAX_PROCESSES = 500;

/** Of these checks what is no error. */
const REMARKS: ReadonlySet<Code> = new Set<Code>(["CLP5208", "CLP5271", "CLP5304"]);

/** Reports CLP52xx and CLP53xx; true where nothing of it is an error. */
export function supports(installation: Installation, reporter: Reporter): boolean {
  const { options } = installation;
  let isCarried = true;
  const refusing: Reporter = {
    ...reporter,
    report(code, ...rest) {
      if (!REMARKS.has(code)) isCarried = false;
      reporter.report(code, ...rest);
    },
  };
  checkUsers(installation, refusing);
  checkSecrets(options, refusing);
  checkSecretNames(installation, refusing);
  checkPaths(installation, refusing);
  checkExternals(installation, refusing);
  checkNetwork(installation, refusing);
  for (const service of servicesOf(installation)) checkProcesses(installation, service, refusing);
  for (const workload of workloadsOf(installation)) {
    const resources = resourcesOf(options.resources[siteKey(workload)], workload);
    for (const { at, message, ...more } of resources === undefined ? [] : resourceFaults(resources))
      refusing.report("CLP5206", at, message, more);
    if (workload.kind === "service") checkScheduling(options, workload, refusing);
  }
  if (isCarried) remark(installation, reporter);
  return isCarried;
}

function servicesOf(installation: Installation): readonly Service[] {
  return workloadsOf(installation).filter((workload) => workload.kind === "service");
}

function checkSecrets({ secrets: { from, store, key } }: ClusterOptions, reporter: Reporter): void {
  const settings = [
    { name: "store", ...store },
    { name: "key", ...key },
  ].filter(({ origin }) => !isInvalid(origin));
  if (from.value === "external-secrets") {
    const missing = settings
      .filter(({ value }) => value === null)
      .map(({ name }) => `kubernetes.secrets.${name}`);
    if (missing.length > 0)
      reporter.report(
        "CLP5270",
        from.origin,
        `Cannot fill Secrets from a store: ${missing.join(" and ")} ${missing.length === 1 ? "is" : "are"} not set`,
        { help: 'Say both: `kubernetes: {secrets: {store: {name: vault}, key: "clp/prod/{section}"}}`' },
      );
    return;
  }
  for (const { value, origin } of settings)
    if (value !== null)
      reporter.report("CLP5271", origin, `Nothing is taken from a store: Secrets come from ${from.value}`, {
        also: [{ origin: from.origin, text: "where they come from" }],
        help: "Write `from: external-secrets`, or remove it",
      });
}

/**
 * Two Secrets of one name are refused by kustomize. One that somebody else makes may hold several sections, as long
 * as none of them has a key of another: pods would take the other's password.
 */
function checkSecretNames(installation: Installation, reporter: Reporter): void {
  const { from } = installation.options.secrets;
  const seen: (NamedSecret & { readonly keys: ReadonlySet<string> })[] = [];
  for (const [group, keys] of secretKeys(installation)) {
    const one = { group, name: secretName(installation, group), keys };
    const taken = seen.find(
      ({ name, keys }) =>
        name.value === one.name.value &&
        (from.value !== "existing" || [...keys].some((key) => one.keys.has(key))),
    );
    seen.push(one);
    if (taken === undefined) continue;
    const [at, other] = one.name.origin.kind === "source" ? [one, taken] : [taken, one];
    reporter.report(
      "CLP5272",
      at.name.origin,
      `Cannot call the Secret of ${at.group} ${at.name.value}: that is the one of ${other.group}`,
      {
        also: whereNamed(other),
        help: "Give each a name of its own below kubernetes.secrets.names",
      },
    );
  }
  // One that somebody else makes may have these keys, too.
  if (from.value !== "existing") checkForeignSecrets(installation, seen, reporter);
}

interface NamedSecret {
  readonly group: string;
  readonly name: Sourced<string>;
}

/** The place at which the name of one of our Secrets is written; none where it is the compiler's own. */
function whereNamed({ group, name: { origin } }: NamedSecret): NonNullable<ReportOptions["also"]> {
  return origin.kind === "source" ? [{ origin, text: `the Secret of ${group}` }] : [];
}

/** What somebody else keeps in a Secret would be overwritten by ours of the same name. */
function checkForeignSecrets(
  installation: Installation,
  ours: readonly NamedSecret[],
  reporter: Reporter,
): void {
  const { imagePullSecrets, ingress } = installation.options;
  const foreign = [
    ...imagePullSecrets.map((name) => ({ name, content: "the login of a registry" })),
    ...(behindIngress(installation).length === 0 ? [] : [ingress.tlsSecret]).map((name) => ({
      name,
      content: "the certificate of the Ingress",
    })),
  ];
  for (const { name, content } of foreign) {
    const taken = ours.find((one) => one.name.value === name.value);
    if (taken === undefined) continue;
    reporter.report(
      "CLP5272",
      name.origin,
      `Cannot find ${content} in the Secret ${name.value}: that is the one of ${taken.group}`,
      {
        also: whereNamed(taken),
        help: "Make it a Secret of another name",
      },
    );
  }
}

function checkUsers(installation: Installation, reporter: Reporter): void {
  const owners = new Set(workloadsOf(installation).map(({ owner }) => owner));
  for (const owner of ["first-party", "third-party"] as const satisfies readonly Owner[]) {
    const { uid } = installation.model.users[owner];
    if (!owners.has(owner) || uid.value !== 0) continue;
    reporter.report("CLP5202", uid.origin, "Cannot run pods as root (uid 0)", {
      help: "Set the uid of another user in the site file, such as 1000, and give the directories to it",
    });
  }
}

function checkPaths(installation: Installation, reporter: Reporter): void {
  const relative = hostVolumes(installation).filter(({ path }) => !path.value.startsWith("/"));
  const [first] = relative;
  if (first !== undefined) {
    const isInputAlone = relative.every(({ purpose }) => purpose === "input");
    const [many, their] =
      relative.length === 1
        ? ["a directory is", "its path is"]
        : [`${relative.length} directories are`, "their paths are"];
    reporter.report(
      "CLP5203",
      first.path.origin,
      `Cannot tell where on the nodes ${many}: ${their} relative`,
      {
        notes: [`It concerns ${relative.map(({ title }) => title).join(", ")}`],
        help: `Set host.clp_home in the site file, or write absolute paths${isInputAlone ? "" : ", or name another kubernetes.storage_class"}`,
      },
    );
  }
  const seen = new Set<string>();
  for (const { at } of workloadsOf(installation).flatMap(({ mounts }) => volumeMounts(mounts))) {
    if (!at.value.includes(":") || seen.has(at.value)) continue;
    seen.add(at.value);
    reporter.report("CLP5209", at.origin, `Cannot mount ${at.value} in a container: the path has a colon`, {
      help: "Use a directory without a colon in its path",
    });
  }
}

function checkExternals({ model }: Installation, reporter: Reporter): void {
  for (const component of model.components) {
    if (component.kind !== "external" || !component.loopback) continue;
    const { host, title, id } = component;
    const without =
      id === "otel-collector"
        ? "; or put `otel_collector` into `bundled`, or write `telemetry: {disable: true}`"
        : "";
    reporter.report("CLP5204", host.origin, `Cannot reach the ${title} at ${host.value} from a pod`, {
      help: `Write the name or the address under which the nodes of the cluster reach the server${without}`,
    });
  }
}

function checkProcesses({ options }: Installation, { process, title }: Service, reporter: Reporter): void {
  const { value, origin } = options.workerConcurrency;
  if (process === undefined || value <= MAX_PROCESSES) return;
  reporter.report(
    "CLP5205",
    origin,
    `Cannot run ${value} processes in a pod of ${title}: ${MAX_PROCESSES} at most`,
    {
      help: "Set a smaller kubernetes.worker_concurrency, and more kubernetes.replicas",
    },
  );
}

/** What can be carried, and is better known. */
function remark(installation: Installation, reporter: Reporter): void {
  const { options, model } = installation;
  remarkNetwork(installation, reporter);
  for (const service of servicesOf(installation)) {
    for (const { name } of fixedNamesOf(installation, service)) {
      reporter.report(
        "CLP5210",
        model.type.origin,
        `A Service of the name ${name} is made: a namespace has room for one such release`,
        {
          help: "Give another release with Spider another namespace",
        },
      );
    }
  }
  for (const volume of model.volumes.filter(({ purpose }) => purpose === "settings")) {
    reporter.report(
      "CLP5211",
      volume.path.origin,
      `Pods read ${volume.title} from the Secret ${options.releaseName.value}-${volume.id}, which you make yourself`,
      {
        help: shell`kubectl --namespace ${options.namespace.value} create secret generic ${options.releaseName.value}-${volume.id} --from-file=${volume.path.value}`,
      },
    );
  }
}
