/** What of a component matters to a diagram: static facts and components of a deployment alike have it. */
import type { Origin } from "../../base/origin.ts";
import type { Condition, Group } from "../../model/model.ts";
import type { ComponentId } from "../../model/value.ts";

export interface DiagramComponent {
  readonly id: ComponentId;
  readonly kind: "service" | "job" | "external";
  readonly title: string;
  readonly group: Group;
  readonly needs: readonly {
    readonly on: ComponentId;
    readonly until: Condition;
    readonly origin: Origin;
  }[];
  /** Whom it asks without waiting for them. */
  readonly asksLater?: readonly { readonly on: ComponentId; readonly origin: Origin }[];
  /** Why it is in the diagram. */
  readonly origin: Origin;
}
