/** Who asks what of whom: the question by which each workload sees that what it waits for is there. */
import type { Ask, Component, Job, Question, Service } from "../model/model.ts";
import { isSecret, type Value } from "../model/value.ts";

/** Where Python finds the client libraries, for an image that does not say it by itself. */
const LIBRARIES = "PYTHONPATH";

/**
 * Gives each workload its questions: of what it waits for, the last question for which it has the login,
 * since what is made last proves all that was made before. Nobody is given a login of others.
 */
export function withAsks(components: readonly Component[]): readonly Component[] {
  return components.map((component) =>
    component.kind === "external" ? component : { ...component, asks: asksOf(component, components) },
  );
}

function asksOf(client: Service | Job, components: readonly Component[]): readonly Ask[] {
  const known = secretsOf(client);
  const names = new Set(client.environment.map(({ name }) => name));
  const mayAsk = ({ environment, borrows }: Question): boolean =>
    environment.every(({ value }) => secretsIn(value).every((id) => known.has(id))) &&
    borrows.every((name) => names.has(name));
  return client.needs.flatMap(({ on }) => {
    const question = components.find(({ id }) => id === on)?.questions?.findLast(mayAsk);
    if (question === undefined) return [];
    const { lines, environment, borrows, origin } = question;
    const borrowed = client.environment.filter(({ name }) => name === LIBRARIES || borrows.includes(name));
    return [{ of: on, lines, environment: [...environment, ...borrowed], origin }];
  });
}

/** The secrets that a workload is told, by its variables or its command line. */
function secretsOf(client: Service | Job): ReadonlySet<string> {
  const process = client.kind === "service" ? client.process : undefined;
  const values = [
    ...client.environment.map(({ value }) => value),
    ...(client.command ?? []),
    ...(process?.command ?? []),
  ];
  return new Set(values.flatMap(secretsIn));
}

function secretsIn({ parts }: Value): readonly string[] {
  return parts.filter(isSecret).map(({ id }) => id);
}
