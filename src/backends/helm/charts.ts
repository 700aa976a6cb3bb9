/** The versions of CLP's chart that values can be written for. A new one is a folder and one line here. */
import type { Release } from "../../clp/releases/releases.ts";
import type { Chart } from "./chart.ts";
import { chart_0_1_3 } from "./charts/0.1.3/chart.ts";
import { chart_0_2_0 } from "./charts/0.2.0/chart.ts";
import { chart_0_3_0 } from "./charts/0.3.0/chart.ts";
import { chart_0_3_1 } from "./charts/0.3.1/chart.ts";
import { chart_0_4_0 } from "./charts/0.4.0/chart.ts";

/** From the oldest to the newest. */
export const CHARTS: readonly Chart[] = [chart_0_1_3, chart_0_2_0, chart_0_3_0, chart_0_3_1, chart_0_4_0];

/** The chart that a release of CLP comes with. */
export function chartOf(release: Pick<Release, "chart" | "name">): Chart {
  const chart = CHARTS.find(({ version }) => version === release.chart);
  if (chart === undefined) throw new Error(`nothing is known of ${release.name}'s chart ${release.chart}`);
  return chart;
}
