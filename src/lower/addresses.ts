/** Host names of the config → IPv4 addresses, by the site file alone: a compiler asks no DNS (D15). */
import { map, type Sourced, sourced } from "../base/origin.ts";
import { nearest } from "../base/suggest.ts";
import { pick } from "../input/typed.ts";
import type { Deployment } from "./deployment.ts";

const IPV4 = /^(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?!$)|$)){4}$/;

/** True for what means the machine itself: in a container that is another machine. */
export function isLoopback(host: string): boolean {
  return host === "localhost" || (IPV4.test(host) && host.startsWith("127."));
}

/**
 * The IPv4 address of a host of the config: `localhost`, a literal, or a name that the site file's
 * `host.addresses` knows. Reports CLP3020 for a name that it does not know.
 */
export function ipv4(deployment: Deployment, host: Sourced<string>): Sourced<string> {
  const known = deployment.addresses.get(host.origin);
  if (known !== undefined) return known;
  const found = lookUp(deployment, host);
  deployment.addresses.set(host.origin, found);
  return found;
}

function lookUp({ site, reporter }: Deployment, host: Sourced<string>): Sourced<string> {
  if (host.value === "localhost") return map(host, "localhost is 127.0.0.1", () => "127.0.0.1");
  if (IPV4.test(host.value)) return host;
  const { addresses } = site.host;
  if (Object.hasOwn(addresses, host.value)) {
    const address = pick(addresses, host.value) as Sourced<string>;
    return sourced(address.value, {
      kind: "derived",
      rule: "the host's address in the site file's host.addresses",
      from: [host.origin, address.origin],
    });
  }
  const meant = nearest(host.value, ["localhost", ...Object.keys(addresses)]);
  const isIpv6 = host.value.includes(":");
  reporter.report("CLP3020", host.origin, `Cannot tell the IPv4 address of host "${host.value}"`, {
    help: isIpv6
      ? "CLP v0.9.0 publishes ports on IPv4 addresses only: write an IPv4 address"
      : meant === undefined
        ? `Add it to the site file, as in \`host: { addresses: { "${host.value}": 10.0.0.5 } }\`, or write an IPv4 address here`
        : `Did you mean "${meant}"? Other hosts stand in the site file's host.addresses`,
  });
  return sourced("0.0.0.0", { kind: "invalid", path: [], span: undefined });
}
