/**
 * The diagram of one deployment: what runs, what was published where, and who waits for whom. All
 * colours are said outright, with enough contrast on light and on dark pages.
 */
import { constant, derived } from "../../base/origin.ts";
import { fewOrMany, hostGroups, portRanges } from "../../model/host-groups.ts";
import type { Component, DeploymentModel, Host } from "../../model/model.ts";
import type { Line } from "../../model/text.ts";
import { type DiagramComponent, nodeOf } from "./diagram-component.ts";
import { ALL_GROUPS, groupLines, namedHeading } from "./groups.ts";
import { label, nodeId } from "./label.ts";
import { type LinkColors, linkBundles, linkLines } from "./links.ts";

const LOOK = constant("the look of the diagram is the same for every deployment");

/** At least 3:1 (WCAG's bound for graphics) on white, on dark pages and on the panels of groups. */
export const LINK_COLORS: LinkColors = {
  databases: "#bc5c00",
  celery: "#d1242f",
  schedulers: "#8250df",
  workers: "#6e7781",
  management: "#6e7781",
  ai: "#6e7781",
  jobs: ["#0969da", "#1a7f37", "#9a6700"],
};

/** Text on its background, each pair at least 4.5:1. */
export const PALETTE = {
  text: "#1f2328",
  labelBackground: "#ffffff",
  panel: { fill: "#eef1f5", stroke: "#8c959f" },
  celery: { fill: "#fff8d6", stroke: "#b8a03c" },
  service: { fill: "#0b5cad", stroke: "#0b5cad", color: "#ffffff" },
  job: { fill: "#4a4f57", stroke: "#4a4f57", color: "#ffffff" },
  spider: { fill: "#006d6d", stroke: "#006d6d", color: "#ffffff" },
  external: { fill: "#ffffff", stroke: "#57606a", color: "#1f2328" },
} as const;

type NodeClass = "service" | "job" | "spider" | "external";

function head(): readonly Line[] {
  const variables = {
    primaryColor: PALETTE.service.fill,
    primaryTextColor: PALETTE.service.color,
    primaryBorderColor: PALETTE.service.stroke,
    lineColor: "#6e7781",
    textColor: PALETTE.text,
    titleColor: PALETTE.text,
    clusterBkg: PALETTE.panel.fill,
    clusterBorder: PALETTE.panel.stroke,
    edgeLabelBackground: PALETTE.labelBackground,
    fontFamily: "Helvetica, Arial, sans-serif",
  };
  const said = Object.entries(variables).map(([name, value]) => `      "${name}": ${JSON.stringify(value)}`);
  return [
    "%% Made by clp-compile. Change the inputs and compile again: edits here are lost.",
    "%%{",
    "  init: {",
    '    "theme": "base",',
    '    "flowchart": {',
    '      "wrappingWidth": 260,',
    '      "nodeSpacing": 45,',
    '      "rankSpacing": 70,',
    '      "subGraphTitleMargin": { "top": 3, "bottom": 0 }',
    "    },",
    '    "themeVariables": {',
    ...said.join(",\n").split("\n"),
    "    }",
    "  }",
    "}%%",
    "graph LR",
  ].map(look);
}

function look(text: string): Line {
  return { text, origins: [LOOK] };
}

/** The diagram of a deployment as Mermaid. */
export function deploymentDiagram(model: DeploymentModel): readonly Line[] {
  return model.hosts === undefined ? onOneHost(model) : onHosts(model, model.hosts);
}

function title(model: DeploymentModel): Line {
  return {
    text: `  accTitle: Dependencies of CLP ${plain(model.release.value.id)}, deployment type ${model.type.value}`,
    origins: [model.release.origin, model.type.origin],
  };
}

/** Nodes of one kind, below a comment; nothing where there is none. */
function commented(comment: string, lines: readonly Line[]): readonly Line[] {
  return lines.length === 0 ? [] : [look(`  %% ${comment}`), ...lines];
}

