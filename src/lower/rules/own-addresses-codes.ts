/** What the rules of `own-addresses.ts` report. */
import type { CodeTable } from "../../base/code-entry.ts";

export const OWN_ADDRESSES_CODES = {
  CLP3064: {
    severity: "error",
    title: "One deployment on several machines",
    explanation:
      "The host of a service that the package runs is the address on which *this* machine publishes it. Where several are written, no machine can start them all, unless all are its own: then `host.own_addresses` of the site file says so. A database, queue, Redis or results cache of your own on another machine is not in `bundled`.",
    wrong: "database: {host: 10.0.0.5}\nwebui: {host: 10.0.0.6}",
    right: "bundled: [queue, redis, results_cache]\ndatabase: {host: 10.0.0.5}\nwebui: {host: 10.0.0.6}",
    source: "D14; Docker: cannot assign requested address",
  },
  CLP3065: {
    severity: "error",
    title: "Published on an address that is not the host's",
    explanation:
      "`host.own_addresses` of the site file lists the machine's addresses, and Docker publishes nothing on another. Where a database, queue, Redis or results cache of your own is meant, take it out of `bundled`.",
    wrong: "host: {own_addresses: [10.0.0.5]}   # in the site file; in the config, … webui: {host: 10.0.0.6}",
    right: "host: {own_addresses: [10.0.0.5, 10.0.0.6]}",
    source: "D14; Docker: cannot assign requested address",
  },
  CLP4052: {
    severity: "warning",
    title: "Bundled service on what may be another machine's address",
    explanation:
      "The host of a bundled database, queue, Redis or results cache is the address on which *this* machine publishes it. CLP's guides to external servers do not say that such a server must be taken out of `bundled`: without that, an empty one is started here. `host.own_addresses` of the site file says which addresses are the machine's own.",
    wrong: "database: {host: 10.0.0.5}",
    right: "bundled: [queue, redis, results_cache]\ndatabase: {host: 10.0.0.5}",
    source: "D13, D14",
  },
} as const satisfies CodeTable;
