/** The groups of components as the specification's Figure 1 draws them: titles, order, nesting. */
import { constant } from "../../base/origin.ts";
import type { Group } from "../../model/model.ts";
import type { Line } from "../../model/text.ts";
import type { DiagramComponent } from "./diagram-component.ts";
import { label, nodeId } from "./label.ts";

export interface GroupFacts {
  readonly group: Group;
  readonly title: string;
  /** By which styles refer to it. */
  readonly name: string;
  readonly inside: readonly GroupFacts[];
}

const GROUPS: readonly GroupFacts[] = [
  {
    group: "databases",
    title: "Databases",
    name: "databases",
    inside: [{ group: "celery", title: "Celery Dependencies", name: "celery_dependencies", inside: [] }],
  },
  { group: "jobs", title: "Initialization jobs", name: "initialization_jobs", inside: [] },
  { group: "schedulers", title: "Schedulers", name: "schedulers", inside: [] },
  { group: "workers", title: "Workers", name: "workers", inside: [] },
  { group: "management", title: "Management & UI", name: "management_ui", inside: [] },
  { group: "ai", title: "AI", name: "ai", inside: [] },
];

/** All groups, an outer one before those inside it. */
export const ALL_GROUPS: readonly GroupFacts[] = GROUPS.flatMap((one) => [one, ...one.inside]);

const RULE = constant("the groups of Figure 1 of the specification");

/** The heading of a group, after `subgraph`. */
export type Heading = (group: GroupFacts) => string;

/** Name and title, so that styles can refer to each group. */
export const namedHeading: Heading = ({ name, title }) => `${name}[${label(title)}]`;

/** The groups that have members, each with these, in the order of `components`. */
export function groupLines(components: readonly DiagramComponent[], heading: Heading): readonly Line[] {
  return GROUPS.flatMap((group) => linesOf(group, components, heading, "  "));
}

function linesOf(
  facts: GroupFacts,
  components: readonly DiagramComponent[],
  heading: Heading,
  indent: string,
): readonly Line[] {
  const members = components
    .filter(({ group }) => group === facts.group)
    .map(
      ({ id, origin }): Line => ({
        text: `${indent}  ${nodeId(id)}`,
        origins: [RULE, origin],
        components: [id],
      }),
    );
  const inside = facts.inside.flatMap((one) => linesOf(one, components, heading, `${indent}  `));
  if (members.length + inside.length === 0) return [];
  const origins = [RULE, ...new Set([...members, ...inside].flatMap((line) => line.origins))];
  return [
    { text: `${indent}subgraph ${heading(facts)}`, origins: [...new Set(origins)] },
    ...members,
    ...inside,
    { text: `${indent}end`, origins: [RULE] },
  ];
}
