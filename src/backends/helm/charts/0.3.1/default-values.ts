/** What chart 0.3.1 has where nobody says anything: its own values.yaml. */
import { type DefaultValues, withChanges } from "../../default-values.ts";
import { DEFAULTS_0_3_0 } from "../0.3.0/default-values.ts";

export const DEFAULTS_0_3_1: DefaultValues = withChanges(DEFAULTS_0_3_0, {
  image: { clpPackage: { tag: "0.12.0" } },
  clpConfig: { query_scheduler: { scheduler_concurrency: 4 } },
});
