/** What chart 0.3.0 has where nobody says anything: its own values.yaml. */
import { v0_11_0 } from "../../../../clp/releases/v0.11.0.ts";
import { type DefaultValues, imageValues, withChanges } from "../../default-values.ts";
import { DEFAULTS_0_2_0 } from "../0.2.0/default-values.ts";

const { images } = v0_11_0;

export const DEFAULTS_0_3_0: DefaultValues = withChanges(DEFAULTS_0_2_0, {
  image: {
    clpPackage: { tag: "0.11.0" },
    prestoCoordinator: imageValues(images.prestoCoordinator, "IfNotPresent"),
    prestoWorker: imageValues(images.prestoWorker, "IfNotPresent"),
  },
  prestoWorker: { replicas: 1 },
  clpConfig: {
    bundled: ["database", "queue", "redis", "results_cache", "presto"],
    package: { query_engine: undefined },
    webui: { query_engine: "clp-s" },
    presto: null,
    log_ingestor: {
      buffer_flush_timeout: undefined,
      buffer_flush_threshold: undefined,
      channel_capacity: undefined,
    },
  },
  serviceAccount: { annotations: null },
});
