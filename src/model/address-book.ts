/** Where components are reached: another answer for each place that asks. */
import { memoize } from "../base/memoize.ts";
import { constant, type Sourced, sourced } from "../base/origin.ts";
import type { DeploymentModel } from "./model.ts";
import type { ComponentId } from "./value.ts";

/** What one place knows of the others: host or port of a component, as it is reached from there. */
export type AddressBook = (of: ComponentId, field: "host" | "port") => Sourced<string | number>;

/**
 * The addresses as containers of one network know them: a service by its host name, on the port on which
 * it listens; a server that somebody else runs as the config names it.
 */
export const addressesInside = memoize(({ components, release }: DeploymentModel): AddressBook => {
  const known = new Map(components.map((component) => [component.id, component]));
  return (of, field) => {
    const component = known.get(of);
    if (component === undefined) throw new Error(`the model has no component ${of}`);
    if (component.kind === "external") return component[field];
    const fact = constant(`the ${field} of ${of} inside a deployment of ${release.value.name}`);
    if (field === "host") {
      const advertised = component.kind === "service" ? component.advertises : undefined;
      return advertised ?? sourced(component.hostname, fact);
    }
    const [port] = component.kind === "service" ? component.ports : [];
    if (port === undefined) throw new Error(`${of} has no port`);
    return sourced(port.inside, fact);
  };
});
