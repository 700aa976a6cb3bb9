/** Addresses on which services are published: they must be this machine's own. */
import { spanOf } from "../../base/diagnostic.ts";
import type { Sourced } from "../../base/origin.ts";
import { pick } from "../../base/typed.ts";
import type { DeploymentModel } from "../../model/model.ts";
import { isLoopbackAddress } from "../addresses.ts";
import { asksWhetherExternal, takenOut } from "../bundling.ts";
import { BUNDLEABLE, type Bundleable } from "../deployment.ts";
import { allKnown, type Facts, type Rule, rule } from "./rule.ts";

interface Published {
  readonly service: string;
  /** Where it could be external, too. */
  readonly section?: Bundleable;
  readonly address: Sourced<string>;
}

/** What is published on an address that may be another machine's, in the order of the config. */
function published({ model }: Facts): readonly Published[] {
  const start = ({ address }: Published): number => spanOf(address.origin)?.start ?? 0;
  return all(model).toSorted((a, b) => start(a) - start(b));
}

function all(model: DeploymentModel): readonly Published[] {
  return model.components.flatMap((component) => {
    if (component.kind !== "service") return [];
    const section = BUNDLEABLE.find((name) => name === component.id.replaceAll("-", "_"));
    return component.ports.flatMap(({ published: at }): readonly Published[] => {
      const address = at?.host.value;
      if (address === undefined || address.value === "0.0.0.0" || isLoopbackAddress(address.value)) return [];
      if (!allKnown(address.origin)) return [];
      return [{ service: component.name, address, ...(section === undefined ? {} : { section }) }];
    });
  });
}

/** `CLP3065` where the site file knows the machine's addresses; else `CLP4052`, of bundled services alone (D14). */
const ownAddress = rule(["CLP3065", "CLP4052"], (subject) => {
  const { deployment, site, report } = subject;
  // Of several hosts each has its own address.
  if (deployment.placement !== undefined) return;
  const own = pick(site.host, "own_addresses");
  for (const { service, section, address } of published(subject)) {
    if (own.value?.includes(address.value)) continue;
    const question = section === undefined ? [] : [asksWhetherExternal(section)];
    const edit = section === undefined ? {} : takenOut(deployment, section);
    if (own.value !== null) {
      report(
        "CLP3065",
        address.origin,
        `Cannot publish ${service} on ${address.value}: the machine has no such address`,
        {
          also: [{ origin: own.origin, text: "its own addresses" }],
          help: [
            ...question,
            `${question.length === 0 ? "Publish" : "Else publish"} it on one of the machine's own, or add the address to host.own_addresses`,
          ].join(". "),
          ...edit,
        },
      );
    } else if (section !== undefined) {
      report(
        "CLP4052",
        address.origin,
        `The bundled ${service} is published on ${address.value}, which may be another machine's address`,
        {
          help: `${asksWhetherExternal(section)}. If the address is this machine's, say so: \`host: {own_addresses: [${address.value}]}\` in the site file`,
          ...edit,
        },
      );
    }
  }
});

/** `CLP3064`, once: where the site file knows the machine's addresses, a strange one is reported by itself. */
const oneMachine = rule(["CLP3064"], (subject) => {
  if (subject.site.host.own_addresses !== null || subject.deployment.placement !== undefined) return;
  const machines = new Map<string, Published>();
  for (const one of published(subject))
    if (!machines.has(one.address.value)) machines.set(one.address.value, one);
  const firsts = [...machines.values()];
  const [first, second, ...rest] = firsts;
  if (first === undefined || second === undefined) return;
  subject.report(
    "CLP3064",
    second.address.origin,
    `Cannot publish one deployment on ${firsts.length} machines: ${firsts
      .map(({ service, address }) => `${service} on ${address.value}`)
      .join(", ")}`,
    {
      also: [first, ...rest].map(({ service, address }) => ({ origin: address.origin, text: service })),
      help: `A compose file runs on one machine. Take servers of your own out of \`bundled\`; if all addresses are this machine's, say so: \`host: {own_addresses: [${[...machines.keys()].join(", ")}]}\` in the site file`,
    },
  );
});

export const ownAddressRules: readonly Rule[] = [ownAddress, oneMachine];
