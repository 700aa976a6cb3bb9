/** `firewall.nft` of one host of several: who may connect to what is published for the other hosts. */
import { constant, derived, type Origin } from "../../base/origin.ts";
import { type EmittedFile, emittedFile } from "../../model/emitted-file.ts";
import { portRanges } from "../../model/host-groups.ts";
import type { DeploymentModel, Host, Port, Service } from "../../model/model.ts";
import { servicesOf } from "../../model/reachability.ts";
import { type Line, textOfLines } from "../../model/text.ts";
import { type Bundle, pathIn } from "./bundle.ts";

const FACT = constant("what a firewall does is the same for every host");

const HEAD = `#!/usr/sbin/nft -f
# Made by clp-compile. Lets the hosts of the deployment alone connect to what is published for them.
# Applying it is yours to decide: nft -f firewall.nft, again after each change; nft delete table inet clp_compile
# takes it back. It is one table of its own, beside those of Docker and yours, and lets everything else through.
table inet clp_compile
delete table inet clp_compile
table inet clp_compile {`;

interface Published {
  readonly address: string;
  readonly port: number;
  readonly isForPeople: boolean;
  readonly origins: readonly Origin[];
}

/** A page or an interface that people and programs of theirs open. */
function isForPeople({ name, hostsAlone }: Port): boolean {
  return name === "http" && hostsAlone === undefined;
}

function publishedOf(service: Service): readonly Published[] {
  return service.ports.flatMap((port) =>
    port.published === undefined
      ? []
      : [
          {
            address: port.published.host.value.value,
            port: port.published.port.value.value,
            isForPeople: isForPeople(port),
            origins: [port.published.host.value.origin, port.published.port.value.origin],
          },
        ],
  );
}

export function firewall(bundle: Bundle, { hosts = [] }: DeploymentModel, here: Host): EmittedFile<"public"> {
  const { clients, host } = bundle.options;
  if (host === undefined) throw new Error("there is one host");
  const all = servicesOf(here).flatMap(publishedOf);
  const addresses: Line = {
    text: `    elements = { ${hosts.map(({ address }) => address.value).join(", ")} }`,
    origins: hosts.map(({ address }) => address.origin),
  };
  const networks = clients?.value ?? null;
  const origins = clients === undefined ? [] : [clients.origin];
  const clientSet: readonly Line[] =
    networks === null
      ? []
      : [
          ...["  set clients {", "    type ipv4_addr", "    flags interval", "    auto-merge"].map(fixed),
          ...(networks.length === 0 ? [] : [{ text: `    elements = { ${networks.join(", ")} }`, origins }]),
          fixed("  }"),
        ];
  const between = dropLines(
    all.filter((one) => !one.isForPeople),
    "",
  );
  const forPeople =
    networks === null
      ? []
      : dropLines(
          all.filter((one) => one.isForPeople),
          " ip saddr != @clients",
        ).map((line) => ({ ...line, origins: [...line.origins, ...origins] }));
  // Docker Compose has the containers of the project in one network, whose bridge has this name.
  const own: Line = {
    text: `    iifname { "lo", "${host.bridge.value}" } return`,
    origins: [derived("the host itself, and its own containers", host.bridge.origin)],
  };
  return emittedFile(
    pathIn(bundle, "firewall.nft"),
    "public",
    textOfLines([
      ...HEAD.split("\n").map(fixed),
      ...["  set hosts {", "    type ipv4_addr"].map(fixed),
      addresses,
      fixed("  }"),
      ...clientSet,
      fixed("  chain published {"),
      fixed("    ct state != new return"),
      own,
      fixed("    ip saddr @hosts return"),
      ...between,
      ...forPeople,
      fixed("  }"),
      // Before Docker's own chains. What is published comes by its forwarding, or by a proxy on the host.
      ...["forward", "input"].flatMap((hook) =>
        [
          `  chain ${hook} {`,
          `    type filter hook ${hook} priority filter - 10; policy accept;`,
          "    jump published",
          "  }",
        ].map(fixed),
      ),
      fixed("}"),
    ]),
    0o755,
  );
}

/** A rule for each address on which something is published. */
function dropLines(published: readonly Published[], condition: string): readonly Line[] {
  const byAddress = new Map<string, Published[]>();
  for (const one of published) byAddress.set(one.address, [...(byAddress.get(one.address) ?? []), one]);
  return [...byAddress].flatMap(([address, some]) => {
    const ports = portRanges(some.map(({ port }) => port)).join(", ");
    // On all addresses of the host: what Docker sends on to a container, and what a program of the host takes.
    const places =
      address === "0.0.0.0"
        ? ["ct status dnat", "fib daddr type local"]
        : [`ct original ip daddr ${address}`];
    return places.map((where) => ({
      text: `    meta l4proto tcp ${where} ct original proto-dst { ${ports} }${condition} drop`,
      origins: some.flatMap(({ origins }) => origins),
    }));
  });
}

function fixed(text: string): Line {
  return { text, origins: [FACT] };
}
