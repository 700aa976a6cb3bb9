/** Who connects to whom in a cluster: within the release, from outside, and out of it. */
import { memoize } from "../../../base/memoize.ts";
import { derived, type Origin, type Sourced, sourced } from "../../../base/origin.ts";
import type { Job, Service } from "../../../model/model.ts";
import { serversOf } from "../../../model/reach.ts";
import { type Installation, workloadsOf } from "../installation.ts";
import { type Exposure, exposureOf, isExposed } from "./exposure.ts";

/** A way out of a pod to what no label finds. */
export interface WayOut {
  /** Completes "connects to …". */
  readonly what: string;
  /** Undefined: no address is known, so that the port is open to all. */
  readonly address: Sourced<string> | undefined;
  readonly port: Sourced<number>;
  readonly origin: Origin;
}

/** A port, or so many from one on. */
export interface PortRange {
  readonly first: number;
  readonly last: Sourced<number> | undefined;
}

/** A service, and who connects to it. */
export interface Connection {
  readonly server: Service;
  readonly ports: readonly PortRange[];
  readonly clients: readonly (Service | Job)[];
  readonly exposure: Exposure;
}

/** The ports on which a service is reached. */
function portsOf({ options }: Installation, { ports, process }: Service): readonly PortRange[] {
  if (process === undefined) return ports.map(({ inside }) => ({ first: inside, last: undefined }));
  if (process.port === undefined) return [];
  const { value: count, origin } = options.workerConcurrency;
  const { first } = process.port;
  const why = derived("each process listens on the next port", origin);
  return [{ first, last: count === 1 ? undefined : sourced(first + count - 1, why) }];
}

/** Who connects to whom within the release, by the server; those that nobody reaches are left out. */
export const connections = memoize((installation: Installation): readonly Connection[] => {
  const all = workloadsOf(installation);
  const reached = new Map(all.map((one) => [one, serversOf(installation.model, one)]));
  return all.flatMap((server) => {
    if (server.kind === "job") return [];
    const ports = portsOf(installation, server);
    if (ports.length === 0) return [];
    return [
      {
        server,
        ports,
        clients: all.filter((one) => reached.get(one)?.has(server.id)),
        exposure: exposureOf(installation.options, server),
      },
    ];
  });
});

/** To whom a workload connects outside of the release: servers of others, in the model's order, and other places. */
export function waysOut({ model }: Installation, workload: Service | Job): readonly WayOut[] {
  const servers = serversOf(model, workload);
  const externals = model.components.flatMap((one): readonly WayOut[] =>
    one.kind === "external" && servers.has(one.id)
      ? [{ what: `the ${one.title}`, address: one.address, port: one.port, origin: one.origin }]
      : [],
  );
  const places = (workload.destinations ?? []).map(
    ({ what, address, port }): WayOut => ({ what, address, port, origin: port.origin }),
  );
  return [...externals, ...places];
}

/** What the policies let through, for people; nothing where there are none. */
export function policyWays(installation: Installation) {
  if (!installation.options.networkPolicies.value) return [];
  const inside = connections(installation).flatMap(({ server, ports, clients, exposure }) => {
    const from = [...clients.map(({ name }) => name), ...(isExposed(exposure) ? [null] : [])];
    return from.length === 0
      ? []
      : [
          {
            to: { kind: "component" as const, name: server.name },
            port: ports
              .map(({ first, last }) => (last === undefined ? String(first) : `${first}-${last.value}`))
              .join(", "),
            from,
            origins: [server.origin, ...clients.map(({ origin }) => origin), exposure.type.origin],
          },
        ];
  });
  const outside = workloadsOf(installation).flatMap((workload) =>
    waysOut(installation, workload).map(({ what, address, port, origin }) => ({
      name: address === undefined ? `${what}, wherever it is` : `${what} at ${address.value}`,
      port: String(port.value),
      from: workload.name,
      origin,
    })),
  );
  const keys = new Set(outside.map(({ name, port }) => `${port} ${name}`));
  return [
    ...inside,
    ...[...keys].map((key) => {
      const some = outside.filter(({ name, port }) => `${port} ${name}` === key);
      const { name, port } = some[0]!;
      return {
        to: { kind: "outside" as const, name },
        port,
        from: [...new Set(some.map(({ from }) => from))],
        origins: some.map(({ origin }) => origin),
      };
    }),
  ];
}
