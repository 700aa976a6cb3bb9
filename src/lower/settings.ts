/** Variables of `.env`: CLP's own names (facts: `set_up_env`), each with the value that CLP gives it. */
import { type Sourced, sourced } from "../base/origin.ts";
import type { Setting } from "../model/model.ts";
import type { Part } from "../model/value.ts";

/** A variable that the compose file reads, so that an operator may override it on one host. */
export function overridable(variable: string, value: Sourced<string | number>): Setting {
  return { variable, value: text(value), overridable: true };
}

/** A variable that stands in `.env` alone, for CLP's own tools. */
export function informative(variable: string, value: Sourced<string | number>): Setting {
  return { variable, value: text(value), overridable: false };
}

/** The part of a value that stands for a setting. */
export function settingPart(setting: Setting): Part {
  return { kind: "setting", variable: setting.variable };
}

function text(value: Sourced<string | number>): Sourced<string> {
  return sourced(String(value.value), value.origin);
}
