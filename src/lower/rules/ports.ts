/** Ports that two services would be published on. */
import { roots, type Sourced, sourced } from "../../base/origin.ts";
import { pick } from "../../base/typed.ts";
import { serviceType } from "../../model/service-type.ts";
import type { ComponentId } from "../../model/value.ts";
import { allKnown, type Facts, isWritten, type Rule, rule, runs } from "./rule.ts";

interface Published {
  readonly id: ComponentId;
  readonly service: string;
  readonly host: Sourced<string>;
  readonly port: Sourced<number>;
}

/** What is published on the host, in the order of the catalogue. */
function published({ model }: Facts): readonly Published[] {
  return model.components.flatMap((component) =>
    component.kind !== "service"
      ? []
      : component.ports.flatMap(({ published: at }) =>
          at === undefined
            ? []
            : [{ id: component.id, service: component.name, host: at.host.value, port: at.port.value }],
        ),
  );
}

const EVERY_ADDRESS = "0.0.0.0";

function isWrittenPort({ port }: Published): boolean {
  return roots(port.origin).some(({ kind }) => kind === "source");
}

/** True where they are on one host: with several, each has its own ports. */
function areTogether({ deployment: { placement } }: Facts, a: Published, b: Published): boolean {
  const others = placement?.hostsOf(b.id);
  return placement === undefined || placement.hostsOf(a.id).some((host) => others?.includes(host));
}

function meet(a: Published, b: Published): boolean {
  const [one, other] = [a.host.value, b.host.value];
  return a.port.value === b.port.value && (one === other || one === EVERY_ADDRESS || other === EVERY_ADDRESS);
}

/** `CLP3040`, once for each service that finds its port taken (facts: D27). */
const hostPorts = rule(["CLP3040"], (subject) => {
  const all = published(subject).filter(({ host, port }) => allKnown(host.origin, port.origin));
  for (const [index, one] of all.entries()) {
    const taken = all.slice(0, index).find((other) => meet(one, other) && areTogether(subject, one, other));
    if (taken === undefined) continue;
    // What was written is what has to move.
    const [mover, holder] = isWrittenPort(one) || !isWrittenPort(taken) ? [one, taken] : [taken, one];
    const { port, host, service } = mover;
    const addresses =
      host.value === holder.host.value ? "" : ` (${host.value} and ${holder.host.value} meet)`;
    subject.report(
      "CLP3040",
      port.origin,
      `Cannot publish ${service} on port ${port.value}: ${holder.service} is published there${addresses}`,
      {
        also: [{ origin: holder.port.origin, text: holder.service }],
        help: `Give one of them another port, such as ${freePort(port.value, all)}`,
      },
    );
  }
});

function freePort(from: number, all: readonly Published[]): number {
  const taken = new Set(all.map(({ port }) => port.value));
  let port = from;
  while (taken.has(port)) port = port === 65535 ? 1024 : port + 1;
  return port;
}

/** Who has a NodePort, under the name of its key. */
const NODE_PORTS = [
  ["webui", "webui"],
  ["api_server", "api-server"],
  ["log_ingestor", "log-ingestor"],
  ["mcp_server", "mcp-server"],
  ["database", "database"],
  ["results_cache", "results-cache"],
  ["presto_coordinator", "presto-coordinator"],
] as const;

/** False for a Service that is a ClusterIP, by its type or since an Ingress leads to it. One that is written is held against it elsewhere. */
function hasNodePort(
  { site: { kubernetes } }: Facts,
  key: keyof Facts["site"]["kubernetes"]["services"],
): boolean {
  const { services, ingress, node_ports: ports } = kubernetes;
  const port = pick(ports, key);
  const host = key === "presto_coordinator" ? undefined : pick(ingress.hosts, key);
  const type = serviceType(pick(services[key], "type"), host, sourced("NodePort", port.origin));
  return type.value === "NodePort" || isWritten(port);
}

/** `CLP3041` (facts: Kubernetes gives each NodePort once). */
const nodePorts = rule(["CLP3041"], (subject) => {
  const { site, deployment, report } = subject;
  const exposed = pick(site.kubernetes, "expose_databases");
  const all = NODE_PORTS.flatMap(([key, id]) => {
    const isPublished =
      key === "database" || key === "results_cache"
        ? exposed.value && deployment.bundled(key).value
        : runs(subject, id) && hasNodePort(subject, key);
    const { value, origin } = pick(site.kubernetes.node_ports, key);
    return isPublished && value !== null ? [{ id, port: sourced(value, origin) }] : [];
  });
  for (const [index, { id, port }] of all.entries()) {
    const taken = all.slice(0, index).find((other) => other.port.value === port.value);
    if (taken === undefined) continue;
    const [mover, holder] =
      isWritten(port) || !isWritten(taken.port) ? [{ id, port }, taken] : [taken, { id, port }];
    report(
      "CLP3041",
      mover.port.origin,
      `Cannot give ${mover.id} the NodePort ${port.value}: ${holder.id} has it`,
      {
        also: [{ origin: holder.port.origin, text: holder.id }],
        help: "Give one of them another, from 30000 to 32767",
      },
    );
  }
});

export const portRules: readonly Rule[] = [hostPorts, nodePorts];
