/** How services are reached in a cluster: from outside, and by each other where policies say so. */

import { code, prose } from "../../base/markdown-text.ts";
import { shell } from "../../base/shell.ts";
import type { DeploymentModel } from "../../model/model.ts";
import type { Line } from "../../model/text.ts";
import { commandBlock } from "./command-block.ts";
import type { ClusterService, DocsOptions } from "./docs-options.ts";
import { blocks, fixed, table } from "./markdown.ts";
import { portsOf } from "./ports-section.ts";

export function clusterPorts(model: DeploymentModel, options: DocsOptions): readonly Line[] {
  const services = options.clusterServices();
  return blocks(
    nodePorts(model, options, services),
    ingress(options, services),
    loadBalancers(options, services),
    insideAlone(options, services),
    policies(options),
  );
}

/** Node → pod. */
function nodePorts(
  model: DeploymentModel,
  { nodePortOrder }: DocsOptions,
  services: readonly ClusterService[],
): readonly Line[] {
  const rows = services
    .filter(({ type }) => type.value === "NodePort")
    .flatMap((one) => {
      const found = portsOf(model).find(({ service }) => service.id === one.service.id);
      return found === undefined ? [] : [{ ...one, port: found.port }];
    })
    .sort((a, b) => nodePortOrder.indexOf(a.service.name) - nodePortOrder.indexOf(b.service.name));
  if (rows.length === 0) return [];
  return blocks(
    [fixed("On Kubernetes, on every node; whoever reaches a node reaches these:")],
    table(
      ["Service", "For", "Node → pod"],
      rows.map(({ service, port, nodePort, type }) => ({
        cells: [
          code(service.name),
          prose(port.name),
          `${nodePort === undefined ? "a port that the cluster chooses" : code(String(nodePort.value))} → ${code(String(port.inside))}`,
        ],
        origins: [(nodePort ?? type).origin, service.origin],
        components: [service.id],
      })),
    ),
  );
}

function ingress(
  { ingress: { name, className, tlsSecret }, namespace }: DocsOptions,
  services: readonly ClusterService[],
): readonly Line[] {
  const rows = services.flatMap(({ host, service }) => (host === undefined ? [] : [{ host, service }]));
  if (rows.length === 0) return [];
  const secret = tlsSecret.value;
  const scheme = secret === null ? "http" : "https";
  return blocks(
    [
      {
        text: `On Kubernetes, through the Ingress ${code(name.value)}${className.value === null ? " of the cluster's default class" : ` of the class ${code(className.value)}`}; DNS leads these names to its controller, which somebody must run:`,
        origins: [name.origin, className.origin],
      },
    ],
    table(
      ["Service", "Address"],
      rows.map(({ host, service }) => ({
        cells: [code(service.name), code(`${scheme}://${host.value}/`)],
        origins: [host.origin, tlsSecret.origin],
        components: [service.id],
      })),
    ),
    secret === null
      ? []
      : blocks(
          [
            {
              text: `The Secret ${code(secret)} has the certificate of these names and its key. A controller such as cert-manager makes it, or you do:`,
              origins: [tlsSecret.origin],
            },
          ],
          commandBlock({
            text: shell`kubectl --namespace ${namespace.value} create secret tls ${secret} --cert=tls.crt --key=tls.key`,
            origins: [tlsSecret.origin, namespace.origin],
          }),
        ),
  );
}

function loadBalancers(
  { namespace, releaseName }: DocsOptions,
  services: readonly ClusterService[],
): readonly Line[] {
  const rows = services.filter(({ type }) => type.value === "LoadBalancer");
  if (rows.length === 0) return [];
  return blocks(
    [fixed("On Kubernetes, by load balancers, each at an address that the cluster gives it:")],
    table(
      ["Service", "Port"],
      rows.map(({ service, name, type }) => ({
        cells: [code(name.value), service.ports.map(({ inside }) => code(String(inside))).join(", ")],
        origins: [type.origin, service.origin],
        components: [service.id],
      })),
    ),
    commandBlock({
      text: shell`kubectl --namespace ${namespace.value} get services --selector app.kubernetes.io/instance=${releaseName.value}`,
      origins: [namespace.origin, releaseName.origin],
    }),
  );
}

/** What was taken from outside by its type. */
function insideAlone({ namespace }: DocsOptions, services: readonly ClusterService[]): readonly Line[] {
  const rows = services.filter(
    ({ type, host, isTypeWritten }) => isTypeWritten && type.value === "ClusterIP" && host === undefined,
  );
  if (rows.length === 0) return [];
  return blocks(
    [
      {
        text: "On Kubernetes, inside the cluster alone; for a machine of yours, by a command that runs as long as it is needed:",
        origins: rows.map(({ type }) => type.origin),
      },
    ],
    commandBlock(
      ...rows.map(({ service, name, type }) => ({
        text: shell`kubectl --namespace ${namespace.value} port-forward ${`service/${name.value}`} ${String(service.ports[0]?.inside ?? 0)}`,
        origins: [type.origin, name.origin],
        components: [service.id],
      })),
    ),
  );
}

function policies({ policyWays }: DocsOptions): readonly Line[] {
  const ways = policyWays();
  if (ways.length === 0) return [];
  return blocks(
    [
      fixed(
        "NetworkPolicies let the release's pods connect as follows, ask DNS, and nothing else; the cluster's network must be one that heeds them:",
      ),
    ],
    table(
      ["To", "Port", "From"],
      ways.map(({ to, port, from, origins }) => ({
        cells: [
          to.kind === "component" ? code(to.name) : prose(to.name),
          code(port),
          from.map((one) => (one === null ? "everybody whom the cluster lets in" : code(one))).join(", "),
        ],
        origins,
      })),
    ),
  );
}
