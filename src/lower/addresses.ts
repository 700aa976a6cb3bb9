/** Host names of the config → IPv4 addresses, by the site file alone: a compiler asks no DNS (D15). */
import { map, type Sourced, sourced } from "../base/origin.ts";
import { nearest } from "../base/suggest.ts";
import { pick } from "../base/typed.ts";
import { HOST_GATEWAY } from "../model/host-gateway.ts";
import { asksWhetherExternal, takenOut } from "./bundling.ts";
import type { Bundleable, Deployment } from "./deployment.ts";

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
export function knownAddress({ site }: Deployment, host: Sourced<string>): Sourced<string> | undefined {
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

/**
 * The IPv4 address of a host of the config on which something is published. Reports CLP3020 for a name
 * that nobody has told the address of.
 *
 * @param bundled the section of a service that could be external, too
 */
export function publishedAddress(
  deployment: Deployment,
  host: Sourced<string>,
  bundled?: Bundleable,
): Sourced<string> {
  const found = knownAddress(deployment, host) ?? deployment.addresses.get(host.origin);
  if (found !== undefined) return found;
  const unknown = sourced("0.0.0.0", { kind: "invalid", path: [], span: undefined });
  // Several ask about one host; it is reported once.
  deployment.addresses.set(host.origin, unknown);
  const { site, reporter } = deployment;
  const meant = nearest(host.value, ["localhost", ...Object.keys(site.host.addresses)]);
  const wayOut =
    meant === undefined
      ? `${bundled === undefined ? "Add" : "Else add"} it to the site file, as in \`host: { addresses: { "${host.value}": 10.0.0.5 } }\`, or write an IPv4 address here`
      : `Did you mean "${meant}"? Other hosts stand in the site file's host.addresses`;
  reporter.report("CLP3020", host.origin, `Cannot tell the IPv4 address of host "${host.value}"`, {
    help: bundled === undefined ? wayOut : `${asksWhetherExternal(bundled)}. ${wayOut}`,
    ...(bundled === undefined ? {} : takenOut(deployment, bundled)),
  });
  return unknown;
}

/**
 * What `.env` says of the host of a service that may be external: the IPv4 address on which the package's
 * own is published; of somebody else's the address, or the name where that is left to DNS.
 */
export function hostOf(deployment: Deployment, section: Bundleable, host: Sourced<string>): Sourced<string> {
  return deployment.bundled(section).value
    ? publishedAddress(deployment, host, section)
    : (knownAddress(deployment, host) ?? host);
}
