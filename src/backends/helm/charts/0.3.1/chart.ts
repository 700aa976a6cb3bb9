/** Chart 0.3.1, of CLP v0.12.0: the query scheduler's own concurrency. */
import type { Chart } from "../../chart.ts";
import { chart_0_3_0 } from "../0.3.0/chart.ts";
import { DEFAULTS_0_3_1 } from "./default-values.ts";

export const chart_0_3_1: Chart = { ...chart_0_3_0, version: "0.3.1", defaults: DEFAULTS_0_3_1 };
