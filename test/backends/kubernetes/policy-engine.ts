/**
 * Reads NetworkPolicies as an engine does, by the API's own rules: a pod that a policy of a direction selects is
 * closed in that direction but for what some policy of it lets through; a connection needs both ends' consent.
 * Nothing here knows how the policies came about.
 */
import type { Any } from "./manifests.ts";

/** An end of a connection: a pod by its labels, or a machine outside of the cluster by its address. */
export type End =
  | { readonly labels: Readonly<Record<string, string>>; readonly namespace: string }
  | { readonly address: string };

function selects(selector: Any, labels: Readonly<Record<string, string>>): boolean {
  if (selector.matchExpressions !== undefined) throw new Error("no expressions are expected");
  return Object.entries(selector.matchLabels ?? {}).every(([key, value]) => labels[key] === value);
}

function number(address: string): number {
  return address.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);
}

function within(address: string, cidr: string): boolean {
  const [base, bits] = cidr.split("/") as [string, string];
  const size = 2 ** (32 - Number(bits));
  return Math.floor(number(address) / size) === Math.floor(number(base) / size);
}

/** Whether a peer of a policy in this namespace is this end. A pod is never found by an address block here. */
function isPeer(peer: Any, end: End, namespace: string): boolean {
  const known = new Set(["podSelector", "ipBlock"]);
  for (const key of Object.keys(peer)) if (!known.has(key)) throw new Error(`no peer by ${key} is expected`);
  if (peer.ipBlock !== undefined) return "address" in end && within(end.address, peer.ipBlock.cidr);
  return "labels" in end && end.namespace === namespace && selects(peer.podSelector, end.labels);
}

function isPort(one: Any, port: number, protocol: string): boolean {
  if (one.protocol !== protocol) return false;
  return port >= one.port && port <= (one.endPort ?? one.port);
}

interface Asked {
  readonly peer: End;
  readonly port: number;
  readonly protocol: string;
}

function lets(rules: readonly Any[], side: "from" | "to", namespace: string, asked: Asked): boolean {
  const { peer, port, protocol } = asked;
  return rules.some(
    (rule) =>
      (rule.ports === undefined || rule.ports.some((one: Any) => isPort(one, port, protocol))) &&
      (rule[side] === undefined || rule[side].some((one: Any) => isPeer(one, peer, namespace))),
  );
}

/** Whether the policies let a connection through. */
export function allows(
  policies: readonly Any[],
  from: End,
  to: End,
  port: number,
  protocol: "TCP" | "UDP" = "TCP",
): boolean {
  const consents = (own: End, other: End, type: "Ingress" | "Egress"): boolean => {
    if ("address" in own) return true;
    const about = policies.filter(
      ({ metadata, spec }) =>
        metadata.namespace === own.namespace &&
        spec.policyTypes.includes(type) &&
        selects(spec.podSelector, own.labels),
    );
    if (about.length === 0) return true;
    const asked = { peer: other, port, protocol };
    return about.some(({ metadata, spec }) =>
      type === "Ingress"
        ? lets(spec.ingress ?? [], "from", metadata.namespace, asked)
        : lets(spec.egress ?? [], "to", metadata.namespace, asked),
    );
  };
  return consents(from, to, "Egress") && consents(to, from, "Ingress");
}
