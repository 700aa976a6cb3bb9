/** Addresses and paths that cannot be resolved. */
import type { CodeTable } from "../base/code-entry.ts";

export const LOWER_CODES = {
  CLP3020: {
    severity: "error",
    title: "Host without an address",
    explanation:
      "CLP publishes ports on IPv4 addresses and resolves host names by DNS on the machine where it starts. A compiler asks no DNS, so the site file must say the address of each host name on which something is published; `localhost` and IPv4 addresses need none. A service that is not in `bundled` is not published: its name is left to DNS, which containers ask.",
    wrong: "webui: { host: logs.example }",
    right:
      "webui: { host: 10.0.0.5 }   # or, in the site file, host: { addresses: { logs.example: 10.0.0.5 } }",
    source: "D15: CLP calls gethostbyname at set-up",
  },
  CLP3030: {
    severity: "error",
    title: "Path with ~ and no home",
    explanation:
      "What `~` means depends on who runs what where. The site file says it once, in `host.home`; without it a path with `~` has no meaning.",
    wrong: "data_directory: ~/clp-data",
    right: "data_directory: /home/clp/clp-data   # or host: { home: /home/clp } in the site file",
    source: "D50: CLP takes ~ literally for most paths",
  },
  CLP3031: {
    severity: "error",
    title: "Relative path leaves the folder",
    explanation:
      "Without `host.clp_home` relative paths start beside the compose file. One that leads out of that folder would depend on where the folder happens to be.",
    wrong: "data_directory: ../data",
    right: "data_directory: /srv-data/clp   # or set host.clp_home in the site file",
    source: "the contract of the site file",
  },
} as const satisfies CodeTable;
