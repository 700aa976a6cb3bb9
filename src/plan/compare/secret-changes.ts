/** Which secrets differ, by name. Values are compared and never shown. */

import type { SecretsPlan } from "../plan.ts";
import type { Deployed } from "../read/deployed.ts";

export function secretsPlan(before: Deployed, after: Deployed): SecretsPlan {
  const usedBy = [
    ...new Set(
      (after.compose?.project.services ?? [])
        .filter(({ secrets }) => secrets.length > 0)
        .map(({ name }) => name),
    ),
  ];
  const [old, now] = [before.secrets, after.secrets];
  if (old === undefined || now === undefined) {
    return { compared: false, added: [], removed: [], changed: [], usedBy };
  }
  // What stands encoded in URLs follows what stands raw.
  const isOwn = (name: string): boolean => !name.endsWith("_ENCODED");
  return {
    compared: true,
    added: [...now.keys()].filter((name) => isOwn(name) && !old.has(name)),
    removed: [...old.keys()].filter((name) => isOwn(name) && !now.has(name)),
    changed: [...now]
      .filter(([name, value]) => isOwn(name) && old.has(name) && old.get(name) !== value)
      .map(([name]) => name),
    usedBy,
  };
}
