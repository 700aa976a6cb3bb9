/** Variables of `.env`: CLP's own names (facts: `set_up_env`), each with the value that CLP gives it. */
import type { Sourced } from "../base/origin.ts";
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

/** Where a component is published on the host, as an operator may override it; nothing where it is not. */
export function hostSetting(
  { addresses }: Deployment,
  id: ComponentId,
  variable: string,
): Setting<string> | undefined {
  const address = addresses[id];
  return address === undefined ? undefined : overridable(variable, address);
}
