/** From which host of several to which other one connections are made, to which ports, and what for. */
import type { Origin } from "../base/origin.ts";
import type { DeploymentModel, Host, Job, Service } from "./model.ts";
import { serversOf } from "./reach.ts";
import type { ComponentId } from "./value.ts";

/** One way through the network between two hosts: TCP, to published ports. */
export interface Passage {
  readonly from: Host;
  readonly to: Host;
  readonly service: Service;
  /** In ascending order. */
  readonly ports: readonly number[];
  /** Who connects, in the model's order. */
  readonly clients: readonly (Service | Job)[];
  readonly origins: readonly Origin[];
}

/** The services that a host runs itself. */
export function servicesOf({ model }: Host): readonly Service[] {
  return model.components.filter((component) => component.kind === "service");
}

/** The ports at which others reach a service, in ascending order. */
export function publishedPorts({ ports }: Service): readonly number[] {
  return ports
    .flatMap(({ published }) => (published === undefined ? [] : [published.port.value.value]))
    .sort((a, b) => a - b);
}

/** All of them, by the host from which, the host to which, and the service. */
export function passagesOf({ hosts = [] }: Pick<DeploymentModel, "hosts">): readonly Passage[] {
  const running = hosts.map((host) => ({ host, services: servicesOf(host) }));
  return hosts.flatMap((from) => {
    const own = new Set(from.model.components.filter(({ kind }) => kind !== "external").map(({ id }) => id));
    const clientsOf = new Map<ComponentId, (Service | Job)[]>();
    for (const client of from.model.components) {
      if (client.kind === "external") continue;
      for (const id of serversOf(from.model, client))
        clientsOf.set(id, [...(clientsOf.get(id) ?? []), client]);
    }
    return running.flatMap(({ host: to, services }) =>
      to === from
        ? []
        : services.flatMap((service): readonly Passage[] => {
            const clients = clientsOf.get(service.id);
            // What a host runs itself it asks itself, but for those that make known an address each.
            if (clients === undefined || (own.has(service.id) && service.advertises === undefined)) return [];
            const ports = publishedPorts(service);
            if (ports.length === 0) return [];
            const origins = [service.origin, from.name.origin, to.name.origin];
            return [{ from, to, service, ports, clients, origins }];
          }),
    );
  });
}

/** Ways to one service at the same ports: each of `from` connects to each of `to` but itself. */
export interface Way {
  readonly service: Service;
  readonly ports: readonly number[];
  readonly from: readonly Host[];
  readonly to: readonly Host[];
  /** The names of those who connect. */
  readonly clients: readonly string[];
  readonly origins: readonly Origin[];
}

/** All passages together, in the order of the services. */
export function waysOf(model: Pick<DeploymentModel, "hosts" | "components">): readonly Way[] {
  const found = new Map<string, Passage[]>();
  for (const passage of passagesOf(model)) {
    const key = `${passage.service.id} ${passage.ports.join(",")}`;
    const known = found.get(key);
    if (known === undefined) found.set(key, [passage]);
    else known.push(passage);
  }
  const order = new Map(model.components.map(({ id }, index) => [id, index]));
  const hosts = new Map((model.hosts ?? []).map((host, index) => [host, index]));
  const distinct = (some: readonly Host[]): readonly Host[] =>
    [...new Set(some)].sort((a, b) => hosts.get(a)! - hosts.get(b)!);
  return [...found.values()]
    .map((passages): Way => {
      const { service, ports } = passages[0]!;
      return {
        service,
        ports,
        from: distinct(passages.map((one) => one.from)),
        to: distinct(passages.map((one) => one.to)),
        clients: [...new Set(passages.flatMap((one) => one.clients.map(({ name }) => name)))],
        origins: [...new Set(passages.flatMap((one) => one.origins))],
      };
    })
    .sort((a, b) => order.get(a.service.id)! - order.get(b.service.id)!);
}
