/** Variables of `.env`: CLP's own names (facts: `set_up_env`), each with the value that CLP gives it. */
import { constant, type Sourced, sourced } from "../base/origin.ts";
import type { Setting } from "../model/model.ts";
import type { ComponentId, Part } from "../model/value.ts";
import type { Deployment } from "./deployment.ts";

/** A variable that the compose file reads, so that an operator may override it on one host. */
export function overridable<T extends string | number>(variable: string, value: Sourced<T>): Setting<T> {
  return { variable, value, overridable: true };
}

/** A variable that stands in `.env` alone, for CLP's own tools. */
export function informative<T extends string | number>(variable: string, value: Sourced<T>): Setting<T> {
  return { variable, value, overridable: false };
}

/** The part of a value that stands for a setting. */
export function settingPart({ variable }: Pick<Setting, "variable">): Part {
  return { kind: "setting", variable };
}

/** Where a component is published for other hosts of the deployment; nothing where there is one host. */
export function betweenHosts(
  deployment: Deployment,
  id: ComponentId,
  prefix: string,
  port: number,
): { readonly host: Setting<string> | undefined; readonly port: Setting<number> | undefined } {
  const address = deployment.placement === undefined ? undefined : deployment.addresses[id];
  if (address === undefined) return { host: undefined, port: undefined };
  return {
    host: informative(`${prefix}_HOST`, address),
    port: informative(
      `${prefix}_PORT`,
      sourced(port, constant(`other hosts reach ${id} at the port on which it listens`)),
    ),
  };
}

/** Where a component is published on the host, as an operator may override it; nothing where it is not. */
export function hostSetting(
  { addresses }: Deployment,
  id: ComponentId,
  variable: string,
): Setting<string> | undefined {
  const address = addresses[id];
  return address === undefined ? undefined : overridable(variable, address);
}
