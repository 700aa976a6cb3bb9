/** What runs: tables of services, one-time jobs, and servers that somebody else runs. */

import { listed } from "../../base/listed.ts";
import { code, prose } from "../../base/markdown-text.ts";
import { shell } from "../../base/shell.ts";
import { addressesInside } from "../../model/address-book.ts";
import type { Component, DeploymentModel, External, Job, Service } from "../../model/model.ts";
import type { Line } from "../../model/text.ts";
import { valueOrigins } from "../../model/value-origins.ts";
import { commandLine, displayed } from "./display.ts";
import type { DocsOptions } from "./docs-options.ts";
import { blocks, fixed, table } from "./markdown.ts";

const UNTIL = {
  started: "has started",
  healthy: "is healthy",
  completed: "has completed",
} as const;

/** What a person types to mean it: `compression-worker`, and which of two it is where that is not said. */
function nameOf(component: Component): string {
  const { id, name } = component;
  if (component.kind === "service" && component.instances !== undefined) {
    const count = component.instances.value;
    const numbered = (number: number): string => code(`${name}-${number}`);
    return count === 1 ? numbered(1) : `${numbered(1)} to ${numbered(count)}`;
  }
  return id === name ? code(name) : `${code(name)} (${prose(id)})`;
}

function waits(model: DeploymentModel, { needs }: Service | Job): string {
  const parts = needs.flatMap(({ on, until }) => {
    const other = model.components.find(({ id }) => id === on);
    if (other === undefined) return [];
    return other.kind === "external"
      ? [`${code(other.name)}, which runs elsewhere, is up`]
      : [`${code(other.name)} ${UNTIL[until]}`];
  });
  return parts.length === 0 ? "at once" : parts.join("; ");
}

function healthOf(model: DeploymentModel, { health }: Service): string {
  if (health === "none") return "the container runs";
  const words = health.test.map((word) => displayed(model, word));
  return code(health.form === "exec" ? commandLine(words) : words.join(" "));
}

export function services(model: DeploymentModel): readonly Line[] {
  const originOf = valueOrigins(model, addressesInside(model));
  const found = model.components.filter((component) => component.kind === "service");
  return blocks(
    [fixed("## Services")],
    table(
      ["Service", "What it does", "Image", "Starts when", "Healthy while"],
      found.map((service) => ({
        cells: [
          nameOf(service),
          prose(service.description),
          code(displayed(model, service.image)),
          waits(model, service),
          healthOf(model, service),
        ],
        origins: [
          service.origin,
          originOf(service.image),
          ...service.needs.map(({ origin }) => origin),
          ...(service.health === "none" ? [] : service.health.test).map(originOf),
        ],
        components: [service.id],
      })),
    ),
  );
}

export function jobs(model: DeploymentModel): readonly Line[] {
  const originOf = valueOrigins(model, addressesInside(model));
  const found = model.components.filter((component) => component.kind === "job");
  if (found.length === 0) return [];
  return blocks(
    [fixed("## One-time jobs")],
    [fixed("Docker Compose runs them at each start. They change nothing that is there already, and end.")],
    table(
      ["Job", "What it does", "Image", "Starts when"],
      found.map((job) => ({
        cells: [nameOf(job), prose(job.description), code(displayed(model, job.image)), waits(model, job)],
        origins: [job.origin, originOf(job.image), ...job.needs.map(({ origin }) => origin)],
        components: [job.id],
      })),
    ),
  );
}

/** Whom a server is asked by: those that say so by their needs. */
function waitedForBy(model: DeploymentModel, id: string): string {
  const names = model.components
    .filter((component) => component.kind !== "external" && component.needs.some(({ on }) => on === id))
    .map(({ name }) => code(name));
  return names.length === 0 ? "" : listed(names);
}

function addressOf({ address, loopback }: External): string {
  if (address !== undefined) return code(address.value);
  return loopback ? "that of the containers' host" : "as DNS says";
}

export function externals(model: DeploymentModel, { waits }: DocsOptions): readonly Line[] {
  const found = model.components.filter((component) => component.kind === "external");
  if (found.length === 0) return [];
  return blocks(
    [fixed("## External servers")],
    [
      fixed(
        "Somebody else runs these: they must be reachable from the containers, and know the users below *Secrets*.",
      ),
    ],
    table(
      ["Server", "What it is for", "Where", "IPv4 address", "First needed by"],
      found.map((external) => ({
        cells: [
          `${nameOf(external)}, ${prose(external.title)}`,
          prose(external.description),
          code(`${external.host.value}:${external.port.value}`) +
            (external.loopback ? ", on the containers' host: it must listen beyond loopback" : ""),
          addressOf(external),
          waitedForBy(model, external.id),
        ],
        origins: [
          external.origin,
          external.host.origin,
          external.port.origin,
          ...(external.address === undefined ? [] : [external.address.origin]),
        ],
        components: [external.id],
      })),
    ),
    waiting(waits()),
  );
}

/** What stands in for their health under Docker Compose. */
function waiting(waits: ReturnType<DocsOptions["waits"]>): readonly Line[] {
  const [first] = waits;
  if (first === undefined) return [];
  const names = listed(waits.map(({ name }) => code(name)));
  const logs = shell`docker compose logs ${first.name}`;
  const [ask, end, give] = waits.length === 1 ? ["asks", "ends", "gives"] : ["ask", "end", "give"];
  return [
    {
      text: `With Docker Compose, ${names} ${ask}, by the login of who needs the server, and ${end} when it answers; after ${first.seconds} seconds without an answer ${waits.length === 1 ? "it" : "they"} ${give} up, and ${code(logs)} says which server was asked and why it was not content. \`up\` again asks again.`,
      origins: waits.map(({ external }) => external.origin),
      components: waits.map(({ external }) => external.id),
    },
  ];
}
