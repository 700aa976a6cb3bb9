/** The site file's section `presto`. */
import * as z from "zod/mini";
import { once } from "../../base/once.ts";
import { key, leaves, tag } from "./vocabulary.ts";

/** The whole section. */
export const presto = once(() =>
  tag(
    z.strictObject({
      deploy: key(
        z._default(leaves.flag(), true),
        "Whether Presto is a part of the deployment; false: somebody else runs it where the config's `presto` says.",
      ),
      workers: key(z._default(leaves.workers(), 1), "How many workers there are."),
      worker_memory: key(
        z._default(z.nullable(leaves.memory()), null),
        "Memory of each worker, which is also the limit of its container. A deployed Presto needs it: no default knows the machine.",
        { examples: ["8GiB"] },
      ),
      coordinator_memory: key(
        z._default(leaves.memory(), "5GiB"),
        "Memory of the coordinator, which is also the limit of its container; four fifths of it are Java's heap.",
      ),
      timestamp_keys: key(
        z.prefault(
          z.strictObject({
            default: key(
              z._default(z.nullable(leaves.prestoColumn()), null),
              "The timestamp key of all datasets that are not named below.",
              { examples: ["timestamp"] },
            ),
            datasets: key(
              z._default(
                tag(z.record(z.string(), leaves.prestoColumn()), {
                  record: { keyRules: ["prestoDataset"] },
                }),
                {},
              ),
              "The timestamp key of each dataset.",
              { examples: [{ postgresql: "timestamp" }] },
            ),
          }),
          {},
        ),
        "By which key logs are told apart by time, as it is given to compression. With it a query reads the archives of its time span alone.",
      ),
      publish: key(
        z.prefault(
          z.nullable(
            z.strictObject({
              host: key(
                z._default(leaves.host(), "127.0.0.1"),
                "Address of the host on which Docker Compose publishes the coordinator. Presto asks nobody for a password.",
              ),
              port: key(z._default(leaves.port(), 8889), "Port of the host."),
            }),
          ),
          {},
        ),
        "Where the coordinator is published, for clients of SQL; null: nowhere.",
      ),
      images: key(
        z.prefault(
          z.strictObject({
            coordinator: key(
              z._default(z.nullable(leaves.image()), null),
              "Image of the coordinator; null: that of the release.",
              { examples: ["registry.example.com/presto/coordinator:clp-v0.10.0"] },
            ),
            worker: key(
              z._default(z.nullable(leaves.image()), null),
              "Image of the workers; null: that of the release.",
              { examples: ["registry.example.com/presto/prestissimo-worker:clp-v0.10.0-fix.1"] },
            ),
          }),
          {},
        ),
        "Other images, or the same ones with their digests.",
      ),
    }),
    { object: { id: "Presto" } },
  ),
);
