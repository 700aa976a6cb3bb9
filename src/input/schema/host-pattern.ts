/** The syntax of hosts, which is asked for by rules and looked for in what people write in their place. */

const OCTET = "(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])";
export const IPV4 = new RegExp(`${OCTET}(?:\\.${OCTET}){3}`, "u");
const LABEL = "[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?";
// What looks like an address and is none is no name either: resolvers read `10.1` as 10.0.0.1.
export const HOST = new RegExp(`${IPV4.source}|(?![0-9.]+\\s*$)${LABEL}(?:\\.${LABEL})*\\.?`, "u");
/** A host and nothing else. */
export const HOST_ALONE = new RegExp(`^(?:${HOST.source})$`, "u");
