/**
 * The dependency graph of a model: who waits for whom, in which order all of it can start, and which
 * names lead nowhere.
 */
import type { Origin } from "../base/origin.ts";
import type { Component, Dependency, DeploymentModel, GeneratedFileId } from "./model.ts";
import type { Template } from "./tree.ts";
import type { ComponentId, Value } from "./value.ts";

/** The part of a model that the graph is made of. */
export type Graph = Pick<DeploymentModel, "components">;

/** What a component waits for. A server that somebody else runs waits for nothing. */
function needsOf(component: Component): readonly Dependency[] {
  return component.kind === "external" ? [] : component.needs;
}

/**
 * Circles of components that wait for each other, so that none of them could ever start. Each list
 * reads "a waits for b, b for c, and c for a"; it begins with the component that comes first in the
 * model. Of components that are entangled in several circles one shortest circle is given.
 */
export function cycles(graph: Graph): readonly (readonly ComponentId[])[] {
  const needs = needsById(graph);
  const reached = new Map([...needs.keys()].map((id) => [id, reachableFrom(id, needs)]));
  const seen = new Set<ComponentId>();
  const found: (readonly ComponentId[])[] = [];
  for (const [id, others] of reached) {
    if (!others.has(id) || seen.has(id)) continue;
    found.push(shortestCircle(id, needs));
    for (const other of others) if (reached.get(other)?.has(id)) seen.add(other);
  }
  return found;
}

/**
 * The components in an order in which each comes after all that it waits for. Of those that could
 * come next, the first of the model does. Where components wait for each other in a circle, the
 * first of them goes ahead, so that the result always has every component once.
 */
export function startOrder({ components }: Graph): readonly Component[] {
  const waiting = new Set(components.map(({ id }) => id));
  const rest = [...components];
  const order: Component[] = [];
  while (rest.length > 0) {
    const ready = rest.findIndex((component) => needsOf(component).every(({ on }) => !waiting.has(on)));
    const [next] = rest.splice(Math.max(ready, 0), 1);
    waiting.delete(next!.id);
    order.push(next!);
  }
  return order;
}

/** A name in a model that stands for nothing in it: a defect of whoever made the model. */
export interface DanglingName {
  /** The component or generated file that uses it. */
  readonly in: ComponentId | GeneratedFileId;
  readonly kind: "component" | "volume" | "file" | "setting" | "secret";
  readonly name: string;
  readonly origin: Origin;
}

/** All names that lead nowhere, in the order of components and then of files; each use once. */
export function danglingNames(model: DeploymentModel): readonly DanglingName[] {
  const known: Readonly<Record<DanglingName["kind"], ReadonlySet<string>>> = {
    component: new Set(model.components.map(({ id }) => id)),
    volume: new Set(model.volumes.map(({ id }) => id)),
    file: new Set(model.files.map(({ id }) => id)),
    setting: new Set(model.settings.map(({ variable }) => variable)),
    secret: new Set(model.secrets.map(({ id }) => id)),
  };
  const found = new Map<string, DanglingName>();
  const look = (user: DanglingName["in"], kind: DanglingName["kind"], name: string, origin: Origin): void => {
    const key = JSON.stringify([user, kind, name]);
    if (!known[kind].has(name) && !found.has(key)) found.set(key, { in: user, kind, name, origin });
  };
  const lookInto = (user: DanglingName["in"], { parts, origin }: Value): void => {
    for (const part of parts) {
      if (part.kind === "address") look(user, "component", part.of, origin);
      else if (part.kind === "setting") look(user, "setting", part.variable, origin);
      else if (part.kind === "secret") look(user, "secret", part.id, origin);
    }
  };

  for (const component of model.components) {
    const { id } = component;
    if (component.kind === "external") continue;
    for (const { on, origin } of component.needs) look(id, "component", on, origin);
    for (const { on, origin } of [...(component.asksLater ?? []), ...(component.reportsTo ?? [])])
      look(id, "component", on, origin);
    for (const { of, origin } of component.fixedNames) look(id, "component", of, origin);
    for (const mount of component.mounts) {
      if (mount.kind === "volume") look(id, "volume", mount.volume, mount.origin);
      else look(id, "file", mount.file, mount.origin);
    }
    for (const value of valuesOf(component)) lookInto(id, value);
    if (component.kind === "job") continue;
    const published = component.ports.flatMap((port) =>
      port.published === undefined ? [] : [port.published.host, port.published.port],
    );
    for (const { variable, value } of [...published, component.concurrency].filter(
      (one) => one !== undefined,
    )) {
      look(id, "setting", variable, value.origin);
    }
  }
  for (const { id, content } of model.files) {
    if (content.format !== "text") for (const value of valuesIn(content.template)) lookInto(id, value);
  }
  return [...found.values()];
}

/** What each component needs of those that are there, in the order of the model. */
function needsById(graph: Graph): ReadonlyMap<ComponentId, readonly ComponentId[]> {
  const there = new Set(graph.components.map(({ id }) => id));
  return new Map(
    graph.components.map((component) => [
      component.id,
      needsOf(component).flatMap(({ on }) => (there.has(on) ? [on] : [])),
    ]),
  );
}

type NeedsById = ReturnType<typeof needsById>;

/** All that a component waits for, directly or not; itself only where it is part of a circle. */
function reachableFrom(id: ComponentId, needs: NeedsById): ReadonlySet<ComponentId> {
  const reached = new Set<ComponentId>(needs.get(id));
  for (const one of reached) for (const next of needs.get(one) ?? []) reached.add(next);
  return reached;
}

/** A shortest way from a component back to itself, by breadth-first search. */
function shortestCircle(id: ComponentId, needs: NeedsById): readonly ComponentId[] {
  const ways: (readonly ComponentId[])[] = [[id]];
  const seen = new Set<ComponentId>();
  for (const way of ways) {
    for (const next of needs.get(way.at(-1)!) ?? []) {
      if (next === id) return way;
      if (seen.has(next)) continue;
      seen.add(next);
      ways.push([...way, next]);
    }
  }
  throw new Error(`${id} is part of no circle`);
}

function valuesOf(component: Exclude<Component, { kind: "external" }>): readonly Value[] {
  return [
    component.image,
    component.restart,
    ...(component.command ?? []),
    ...component.environment.map(({ value }) => value),
    ...component.asks.flatMap(({ environment }) => environment.map(({ value }) => value)),
    ...(component.kind === "service" && component.health !== "none" ? component.health.test : []),
  ];
}

function valuesIn(template: Template): readonly Value[] {
  switch (template.kind) {
    case "value":
      return [template];
    case "map":
      return template.entries.flatMap(([, item]) => valuesIn(item));
    case "seq":
      return template.items.flatMap(valuesIn);
    case "sourced":
    case "block":
      return [];
    default:
      return template satisfies never;
  }
}
