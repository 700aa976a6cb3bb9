/** Host names of the config → IPv4 addresses, by the site file alone: a compiler asks no DNS (D15). */
import type { Reporter } from "../base/diagnostic.ts";
import { map, type Origin, type Sourced, sourced } from "../base/origin.ts";
import { nearest } from "../base/suggest.ts";
import { pick } from "../base/typed.ts";
import { HOST_GATEWAY } from "../model/host-gateway.ts";
import type { ComponentId } from "../model/value.ts";
import { asksWhetherExternal, takenOut } from "./bundling.ts";
import type { Addresses, Bundleable, Outline } from "./deployment.ts";

const IPV4 = /^(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?!$)|$)){4}$/;

/** True for what means the machine itself: in a container that is another machine. */
export function isLoopback(host: string): boolean {
  return host === "localhost" || host === HOST_GATEWAY || isLoopbackAddress(host);
}

/** True for an IPv4 address at which a machine reaches itself alone. */
export function isLoopbackAddress(host: string): boolean {
  return IPV4.test(host) && host.startsWith("127.");
}

/**
 * The IPv4 address of a host of the config, as far as the inputs say it: of `localhost`, of a literal, and
 * of a name that the site file's `host.addresses` knows. Undefined: only DNS can tell.
 */
export function knownAddress({ site }: Outline, host: Sourced<string>): Sourced<string> | undefined {
  if (host.value === "localhost") return map(host, "localhost is 127.0.0.1", () => "127.0.0.1");
  if (IPV4.test(host.value)) return host;
  const { addresses } = site.host;
  if (!Object.hasOwn(addresses, host.value)) return undefined;
  const address = pick(addresses, host.value) as Sourced<string>;
  return sourced(address.value, {
    kind: "derived",
    rule: "the host's address in the site file's host.addresses",
    from: [host.origin, address.origin],
  });
}

/** A host of the config on which a component is published, or where somebody else runs it. */
export interface PublishedHost {
  readonly id: ComponentId;
  readonly host: Sourced<string>;
  /** Of a component that may be external: its section. */
  readonly section?: Bundleable | undefined;
}

/**
 * Where components are published: the IPv4 address of each host of the config. Of a server of somebody
 * else's the address, or the name where that is left to DNS. Reports CLP3020 for a name that nobody has told
 * the address of, once for all who have it by one alias.
 */
export function resolveAddresses(
  outline: Outline,
  hosts: readonly PublishedHost[],
  reporter: Reporter,
): Addresses {
  const unknown = new Map<Origin, Sourced<string>>();
  const addresses: Partial<Record<ComponentId, Sourced<string>>> = {};
  for (const { id, host, section } of hosts) {
    const isOwn = section === undefined || outline.bundled(section).value;
    let address = knownAddress(outline, host) ?? (isOwn ? unknown.get(host.origin) : host);
    if (address === undefined) {
      address = sourced("0.0.0.0", { kind: "invalid", path: [], span: undefined });
      unknown.set(host.origin, address);
      reportUnknown(outline, host, section, reporter);
    }
    addresses[id] = address;
  }
  return addresses;
}

function reportUnknown(
  outline: Outline,
  host: Sourced<string>,
  bundled: Bundleable | undefined,
  reporter: Reporter,
): void {
  const meant = nearest(host.value, ["localhost", ...Object.keys(outline.site.host.addresses)]);
  const wayOut =
    meant === undefined
      ? `${bundled === undefined ? "Add" : "Else add"} it to the site file, as in \`host: { addresses: { "${host.value}": 10.0.0.5 } }\`, or write an IPv4 address here`
      : `Did you mean "${meant}"? Other hosts stand in the site file's host.addresses`;
  reporter.report("CLP3020", host.origin, `Cannot tell the IPv4 address of host "${host.value}"`, {
    help: bundled === undefined ? wayOut : `${asksWhetherExternal(bundled)}. ${wayOut}`,
    ...(bundled === undefined ? {} : takenOut(outline, bundled)),
  });
}
