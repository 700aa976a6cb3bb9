/** What the model knows of a component, in words. */
import type { AbsentComponent, Component, DeploymentModel, Job, Service } from "../model/model.ts";
import type { Part, Value } from "../model/value.ts";
import type { Description } from "./description.ts";

export function describeAbsent({ description }: AbsentComponent): Description {
  return {
    title: "a component of the package that is not in this deployment",
    facts: [["Meaning", description]],
  };
}

export function describeComponent(model: DeploymentModel, component: Component): Description {
  const meaning = ["Meaning", component.description] as const;
  const awaited = model.components
    .filter((one) => one.kind !== "external" && one.needs.some(({ on }) => on === component.id))
    .map(({ id }) => id)
    .join(", ");
  switch (component.kind) {
    case "external": {
      const { host, port } = component;
      return {
        title: "a server that somebody else runs: nothing is emitted for it",
        facts: some([meaning, ["At", `${host.value}:${port.value}`], ["Awaited by", awaited]]),
      };
    }
    case "service":
    case "job": {
      const parts = partsOf(component);
      const published =
        component.kind === "job" ? [] : component.ports.flatMap(({ published: at }) => at ?? []);
      const variables = [
        ...published.flatMap(({ host, port }) => [host.variable, port.variable]),
        ...parts.flatMap((part) => (part.kind === "setting" ? [part.variable] : [])),
      ];
      return {
        title:
          component.kind === "job" ? "a one-time job of this deployment" : "a service of this deployment",
        facts: some([
          meaning,
          ["Runs as", component.name === component.id ? "" : component.name],
          ["Waits for", component.needs.map(({ on, until }) => `${on} (${until})`).join(", ")],
          ["Awaited by", awaited],
          ["Variables", sorted(variables)],
          ["Secrets", sorted(parts.flatMap((part) => (part.kind === "secret" ? [part.id] : [])))],
        ]),
      };
    }
    default:
      return component satisfies never;
  }
}

function partsOf(component: Service | Job): readonly Part[] {
  const values: readonly Value[] = [
    component.image,
    component.restart,
    ...(component.command ?? []),
    ...component.environment.map(({ value }) => value),
    ...(component.kind === "service" && component.health !== "none" ? component.health.test : []),
  ];
  return values.flatMap(({ parts }) => parts);
}

function sorted(names: readonly string[]): string {
  return [...new Set(names)].sort().join(", ");
}

function some(facts: Description["facts"]): Description["facts"] {
  return facts.filter(([, text]) => text !== "");
}
