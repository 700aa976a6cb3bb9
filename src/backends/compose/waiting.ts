/** Services that wait for what this host does not run itself, since Compose knows nothing of its health (D8, R12). */
import { derived, type Origin } from "../../base/origin.ts";
import type { Ask, DeploymentModel, EnvironmentVariable, External, Job, Service } from "../../model/model.ts";
import { type Value, value } from "../../model/value.ts";
import { waitingProgram } from "../waiting-program.ts";

/** A server that comes up later than this is not coming: then `up` is given again. */
const PATIENCE_SECONDS = 300;

const ASKED = "SERVER";

/** A container that ends with 0 as soon as the server answers. */
export interface Wait {
  readonly name: string;
  readonly external: External;
  /** Whose login it uses, image and user included: the first one that needs the server. */
  readonly client: Service | Job;
  /** The lines of a Python program. */
  readonly program: readonly string[];
  readonly environment: readonly EnvironmentVariable[];
  /** After so many it ends with an error. */
  readonly seconds: number;
  readonly origin: Origin;
}

/** One for each server or job of elsewhere that somebody waits for, in the model's order. */
export function waitsOf({ components }: DeploymentModel): readonly Wait[] {
  const workloads = components.filter((component) => component.kind !== "external");
  return components.flatMap((external): readonly Wait[] => {
    if (external.kind !== "external") return [];
    for (const client of workloads) {
      const ask = client.asks.find(({ of }) => of === external.id);
      if (ask !== undefined) return [waitFor(external, client, ask)];
    }
    return [];
  });
}

/** A service without a container, by which Compose knows that a job is to end. */
export interface End {
  readonly name: string;
  readonly job: Job;
  readonly origin: Origin;
}

/** How the names of containers begin that wait for something, and are no part of the package. */
export const WAITING = "wait-for-";

/** One for each job that other hosts alone wait for: `up --wait` takes the end of such a job for a failure. */
export function endsOf({ components }: DeploymentModel): readonly End[] {
  const awaited = new Set(
    components.flatMap((one) => (one.kind === "external" ? [] : one.needs.map(({ on }) => on))),
  );
  return components.flatMap((job): readonly End[] =>
    job.kind !== "job" || awaited.has(job.id)
      ? []
      : [
          {
            name: `${WAITING}${job.name}`,
            job,
            origin: derived("without a service that waits for its end, `up --wait` would fail", job.origin),
          },
        ],
  );
}

/** Who is asked, for people. */
function askedOf({ id, name, on, host, address }: External): Value {
  const part = (field: "host" | "port") => ({ kind: "address", of: id, field }) as const;
  return on === undefined
    ? value`${part("host")}:${part("port")}`
    : value`${name} on ${on.name}, at ${address ?? host}:${part("port")}`;
}

function waitFor(external: External, client: Service | Job, ask: Ask): Wait {
  return {
    name: `${WAITING}${external.name}`,
    external,
    client,
    program: waitingProgram(ask.lines, { seconds: PATIENCE_SECONDS, asked: ASKED }),
    environment: [...ask.environment, { name: ASKED, value: askedOf(external) }],
    seconds: PATIENCE_SECONDS,
    origin:
      external.on === undefined
        ? derived("nothing else tells Compose that a server of others is up", external.origin)
        : derived("nothing else tells Compose what another host has done", external.on.name.origin),
  };
}
