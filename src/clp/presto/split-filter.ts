/** `split-filter.json`: by which key a query's span of time rules out archives before one is read (P18). */
import { derived, type Sourced, sourced } from "../../base/origin.ts";
import { pick } from "../../base/typed.ts";
import { type Loose, type Template, template } from "../../model/tree.ts";
import type { PrestoSection } from "./place.ts";

/** The catalog and the schema in which the connector shows datasets. */
const SCOPE = "clp.default";

/** The columns of CLP's tables of archives that say which time an archive spans. */
const SPAN = { lowerBound: "begin_timestamp", upperBound: "end_timestamp" };

/** Each dataset that has a key of its own, in order. */
export function datasetKeys({
  timestamp_keys: keys,
}: PrestoSection): readonly (readonly [string, Sourced<string>])[] {
  return Object.keys(keys.datasets)
    .sort()
    .map((name) => [name, pick(keys.datasets, name) as Sourced<string>] as const);
}

/** The content. Never null, with which the coordinator fails when it plans a query. */
export function splitFilter(section: PrestoSection): Template {
  const keys = section.timestamp_keys;
  const common = pick(keys, "default");
  const entries: Record<string, Loose<Template>> = {};
  if (common.value !== null) entries[SCOPE] = [entry(sourced(common.value, common.origin))];
  for (const [name, key] of datasetKeys(section)) entries[`${SCOPE}.${name}`] = [entry(key)];
  return template(
    entries,
    derived(
      "what the site file's timestamp keys say of archives",
      common.origin,
      pick(keys, "datasets").origin,
    ),
  );
}

function entry(column: Sourced<string>): Template {
  return template(
    { columnName: column, customOptions: { rangeMapping: SPAN }, required: false },
    derived("the archives' span of time by this key", column.origin),
  );
}

/** The timestamp keys of which a split filter is made; what is none of our form is left out. */
export function timestampKeysOf(filter: unknown): {
  default: string | null;
  datasets: Record<string, string>;
} {
  const keys: { default: string | null; datasets: Record<string, string> } = { default: null, datasets: {} };
  for (const [scope, entries] of Object.entries(filter ?? {})) {
    const column: unknown = Array.isArray(entries) ? entries[0]?.columnName : undefined;
    if (typeof column !== "string") continue;
    if (scope === SCOPE) keys.default = column;
    else if (scope.startsWith(`${SCOPE}.`)) keys.datasets[scope.slice(SCOPE.length + 1)] = column;
  }
  return keys;
}
