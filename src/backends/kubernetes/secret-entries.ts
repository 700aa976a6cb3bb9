/** What each Secret holds: credentials, URLs that have some in them, and files that have S3 keys. */
import { memoize } from "../../base/memoize.ts";
import type { Origin } from "../../base/origin.ts";
import type { GeneratedFile } from "../../model/model.ts";
import { holdsSecret, type Value } from "../../model/value.ts";
import { type Installation, workloadsOf } from "./installation.ts";
import { originOf } from "./kubernetes-dialect.ts";
import { fileGroup, fileKey } from "./objects/config-files.ts";
import { secretKeyOf } from "./objects/secret-keys.ts";
import { variablesOf } from "./pod/variables.ts";

export interface SecretEntry {
  readonly key: string;
  readonly origin: Origin;
  readonly content:
    | { readonly kind: "value"; readonly value: Value }
    | { readonly kind: "file"; readonly file: GeneratedFile };
}

/** By the Secret's group, in a stated order: what the workloads need. */
export const secretEntries = memoize(
  (installation: Installation): ReadonlyMap<string, readonly SecretEntry[]> => {
    const groups = new Map<string, Map<string, SecretEntry>>();
    const add = (group: string, entry: SecretEntry): void => {
      const entries = groups.get(group) ?? new Map<string, SecretEntry>();
      if (!entries.has(entry.key)) entries.set(entry.key, entry);
      groups.set(group, entries);
    };
    for (const { group, key, value } of secretVariables(installation))
      add(group, { key, origin: originOf(installation, value), content: { kind: "value", value } });
    for (const file of installation.model.files.filter(({ secret }) => secret))
      add(fileGroup(file), { key: fileKey(file), origin: file.origin, content: { kind: "file", file } });
    return new Map(
      [...groups]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([group, entries]) => [group, [...entries.values()].sort((a, b) => (a.key < b.key ? -1 : 1))]),
    );
  },
);

/** The variables of workloads that come from Secrets, with the key of each. */
function secretVariables(installation: Installation) {
  return workloadsOf(installation).flatMap((workload) => {
    const asked = workload.asks.flatMap(({ environment }) => environment);
    return [...variablesOf(installation, workload), ...asked].flatMap(({ name, value }) =>
      holdsSecret(value) ? [{ ...secretKeyOf(workload, name, value), value }] : [],
    );
  });
}

/** The keys by their Secret's group, in a stated order. It is known of a model, too, that has addresses of nothing. */
export function secretKeys(installation: Installation): ReadonlyMap<string, ReadonlySet<string>> {
  const files = installation.model.files
    .filter(({ secret }) => secret)
    .map((file) => ({ group: fileGroup(file), key: fileKey(file) }));
  const groups = new Map<string, Set<string>>();
  for (const { group, key } of [...secretVariables(installation), ...files])
    groups.set(group, (groups.get(group) ?? new Set()).add(key));
  return new Map([...groups].sort(([a], [b]) => (a < b ? -1 : 1)));
}
