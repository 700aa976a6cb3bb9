/** Services that somebody else runs. */

import { pick } from "../../base/typed.ts";
import { DATABASE_PORT } from "../../clp/components/database.ts";
import type { External } from "../../model/model.ts";
import { type Facts, isWritten, type Rule, rule, schedulerType } from "./rule.ts";

/** Names of the third-party services, for people. */
const SPOKEN: Readonly<Record<string, string>> = {
  database: "database",
  queue: "queue",
  redis: "Redis",
  "results-cache": "results cache",
  "presto-coordinator": "Presto",
};

function externals({ model }: Facts): readonly External[] {
  return model.components.filter((component) => component.kind === "external");
}

/** `CLP3021` and `CLP4035` (D11). */
const reachable = rule(["CLP3021", "CLP4035"], (subject) => {
  for (const { id, name, host, origin, address, loopback } of externals(subject)) {
    const spoken = SPOKEN[id] ?? name;
    const also = [
      {
        origin,
        text: id === "presto-coordinator" ? "it is not deployed here" : `the ${spoken} is not bundled`,
      },
    ];
    if (address?.value === "0.0.0.0") {
      subject.report(
        "CLP3021",
        host.origin,
        `Cannot reach the external ${spoken} at ${host.value}: there a client reaches itself`,
        {
          also,
          help: "Write the address or name of the machine on which it runs",
        },
      );
    } else if (loopback && subject.deployment.placement === undefined) {
      subject.report(
        "CLP4035",
        host.origin,
        `The external ${spoken} at ${host.value} must listen beyond the loopback: containers reach it by the host's gateway`,
        {
          also,
          help: "Let it listen on the gateway's address too, or write the host's own address here",
        },
      );
    }
  }
});

/** `CLP4036` (D12b). */
const externalResultsCache = rule(["CLP4036"], (subject) => {
  for (const { id, host, origin } of externals(subject)) {
    if (id !== "results-cache") continue;
    subject.report(
      "CLP4036",
      host.origin,
      `The external results cache at ${host.value} must already be a replica set, whose members' names containers resolve`,
      {
        also: [{ origin, text: "the results cache is not bundled" }],
        help: "Set it up before the first start: only the two indices are made there",
      },
    );
  }
});

/** `CLP3022` (facts: `get_container_url`; D12c). */
const spiderPort = rule(["CLP3022"], (subject) => {
  const type = schedulerType(subject);
  if (type.value !== "spider" || subject.release.capabilities.spiderDatabase !== "fixed") return;
  for (const { id, port, origin } of externals(subject)) {
    if (id !== "database" || port.value === DATABASE_PORT) continue;
    subject.report(
      "CLP3022",
      port.origin,
      `Cannot compress with Spider on an external database at port ${port.value}: it looks for port ${DATABASE_PORT} alone`,
      {
        also: [
          { origin, text: "the database is not bundled" },
          { origin: type.origin, text: "compression runs on Spider" },
        ],
        help: `Let the database listen on port ${DATABASE_PORT}, or compress with Celery`,
      },
    );
  }
});

/** `CLP3062` (facts: `get_container_url`; D12c). */
const spiderAddress = rule(["CLP3062"], (subject) => {
  const type = schedulerType(subject);
  if (type.value !== "spider" || subject.release.capabilities.spiderDatabase !== "fixed") return;
  for (const { id, host, origin, address, loopback } of externals(subject)) {
    if (id !== "database" || address !== undefined || loopback) continue;
    subject.report(
      "CLP3062",
      host.origin,
      `Cannot compress with Spider on an external database at ${host.value} without its address`,
      {
        also: [
          { origin, text: "the database is not bundled" },
          { origin: type.origin, text: "compression runs on Spider" },
        ],
        notes: ["Spider looks for the host `database`, and a name can be given to an address alone"],
        help: `Add it to the site file, as in \`host: { addresses: { "${host.value}": 10.0.0.5 } }\`, or compress with Celery`,
      },
    );
  }
});

/** `CLP3063`: Docker answers for the names of its containers before anybody asks DNS. */
const namesake = rule(["CLP3063"], (subject) => {
  const names = new Map<string, string>();
  for (const component of subject.model.components) {
    if (component.kind === "external") continue;
    for (const name of [component.name, component.hostname]) names.set(name, component.name);
  }
  for (const { id, name, host, origin, address } of externals(subject)) {
    const taken = address === undefined ? names.get(host.value.toLowerCase()) : undefined;
    if (taken === undefined) continue;
    subject.report(
      "CLP3063",
      host.origin,
      `Cannot reach the external ${SPOKEN[id] ?? name} at ${host.value}: containers find ${taken} of this deployment under that name`,
      {
        also: [{ origin, text: `the ${SPOKEN[id] ?? name} is not bundled` }],
        help: "Write its full name, such as db.example.com, or its address",
      },
    );
  }
});

/** `CLP4030`, `CLP4031` and `CLP4032` (D43, H11): who can reach what the package runs itself. */
const exposure = rule(["CLP4030", "CLP4031", "CLP4032"], (subject) => {
  const { deployment, model, site, report } = subject;
  for (const component of model.components) {
    if (component.kind !== "service" || component.owner !== "third-party") continue;
    for (const { published } of component.ports) {
      if (published === undefined) continue;
      const { origin, value: address } = published.host.value;
      const open = component.id === "results-cache";
      const spoken = SPOKEN[component.id] ?? component.name;
      const isPlaced = deployment.placement !== undefined;
      // Where the host's own address is meant, what hosts say to each other is warned of once.
      if (isPlaced && !isWritten(published.host.value)) continue;
      if (address === "0.0.0.0") {
        report(
          "CLP4030",
          origin,
          `The ${spoken} is published on all interfaces${open ? ", and asks for no password" : ""}`,
          {
            help: isPlaced
              ? "Leave `host` out, which publishes it on the address of its host alone"
              : "Write `host: localhost`, or the one address on which it is needed",
          },
        );
      } else if (open && !address.startsWith("127.")) {
        report("CLP4031", origin, `The ${spoken} is published at ${address}, and asks for no password`, {
          help: !isPlaced
            ? "Write `host: localhost`, or keep others from that address by a firewall"
            : "Keep all but the hosts from it by a firewall: firewall.nft of its host does",
        });
      }
    }
  }
  const exposed = pick(site.kubernetes, "expose_databases");
  if (exposed.value) {
    report(
      "CLP4032",
      exposed.origin,
      "The database, and the results cache without a password, are published on every node of the cluster",
      {
        help: "Write `expose_databases: false` where no script outside the cluster needs them",
      },
    );
  }
});

export const externalRules: readonly Rule[] = [
  reachable,
  externalResultsCache,
  spiderPort,
  spiderAddress,
  namesake,
  exposure,
];
