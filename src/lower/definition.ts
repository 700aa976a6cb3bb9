/** What one file of `components/` says of its component: the facts that never change, and how the configuration changes the rest. */
import type { Sourced } from "../base/origin.ts";
import type { Component, Condition, Group, Setting } from "../model/model.ts";
import type { ComponentId } from "../model/value.ts";
import type { Deployment, Outline } from "./deployment.ts";
import type { Lookup } from "./lookup.ts";

/** A dependency of Figure 1. `only`: under that compression scheduler alone. */
export interface Need {
  readonly on: ComponentId;
  readonly until: Condition;
  readonly only?: "celery";
}

/** The variables of `.env` that belong to a component; undefined ones are not emitted. */
export type Settings = Readonly<Record<string, Setting | undefined>>;

export interface ComponentFacts<Id extends ComponentId = ComponentId> {
  /** True where the specification's document, and with it Figure 1, does not have it. */
  readonly undocumented?: boolean;
  /** Of what may be left to somebody else: how containers find it. */
  readonly lookup?: Lookup;
  readonly id: Id;
  /** Where it differs from the id. */
  readonly name?: ComponentId;
  readonly kind: "service" | "job";
  readonly title: string;
  readonly description: string;
  readonly group: Group;
  readonly needs: readonly Need[];
  /** True where several hosts of a deployment may run it, each for itself. */
  readonly scales?: true;
  /** Of what runs beside another where no host is told to run it: the first of these that runs. */
  readonly beside?: readonly ComponentId[];
  /** True where its port is handed on, so that it must be the same from everywhere (facts: hosts.md 2). */
  readonly samePort?: true;
  /** Whom it asks when it is asked itself: it starts without them. */
  readonly asksLater?: readonly ComponentId[];
}

export interface ComponentDefinition<Id extends ComponentId = ComponentId> extends ComponentFacts<Id> {
  /** Whether it is in the deployment, and what of the configuration says so. */
  readonly runs: (outline: Outline) => Sourced<boolean>;
  /** The host of the config on which it is published, or where somebody else runs it; undefined where that is not asked. */
  readonly host?: (outline: Outline) => Sourced<string> | undefined;
  /** What the deployment has of it: settings are made once, and the component of them. */
  readonly lower: (deployment: Deployment) => Lowered;
}

export interface Lowered {
  /** Emitted whether it runs or not: CLP's own tools read some of them. */
  readonly settings: readonly Setting[];
  /** Only asked for where it runs. */
  readonly component: () => Component;
}

interface Parts<Id extends ComponentId, S extends Settings> extends Omit<ComponentDefinition<Id>, "lower"> {
  /** Undefined: its section is null, so that it does not run and has none. */
  readonly settings?: (deployment: Deployment) => S | undefined;
  /** Says whether it runs, also where it has no settings. */
  readonly switch?: (deployment: Deployment) => Setting | undefined;
  /** True where its settings are those of another component, which has them where this one does not run. */
  readonly settingsWhereItRuns?: true;
  readonly lower: (deployment: Deployment, settings: S, facts: ComponentFacts) => Component;
}

/** Makes the definition of a component; its `lower` is given the settings that its `settings` made. */
export function define<Id extends ComponentId, S extends Settings>({
  settings: settingsOf,
  settingsWhereItRuns,
  switch: switchOf,
  lower,
  ...facts
}: Parts<Id, S>): ComponentDefinition<Id> {
  return {
    ...facts,
    lower(deployment) {
      const settings = settingsOf === undefined ? ({} as S) : settingsOf(deployment);
      const isHidden = settingsWhereItRuns === true && !deployment.runs[facts.id].value;
      return {
        settings: isHidden
          ? []
          : [switchOf?.(deployment), ...Object.values(settings ?? {})].filter((one) => one !== undefined),
        component() {
          if (settings === undefined) throw new Error(`${facts.id} runs, and its section is null`);
          return lower(deployment, settings, facts);
        },
      };
    },
  };
}

function need(on: ComponentId, until: Condition, only?: "celery"): Need {
  return { on, until, ...(only === undefined ? {} : { only }) };
}

/** Waits until the other one answers its health check. */
export function healthy(on: ComponentId, only?: "celery"): Need {
  return need(on, "healthy", only);
}

/** Waits until the job has ended well. */
export function completed(on: ComponentId): Need {
  return need(on, "completed");
}
