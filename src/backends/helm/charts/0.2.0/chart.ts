/** Chart 0.2.0, of CLP v0.10.0: claims in place of directories, and servers that somebody else runs. */
import type { Chart } from "../../chart.ts";
import { kubectlNote, tolerationNotes } from "../../notes.ts";
import * as refusals from "../../refusals.ts";
import * as warnings from "../../warnings.ts";
import { DEFAULTS_0_2_0 } from "./default-values.ts";
import { values } from "./values.ts";

export const chart_0_2_0: Chart = {
  version: "0.2.0",
  defaults: DEFAULTS_0_2_0,
  values,
  directories: ["logsInput", "awsConfig"],
  refusals: [refusals.spider, refusals.presto, refusals.loopbackServers, ...refusals.OF_EARLY_CHARTS],
  warnings: [
    warnings.defectsOfUpgrades((question) => [...tolerationNotes(question), kubectlNote]),
    warnings.noStorageClass,
    warnings.noDirectories,
    warnings.oneNodeAtATime,
    warnings.replicaSetOfOthers,
    warnings.streamRegion,
    warnings.polling,
    warnings.logsInput,
    warnings.datasets,
    warnings.secretRevision(),
    warnings.pullPolicy,
    warnings.pullSecrets,
    warnings.network,
    warnings.severalOnOneNode,
  ],
};
