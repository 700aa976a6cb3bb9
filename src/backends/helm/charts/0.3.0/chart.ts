/** Chart 0.3.0, of CLP v0.11.0: Presto, and query services that may be absent. */
import type { Chart } from "../../chart.ts";
import * as refusals from "../../refusals.ts";
import * as warnings from "../../warnings.ts";
import { chart_0_2_0 } from "../0.2.0/chart.ts";
import { DEFAULTS_0_3_0 } from "./default-values.ts";
import { values } from "./values.ts";

export const chart_0_3_0: Chart = {
  ...chart_0_2_0,
  version: "0.3.0",
  defaults: DEFAULTS_0_3_0,
  values,
  refusals: [...chart_0_2_0.refusals.filter((reason) => reason !== refusals.presto), refusals.prestoOfChart],
  warnings: [...chart_0_2_0.warnings, warnings.reducerAlone, warnings.prestoOnNodes],
};
