/** Where Presto is: whether it answers queries at all, who runs it, and by what of the site file. */
import { derived, type Origin, type Sourced, sourced } from "../../base/origin.ts";
import { pick } from "../../base/typed.ts";
import { queryEngineOf } from "../../input/query-engine.ts";
import type { Site } from "../../input/schema/site.ts";
import { every, type Outline } from "../../lower/deployment.ts";

export type PrestoSection = NonNullable<Site["presto"]>;

/** Queries go to Presto. */
export function prestoAnswers({ config }: Outline): Sourced<boolean> {
  const engine = queryEngineOf(config);
  return sourced(
    engine.value === "presto",
    derived("Presto answers queries where it is the query engine", engine.origin),
  );
}

/** The site file's section, where queries go to Presto; undefined where nobody says who runs it. */
export function prestoSection(outline: Outline): PrestoSection | undefined {
  const { presto } = outline.site;
  return presto === null || !prestoAnswers(outline).value ? undefined : presto;
}

/** Whether the site file says who runs Presto: this deployment, or somebody else at the config's address. */
export function prestoIsKnown(outline: Outline): Sourced<boolean> {
  const section = pick(outline.site, "presto");
  return every(
    "the site file says who runs Presto",
    prestoAnswers(outline),
    sourced(section.value !== null, section.origin),
  );
}

/** Whether this deployment runs Presto. */
export function prestoIsDeployed(outline: Outline): Sourced<boolean> {
  const known = prestoIsKnown(outline);
  const section = prestoSection(outline);
  return section === undefined
    ? known
    : every("Presto is deployed where the site file says so", known, pick(section, "deploy"));
}

/** Of what a component's file is only asked where Presto is deployed. */
export function deployedSection(outline: Outline): PrestoSection {
  const section = prestoSection(outline);
  if (section === undefined) throw new Error("Presto is not deployed");
  return section;
}

/** A property that CLP gives Presto, whatever the configuration says. */
export function propertyOf(who: "coordinator" | "workers", release: string): Origin {
  return { kind: "constant", fact: `a property that ${release} gives Presto's ${who}` };
}
