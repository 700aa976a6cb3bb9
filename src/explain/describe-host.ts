/** What the model knows of one host of several, in words. */

import { componentsOf, fewOrMany, portRanges } from "../model/host-groups.ts";
import type { DeploymentModel, Host } from "../model/model.ts";
import { type Way, waysOf } from "../model/reachability.ts";
import type { Description } from "./description.ts";

/** @param compilation whose secret files tell which of them are the host's */
export function describeHost(
  model: DeploymentModel,
  host: Host,
  compilation: { readonly secretPaths: readonly { readonly path: string }[] },
): Description {
  const names = componentsOf(host).map((id) => model.components.find((one) => one.id === id)?.name ?? id);
  const ways = waysOf(model);
  const others = (hosts: readonly Host[]): string =>
    fewOrMany(hosts.filter((one) => one !== host).map(({ name }) => name.value)).join(", ");
  const way = ({ service, ports }: Way, hosts: string): string =>
    `${service.name} on port ${portRanges(ports).join(", ")} of ${hosts}`;
  const out = ways.filter(({ from, to }) => from.includes(host) && to.some((one) => one !== host));
  const back = ways.filter(({ from, to }) => to.includes(host) && from.some((one) => one !== host));
  const secret = compilation.secretPaths
    .map(({ path }) => path)
    .filter((path) => path.split("/").includes(host.name.value));
  const facts: Description["facts"] = [
    ["Runs", names.join(", ")],
    ["Project", host.projectName.value],
    ["Directory", host.clpHome.value ?? ""],
    ["Connects to", out.map((one) => way(one, others(one.to))).join("; ")],
    [
      "Connected to by",
      back
        .map(
          ({ service, ports, from }) =>
            `${others(from)} for ${service.name} on port ${portRanges(ports).join(", ")}`,
        )
        .join("; "),
    ],
    ["Secret files", secret.join(", ")],
  ];
  return { title: "a host of this deployment", facts: facts.filter(([, text]) => text !== "") };
}
