/** What one file of `components/` says of its component: the facts that never change, and how the configuration changes the rest. */
import type { Sourced } from "../base/origin.ts";
import type { Component, Condition, Group, Setting } from "../model/model.ts";
import type { ComponentId } from "../model/value.ts";
import type { Deployment } from "./deployment.ts";

/** A dependency of Figure 1. `only`: under that compression scheduler alone. */
export interface Need {
  readonly on: ComponentId;
  readonly until: Condition;
  readonly only?: "celery";
}

/** The variables of `.env` that belong to a component; undefined ones are not emitted. */
export type Settings = Readonly<Record<string, Setting | undefined>>;

export interface ComponentFacts {
  readonly id: ComponentId;
  /** Where it differs from the id. */
  readonly name?: string;
  readonly kind: "service" | "job";
  readonly title: string;
  readonly description: string;
  readonly group: Group;
  readonly needs: readonly Need[];
}

export interface ComponentDefinition extends ComponentFacts {
  /** Whether it is in the deployment, and what of the configuration says so. */
  readonly runs: (deployment: Deployment) => Sourced<boolean>;
  /** Emitted whether it runs or not: CLP's own tools read some of them. */
  readonly settings: (deployment: Deployment) => readonly Setting[];
  readonly lower: (deployment: Deployment) => Component;
}

interface Parts<S extends Settings> extends Omit<ComponentDefinition, "id" | "settings" | "lower"> {
  readonly id: string;
  /** Undefined: its section is null, so that it does not run and has none. */
  readonly settings?: (deployment: Deployment) => S | undefined;
  readonly lower: (deployment: Deployment, settings: S, facts: ComponentFacts) => Component;
}

/** Makes the definition of a component; its `lower` is given the settings that its `settings` made. */
export function define<S extends Settings>(parts: Parts<S>): ComponentDefinition {
  const facts: ComponentFacts = { ...parts, id: parts.id as ComponentId };
  const settingsOf = parts.settings ?? (() => ({}) as S);
  return {
    ...parts,
    id: facts.id,
    settings: (deployment) => Object.values(settingsOf(deployment) ?? {}).filter((one) => one !== undefined),
    lower(deployment) {
      const settings = settingsOf(deployment);
      if (settings === undefined) throw new Error(`${parts.id} runs, and its section is null`);
      return parts.lower(deployment, settings, facts);
    },
  };
}

function need(on: string, until: Condition, only?: "celery"): Need {
  return { on: on as ComponentId, until, ...(only === undefined ? {} : { only }) };
}

/** Waits until the other one answers its health check. */
export function healthy(on: string, only?: "celery"): Need {
  return need(on, "healthy", only);
}

/** Waits until the job has ended well. */
export function completed(on: string): Need {
  return need(on, "completed");
}
