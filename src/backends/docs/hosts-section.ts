/** Several hosts: what runs where, who connects to whom, and how each of them is started. */

import { UP } from "../../base/compose-up.ts";
import { listed } from "../../base/listed.ts";
import { code, prose } from "../../base/markdown-text.ts";
import { forRsync, shell } from "../../base/shell.ts";
import { fewOrMany, hostGroups, portRanges } from "../../model/host-groups.ts";
import type { DeploymentModel, Host } from "../../model/model.ts";
import { servicesOf, waysOf } from "../../model/reachability.ts";
import type { Line } from "../../model/text.ts";
import type { DocsOptions } from "./docs-options.ts";
import { blocks, codeBlock, fixed, type Row, table } from "./markdown.ts";
import { audience } from "./ports-section.ts";
import { inEnvironment } from "./running-section.ts";

/** Hosts by their names: few each by itself, many by the first and the last. */
function named(hosts: readonly Host[]): string {
  return hosts.length <= 3
    ? listed(hosts.map(({ name }) => code(name.value)))
    : prose(fewOrMany(hosts.map(({ name }) => name.value)).join(""));
}

function placesOf(hosts: readonly Host[]) {
  return hosts.flatMap(({ name, address }) => [name.origin, address.origin]);
}

/** What runs where. */
export function hostsTable(model: DeploymentModel, { composeFolder }: DocsOptions): readonly Line[] {
  const rows = hostGroups(model.hosts ?? []).map(({ hosts, components }): Row => {
    const names = components.map((id) => model.components.find((one) => one.id === id)?.name ?? id);
    return {
      cells: [
        named(hosts),
        fewOrMany(
          hosts.map(({ address }) => address.value),
          "addresses",
        )
          .map(prose)
          .join(", "),
        names.map(code).join(", "),
      ],
      origins: placesOf(hosts),
      components,
    };
  });
  return blocks(
    [fixed("## Hosts")],
    [
      fixed(
        `Each has a folder of its own, ${code(`${composeFolder}/hosts/NAME/`)}, with what it needs and no secret of others.`,
      ),
    ],
    table(["Host", "Address", "Runs"], rows),
  );
}

/** What is published on the hosts. */
export function hostPorts(model: DeploymentModel): readonly Line[] {
  const rows = hostGroups(model.hosts ?? []).flatMap(({ hosts, components }) =>
    components.flatMap((id): readonly Row[] => {
      const services = hosts.flatMap((host) => servicesOf(host).filter((one) => one.id === id));
      const published = services.flatMap(({ ports }) =>
        ports.flatMap(({ published: at, inside, name }) =>
          at === undefined ? [] : [{ ...at, inside, name }],
        ),
      );
      const [first] = published;
      if (first === undefined) return [];
      const ports = portRanges(published.map(({ port }) => port.value.value)).join(", ");
      const inside = portRanges(published.map((one) => one.inside)).join(", ");
      const at = hosts.length === 1 ? first.host.value.value : "its address";
      return [
        {
          cells: [
            named(hosts),
            code(services[0]!.name),
            prose(first.name),
            `${code(`${at}:${ports}`)} → ${code(inside)}`,
            hosts.length === 1 ? audience(at) : "everybody who reaches that address",
          ],
          origins: published.flatMap(({ host, port }) => [host.value.origin, port.value.origin]),
          components: [id],
        },
      ];
    }),
  );
  return blocks(
    [fixed("## Ports")],
    [
      fixed(
        "With Docker Compose, on the hosts. `firewall.nft` of a host keeps all but the hosts from what is published for them.",
      ),
    ],
    table(["Host", "Service", "For", "Host → container", "Who can reach it"], rows),
  );
}

/** From which host to which host and port, as a firewall needs it. */
export function betweenHosts(model: DeploymentModel): readonly Line[] {
  const rows = waysOf(model).map(({ service, ports, from, to, clients, origins }): Row => {
    return {
      cells: [
        named(from),
        named(to),
        to.length === 1 ? code(to[0]!.address.value) : "its address",
        code(portRanges(ports).join(", ")),
        code(service.name),
        clients.map(code).join(", "),
      ],
      origins,
      components: [service.id],
    };
  });
  if (rows.length === 0) return [];
  return blocks(
    [fixed("## Between hosts")],
    [
      fixed(
        "What a network and its firewalls must let through, TCP all of it. Each host's `firewall.nft` lets it in from all hosts. Nothing of it is encrypted.",
      ),
    ],
    table(["From", "To", "At", "Port", "Service", "For"], rows),
  );
}

/** How each host is started, and comes back. */
export function withComposeOnHosts(model: DeploymentModel, options: DocsOptions): readonly Line[] {
  const hosts = model.hosts ?? [];
  const [first] = hosts;
  if (first === undefined) return [];
  const folder = `${options.composeFolder}/hosts/${first.name.value}`;
  const home = first.clpHome.value ?? "clp-package";
  const projects = [...new Set(hosts.map(({ projectName }) => projectName.value))];
  return blocks(
    [fixed("## Running it with Docker Compose")],
    [
      {
        text: `The project is called ${listed(projects.map(code))}. Bring each host the contents of its own folder${options.composeSecrets.value === "file" ? ", secret files included" : ""}, and of no other: to its \`clp_home\`, where that is set. From where you compile, for the first:`,
        origins: hosts.map(({ projectName }) => projectName.origin),
      },
    ],
    codeBlock("sh", [
      {
        text: shell`rsync --archive ${forRsync([home])} ${`${folder}/`} ${`${first.address.value}:${home}/`}`,
        origins: [first.name.origin, first.address.origin, first.clpHome.origin],
      },
    ]),
    ...inEnvironment(options, first.name.value),
    [
      fixed(
        "On every host, in any order: what needs another host waits for it. `up` again is also what brings a host back, and what applies a change:",
      ),
    ],
    codeBlock("sh", [
      fixed(shell`sudo sh prepare.sh   # makes the directories; once, and after a change of paths or users`),
      fixed(UP),
    ]),
    [
      fixed(
        "A `wait-for-…` asks the data itself on the other host, for 300 seconds at most, and its log says whom it asks and at which address. After a reboot Docker starts nothing in order; this unit gives `up` again until it ends well:",
      ),
    ],
    codeBlock("sh", [
      fixed("sudo cp clp-compile@.service /etc/systemd/system/"),
      fixed('sudo systemctl enable --now "clp-compile@$(systemd-escape --path "$PWD").service"'),
    ]),
    [
      fixed(
        "The firewall, where you want it: it is a table of its own, and is taken back by the second command:",
      ),
    ],
    codeBlock("sh", [fixed("sudo nft --file firewall.nft"), fixed("sudo nft delete table inet clp_compile")]),
    [
      fixed(
        "Stop; workers first, so that nothing is left half done. Containers go, and the directories above stay:",
      ),
    ],
    codeBlock("sh", [fixed(shell`docker compose down --volumes`)]),
    [
      fixed(
        "Health, on each host: every service is `running` or `healthy`, and what waits or works once is `exited (0)`:",
      ),
    ],
    codeBlock("sh", [fixed(shell`docker compose ps --all`)]),
  );
}
