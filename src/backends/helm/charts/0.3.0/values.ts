/** `values.yaml` for charts 0.3.0 and 0.3.1: Presto, and query services that may be absent. */
import type { Tree } from "../../../../model/tree.ts";
import type { Question } from "../../chart.ts";
import { bundled, prestoImage, prestoWorkers } from "../../chart-presto.ts";
import { earlyValues } from "../../early-values.ts";
import { kept } from "../../numbers.ts";
import { imageInTwo } from "../../pods.ts";
import { awsConfigDirectory } from "../../sections.ts";
import { valuesTree, type Written } from "../../written.ts";
import type { ChartValues, ClpConfig } from "../0.3.1/generated/chart-values.ts";
import { clpConfig } from "../0.4.0/clp-config.ts";

export function values(question: Question): Tree {
  const config: Written<ClpConfig> = {
    bundled: bundled(question),
    ...clpConfig(question),
    aws_config_directory: awsConfigDirectory(question),
  };
  const common = earlyValues(question, config);
  const { imagePullPolicy: pullPolicy } = question.options;
  const image = (id: "presto-coordinator" | "presto-worker") => {
    const own = prestoImage(question, id);
    return own && { ...imageInTwo(own), pullPolicy };
  };
  const workers = prestoWorkers(question);
  const all: Written<ChartValues> = {
    ...common,
    image: {
      ...common.image,
      prestoCoordinator: image("presto-coordinator"),
      prestoWorker: image("presto-worker"),
    },
    prestoWorker: workers && { replicas: kept(workers) },
  };
  return valuesTree(question, all);
}
