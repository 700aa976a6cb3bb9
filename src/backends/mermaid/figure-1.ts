/**
 * The specification's Figure 1: every component of the package, whatever a deployment has of it, drawn
 * from the static facts of the components alone and in the specification's own look.
 */
import { constant } from "../../base/origin.ts";
import type { Release } from "../../clp/releases/releases.ts";
import type { Condition, Group } from "../../model/model.ts";
import type { Line } from "../../model/text.ts";
import type { ComponentId } from "../../model/value.ts";
import type { DiagramComponent } from "./diagram-component.ts";
import { groupLines, type Heading } from "./groups.ts";
import { label, nodeId } from "./label.ts";
import { type LinkColors, linkBundles, linkLines } from "./links.ts";

/** What Figure 1 needs to know of a component. */
export interface ComponentFacts {
  readonly id: ComponentId;
  readonly kind: "service" | "job";
  readonly title: string;
  readonly group: Group;
  /** True where the specification's document does not have it. */
  readonly undocumented?: boolean;
  readonly needs: readonly { readonly on: ComponentId; readonly until: Condition }[];
}

const LOOK = constant("the look of Figure 1 of the specification");

const COLORS: LinkColors = {
  databases: "#ffa500",
  celery: "#ff0000",
  schedulers: "#800080",
  // Nothing waits for a service of these groups.
  workers: "#808080",
  management: "#808080",
  ai: "#808080",
  jobs: ["#0000ff", "#008000"],
};

const HEAD = `%%{
  init: {
    "theme": "base",
    "themeVariables": {
      "primaryColor": "#0066cc",
      "primaryTextColor": "#fff",
      "primaryBorderColor": "transparent",
      "lineColor": "#007fff",
      "secondaryColor": "#007fff",
      "tertiaryColor": "#fff"
    }
  }
}%%
graph LR`;

/** As in the specification: only the group that a style refers to has a name of its own. */
const heading: Heading = ({ group, name, title }) => (group === "celery" ? `${name}[${title}]` : title);

/**
 * Figure 1 as Mermaid.
 *
 * @param facts the components in the order of the catalogue
 */
export function figure1(release: Release, facts: readonly ComponentFacts[]): readonly Line[] {
  const components = facts
    .filter(({ undocumented }) => undocumented !== true)
    .map(
      (component): DiagramComponent => ({
        ...component,
        needs: component.needs.map((need) => ({
          ...need,
          origin: constant(`dependency on ${need.on} of ${component.id} in ${release.name}`),
        })),
        origin: constant(`${component.id} of the package of ${release.name}`),
      }),
    );
  const nodes = (kind: DiagramComponent["kind"]): readonly Line[] =>
    components
      .filter((component) => component.kind === kind)
      .map(({ id, title, origin }) => ({
        text: `  ${nodeId(id)}[${label(title)}]`,
        origins: [origin],
        components: [id],
      }));
  return [
    ...HEAD.split("\n").map(look),
    look("  %% Services"),
    ...nodes("service"),
    look("  %% One-time jobs"),
    ...nodes("job"),
    look("  %% Dependencies"),
    ...linkLines(linkBundles(components, COLORS)),
    look("  %% Groups"),
    ...groupLines(components, heading),
    look("  %% Styles"),
    ...styles(components),
  ];
}

function look(text: string): Line {
  return { text, origins: [LOOK] };
}

/** Celery's servers and Spider's components stand out: they are alternatives to each other. */
function styles(components: readonly DiagramComponent[]): readonly Line[] {
  const celery = components.filter(({ group }) => group === "celery");
  const spider = components.filter(({ id }) => id.startsWith("spider-"));
  return [
    ...(celery.length === 0 ? [] : [look("  style celery_dependencies fill:#ffffe0")]),
    ...spider
      .map(
        ({ id, origin }): Line => ({ text: `  style ${nodeId(id)} fill:#008080`, origins: [LOOK, origin] }),
      )
      .sort((a, b) => (a.text < b.text ? -1 : 1)),
  ];
}
