/** The values that a chart has by itself, which a deployment that says nothing else runs with. */

import { parseImage } from "../../base/image-reference.ts";

export type DefaultValue = string | number | boolean | null | readonly string[] | DefaultValues;
export interface DefaultValues {
  readonly [key: string]: DefaultValue;
}

/** An image as charts name it: the repository and the tag of a reference apart. */
export function imageValues(reference: string, pullPolicy: "Always" | "IfNotPresent"): DefaultValues {
  const { repository, tag = "latest" } = parseImage(reference);
  return { repository, pullPolicy, tag };
}

/** How one chart's values differ from another's: undefined where it has no such value any more. */
interface Changes {
  readonly [key: string]: DefaultValue | Changes | undefined;
}

/** The values of a chart that differs in these from another. */
export function withChanges(from: DefaultValues, changes: Changes): DefaultValues {
  const changed: Record<string, DefaultValue> = { ...from };
  for (const [key, change] of Object.entries(changes)) {
    const before = from[key];
    if (change === undefined) delete changed[key];
    else if (isSection(change) && isSection(before)) changed[key] = withChanges(before, change);
    else changed[key] = change as DefaultValue;
  }
  return changed;
}

function isSection(value: unknown): value is DefaultValues {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
