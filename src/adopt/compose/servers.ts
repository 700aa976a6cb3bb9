/** Which servers a running project brings along, and where the others are. */
import { formatPath } from "../../base/origin.ts";
import type { Release } from "../../clp/releases/releases.ts";
import { type Assignment, schemaAt } from "../draft.ts";
import { at, isPlainMap, type PlainMap } from "../plain.ts";
import { CONTAINER_CONFIG, hostIpsOf, hostNamesOf, isCompiled, lookedUpAt } from "./project-document.ts";

/** The sections of servers that somebody else may run, by the fixed names that containers have for them. */
const SERVERS: Readonly<Record<string, string>> = {
  database: "database",
  queue: "queue",
  redis: "redis",
  results_cache: "results_cache",
  "otel-collector": "otel_collector",
};

/** The sections of external servers of which no container was told where they are (D11). */
export function untoldServers(
  release: Release,
  services: PlainMap,
  config: PlainMap | undefined,
): readonly string[] {
  const bundled = config?.["bundled"];
  if (release.capabilities.extraHosts || isCompiled(services) || !Array.isArray(bundled)) return [];
  return Object.values(SERVERS).filter(
    (section) => isPlainMap(config![section]) && !bundled.includes(section),
  );
}

/** External servers: their addresses stand behind fixed names. */
export function externalServers(services: PlainMap): readonly Assignment[] {
  const found = new Map<string, Assignment>();
  for (const [service, one] of Object.entries(services)) {
    for (const { name, address } of hostNamesOf(one)) {
      const section = Object.hasOwn(SERVERS, name) ? SERVERS[name]! : undefined;
      if (section === undefined) continue;
      found.set(section, {
        file: "config",
        path: [section, "host"],
        value: lookedUpAt(address),
        from: { name: formatPath([service, "extra_hosts"]), span: undefined },
      });
    }
  }
  return [...found.values()];
}

/**
 * The servers that the package brings along: what else is asked depends on it.
 *
 * @param config what containers read, where it is at hand; without it, those that containers are told no address of
 */
export function bundledServers(
  release: Release,
  services: PlainMap,
  config: PlainMap | undefined,
): readonly Assignment[] {
  const path = ["bundled"];
  const schema = schemaAt(release, "config", path);
  if (schema?.kind !== "list" || schema.of.kind !== "choice") return [];
  const external = new Set(externalServers(services).map(({ path: [section] }) => section));
  const own = schema.of.values.filter((section) => !external.has(section));
  const from = {
    name: config === undefined ? "the servers without an address of their own" : CONTAINER_CONFIG,
    span: undefined,
    fact: true,
  } as const;
  return [{ file: "config", path, value: config?.["bundled"] ?? own, from }];
}

/** Names under which services are published: the config has them, and Docker the addresses that CLP has looked up. */
export function publishedNames(services: PlainMap, config: PlainMap | undefined): readonly Assignment[] {
  return Object.entries(services).flatMap(([service, one]) => {
    const name = at(config, [service.replaceAll("-", "_"), "host"]);
    const [address] = hostIpsOf(one);
    if (typeof name !== "string" || name === address || address === undefined) return [];
    const from = { name: formatPath([service, "ports"]), span: undefined };
    return [{ file: "site", path: ["host", "addresses", name], value: address, from }];
  });
}
