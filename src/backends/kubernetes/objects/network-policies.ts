/**
 * NetworkPolicies: of the release's pods each is reached by those that connect to it, and reaches those to which it
 * connects; nothing else. They are found by the release's labels, so that two releases in a namespace, and what
 * else runs there, do not disturb each other. Probes come from the pod's own node, which no policy keeps out.
 */
import { constant, derived, type Sourced } from "../../../base/origin.ts";
import type { Job, Service } from "../../../model/model.ts";
import { releaseId } from "../../../model/release-id.ts";
import { type Loose, type Tree, tree } from "../../../model/tree.ts";
import { podLabels } from "../../cluster/pod-labels.ts";
import { type Installation, workloadsOf } from "../installation.ts";
import { metadata, releaseObject } from "../object-names.ts";
import { connections, type PortRange, waysOut } from "./connections.ts";
import { isExposed } from "./exposure.ts";

/** Every pod may ask for names: databases look up those of their clients, too. Who answers differs by cluster. */
const DNS = constant("whom a cluster's pods ask for names differs by cluster; the port does not");

export function networkPolicies(installation: Installation): readonly Tree[] {
  if (!installation.options.networkPolicies.value) return [];
  return [
    policy(installation, "default", undefined, {
      egress: [
        tree(
          {
            ports: [
              { port: 53, protocol: "UDP" },
              { port: 53, protocol: "TCP" },
            ],
          },
          DNS,
        ),
      ],
    }),
    ...workloadsOf(installation).map((workload) =>
      policy(installation, workload.name, workload, {
        ingress: workload.kind === "service" ? ingressOf(installation, workload) : [],
        egress: egressOf(installation, workload),
      }),
    ),
  ];
}

/** @param of whose pods it is about; undefined: all of the release */
function policy(
  installation: Installation,
  suffix: string,
  of: Service | Job | undefined,
  { ingress = [], egress = [] }: { readonly ingress?: readonly Tree[]; readonly egress?: readonly Tree[] },
): Tree {
  const { options, model } = installation;
  const component = of?.name ?? "network";
  const { "app.kubernetes.io/component": _, ...release } = podLabels(options.releaseName, component);
  return tree(
    {
      apiVersion: "networking.k8s.io/v1",
      kind: "NetworkPolicy",
      metadata: metadata(options, releaseId(model), component, releaseObject(options, suffix)),
      spec: {
        egress: egress.length === 0 ? undefined : egress,
        ingress: ingress.length === 0 ? undefined : ingress,
        podSelector: { matchLabels: of === undefined ? release : podLabels(options.releaseName, component) },
        policyTypes: ["Ingress", "Egress"],
      },
    },
    derived("who reaches whom", options.networkPolicies.origin, ...(of === undefined ? [] : [of.origin])),
  );
}

/** Ports as policies have them. */
function portTrees(ports: readonly PortRange[]): readonly Loose[] {
  return ports.map(({ first, last }) => ({ endPort: last, port: first, protocol: "TCP" }));
}

function podsOf({ options }: Installation, { name }: Service | Job): Loose {
  return { podSelector: { matchLabels: podLabels(options.releaseName, name) } };
}

function ingressOf(installation: Installation, service: Service): readonly Tree[] {
  return connections(installation)
    .filter(({ server }) => server === service)
    .flatMap(({ ports, clients, exposure }) => {
      const inside =
        clients.length === 0
          ? []
          : [
              tree(
                { from: clients.map((one) => podsOf(installation, one)), ports: portTrees(ports) },
                derived(`who connects to ${service.id}`, ...clients.map(({ origin }) => origin)),
              ),
            ];
      if (!isExposed(exposure)) return inside;
      const { origin } = exposure.host ?? exposure.type;
      // A node, a load balancer or an Ingress may hand it on under an address of its own.
      return [...inside, tree({ ports: portTrees(ports.slice(0, 1)) }, derived("it is published", origin))];
    });
}

function egressOf(installation: Installation, workload: Service | Job): readonly Tree[] {
  const inside = connections(installation)
    .filter(({ clients }) => clients.includes(workload))
    .map(({ server, ports }) =>
      tree(
        { ports: portTrees(ports), to: [podsOf(installation, server)] },
        derived(`${workload.id} connects to ${server.id}`, workload.origin, server.origin),
      ),
    );
  const outside = new Map<string, Tree>();
  for (const { address, port, origin } of waysOut(installation, workload)) {
    const key = `${address?.value} ${port.value}`;
    if (outside.has(key)) continue;
    const to = address === undefined ? undefined : [{ ipBlock: { cidr: block(address) } }];
    outside.set(key, tree({ ports: [{ port, protocol: "TCP" }], to }, origin));
  }
  return [...inside, ...outside.values()];
}

function block(address: Sourced<string>): Loose {
  return tree(`${address.value}/32`, address.origin);
}
