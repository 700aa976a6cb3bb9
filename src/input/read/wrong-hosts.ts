/** What was meant by a text that is no host: a connection string, an address with a port, an IPv6 address. */
import type { DocPath } from "../../base/origin.ts";
import { HOST_ALONE } from "../schema/host-pattern.ts";
import type { SeqNode } from "../yaml/node.ts";

/** What a host must look like in a message: nothing else of a connection string is repeated. */
function isHost(text: string): boolean {
  return HOST_ALONE.test(text) && text.length <= 253;
}

const IPV4_ONLY = "CLP publishes ports on IPv4 addresses only";

/** Completes "Write …": the IPv4 address that an IPv6 address stands for. */
const IPV4_OF: readonly (readonly [address: RegExp, instead: string])[] = [
  [/^(?:0{0,4}:){2,7}0{0,3}1$/, "127.0.0.1"],
  [/^[0:]+$/, "0.0.0.0"],
];

/** The way out for a text that is no host; undefined where nothing can be said. */
export function hostHelp(written: string, path: DocPath): string | undefined {
  const text = written.trim();
  if (text === "*") return "Write 0.0.0.0 for all addresses of the host";
  return ipv6Help(text) ?? connectionHelp(text, path);
}

/** The same of what YAML took for a list: `[::1]` without quotes. */
export function listedHostHelp(node: SeqNode): string | undefined {
  const [item, ...others] = node.items;
  if (item === undefined || others.length > 0) return undefined;
  if (item.kind === "scalar") return ipv6Help(item.text);
  // `[::]` is a list of a mapping with the key ":".
  return item.kind === "map" && item.entries[0]?.key === ":" ? ipv6Help("::") : undefined;
}

function ipv6Help(text: string): string | undefined {
  const [, bracketed, plain] =
    text.match(/^(?:\[([0-9a-f:.]+)(?:%[\w.-]+)?\](?::\d+)?|([0-9a-f:.]+)(?:%[\w.-]+)?(?:\/\d+)?)$/i) ?? [];
  const address = bracketed ?? plain;
  if (address === undefined || address.split(":").length < 3) return undefined;
  const mapped = address.match(/^::ffff:([0-9.]+)$/i)?.[1];
  const instead = mapped ?? IPV4_OF.find(([pattern]) => pattern.test(address))?.[1];
  return instead === undefined
    ? `Write an IPv4 address or a name: ${IPV4_ONLY}`
    : `Write ${instead}: ${IPV4_ONLY}`;
}

/** Where user names and passwords of a service are told, by its section. */
const LOGS_IN: ReadonlySet<unknown> = new Set(["database", "queue", "redis"]);

function connectionHelp(written: string, path: DocPath): string | undefined {
  // Go's form of a data source: user:password@tcp(host:port)/database.
  const text = written.replace(/\b(?:tcp|unix)\(([^()]*)\)/, "$1");
  const scheme = text.match(/^(?:[a-z][a-z0-9+.-]*:)+\/\//i)?.[0];
  const rest = text.slice(scheme?.length ?? 0);
  const at = rest.lastIndexOf("@");
  const authority = rest.slice(at + 1).split(/[/?#;]/, 1)[0]!;
  const [first = "", ...others] = authority.split(",");
  const [host = "", port, ...more] = first.split(":");
  if (!isHost(host) || more.length > 0 || (port !== undefined && !/^\d+$/.test(port))) {
    return /^[0-9.]+$/.test(text) ? "An IPv4 address has four numbers from 0 to 255" : undefined;
  }
  if (scheme === undefined && at === -1 && authority.length === text.length && port === undefined)
    return undefined;
  const which = others.length > 0 ? "one host alone, such as " : "the host alone, ";
  const withPort = port === undefined ? "" : `, and ${port} as the port`;
  const login =
    at === -1
      ? ""
      : LOGS_IN.has(path[0])
        ? "; user and password belong to the credentials file"
        : "; CLP has no user and password for it";
  return `Write ${which}${host}${withPort}${login}`;
}
