/** The site file's sections on several hosts: which there are, how they share files, whom they let in. */
import * as z from "zod/mini";
import { once } from "../../base/once.ts";
import { PLACES } from "../package/places.ts";
import { id, nullish, perName } from "./site-parts.ts";
import { key, leaves, tag } from "./vocabulary.ts";

const SHARED = ["archives", "streams", "logs_input"] as const;

/** One host of several, or as many as `count` says. */
const machine = once(() =>
  tag(
    z.strictObject({
      name: key(
        leaves.hostLabel(),
        "Name of the host, and of the folder with its files; with count, {n} is the number of each.",
        { examples: ["control", "worker-{n}"] },
      ),
      count: key(
        z.optional(z.int().check(z.minimum(1), z.maximum(1000))),
        "How many hosts this is: {n} in the name counts from 1, and the address counts up.",
        { examples: [2] },
      ),
      address: key(leaves.ipv4(), "IPv4 address at which the other hosts reach it.", {
        examples: ["10.0.0.11"],
      }),
      components: key(
        z.array(z.enum(PLACES)),
        "What runs on it: services by their names, or groups of them. One-time jobs and spider-scheduler run beside the server that they are for, unless a host names them.",
        { examples: [["infrastructure", "schedulers", "rest"], ["workers"]] },
      ),
      cpus: key(
        z.optional(leaves.positive()),
        "CPUs of the host; workers run as many processes, or half as many where it has workers for compression and for queries. Default: host.cpus.",
        { examples: [16] },
      ),
      worker_concurrency: key(
        z.optional(leaves.positive()),
        "How many processes each worker runs on it. Default: host.worker_concurrency.",
        { examples: [8] },
      ),
      clp_home: key(
        z.optional(leaves.absolutePath()),
        "Directory of this host to which relative paths of the config belong. Default: host.clp_home.",
        { examples: ["/home/clp/clp-package"] },
      ),
      uid: key(z.optional(id()), "User id of CLP's own services. Default: host.uid.", { examples: [1000] }),
      gid: key(z.optional(id()), "Group id of CLP's own services. Default: host.gid.", { examples: [1000] }),
      third_party_uid: key(
        z.optional(id()),
        "User id of database, queue, Redis and results cache. Default: host.third_party_uid.",
        { examples: [999] },
      ),
      third_party_gid: key(
        z.optional(id()),
        "Group id of database, queue, Redis and results cache. Default: host.third_party_gid.",
        { examples: [999] },
      ),
      project_name: key(
        z.optional(leaves.ruled("projectName")),
        "Name of the Compose project on this host. Default: compose.project_name.",
        { examples: ["clp"] },
      ),
    }),
    { object: { id: "Host" } },
  ),
);

const sharing = once(() =>
  tag(
    z.strictObject({
      nfs: key(
        z.optional(
          z.strictObject({
            server: key(leaves.host(), "Host name or IPv4 address of the NFS server.", {
              examples: ["10.0.0.5"],
            }),
            path: key(leaves.absolutePath(), "The directory that it exports.", {
              examples: ["/export/archives"],
            }),
          }),
        ),
        "Docker mounts it from an NFS server, version 4.",
        { examples: [{ server: "10.0.0.5", path: "/export/archives" }] },
      ),
      mounted: key(
        z.optional(leaves.flag()),
        "True: somebody mounts it on every host that needs it, at the path that the config has.",
        { examples: [true] },
      ),
    }),
    { object: { id: "Sharing" } },
  ),
);

/** The three sections. */
export const severalHosts = () => ({
  hosts: key(
    z._default(z.nullable(z.array(machine())), null),
    "The hosts of a Docker Compose deployment on several; null: it is one.",
    {
      examples: [
        [
          { name: "control", address: "10.0.0.11", components: ["infrastructure", "schedulers", "rest"] },
          { name: "worker-{n}", count: 2, address: "10.0.0.21", cpus: 16, components: ["workers"] },
        ],
      ],
    },
  ),
  shared_storage: key(
    z.prefault(
      perName(SHARED, (name) => nullish(sharing, `How all hosts that need them see the same ${name}.`)),
      {},
    ),
    "With several hosts: how those that need them see the same files, where they are not on S3.",
  ),
  firewall: key(
    z.prefault(
      z.strictObject({
        clients: key(
          z._default(z.nullable(z.array(leaves.network())), null),
          "Networks from which the ports for people are reached, such as the web UI's; null: from everywhere.",
          { examples: [["10.0.0.0/8"]] },
        ),
      }),
      {},
    ),
    "With several hosts: what firewall.nft of each host lets in.",
  ),
});
