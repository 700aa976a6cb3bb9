/** Chart 0.1.3, of CLP v0.9.0: volumes are directories of nodes, and all servers are its own. */
import type { Reporter } from "../../../../base/diagnostic.ts";
import type { Chart, Question } from "../../chart.ts";
import { titleOf } from "../../chart.ts";
import { kubectlNote, secretNotes } from "../../notes.ts";
import * as refusals from "../../refusals.ts";
import * as warnings from "../../warnings.ts";
import { DEFAULTS_0_1_3 } from "./default-values.ts";
import { STORAGE_CLASS } from "./storage-class.ts";
import { values } from "./values.ts";

export const chart_0_1_3: Chart = {
  version: "0.1.3",
  defaults: DEFAULTS_0_1_3,
  values,
  directories: [
    "data",
    "logs",
    "tmp",
    "logsInput",
    "archives",
    "stagedArchives",
    "streams",
    "stagedStreams",
    "awsConfig",
  ],
  refusals: [refusals.spider, refusals.presto, refusals.externalServices, ...refusals.OF_EARLY_CHARTS],
  warnings: [
    defects,
    storageClass,
    warnings.streamRegion,
    warnings.polling,
    warnings.logsInput,
    warnings.secretRevision("within five minutes "),
    warnings.pullPolicy,
    warnings.pullSecrets,
    warnings.network,
    warnings.severalOnOneNode,
    warnings.generalLogOn,
  ],
};

/** One finding for all that every deployment of this kind meets. */
function defects(question: Question, reporter: Reporter): void {
  const {
    chart,
    options: { distributed },
  } = question;
  reporter.report(
    "CLP5150",
    undefined,
    `Pods of ${titleOf(chart)} that start more than five minutes after the installation never become ready (H1)`,
    {
      notes: [
        "they wait for one-time jobs, which the chart deletes five minutes after their end",
        ...(distributed.value
          ? [
              "directories of the nodes that are not there are made by root, so that CLP cannot write there; make them first (H4)",
            ]
          : [
              "volumes are bound to a node with the label node-role.kubernetes.io/control-plane, and their directories must be there (H4)",
              "on that node, if it is tainted, workers alone are let in (H7)",
            ]),
        `the storage class ${STORAGE_CLASS} and the volumes belong to the whole cluster: a second release clashes, and a release in the same namespace is taken for this one (H5, H16)`,
        ...secretNotes(question),
        kubectlNote,
        "a change of values restarts no pod, and uninstalling deletes the volumes (H19)",
      ],
      help: "An upgrade with the same values makes the jobs again; the Kubernetes manifests have none of these defects",
    },
  );
}

function storageClass({ options }: Question, reporter: Reporter): void {
  const { value, origin } = options.storageClass;
  if (value === STORAGE_CLASS) return;
  reporter.report(
    "CLP5151",
    origin,
    `The storage class "${value}" has no effect in the chart: its databases ask for ${STORAGE_CLASS} in any case (H3)`,
    { help: `The values have ${STORAGE_CLASS}; for another class use the Kubernetes manifests` },
  );
}