function onOneHost(model: DeploymentModel): readonly Line[] {
  const components = model.components.map(diagramComponent);
  const nodes = (kind: Component["kind"], comment: string): readonly Line[] =>
    commented(
      comment,
      model.components
        .filter((one) => one.kind === kind)
        .map((one) => ({ ...nodeLine(one), components: [one.id] })),
    );
  return [
    ...head(),
    title(model),
    ...nodes("service", "Services"),
    ...nodes("job", "One-time jobs"),
    ...nodes("external", "Servers that somebody else runs"),
    look("  %% Dependencies"),
    ...linkLines(linkBundles(components, LINK_COLORS), `,stroke-width:2px,color:${PALETTE.text}`),
    look("  %% Groups"),
    ...groupLines(components, namedHeading),
    look("  %% Styles"),
    ...classLines(components),
    ...panelStyles(model.components),
  ];
}

/** A component in a panel of hosts that run the same. */
interface PlacedNode extends DiagramComponent {
  /** As the first of the hosts has it. */
  readonly component: Component;
  readonly hosts: readonly Host[];
}

/** Each host is a panel, and so are hosts that run the same; what several panels run is a node in each. */
function onHosts(model: DeploymentModel, hosts: readonly Host[]): readonly Line[] {
  const panels = hostGroups(hosts).map((group, index) => ({ ...group, name: `hosts_${index + 1}` }));
  const seen = new Map<string, number>();
  const placed = panels.flatMap(({ hosts: some, components, name }) =>
    components.map((id): PlacedNode => {
      const count = (seen.get(id) ?? 0) + 1;
      seen.set(id, count);
      const component = some[0]!.model.components.find((one) => one.id === id)!;
      return {
        ...diagramComponent(component),
        ...(count === 1 ? {} : { node: `${nodeId(id)}_${count}` }),
        panel: name,
        component,
        hosts: some,
      };
    }),
  );
  const externals = model.components.filter(({ kind }) => kind === "external");
  const order = new Map(model.components.map(({ id }, index) => [id, index]));
  const all: readonly DiagramComponent[] = [
    ...placed.toSorted((a, b) => order.get(a.id)! - order.get(b.id)!),
    ...externals.map(diagramComponent),
  ];
  const nodes = (kind: Component["kind"], comment: string): readonly Line[] =>
    commented(
      comment,
      placed.filter((one) => one.kind === kind).map((one) => ({ ...placedLine(one), components: [one.id] })),
    );
  const panelLines = panels.flatMap(({ hosts: some, name }): readonly Line[] => {
    const origins = some.flatMap((host) => [host.name.origin, host.address.origin]);
    const heading = label(...fewOrMany(some.map((host) => `${host.name.value} (${host.address.value})`)));
    return [
      { text: `  subgraph ${name}[${heading}]`, origins },
      ...placed
        .filter(({ panel }) => panel === name)
        .map((one): Line => ({ text: `    ${nodeOf(one)}`, origins: [one.origin], components: [one.id] })),
      { text: "  end", origins },
    ];
  });
  const { fill, stroke } = PALETTE.panel;
  return [
    ...head(),
    title(model),
    ...nodes("service", "Services"),
    ...nodes("job", "One-time jobs"),
    ...commented(
      "Servers that somebody else runs",
      externals.map((one) => ({ ...nodeLine(one), components: [one.id] })),
    ),
    look("  %% Dependencies"),
    ...linkLines(linkBundles(all, LINK_COLORS), `,stroke-width:2px,color:${PALETTE.text}`),
    look("  %% Hosts"),
    ...panelLines,
    look("  %% Styles"),
    ...classLines(all),
    ...panels.map(({ name }) => look(`  style ${name} fill:${fill},stroke:${stroke},color:${PALETTE.text}`)),
  ];
}

function diagramComponent(component: Component): DiagramComponent {
  return { ...component, needs: component.kind === "external" ? [] : component.needs };
}

