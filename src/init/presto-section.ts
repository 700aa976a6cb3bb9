/** What a new site file says of Presto, where it answers queries. */

import { parseImage } from "../base/image-reference.ts";
import { FLOATING_TAGS } from "../clp/releases/presto-images.ts";
import { RELEASES, type Release } from "../clp/releases/releases.ts";
import type { Given } from "./annotate.ts";
import type { InitStorage, InitType } from "./new-config.ts";

const GIB = 1024 ** 3;

/** Of a worker, where nobody asked the machine: it runs where little else does, and is changed where there is more. */
const WORKER_MEMORY = "4GiB";

/** Where the machine's memory is known, a worker gets half of it. */
export function workerMemory(machine: number): string {
  return `${Math.max(2, Math.floor(machine / 2 / GIB))}GiB`;
}

/** The section, and what the head of the file says of it; undefined where CLP's own services answer queries. */
export function prestoSection(
  type: InitType,
  storage: InitStorage,
  release: Release,
  memory = WORKER_MEMORY,
): { readonly section: Given; readonly remark: string } | undefined {
  switch (type) {
    case "full":
    case "spider-full":
      return undefined;
    case "base":
    case "spider-base":
      return storage === "fs"
        ? {
            section: { deploy: true, workers: 1, worker_memory: memory, ...imagesFor(release) },
            remark:
              "presto.worker_memory is what each worker of Presto may use: change it to what the machine has. With the key by which your logs are told apart by time in presto.timestamp_keys, queries read what they need alone.",
          }
        : {
            section: { deploy: false },
            remark:
              "Presto's workers read archives on S3 by an access key alone, which no new file has: write `type: credentials` and the keys at archive_output in the config, and presto.deploy: true here with presto.worker_memory. Until then somebody else runs Presto, where the config's presto says.",
          };
    default:
      return type satisfies never;
  }
}

/** A release whose own images move gets those of the first later one that has its own. */
function imagesFor(release: Release): Given {
  const moves = ({ images }: Release): boolean =>
    [images.prestoCoordinator, images.prestoWorker].some((image) =>
      FLOATING_TAGS.has(parseImage(image).tag ?? "latest"),
    );
  if (!moves(release)) return {};
  const later = RELEASES.slice(RELEASES.findIndex(({ id }) => id === release.id)).find((one) => !moves(one));
  if (later === undefined) return {};
  return { images: { coordinator: later.images.prestoCoordinator, worker: later.images.prestoWorker } };
}
