/** Defects about external services, addresses, and what the machine is asked for. */
import type { DefectTable } from "./defect.ts";

export const ADDRESS_DEFECTS = {
  D11: {
    title: "External databases, queues, Redis servers and results caches cannot work",
    happens:
      "Containers look for `database`, `queue`, `redis` and `results_cache` whatever the config says, and no such name resolves.",
    since: "0.9.0",
    until: "0.10.0",
    treatment: "corrected",
    here: "all that use an external server are told its own host and port",
    source: "clp_config.py transform_for_container",
  },
  D12: {
    title: "Databases of Redis and the stream collection are lost with an external server",
    happens:
      "`CLP_REDIS_BACKEND_DB_*` and the collection's name are set for bundled servers alone: 1, 0 and `stream-files` are used in silence.",
    since: "0.9.0",
    treatment: "corrected",
    here: "what the config says reaches every client",
    source: "controller.py set_up_env_for_redis, set_up_env_for_results_cache",
  },
  D12b: {
    title: "An external replica set is cut down to one member",
    happens:
      "Where the first member's name differs from the address that the job was given, it reconfigures the operator's set, by force.",
    since: "0.9.0",
    treatment: "corrected",
    here: "the job of an external results cache makes the two indices and leaves the replica set alone; a warning says what the server must be",
    source: "initialize-results-cache.py",
  },
  D12c: {
    title: "Spider looks for its database at `database:3306`, and reads the password in two ways",
    happens:
      "The address of the config is not used; user and password are percent-encoded for one reader, and taken raw by the other.",
    since: "0.9.0",
    treatment: "corrected",
    here: "the name `database` is pointed at an external server; another port, and names or passwords that the two read differently, are refused",
    source: "clp_config.py Database.get_container_url; Spider's parser of storage URLs",
  },
  D12d: {
    title: "Spider's password is written into SQL between quotes",
    happens:
      "A quote or a backslash breaks the statement; the scheduler's address has room for 40 characters.",
    since: "0.9.0",
    treatment: "refused",
    here: "with the characters that it can have",
    source: "initialize-spider-db.py",
  },
  D13: {
    title: "The guide for external databases cannot be followed",
    happens: "It uses keys that do not exist and leaves out `bundled` and credentials that are required.",
    since: "0.9.0",
    treatment: "refused",
    here: "keys that do not exist, each with the one that was meant; a bundled service with the address of another machine is asked about",
    source: "guides-external-database.md",
  },
  D14: {
    title: "A bundled service with the address of another machine does not start",
    happens: "CLP binds to it on this machine: `Cannot assign requested address`.",
    since: "0.9.0",
    treatment: "warned of",
    here: "with the question which of the two was meant",
    source: "controller.py validate_port",
  },
  D15: {
    title: "Hosts are resolved while the config is read",
    happens:
      "A name that does not resolve, an IPv6 address and a host with a port end in a traceback, and the result depends on the machine.",
    since: "0.9.0",
    treatment: "corrected",
    here: "no name is resolved; what is no host is refused with what to write",
    source: "controller.py _get_ip_from_hostname",
  },
  D16: {
    title: "The output depends on the machine",
    happens: "CPUs, user, addresses, a random number and the time go into it.",
    since: "0.9.0",
    treatment: "corrected",
    here: "the site file says what the machine would be asked",
    source: "controller.py, start_clp.py",
  },
  D17: {
    title: "`presto.host` and `presto.port` are required and then thrown away",
    happens: "The web UI always looks for `presto-coordinator:8080`.",
    since: "0.9.0",
    treatment: "corrected",
    here: "where the site file says who runs Presto; else a warning says that the keys have no effect",
    source: "clp_config.py transform_for_container; presto-clp's init.py",
  },
  D18: {
    title: "Credentials are required that nothing uses",
    happens:
      "`root_*` and `spider_*` must be invented where the database is external or Spider is not used; another root user than `root` never exists.",
    since: "0.9.0",
    treatment: "warned of",
    here: "where a root user is given that the bundled server does not make",
    source: "clp_config.py; docker-compose-all.yaml, database",
  },
  D19: {
    title: "All of Celery's workers of a kind have one name",
    happens:
      "On a second host, or in a second pod, a worker does not start, or shares one queue of orders with the first, so that a cancellation reaches either.",
    since: "0.9.0",
    until: "0.13.0",
    treatment: "corrected",
    here: "each is named after its host",
    source: "docker-compose-all.yaml, compression-worker, query-worker; the chart's Deployments",
  },
} as const satisfies DefectTable<"D">;
