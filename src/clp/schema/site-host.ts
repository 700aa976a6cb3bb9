/** The site file's section `host`: the machine that a deployment on one host is for. */
import * as z from "zod/mini";
import { id } from "./site-parts.ts";
import { key, leaves, tag } from "./vocabulary.ts";

export const host = () =>
  key(
    z.prefault(
      z.strictObject({
        clp_home: key(
          z._default(z.nullable(leaves.absolutePath()), null),
          "Directory of the host to which relative paths of the config belong; null: the directory of the compose file.",
          { examples: ["/home/clp/clp-package"] },
        ),
        home: key(z._default(z.nullable(leaves.absolutePath()), null), "What a leading ~ means.", {
          examples: ["/home/clp"],
        }),
        uid: key(z._default(id(), 1000), "User id of CLP's own services."),
        gid: key(z._default(id(), 1000), "Group id of CLP's own services."),
        third_party_uid: key(
          z._default(id(), 1000),
          "User id of database, queue, Redis and results cache. Where prepare.sh runs as root, another than uid, such as 999: CLP's own services then cannot read the database's logs.",
        ),
        third_party_gid: key(
          z._default(id(), 1000),
          "Group id of database, queue, Redis and results cache; another than gid where third_party_uid is another than uid.",
        ),
        cpus: key(
          z._default(leaves.positive(), 2),
          "CPUs of the host; workers run half as many processes, and at least one.",
        ),
        worker_concurrency: key(
          z._default(z.nullable(leaves.positive()), null),
          "How many processes workers run; null: half of the CPUs.",
        ),
        addresses: key(
          z._default(
            tag(z.record(z.string(), leaves.ipv4()), { record: { keyRules: ["shortHost", "hostKey"] } }),
            {},
          ),
          "IPv4 addresses of hosts that the config names; localhost is known. A name on which something is published needs one; that of an external service is left to DNS without one.",
          { examples: [{ "db.example.com": "10.0.0.5" }] },
        ),
        instance_id: key(
          z._default(z.nullable(leaves.ruled("instanceId")), null),
          "Name of the deployment in the telemetry of CLP v0.13.0 and later; null: none is sent.",
          { examples: ["11111111-2222-4333-8444-555555555555"] },
        ),
        own_addresses: key(
          z._default(z.nullable(z.array(leaves.ipv4())), null),
          "The IPv4 addresses of this host itself: to publish a service on another one is then an error; null: not known.",
          { examples: [["10.0.0.5"]] },
        ),
      }),
      {},
    ),
    "The host of a Docker Compose deployment.",
  );
