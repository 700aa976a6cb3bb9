/** Several hosts: who runs where, and whether all find each other. */
import { listed } from "../../base/listed.ts";
import type { Origin } from "../../base/origin.ts";
import { given, pick } from "../../base/typed.ts";
import { CATALOGUE } from "../../clp/components/catalogue.ts";
import { PLACE_GROUPS } from "../../clp/package/places.ts";
import { fewOrMany } from "../../model/host-groups.ts";
import { connectedTo } from "../../model/reach.ts";
import { passagesOf, publishedPorts, servicesOf } from "../../model/reachability.ts";
import type { ComponentId } from "../../model/value.ts";
import { isLoopbackAddress } from "../addresses.ts";
import { countUp, type HostEntry, MAX_HOSTS, numberOfHosts, type PlacedHost } from "../placement.ts";
import { isWritten, ofHosts, type Rule, rule } from "./rule.ts";
import { sharedKey, sharedVolumes, storage, users } from "./shared-storage.ts";

/** `CLP3108`: hosts that are counted, and names and addresses that count along. */
const counts = ofHosts(["CLP3108"], ({ report, site }, _, entries) => {
  const number = numberOfHosts(entries);
  if (number > MAX_HOSTS)
    report(
      "CLP3108",
      pick(site, "hosts").origin,
      `Cannot count ${number} hosts: a deployment has at most ${MAX_HOSTS}`,
      {
        help: "Make several deployments of them, each with a site file of its own",
      },
    );
  for (const entry of entries) {
    const [name, address, count] = [pick(entry, "name"), pick(entry, "address"), given(entry, "count")];
    const isPattern = name.value.includes("{n}");
    if (count === undefined) {
      if (isPattern)
        report("CLP3108", name.origin, `Cannot name a host ${name.value}: nothing counts {n}`, {
          help: "Write `count: N` beside it, or a name without {n}",
        });
      continue;
    }
    if (!isPattern && count.value > 1) {
      report("CLP3108", name.origin, `Cannot give ${count.value} hosts the one name ${name.value}`, {
        also: [{ origin: count.origin, text: `${count.value} hosts` }],
        help: `Write {n} where the number goes, such as ${name.value}-{n}`,
      });
    }
    if (countUp(address.value, count.value - 1) === undefined) {
      const [a, b] = address.value.split(".");
      report(
        "CLP3108",
        count.origin,
        `Cannot count ${count.value} hosts up from ${address.value}: the addresses would leave ${a}.${b}.0.0/16`,
        {
          also: [{ origin: address.origin, text: "the first address" }],
          help: "Begin lower, or write the hosts in several entries, each with its own address",
        },
      );
    }
  }
});

/** `CLP3102`, once for each host that comes after another of the same name or address. */
const distinct = ofHosts(["CLP3102"], ({ report }, { hosts }) => {
  const reported = new Set<HostEntry>();
  for (const what of ["name", "address"] as const) {
    const first = new Map<string, PlacedHost>();
    for (const host of hosts) {
      const other = first.get(host[what].value);
      if (other === undefined) {
        first.set(host[what].value, host);
        continue;
      }
      if (reported.has(host.entry) || host.entry === other.entry) continue;
      reported.add(host.entry);
      report(
        "CLP3102",
        host[what].origin,
        what === "name"
          ? `Two hosts have the name ${host.name.value}`
          : `The hosts ${other.name.value} and ${host.name.value} have one address: ${host.address.value}`,
        {
          also: [{ origin: other[what].origin, text: "the first" }],
          help:
            what === "name"
              ? "The name is the host's folder: give each its own"
              : "What runs on one machine is one host: put their components together, or correct the address",
        },
      );
    }
  }
});

function unreachable(address: string): string | undefined {
  if (isLoopbackAddress(address)) return "at it each machine reaches itself";
  if (address.startsWith("0.")) return "it is the address of no machine";
  return Number(address.split(".")[0]) >= 224 ? "it is not the address of one machine" : undefined;
}

