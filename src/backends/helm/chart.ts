/** What is known of one version of CLP's Helm chart. A folder in `charts/` each; what several share is beside it. */

import type { Reporter } from "../../base/diagnostic.ts";
import type { Origin } from "../../base/origin.ts";
import type { DirectoryPurpose } from "../../clp/package/volumes.ts";
import type { Code } from "../../codes.ts";
import type { DeploymentModel } from "../../model/model.ts";
import type { Tree } from "../../model/tree.ts";
import type { DefaultValues } from "./default-values.ts";
import type { HelmOptions } from "./helm-options.ts";

export const CHART_NAME = "clp";

/** What is asked of a chart: a deployment, and what the inputs say beside it. */
export interface Question {
  readonly chart: Chart;
  readonly model: DeploymentModel;
  readonly options: HelmOptions;
}

/** Why a deployment cannot be carried. */
export interface Refusal {
  readonly code: Code;
  readonly at: Origin;
  readonly message: string;
  readonly also?: readonly { readonly origin: Origin; readonly text: string }[];
  readonly notes?: readonly string[];
  readonly help: string;
}

export interface Chart {
  readonly version: string;
  /** What it has where nobody says anything. */
  readonly defaults: DefaultValues;
  /** `values.yaml`: all values but secrets, in the order of the chart's own. */
  readonly values: (question: Question) => Tree;
  /** What it cannot carry, in the order in which it is told. */
  readonly refusals: readonly ((question: Question) => readonly Refusal[])[];
  /** What works differently from what was asked for, or will one day. */
  readonly warnings: readonly ((question: Question, reporter: Reporter) => void)[];
  /** Directories of the nodes of which it makes volumes, in the order in which they are told. */
  readonly directories: readonly DirectoryPurpose[];
  /** Arguments of `helm install` beyond the files of values. */
  readonly setFiles?: (question: Question) => readonly SetFile[];
}

/** A value that is the content of a file, which Helm reads when it installs. */
export interface SetFile {
  readonly value: string;
  readonly path: string;
}

/** As messages name it. */
export function titleOf({ version }: Chart): string {
  return `chart ${CHART_NAME} ${version}`;
}
