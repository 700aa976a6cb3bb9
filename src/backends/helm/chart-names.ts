/** Names of the chart's objects: the release's name, a suffix, and how long both may be. */
import { map, type Sourced } from "../../base/origin.ts";
import { fittedName } from "../cluster/fitted-name.ts";
import { CHART_NAME } from "./chart.ts";

/** A Job's name is a label, of at most 63 characters, and the chart's longest is NAME-results-cache-indices-creator. */
const MAX_LENGTH = 63 - "-results-cache-indices-creator".length;

/** What the chart makes of a release's name, before suffixes. */
function fullname(release: string): string {
  return release.includes(CHART_NAME) ? release : `${release}-${CHART_NAME}`;
}

/** A shorter name where the chart's own would be too long for its objects (H17). */
export function fullnameOverride(release: Sourced<string>): Sourced<string> | undefined {
  const name = fullname(release.value);
  if (name.length <= MAX_LENGTH) return undefined;
  return map(
    release,
    "shortened, since the chart's suffixes make a name of at most 63 characters too long (H17)",
    () => fittedName(name, MAX_LENGTH),
  );
}

/** What the names of the chart's objects start with. */
export function fullnameOf(release: Sourced<string>): string {
  return fullnameOverride(release)?.value ?? fullname(release.value);
}