/** `CLP3103`. */
const addresses = ofHosts(["CLP3103"], ({ report }, _, entries) => {
  for (const entry of entries) {
    const address = pick(entry, "address");
    const why = unreachable(address.value);
    if (why !== undefined)
      report("CLP3103", address.origin, `Cannot reach a host at ${address.value}: ${why}`, {
        help: "Write the IPv4 address of the host in the network that the hosts share",
      });
  }
});

function nameOf({ id, name }: { readonly id: ComponentId; readonly name?: ComponentId }): string {
  return name ?? id;
}

/** True where a list of components is not there, or a word in it is wrong: anything may have been meant. */
function isUnsure(entry: HostEntry): boolean {
  const { components } = entry;
  const words = components.map((_, index) => pick(components, index));
  return [pick(entry, "components"), ...words].some(({ origin }) => origin.kind === "invalid");
}

/** `CLP3100`, one finding for all that run and are nowhere. */
const everything = ofHosts(["CLP3100"], ({ model, site, report }, placement, entries) => {
  const missing = CATALOGUE.filter(({ id }) => {
    const component = model.components.find((one) => one.id === id);
    return component !== undefined && component.kind !== "external" && placement.hostsOf(id).length === 0;
  });
  if (missing.length === 0) return;
  const list = pick(site, "hosts");
  const names = missing.map(nameOf);
  if (entries.some(isUnsure)) return;
  report(
    "CLP3100",
    list.origin,
    names.length === 1
      ? `Cannot run ${names[0]}: it is on no host`
      : `Cannot run ${listed(names)}: they are on no host`,
    {
      help: `Add ${names.length === 1 ? "it" : "them"} to \`components\` of a host; \`infrastructure\`, \`schedulers\`, \`workers\` and \`rest\` stand for several at once`,
    },
  );
});

/** `CLP3101`, for each further host of what a deployment has once. */
const singletons = ofHosts(["CLP3101"], ({ report }, { hostsOf }) => {
  for (const facts of CATALOGUE) {
    const [first, ...others] = hostsOf(facts.id);
    if (first === undefined || facts.scales === true) continue;
    const at = ({ components }: PlacedHost): Origin => components.find(({ id }) => id === facts.id)!.origin;
    const reported = new Set<HostEntry>();
    for (const other of others) {
      if (reported.has(other.entry)) continue;
      reported.add(other.entry);
      report(
        "CLP3101",
        at(other),
        `Cannot run ${nameOf(facts)} on ${other.name.value}, too: it runs on ${first.name.value}, and a deployment has one`,
        {
          also: other.entry === first.entry ? [] : [{ origin: at(first), text: "it runs here" }],
          help: "Leave it to one host; what several hosts run are workers and reducers",
        },
      );
    }
  }
});

/** `CLP4100`: a word for what does not run. */
const absent = ofHosts(["CLP4100"], ({ deployment, model, report }, _, entries) => {
  for (const { components } of entries) {
    for (const [index, place] of components.entries()) {
      if ((PLACE_GROUPS as readonly string[]).includes(place)) continue;
      const { origin } = pick(components, index);
      const found = CATALOGUE.filter((one) => nameOf(one) === place);
      const runs = model.components.filter(({ id }) => found.some((one) => one.id === id));
      if (runs.some(({ kind }) => kind !== "external")) continue;
      const [elsewhere] = runs;
      const why = elsewhere?.origin ?? deployment.runs[found[0]!.id].origin;
      report(
        "CLP4100",
        origin,
        elsewhere === undefined
          ? `Placing ${place} has no effect: this deployment does not have it`
          : `Placing ${place} has no effect: somebody else runs it`,
        { also: [{ origin: why, text: "this says so" }], help: "Remove it from the list" },
      );
    }
  }
});

/** `CLP4110`, once for hosts that are counted. */
const idle = ofHosts(["CLP4110"], ({ report }, { hosts }, entries) => {
  for (const entry of entries) {
    const alike = hosts.filter((host) => host.entry === entry && host.components.length === 0);
    if (alike.length === 0 || isUnsure(entry)) continue;
    report(
      "CLP4110",
      pick(entry, "name").origin,
      `Nothing runs on ${listed(fewOrMany(alike.map(({ name }) => name.value)))}: \`docker compose up\` finds no service there`,
      { help: "Say in its `components` what runs there, or remove it from `hosts`" },
    );
  }
});

