/** What the rules of `hosts.ts` report. */
import type { CodeTable } from "../../base/code-entry.ts";

// A deployment on two hosts, as the site file has it: an example has another in the place of what it is about.
const CONTROL = "{name: control, address: 10.0.0.11, components: [infrastructure, schedulers, rest]}";
const WORKER = "{name: worker-1, address: 10.0.0.21, cpus: 8, components: [workers]}";
const STORAGE =
  "shared_storage: {archives: {mounted: true}, streams: {mounted: true}, logs_input: {mounted: true}}";
const HOME = "host: {clp_home: /home/clp/clp-package}";
const DEPLOYMENT = `hosts: [${CONTROL}, ${WORKER}]\n${STORAGE}\n${HOME}`;

export const HOSTS_CODES = {
  CLP3100: {
    severity: "error",
    title: "Component on no host",
    explanation:
      "With `hosts` in the site file, every service that runs is on one of them. One-time jobs and spider-scheduler run beside their server where no host names them.",
    wrong: `hosts: [{name: control, address: 10.0.0.11, components: [infrastructure, schedulers]}, ${WORKER}]\n${STORAGE}\n${HOME}`,
    right: DEPLOYMENT,
    source: "the deployment types of CLP",
  },
  CLP3101: {
    severity: "error",
    title: "One service on two hosts",
    explanation:
      "Databases, queues, schedulers and the like exist once in a deployment: two of them would each have half of the work, and no data in common. Workers and reducers may be on many hosts.",
    wrong: `hosts: [{name: control, address: 10.0.0.11, components: [database, queue, redis, results-cache, schedulers, rest]}, {name: worker-1, address: 10.0.0.21, cpus: 8, components: [workers, redis]}]\n${STORAGE}\n${HOME}`,
    right: DEPLOYMENT,
    source: "CLP's guide to Docker Compose on several hosts",
  },
  CLP3102: {
    severity: "error",
    title: "Two hosts with one name or address",
    explanation:
      "A host's name is its folder, and its address the machine. Two hosts that share one are one host, or a slip.",
    wrong: `hosts: [${CONTROL}, {name: worker-1, address: 10.0.0.11, cpus: 8, components: [workers]}]\n${STORAGE}\n${HOME}`,
    right: DEPLOYMENT,
    source: "the site file",
  },
  CLP3103: {
    severity: "error",
    title: "Address at which no host is reached",
    explanation:
      "The other hosts connect to a host's address. A loopback address means whoever uses it, and 0.0.0.0 and multicast addresses are no machine's.",
    wrong: `hosts: [${CONTROL}, {name: worker-1, address: 127.0.0.1, cpus: 8, components: [workers]}]\n${STORAGE}\n${HOME}`,
    right: DEPLOYMENT,
    source: "RFC 1122; D14",
  },
  CLP3104: {
    severity: "error",
    title: "Published where other hosts do not reach it",
    explanation:
      "With several hosts, a service is published on the address of its host, unless the config writes another. What is written must be that address, or 0.0.0.0: at a loopback address no other host reaches it, and another machine's cannot be published on.",
    wrong: "database: {host: localhost}   # … with `hosts` in the site file",
    right: "database: {}   # …",
    source: "D14",
  },
  CLP3105: {
    severity: "error",
    title: "External server at a loopback address, with several hosts",
    explanation:
      "A loopback address means the machine that uses it, so that each host would look for the server on itself.",
    wrong:
      "bundled: [queue, redis, results_cache]\ndatabase: {host: localhost}   # … with `hosts` in the site file",
    right: "bundled: [queue, redis, results_cache]\ndatabase: {host: 10.0.0.5}   # …",
    source: "D14",
  },
  CLP3107: {
    severity: "error",
    title: "Port that must be the same from everywhere",
    explanation:
      "CLP hands the addresses of database and results cache on: the scheduler tells them to workers with each task, and MongoDB to its clients. In a container these servers listen on a fixed port, so that the published one must be the same. Spider's scheduler makes its port known in the database.",
    wrong: "database: {port: 3307}   # … with `hosts` in the site file",
    right: "database: {port: 3306}   # …",
    source: "compression_task.py; fs_search_task.py; initialize-results-cache.py",
  },
  CLP3108: {
    severity: "error",
    title: "Hosts that cannot be counted",
    explanation:
      "`count` makes several hosts of one entry: `{n}` in the name counts from 1, and the address counts up within its /16. There are at most 2000 in all.",
    wrong: `hosts: [${CONTROL}, {name: worker, count: 2, address: 10.0.0.21, cpus: 8, components: [workers]}]\n${STORAGE}\n${HOME}`,
    right: `hosts: [${CONTROL}, {name: "worker-{n}", count: 2, address: 10.0.0.21, cpus: 8, components: [workers]}]\n${STORAGE}\n${HOME}`,
    source: "the site file",
  },
  CLP3112: {
    severity: "error",
    title: "Published on no port, and reached from another host",
    explanation:
      "What another host connects to is published on its own. Presto's coordinator is where `presto.publish` of the site file does not say null.",
    wrong: "presto: {publish: null}   # … with presto-coordinator and webui on two hosts",
    right: "presto: {publish: {host: 0.0.0.0, port: 8889}}   # …",
    source: "Docker: what is not published is reached on its own host alone",
  },
  CLP4100: {
    severity: "warning",
    title: "Placed, and not there",
    explanation: "A host is given a service that this deployment does not have, or that somebody else runs.",
    wrong: `hosts: [${CONTROL}, {name: worker-1, address: 10.0.0.21, cpus: 8, components: [workers, log-ingestor]}]\n${STORAGE}\n${HOME}`,
    right: DEPLOYMENT,
    source: "the deployment types of CLP",
  },
  CLP4101: {
    severity: "warning",
    title: "Fact of one host, with several",
    explanation:
      "`host` in the site file has what holds for every host that does not say otherwise. What each of them says for itself, or has by being one of several, is not taken from there.",
    wrong: `hosts: [${CONTROL}, ${WORKER}]\n${STORAGE}\nhost: {clp_home: /home/clp/clp-package, own_addresses: [10.0.0.11]}`,
    right: DEPLOYMENT,
    source: "the site file",
  },
  CLP4102: {
    severity: "warning",
    title: "Plain text between hosts",
    explanation:
      "CLP's services talk to each other without encryption: passwords, queries and log lines cross the network between hosts as they are. `docs/deployment.md` has a table of who connects to whom, and docs/several-hosts.md says what to put under it.",
    wrong: DEPLOYMENT,
    right: "host: {cpus: 8}",
    source: "CLP has no TLS between its services",
  },
  CLP4103: {
    severity: "warning",
    title: "Workers on a host with unknown CPUs",
    explanation:
      "How many processes workers run follows from the CPUs of their host. Where neither the host nor `host.cpus` says how many there are, two are assumed.",
    wrong: `hosts: [${CONTROL}, {name: worker-1, address: 10.0.0.21,  components: [workers]}]\n${STORAGE}\n${HOME}`,
    right: DEPLOYMENT,
    source: "CLP's guide: concurrency of workers",
  },
  CLP4104: {
    severity: "warning",
    title: "Said of several hosts, for one",
    explanation:
      "`shared_storage` and `firewall` are about several hosts, and the former about files that more than one of them uses.",
    wrong: "shared_storage: {archives: {mounted: true}}",
    right: "host: {cpus: 8}",
    source: "the site file",
  },
  CLP4110: {
    severity: "warning",
    title: "Host that runs nothing",
    explanation:
      "A host whose list is empty, or names nothing that this deployment has, gets a folder in which there is nothing to start: `docker compose up` ends there with an error, and no systemd unit is written. The other hosts let it in all the same.",
    wrong: `hosts: [${CONTROL}, ${WORKER}, {name: spare, address: 10.0.0.31, components: []}]\n${STORAGE}\n${HOME}`,
    right: DEPLOYMENT,
    source: "docker compose up without a service: no service selected",
  },
} as const satisfies CodeTable;
