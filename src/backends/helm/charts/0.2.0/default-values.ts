/** What chart 0.2.0 has where nobody says anything: its own values.yaml. */
import { type DefaultValues, withChanges } from "../../default-values.ts";
import { DEFAULTS_0_1_3 } from "../0.1.3/default-values.ts";

export const DEFAULTS_0_2_0: DefaultValues = withChanges(DEFAULTS_0_1_3, {
  image: { clpPackage: { tag: "0.10.0" } },
  clpConfig: {
    bundled: ["database", "queue", "redis", "results_cache"],
    database: { host: "localhost" },
    queue: { host: "localhost", port: 5672 },
    redis: { host: "localhost", port: 6379 },
    results_cache: { host: "localhost" },
    log_ingestor: { buffer_flush_threshold: 4294967296 },
    archive_output: { storage: { directory: undefined } },
    stream_output: { storage: { directory: undefined } },
    data_directory: undefined,
    logs_directory: undefined,
    tmp_directory: undefined,
  },
  securityContext: undefined,
  storage: undefined,
});
