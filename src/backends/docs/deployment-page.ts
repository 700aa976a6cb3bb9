/** `docs/deployment.md`: the deployment as people look it up. Public: it knows secrets by name alone. */

import { listed } from "../../base/listed.ts";
import { code, prose } from "../../base/markdown-text.ts";
import type { Component, DeploymentModel, DeploymentType } from "../../model/model.ts";
import type { Line } from "../../model/text.ts";
import { clusterPorts } from "./cluster-ports.ts";
import { externals, jobs, services } from "./components-section.ts";
import { directories } from "./directories-section.ts";
import type { DocsOptions } from "./docs-options.ts";
import { betweenHosts, hostPorts, hostsTable, withComposeOnHosts } from "./hosts-section.ts";
import { blocks, codeBlock, fixed } from "./markdown.ts";
import { composePorts } from "./ports-section.ts";
import { onKubernetes, withCompose } from "./running-section.ts";
import { secrets, variables } from "./variables-section.ts";

const TYPES = {
  full: "compression by Celery, queries by CLP's own services",
  base: "compression by Celery, queries by Presto",
  "spider-full": "compression by Spider, queries by CLP's own services",
  "spider-base": "compression by Spider, queries by Presto",
} as const satisfies Record<DeploymentType, string>;

export function deploymentPage(model: DeploymentModel, options: DocsOptions): readonly Line[] {
  const several = model.hosts !== undefined;
  const ofAHost = several ? { ...options, composeFolder: `${options.composeFolder}/hosts/NAME` } : options;
  return blocks(
    [fixed("<!-- Made by clp-compile. Change the inputs and compile again: edits here are lost. -->")],
    [{ text: `# Deployment of CLP ${prose(model.release.value.id)}`, origins: [model.release.origin] }],
    [
      {
        text: `Type ${code(model.type.value)}: ${TYPES[model.type.value]}${presto(model)}. ${counts(model.components)}`,
        origins: [model.type.origin, ...new Set(model.components.map(({ origin }) => origin))],
      },
    ],
    [fixed("## Who waits for whom")],
    codeBlock("mermaid", options.diagram()),
    [
      fixed(
        `Boxes are services, with the addresses on which they are published; round ones are jobs that run and end; dashed hexagons are servers that somebody else runs. An arrow leads to who waits, and says for what; along a dotted one a container \`wait-for-…\` asks that server, for some minutes at most.${model.components.some((one) => one.kind !== "external" && one.asksLater !== undefined) ? " One that says *asks* leads to who is asked, and not waited for." : ""}${model.components.some((one) => one.kind !== "external" && one.reportsTo !== undefined) ? " One that says *reports* leads to who is told, and not waited for." : ""}`,
      ),
    ],
    several
      ? [
          fixed(
            "A panel is a host, or some that run the same; a thick arrow leads from one host to another, and there, too, a `wait-for-…` asks.",
          ),
        ]
      : [],
    several ? hostsTable(model, options) : [],
    several ? betweenHosts(model) : [],
    services(model),
    jobs(model),
    externals(model, options),
    several ? hostPorts(model) : composePorts(model),
    clusterPorts(model, options),
    directories(model, ofAHost),
    variables(model, ofAHost),
    secrets(model, ofAHost),
    several ? withComposeOnHosts(model, options) : withCompose(model, options),
    onKubernetes(model, options),
  );
}

/** What is said of Presto's own containers, where it answers queries. */
function presto({ queries, components }: DeploymentModel): string {
  if (queries.value === "native") return "";
  return components.some(({ id }) => id === "presto-worker") ? "" : ", which is deployed apart";
}

/** "13 services, 2 one-time jobs and 1 external server." */
function counts(components: readonly Component[]): string {
  const count = (kind: Component["kind"], what: string): readonly string[] => {
    const found = components.filter((component) => component.kind === kind).length;
    return found === 0 ? [] : [`${found} ${what}${found === 1 ? "" : "s"}`];
  };
  return `${listed([...count("service", "service"), ...count("job", "one-time job"), ...count("external", "external server")])}.`;
}