/** A service with its ports on the host, or on each of the hosts. */
function placedLine(node: PlacedNode): Line {
  const { component, hosts } = node;
  if (component.kind !== "service") return nodeLine(component, nodeOf(node));
  const ports = component.ports.flatMap(({ published }) => published ?? []);
  const [first] = ports;
  const address = hosts.length === 1 ? first?.host.value.value : "each host";
  const texts =
    first === undefined
      ? []
      : [`${address}:${portRanges(ports.map(({ port }) => port.value.value)).join(", ")}`];
  return {
    text: `  ${nodeOf(node)}[${label(component.title, ...asName(component), ...texts)}]`,
    origins: [component.origin, ...ports.flatMap(({ host, port }) => [host.value.origin, port.value.origin])],
  };
}

/** Text of an accessible title runs to the end of its line. */
function plain(text: string): string {
  return text.replace(/[^\w.+-]/g, " ");
}

/** A service is a box, a job is rounded, a server of others is a hexagon. */
function nodeLine(component: Component, id = nodeId(component.id)): Line {
  switch (component.kind) {
    case "service": {
      const ports = component.ports.flatMap(({ inside, published }) =>
        published === undefined
          ? []
          : [
              {
                text: `${published.host.value.value}:${published.port.value.value} → ${inside}`,
                origins: [published.host.value.origin, published.port.value.origin],
              },
            ],
      );
      const { instances } = component;
      const several = instances === undefined ? [] : [`${instances.value} of them`];
      const text = label(
        component.title,
        ...asName(component),
        ...several,
        ...ports.map((port) => port.text),
      );
      return {
        text: `  ${id}[${text}]`,
        origins: [
          component.origin,
          ...(instances === undefined ? [] : [instances.origin]),
          ...ports.flatMap(({ origins }) => origins),
        ],
        components: [component.id],
      };
    }
    case "job":
      return {
        text: `  ${id}([${label(component.title, ...asName(component))}])`,
        origins: [component.origin],
        components: [component.id],
      };
    case "external": {
      const { host, port, origin } = component;
      return {
        text: `  ${id}{{${label(component.title, `external: ${host.value}:${port.value}`)}}}`,
        origins: [origin, host.origin, port.origin],
        components: [component.id],
      };
    }
    default:
      return component satisfies never;
  }
}

/** What people have to type, where it is another name. */
function asName({ id, name }: Component): readonly string[] {
  return name === id ? [] : [`runs as ${name}`];
}

function classOf({ kind, id }: DiagramComponent): NodeClass {
  return kind === "service" && id.startsWith("spider-") ? "spider" : kind;
}

function classLines(components: readonly DiagramComponent[]): readonly Line[] {
  return (["service", "job", "spider", "external"] as const).flatMap((name): readonly Line[] => {
    const members = components.filter((component) => classOf(component) === name);
    if (members.length === 0) return [];
    const { fill, stroke, color } = PALETTE[name];
    const dashes = name === "external" ? ",stroke-width:2px,stroke-dasharray:6 3" : "";
    const names = members.map(nodeOf).join(",");
    return [
      look(`  classDef ${name} fill:${fill},stroke:${stroke},color:${color}${dashes}`),
      {
        text: `  class ${names} ${name}`,
        origins: [
          LOOK,
          derived("the kind of a component gives its look", ...members.map(({ origin }) => origin)),
        ],
      },
    ];
  });
}

function panelStyles(components: readonly Component[]): readonly Line[] {
  return ALL_GROUPS.flatMap(({ group, name, inside }): readonly Line[] => {
    const groups = [group, ...inside.map((one) => one.group)];
    const members = components.filter((component) => groups.includes(component.group));
    if (members.length === 0) return [];
    const { fill, stroke } = group === "celery" ? PALETTE.celery : PALETTE.panel;
    return [look(`  style ${name} fill:${fill},stroke:${stroke},color:${PALETTE.text}`)];
  });
}
