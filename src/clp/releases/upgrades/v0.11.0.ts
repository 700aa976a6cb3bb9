/** v0.10.0 → v0.11.0: data stays as it is. */
import { OPENAPI, type Upgrade } from "./upgrade.ts";

export const to_v0_11_0: Upgrade = {
  before: "0.10.0",
  release: "0.11.0",
  data: [],
  clients: [
    {
      component: "log-ingestor",
      text: "Log ingestor: a request that starts a job may have `buffer_config`; jobs that are in the database take its defaults",
      source: `${OPENAPI}; serde's defaults`,
    },
  ],
  chart: {
    notes: [],
    source: "the service account of the Jobs' template",
  },
};
