/**
 * How containers find a server that the package brings along or leaves to somebody else. By most
 * releases they look it up by a fixed name, which `extra_hosts` lead to an external server (D11).
 */
import { constant, map, type Origin, type Sourced, sourced } from "../base/origin.ts";
import { pick } from "../base/typed.ts";
import type { HostName, Setting } from "../model/model.ts";
import { type ComponentId, value } from "../model/value.ts";
import { isLoopback, knownAddress } from "./addresses.ts";
import type { Bundleable, Deployment } from "./deployment.ts";
import { hostSetting, informative, overridable, settingPart } from "./settings.ts";

/** What a component's file says of it. */
export interface Lookup {
  readonly id: ComponentId;
  readonly section: Bundleable;
  /** The name that CLP's programs look up. */
  readonly name: string;
  /** What stands in the place of that name where no external server has it. */
  readonly unused: string;
  /** `CLP_<prefix>_HOST`, `_PORT`, `_CONNECT_PORT`. */
  readonly prefix: string;
  /** `CLP_EXTRA_HOST_<name>_NAME`, `_ADDR`. */
  readonly extraHost: string;
  /** Whether anybody looks it up. Absent: always. */
  readonly used?: (deployment: Deployment) => Sourced<boolean>;
}

/** As Docker writes the machine itself among the hosts that a container knows. */
const GATEWAY = "host-gateway";
/** CLP's own address for a name that nobody looks up. */
const NOWHERE = "127.0.0.2";

/**
 * The address to which the fixed name of an external server leads. Undefined: the service is no external one,
 * the release knows no fixed names, or only DNS can tell the address, so that containers are told the
 * server's own name (D15).
 */
export function fixedNameAddress(deployment: Deployment, section: Bundleable): Sourced<string> | undefined {
  const held = deployment.config[section];
  const { extraHosts } = deployment.release.capabilities;
  if (!extraHosts || held === null || held === undefined || deployment.bundled(section).value)
    return undefined;
  const host = pick(held, "host");
  return isLoopback(host.value)
    ? map(host, "a server on the host's own loopback is reached by the host's gateway", () => GATEWAY)
    : knownAddress(deployment, host);
}

/** The variables of `.env` that say where a server is published, or where an external one is reached. */
export interface LookupSettings {
  readonly host: Setting<string> | undefined;
  readonly port: Setting<number> | undefined;
  readonly connectPort: Setting<number> | undefined;
  readonly extraName: Setting<string> | undefined;
  readonly extraAddress: Setting<string> | undefined;
}

const NONE: LookupSettings = {
  host: undefined,
  port: undefined,
  connectPort: undefined,
  extraName: undefined,
  extraAddress: undefined,
};

/** The settings of a server's address; none where its section is null. Reports CLP3020. */
export function lookupSettings(deployment: Deployment, lookup: Lookup): LookupSettings {
  const { section, name, prefix, extraHost } = lookup;
  const held = deployment.config[section];
  if (held === null || held === undefined || lookup.used?.(deployment).value === false) return NONE;
  const port = pick(held, "port");
  if (deployment.bundled(section).value || !deployment.release.capabilities.connectPorts) {
    return {
      ...NONE,
      host: hostSetting(deployment, lookup.id, `CLP_${prefix}_HOST`),
      port: overridable(`CLP_${prefix}_PORT`, port),
    };
  }
  const address = fixedNameAddress(deployment, section);
  return {
    ...NONE,
    connectPort: informative(`CLP_${prefix}_CONNECT_PORT`, port),
    ...(address === undefined
      ? {}
      : {
          extraName: overridable(`CLP_EXTRA_HOST_${extraHost}_NAME`, sourced(name, address.origin)),
          extraAddress: overridable(`CLP_EXTRA_HOST_${extraHost}_ADDR`, address),
        }),
  };
}

/** The name that every container is to know for such a server; undefined where the release has no such names. */
export function hostNameOf(deployment: Deployment, lookup: Lookup): HostName | undefined {
  const { config, release } = deployment;
  if (!release.capabilities.extraHosts || config[lookup.section] === undefined) return undefined;
  const { extraName, extraAddress } = lookupSettings(deployment, lookup);
  if (extraName !== undefined && extraAddress !== undefined) {
    return {
      name: value`${settingPart(extraName)}`,
      address: value`${settingPart(extraAddress)}`,
      origin: extraAddress.value.origin,
    };
  }
  const origin: Origin = constant(
    `${release.name} gives each container a name that leads nowhere where there is no external ${lookup.name}`,
  );
  return {
    name: value`${sourced(lookup.unused, origin)}`,
    address: value`${sourced(NOWHERE, origin)}`,
    origin,
  };
}