/** `CLP3104`: where the config writes an address at which others do not reach the service. */
const published = ofHosts(["CLP3104"], ({ model, report }, { hostsOf }) => {
  for (const component of model.components) {
    if (component.kind !== "service") continue;
    const [host] = hostsOf(component.id);
    if (host === undefined) continue;
    const at = component.ports.find(({ published }) => published !== undefined)?.published?.host.value;
    if (at === undefined || at.value === "0.0.0.0" || at.value === host.address.value) continue;
    report(
      "CLP3104",
      at.origin,
      isLoopbackAddress(at.value)
        ? `Cannot publish ${component.name} on ${at.value}: it runs on ${host.name.value}, and the other hosts do not reach it there`
        : `Cannot publish ${component.name} on ${at.value}: it runs on ${host.name.value}, whose address is ${host.address.value}`,
      {
        also: [{ origin: host.address.origin, text: `the address of ${host.name.value}` }],
        help: "Leave `host` out, which publishes it on the address of its host; 0.0.0.0 is all addresses of it",
      },
    );
  }
});

/** `CLP3105`. */
const externals = ofHosts(["CLP3105"], ({ model, report }) => {
  for (const component of model.components) {
    if (component.kind !== "external" || !component.loopback) continue;
    report(
      "CLP3105",
      component.host.origin,
      `Cannot reach the external ${component.name} at ${component.host.value} from several hosts: each reaches itself there`,
      { help: "Write the name or address at which all hosts reach it" },
    );
  }
});

/** `CLP3107` (facts: hosts.md 2). */
const ports = ofHosts(["CLP3107"], ({ model, report }) => {
  const reached = new Set(passagesOf(model).map(({ service }) => service.id));
  for (const component of model.components) {
    const facts = CATALOGUE.find(({ id }) => id === component.id);
    if (component.kind !== "service" || facts?.samePort !== true || !reached.has(component.id)) continue;
    for (const { inside, published: at } of component.ports) {
      if (at === undefined || at.port.value.value === inside) continue;
      report(
        "CLP3107",
        at.port.value.origin,
        `Cannot publish ${component.name} on port ${at.port.value.value}: other hosts are told ${inside}, at which it listens in its container`,
        {
          help: `Write \`port: ${inside}\`: its address is handed on from host to host, so that its port must be the same from everywhere`,
        },
      );
    }
  }
});

/** `CLP3112`: what another host connects to, and is published nowhere. */
const unpublished = ofHosts(["CLP3112"], ({ model, report }, placement) => {
  const reported = new Set<ComponentId>();
  for (const from of model.hosts ?? []) {
    for (const client of from.model.components) {
      if (client.kind === "external") continue;
      const connected = connectedTo(from.model, client);
      for (const { id, name, kind } of from.model.components) {
        if (kind !== "external" || !connected.has(id) || reported.has(id)) continue;
        const to = (model.hosts ?? []).find((host) => servicesOf(host).some((one) => one.id === id));
        const service = to && servicesOf(to).find((one) => one.id === id);
        if (to === undefined || service === undefined || publishedPorts(service).length > 0) continue;
        reported.add(id);
        const placed = placement.hostsOf(id)[0]!.components.find((one) => one.id === id)!;
        report(
          "CLP3112",
          placed.origin,
          `Cannot reach ${name} on ${to.name.value} from ${from.name.value}, where ${client.name} connects to it: it is published on no port`,
          {
            help: `Put ${name} and ${client.name} on one host${id === "presto-coordinator" ? ", or say with presto.publish where it is reached" : ""}`,
          },
        );
      }
    }
  }
});

/** Keys that each host may say for itself, with where everybody's stand. */
const OVERRIDDEN = [
  "clp_home",
  "uid",
  "gid",
  "third_party_uid",
  "third_party_gid",
  "cpus",
  "worker_concurrency",
] as const;

