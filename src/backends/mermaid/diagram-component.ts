/** What of a component matters to a diagram: static facts and components of a deployment alike have it. */
import type { Origin } from "../../base/origin.ts";
import type { Condition, Group } from "../../model/model.ts";
import type { ComponentId } from "../../model/value.ts";
import { nodeId } from "./label.ts";

export interface DiagramComponent {
  readonly id: ComponentId;
  /** The id of its node, where a component has several; absent: the component's. */
  readonly node?: string;
  /** The panel of the hosts on which it is; absent: there is one host. */
  readonly panel?: string;
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
  /** To whom it reports without waiting for them. */
  readonly reportsTo?: readonly { readonly on: ComponentId; readonly origin: Origin }[];
  /** Why it is in the diagram. */
  readonly origin: Origin;
}

/** The id of the node that stands for it. */
export function nodeOf({ node, id }: Pick<DiagramComponent, "node" | "id">): string {
  return node ?? nodeId(id);
}
