/**
 * The edges of a diagram, in order, in bundles of one colour. The rule: edges are bundled by what is
 * waited for, which is either a group of services, in the order of groups, or, after these, each
 * one-time job by itself. Within a bundle they are sorted by the id of who waits, then of what is
 * waited for. A group has its colour, and so has the first, the second … job.
 */
import { constant, type Origin } from "../../base/origin.ts";
import type { Condition, Group } from "../../model/model.ts";
import type { Line } from "../../model/text.ts";
import { type DiagramComponent, nodeOf } from "./diagram-component.ts";
import { ALL_GROUPS } from "./groups.ts";

export interface Link {
  readonly from: DiagramComponent;
  readonly to: DiagramComponent;
  /** What is waited for; or, where nobody waits, what goes there. */
  readonly until: Condition | Unawaited;
  readonly origin: Origin;
}

type Unawaited = "asks" | "reports";

export interface LinkBundle {
  /** What its links are: what waits for a group or a job. */
  readonly title: string;
  readonly color: string;
  /** Never empty. */
  readonly links: readonly Link[];
}

/** One colour for each group of services that can be waited for; those of one-time jobs in turn. */
export interface LinkColors extends Readonly<Record<Exclude<Group, "jobs">, string>> {
  readonly jobs: readonly [string, ...string[]];
}

/** The condition as the specification writes it on an edge. */
const CONDITIONS = {
  started: "started",
  healthy: "healthy",
  completed: "completed_successfully",
} as const satisfies Record<Condition, string>;

const RULE = constant("edges have the colour of what is waited for: its group, or the job");

/** @param components in the order of the catalogue, which is that of the jobs' colours */
export function linkBundles(
  components: readonly DiagramComponent[],
  colors: LinkColors,
): readonly LinkBundle[] {
  const known = new Map(components.map((component) => [component.id, component]));
  const links = components.flatMap((to) =>
    to.needs.flatMap(({ on, until, origin }): readonly Link[] => {
      const from = known.get(on);
      return from === undefined ? [] : [{ from, to, until, origin }];
    }),
  );
  const bundles: LinkBundle[] = [];
  for (const { group, title } of ALL_GROUPS) {
    if (group === "jobs") continue;
    const own = links.filter(({ from }) => from.kind !== "job" && from.group === group);
    bundles.push({ title: waitingFor(title), color: colors[group], links: own });
  }
  for (const [index, job] of components.filter(({ kind }) => kind === "job").entries()) {
    const color = colors.jobs[index % colors.jobs.length] ?? colors.jobs[0];
    bundles.push({
      title: waitingFor(job.title),
      color,
      links: links.filter(({ from }) => from === job),
    });
  }
  const unawaited = (key: "asksLater" | "reportsTo", until: Unawaited): readonly Link[] =>
    components.flatMap((to) =>
      (to[key] ?? []).flatMap(({ on, origin }): readonly Link[] => {
        const from = known.get(on);
        return from === undefined ? [] : [{ from, to, until, origin }];
      }),
    );
  bundles.push(
    {
      title: "what is asked later, and not waited for",
      color: colors.management,
      links: unawaited("asksLater", "asks"),
    },
    {
      title: "who reports, and waits for nobody",
      color: colors.management,
      links: unawaited("reportsTo", "reports"),
    },
  );
  return bundles
    .filter((bundle) => bundle.links.length > 0)
    .map((bundle) => ({ ...bundle, links: [...bundle.links].sort(byIds) }));
}

function waitingFor(title: string): string {
  return `what waits for ${title}`;
}

function byIds(a: Link, b: Link): number {
  return compare(a.to.id, b.to.id) || compare(a.from.id, b.from.id);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/**
 * The edges, each followed by the colour of its bundle. An edge is dotted where it leads from a server
 * that somebody else runs, and thick where it leads from one host to another.
 *
 * @param style what stands after the colour in a `linkStyle`, such as `,stroke-width:2px`
 */
export function linkLines(bundles: readonly LinkBundle[], style = ""): readonly Line[] {
  const lines: Line[] = [];
  let count = 0;
  for (const { title, color, links } of bundles) {
    const numbers = links.map((_, index) => count + index);
    count += links.length;
    const range = links.length === 1 ? `Link ${numbers[0]}` : `Links ${numbers[0]}-${numbers.at(-1)}`;
    lines.push({ text: `  %% ${range}: ${title}`, origins: [RULE] });
    for (const { from, to, until, origin } of links) {
      if (until === "asks" || until === "reports") {
        lines.push({
          text: `  ${nodeOf(to)} -.->|${until}| ${nodeOf(from)}`,
          origins: [origin],
          components: [to.id, from.id],
        });
        continue;
      }
      const crosses = from.panel !== to.panel;
      const arrow = from.kind === "external" ? "-.->" : crosses ? "==>" : "-->";
      lines.push({
        text: `  ${nodeOf(from)} ${arrow}|${CONDITIONS[until]}| ${nodeOf(to)}`,
        origins: [origin],
        components: [to.id, from.id],
      });
    }
    lines.push({
      text: `  linkStyle ${numbers.join(",")} stroke:${color}${style}`,
      origins: [RULE, ...links.map(({ origin }) => origin)],
    });
  }
  return lines;
}