/** `CLP4101`: what no host is left to be told. */
const overridden = ofHosts(["CLP4101"], ({ site, report }, _, entries) => {
  const own = pick(site.host, "own_addresses");
  if (isWritten(own))
    report("CLP4101", own.origin, "host.own_addresses has no effect: each host has its own address", {
      also: [{ origin: pick(site, "hosts").origin, text: "the hosts" }],
      help: "Remove it",
    });
  for (const key of OVERRIDDEN) {
    const general = pick(site.host, key);
    const others = entries.map((entry) => given(entry, key));
    if (!isWritten(general) || entries.length === 0 || others.some((one) => one === undefined)) continue;
    report("CLP4101", general.origin, `host.${key} has no effect: every host has its own`, {
      also: [{ origin: others[0]!.origin, text: "here, for one" }],
      help: "Remove it",
    });
  }
});

/** `CLP4102`, once. */
const plainText = ofHosts(["CLP4102"], ({ model, site, report }) => {
  const passages = passagesOf(model);
  if (passages.length === 0) return;
  const services = [...new Set(passages.map(({ service }) => service.name))];
  report(
    "CLP4102",
    pick(site, "hosts").origin,
    "What hosts say to each other is not encrypted, passwords and log lines included",
    {
      notes: [
        `between hosts: ${listed(services)}`,
        ...(services.includes("results-cache") ? ["the results cache asks for no password"] : []),
      ],
      help: "Let them meet in a network that is yours alone, or put WireGuard or IPsec under it and write its addresses here; firewall.nft of each host keeps others out",
    },
  );
});

/** `CLP4103`: workers on a host whose CPUs nobody has told. */
const cpus = ofHosts(["CLP4103"], ({ site, report }, { hosts }) => {
  if (isWritten(pick(site.host, "cpus")) || isWritten(pick(site.host, "worker_concurrency"))) return;
  const untold = hosts.filter(
    ({ entry, components }) =>
      components.some(({ id }) => CATALOGUE.find((one) => one.id === id)?.scales === true) &&
      !given(entry, "cpus") &&
      !given(entry, "worker_concurrency"),
  );
  const [first, ...others] = [...new Set(untold.map(({ entry }) => entry))];
  if (first === undefined) return;
  const one = untold.length === 1;
  report(
    "CLP4103",
    pick(first, "name").origin,
    `The CPUs of ${listed(fewOrMany(untold.map(({ name }) => name.value)))} are not told: ${one ? "its workers run as if it" : "their workers run as if each"} had ${site.host.cpus}`,
    {
      also: others.map((entry) => ({ origin: pick(entry, "name").origin, text: "the same here" })),
      help: `Write \`cpus: N\` for ${one ? "the host" : "each"}, or host.cpus for all`,
    },
  );
});

/** `CLP4104`: what is said of several hosts where there is one, or of files that no two hosts use. */
const withoutEffect = rule(["CLP4104"], (subject) => {
  const { site, deployment, report } = subject;
  const clients = pick(site.firewall, "clients");
  if (deployment.placement === undefined && isWritten(clients))
    report("CLP4104", clients.origin, "firewall.clients has no effect: there is one host", {
      help: "Remove it: firewall.nft is made for each of several hosts",
    });
  const used = new Set(sharedVolumes(subject).map(({ volume }) => sharedKey(volume)));
  for (const key of ["archives", "streams", "logs_input"] as const) {
    const said = pick(site.shared_storage, key);
    if (!isWritten(said) || said.value === null || used.has(key)) continue;
    report(
      "CLP4104",
      said.origin,
      `shared_storage.${key} has no effect: ${deployment.placement === undefined ? "there is one host" : "no two hosts use such files"}`,
      { help: "Remove it" },
    );
  }
});

export const hostRules: readonly Rule[] = [
  counts,
  distinct,
  addresses,
  everything,
  singletons,
  absent,
  idle,
  published,
  externals,
  ports,
  unpublished,
  storage,
  users,
  overridden,
  plainText,
  cpus,
  withoutEffect,
];
