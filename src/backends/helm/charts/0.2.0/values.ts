/** `values.yaml` for chart 0.2.0: volumes are the chart's own claims, and servers may be somebody else's. */
import type { Tree } from "../../../../model/tree.ts";
import type { Question } from "../../chart.ts";
import { bundled } from "../../chart-presto.ts";
import { earlyConfig, earlyValues } from "../../early-values.ts";
import { awsConfigDirectory } from "../../sections.ts";
import { valuesTree, type Written } from "../../written.ts";
import type { ChartValues, ClpConfig } from "./generated/chart-values.ts";

export function values(question: Question): Tree {
  const config: Written<ClpConfig> = {
    bundled: bundled(question),
    ...earlyConfig(question),
    aws_config_directory: awsConfigDirectory(question),
  };
  const all: Written<ChartValues> = earlyValues(question, config);
  return valuesTree(question, all);
}
