/** Which ports are open, where, and to whom. */

import { code, prose } from "../../base/markdown-text.ts";
import type { DeploymentModel, Port, Service } from "../../model/model.ts";
import type { Line } from "../../model/text.ts";
import { blocks, fixed, table } from "./markdown.ts";

interface ServicePort {
  readonly service: Service;
  readonly port: Port;
}

/** Where services listen, in the model's order. */
export function portsOf(model: DeploymentModel): readonly ServicePort[] {
  return model.components.flatMap((component) =>
    component.kind === "service" ? component.ports.map((port) => ({ service: component, port })) : [],
  );
}

/** Who may reach a port that is published on this IPv4 address. */
export function audience(host: string): string {
  if (host.startsWith("127.")) return "this host alone (loopback)";
  if (host === "0.0.0.0") return "**everybody who reaches this host** (all interfaces)";
  return `everybody who reaches ${code(host)} (an address of this host)`;
}

/** Host → container, with Docker Compose. */
export function composePorts(model: DeploymentModel): readonly Line[] {
  const all = portsOf(model);
  const published = all.flatMap(({ service, port }) =>
    port.published === undefined
      ? []
      : [{ service, inside: port.inside, name: port.name, ...port.published }],
  );
  const inner = all.filter(({ port }) => port.published === undefined);
  return blocks(
    [fixed("## Ports")],
    [fixed("With Docker Compose, on the host; the variables change a port on one host.")],
    table(
      ["Service", "For", "Host → container", "Who can reach it", "Variables"],
      published.map(({ service, inside, name, host, port }) => ({
        cells: [
          code(service.name),
          prose(name),
          `${code(`${host.value.value}:${port.value.value}`)} → ${code(String(inside))}`,
          audience(host.value.value),
          [host, port]
            .filter(({ overridable }) => overridable)
            .map(({ variable }) => code(variable))
            .join(", "),
        ],
        origins: [host.value.origin, port.value.origin, service.origin],
        components: [service.id],
      })),
    ),
    inner.length === 0
      ? []
      : [
          {
            text: `Inside the deployment alone: ${inner.map(({ service, port }) => `${code(service.name)} on ${code(String(port.inside))}`).join(", ")}.`,
            origins: inner.map(({ service }) => service.origin),
            components: inner.map(({ service }) => service.id),
          },
        ],
  );
}
