/** Whether the chart can carry a deployment, and what is different where it does. */
import type { Reporter } from "../../base/diagnostic.ts";
import type { DeploymentModel } from "../../model/model.ts";
import { CHART, THE_CHART } from "./chart.ts";
import type { HelmOptions } from "./options.ts";
import { carriesAll } from "./refusals.ts";
import { warn } from "./warnings.ts";

/** Reports all that the chart cannot carry; only where that is nothing, the defects that remain. */
export function supports(model: DeploymentModel, options: HelmOptions, reporter: Reporter): boolean {
  const { value: release, origin } = model.release;
  if (release.chart !== CHART.version) {
    reporter.report(
      "CLP5220",
      origin,
      `Cannot write Helm values for ${release.name}: its chart is ${release.chart}, and the values would be for ${THE_CHART}`,
      { help: "Compile for Kubernetes without Helm, by `--emit kubernetes`" },
    );
    return false;
  }
  if (!carriesAll(model, options, reporter)) return false;
  warn(model, options, reporter);
  return true;
}
