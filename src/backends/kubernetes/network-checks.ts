/** What of the network of a deployment cannot be as it is written, has no effect, or is better known. */
import type { Reporter } from "../../base/diagnostic.ts";
import type { Origin } from "../../base/origin.ts";
import type { NodePortKey } from "../cluster/cluster-options.ts";
import { type Installation, workloadsOf } from "./installation.ts";
import { siteKey } from "./object-names.ts";
import { type WayOut, waysOut } from "./objects/connections.ts";
import { type Exposure, exposures, isExposed } from "./objects/exposure.ts";
import { behindIngress } from "./objects/ingress.ts";

function isWritten({ origin }: { readonly origin: Origin }): boolean {
  return origin.kind === "source";
}

/** Reports CLP5300 and CLP5301 for what contradicts itself, and CLP5304 for what has no effect. */
export function checkNetwork(installation: Installation, reporter: Reporter): void {
  const all = exposures(installation);
  for (const one of all) checkNodePort(installation, one, reporter);
  checkHosts(installation, reporter);
  checkEffects(installation, all, reporter);
}

function checkNodePort({ options }: Installation, exposure: Exposure, reporter: Reporter): void {
  const { service, type } = exposure;
  const key = siteKey(service);
  const port = Object.hasOwn(options.nodePorts, key) ? options.nodePorts[key as NodePortKey] : undefined;
  const isSaid = Object.hasOwn(options.services, key);
  if (port === undefined || port.value === null || !isSaid || type.value !== "ClusterIP" || !isWritten(port))
    return;
  const why = exposure.options?.type.value === null ? exposure.host : exposure.options?.type;
  reporter.report(
    "CLP5300",
    port.origin,
    `Cannot give ${service.name} the NodePort ${port.value}: its Service is of the type ClusterIP`,
    {
      also:
        why === undefined
          ? []
          : [
              {
                origin: why.origin,
                text:
                  exposure.options?.type.value === null
                    ? "the Ingress leads to it"
                    : "the type of its Service",
              },
            ],
      help: `Remove the port, or write \`services: {${key}: {type: NodePort}}\``,
    },
  );
}

function checkHosts(installation: Installation, reporter: Reporter): void {
  const seen = new Map<string, Exposure>();
  for (const one of behindIngress(installation)) {
    const taken = seen.get(one.host.value);
    if (taken?.host === undefined) {
      seen.set(one.host.value, one);
      continue;
    }
    reporter.report(
      "CLP5301",
      one.host.origin,
      `Cannot lead ${one.host.value} to ${one.service.name}: it leads to ${taken.service.name}`,
      {
        also: [{ origin: taken.host.origin, text: taken.service.name }],
        help: `Give it a name of its own, such as ${one.service.name}.${one.host.value}`,
      },
    );
  }
}

function checkEffects(installation: Installation, all: readonly Exposure[], reporter: Reporter): void {
  const { ingress } = installation.options;
  const behind = behindIngress(installation);
  const idle = (setting: { readonly origin: Origin }, message: string, help: string): void => {
    if (isWritten(setting)) reporter.report("CLP5304", setting.origin, message, { help });
  };
  for (const [key, host] of Object.entries(ingress.hosts)) {
    if (host.value === null || behind.some((one) => one.host.origin === host.origin)) continue;
    idle(
      host,
      `The Ingress has nothing to lead ${host.value} to: ${key.replaceAll("_", "-")} does not run`,
      "Remove the host name",
    );
  }
  if (Object.values(ingress.hosts).every(({ value }) => value === null))
    for (const setting of [ingress.class, ingress.tlsSecret, ...Object.values(ingress.annotations)])
      if (setting.value !== null)
        idle(
          setting,
          "No Ingress is made: no service has a host name",
          "Write `ingress: {hosts: {webui: clp.example.com}}`, or remove it",
        );
  for (const { service, type, options } of all) {
    const name = options?.loadBalancerClass;
    if (name === undefined || name.value === null || type.value === "LoadBalancer") continue;
    idle(
      name,
      `The Service of ${service.name} is no load balancer, but of the type ${type.value}`,
      `Write \`services: {${siteKey(service)}: {type: LoadBalancer}}\`, or remove the class`,
    );
  }
}

/** Whoever reaches Presto reads all logs (P10). */
function remarkPresto(installation: Installation, reporter: Reporter): void {
  const presto = exposures(installation).find(({ service }) => service.id === "presto-coordinator");
  if (presto === undefined || !isExposed(presto)) return;
  const { type, nodePort } = presto;
  const where =
    type.value === "LoadBalancer"
      ? "by a load balancer"
      : `on ${nodePort === undefined ? "a port" : `port ${nodePort.value}`} of every node`;
  reporter.report(
    "CLP5261",
    (nodePort ?? type).origin,
    `Presto is published ${where}, and it asks for no password: whoever reaches it reads all logs`,
    {
      help: "Close the port to others, or remove it: `kubectl port-forward` reaches the coordinator without",
    },
  );
}

/** Reports CLP5261, CLP5302 and CLP5303: what can be carried, and is better known. */
export function remarkNetwork(installation: Installation, reporter: Reporter): void {
  remarkPresto(installation, reporter);
  const [first] = behindIngress(installation);
  const { class: name } = installation.options.ingress;
  if (first !== undefined && name.value === null)
    reporter.report(
      "CLP5302",
      first.host.origin,
      "The Ingress has no class: the cluster's default serves it, if there is one",
      {
        help: "`kubectl get ingressclass` lists them; write `ingress: {class: NAME}`",
      },
    );
  if (!installation.options.networkPolicies.value) return;
  const open = new Map<string, { readonly way: WayOut; readonly who: string[] }>();
  for (const workload of workloadsOf(installation)) {
    for (const way of waysOut(installation, workload)) {
      if (way.address !== undefined) continue;
      const key = `${way.what} ${way.port.value}`;
      const known = open.get(key) ?? { way, who: [] };
      if (!known.who.includes(workload.name)) known.who.push(workload.name);
      open.set(key, known);
    }
  }
  if (open.size === 0) return;
  const ports = new Set([...open.values()].map(({ way }) => way.port.value)).size;
  reporter.report(
    "CLP5303",
    installation.options.networkPolicies.origin,
    `Policies open ${ports === 1 ? "a port" : `${ports} ports`} to every address: they know no names`,
    {
      notes: [...open.values()].map(
        ({ way, who }) => `${way.port.value} for ${way.what}, from ${who.join(", ")}`,
      ),
      help: "Where a server has one address, say it below `host: {addresses: …}` in the site file",
    },
  );
}
