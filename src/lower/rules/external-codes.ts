/** What the rules of `external.ts` report. */
import type { CodeTable } from "../../base/code-entry.ts";

export const EXTERNAL_CODES = {
  CLP3021: {
    severity: "error",
    title: "External service at an address that leads nowhere",
    explanation:
      "0.0.0.0 means every address of the machine that listens. A client that is sent there reaches itself, which in a container is the container.",
    wrong: "bundled: [queue, redis, results_cache]\ndatabase: {host: 0.0.0.0}",
    right: "bundled: [queue, redis, results_cache]\ndatabase: {host: 10.0.0.5}",
    source: "RFC 1122 section 3.2.1.3; D11",
  },
  CLP3022: {
    severity: "error",
    title: "Spider's external database on another port than 3306",
    explanation:
      "With Spider, CLP's compression scheduler connects to `database:3306` whatever the config says. The name can be pointed at an external server; the port cannot be changed.",
    wrong:
      "compression_scheduler: {type: spider}\nspider_scheduler: {}\nbundled: [queue, redis, results_cache]\ndatabase: {host: 10.0.0.5, port: 3307}",
    right:
      "compression_scheduler: {type: spider}\nspider_scheduler: {}\nbundled: [queue, redis, results_cache]\ndatabase: {host: 10.0.0.5, port: 3306}",
    source: "clp_config.py Database.get_container_url; D12c",
  },
  CLP3062: {
    severity: "error",
    title: "Spider's external database without an address",
    explanation:
      "With Spider, CLP's compression scheduler connects to the host `database` whatever the config says. That name can be given to an address, not to another name, so here the name of an external database is not left to DNS.",
    wrong:
      "compression_scheduler: {type: spider}\nspider_scheduler: {}\nbundled: [queue, redis, results_cache]\ndatabase: {host: db.example.com}",
    right:
      "compression_scheduler: {type: spider}\nspider_scheduler: {}\nbundled: [queue, redis, results_cache]\ndatabase: {host: 10.0.0.5}   # or, in the site file, host: { addresses: { db.example.com: 10.0.0.5 } }",
    source: "clp_config.py Database.get_container_url; D12c",
  },
  CLP3063: {
    severity: "error",
    title: "External service under the name of a container",
    explanation:
      "Containers ask Docker for names first, and Docker knows those of the deployment's own services. An external service under such a name is not reached, unless the site file's `host.addresses` gives the name an address.",
    wrong: "bundled: [database, queue, redis]\nresults_cache: {host: redis}",
    right: "bundled: [database, queue, redis]\nresults_cache: {host: mongo.example.com}",
    source: "Docker's embedded DNS server",
  },
  CLP4030: {
    severity: "warning",
    title: "Database published on all interfaces",
    explanation:
      "The address 0.0.0.0 publishes the service on every network of the host, past most firewalls, since Docker adds its own rules. Inside the deployment services reach each other without it.",
    wrong: "database: {host: 0.0.0.0}",
    right: "database: {host: localhost}",
    source: "D43; Docker's packet filtering",
  },
  CLP4031: {
    severity: "warning",
    title: "Results cache without a password on a network",
    explanation:
      "The bundled results cache asks for no password. Published on another address than the host's loopback, it is open to whoever reaches that address.",
    wrong: "results_cache: {host: 10.0.0.5}",
    right: "results_cache: {host: localhost}",
    source: "D43",
  },
  CLP4032: {
    severity: "warning",
    title: "Databases on every node of the cluster",
    explanation:
      "`kubernetes.expose_databases` publishes the database, and the results cache, which asks for no password, on a port of every node.",
    wrong: "kubernetes: {expose_databases: true}   # in the site file",
    right: "kubernetes: {expose_databases: false}",
    source: "H11",
  },
  CLP4035: {
    severity: "warning",
    title: "External service on the loopback",
    explanation:
      "A container's loopback is its own, so containers are pointed at the host's gateway (`host.docker.internal`). The service must listen there too: one that listens on 127.0.0.1 alone cannot be reached.",
    wrong: "bundled: [queue, redis, results_cache]\ndatabase: {host: localhost}",
    right: "bundled: [queue, redis, results_cache]\ndatabase: {host: 10.0.0.5}",
    source: "D11; Docker's host-gateway",
  },
  CLP4036: {
    severity: "warning",
    title: "External results cache",
    explanation:
      "The web UI follows changes in the results cache, which MongoDB gives from a replica set alone. The server must be one already, its members' names must resolve in containers, and only the two indices are made there: its replica set is never changed.",
    wrong: "bundled: [database, queue, redis]\nresults_cache: {host: 10.0.0.8}",
    right: "bundled: [database, queue, redis, results_cache]",
    source: "D12b",
  },
} as const satisfies CodeTable;
