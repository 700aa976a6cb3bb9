/** Names of the chart's objects: the release's name, a suffix, and how long both may be. */
import { sha256Hex } from "../../base/hash.ts";
import { map, type Sourced } from "../../base/origin.ts";
import { CHART } from "./chart.ts";

/** A Job's name is a label, of at most 63 characters, and the chart's longest is NAME-results-cache-indices-creator. */
const LONGEST = 63 - "-results-cache-indices-creator".length;

/** What the chart makes of a release's name, before suffixes. */
function fullname(release: string): string {
  return release.includes(CHART.name) ? release : `${release}-${CHART.name}`;
}

/**
 * A shorter name where the chart's own would be too long for its objects (H17): its beginning, and
 * eight digits of its SHA-256, so that two long names stay two.
 */
export function fullnameOverride(release: Sourced<string>): Sourced<string> | undefined {
  const name = fullname(release.value);
  if (name.length <= LONGEST) return undefined;
  return map(
    release,
    "shortened, since the chart's suffixes make a name of at most 63 characters too long (H17)",
    () => {
      const hash = sha256Hex(name).slice(0, 8);
      return `${name.slice(0, LONGEST - hash.length - 1).replace(/-+$/, "")}-${hash}`;
    },
  );
}

/** The labels by which the chart knows the pods of a component. */
export function podLabels(release: Sourced<string>, component: string) {
  return {
    "app.kubernetes.io/name": CHART.name,
    "app.kubernetes.io/instance": release,
    "app.kubernetes.io/component": component,
  };
}
