/** Chart 0.4.0, of CLP v0.13.0: telemetry, and images, scheduling and resources as values. */
import type { Reporter } from "../../../../base/diagnostic.ts";
import { shell } from "../../../../base/shell.ts";
import { given } from "../../../../base/typed.ts";
import type { Chart, Question, SetFile } from "../../chart.ts";
import { fullnameOf } from "../../chart-names.ts";
import * as refusals from "../../refusals.ts";
import { has, serviceOf } from "../../sections.ts";
import * as warnings from "../../warnings.ts";
import { DEFAULTS_0_4_0 } from "./default-values.ts";
import { values } from "./values.ts";

export const chart_0_4_0: Chart = {
  version: "0.4.0",
  defaults: DEFAULTS_0_4_0,
  values,
  directories: ["logsInput"],
  refusals: [
    refusals.spider,
    refusals.loopbackServers,
    refusals.severalReducers,
    refusals.ownBuilds,
    refusals.hostPaths,
    refusals.fixedSettings,
    refusals.spoiltTexts,
    refusals.namesInScript,
    refusals.prestoOfChart,
    refusals.unfitResources,
  ],
  warnings: [
    warnings.defectsOfUpgrades(notes),
    memberOnLoopback,
    warnings.noStorageClass,
    warnings.noDirectories,
    warnings.oneNodeAtATime,
    warnings.replicaSetOfOthers,
    warnings.polling,
    warnings.logsInput,
    warnings.datasets,
    warnings.secretRevision(),
    warnings.pullSecrets,
    warnings.network,
    warnings.severalOnOneNode,
    warnings.reducerAlone,
    profiles,
    warnings.prestoOnNodes,
  ],
  setFiles,
};

function notes({ model, options }: Question): readonly string[] {
  const telemetry = given(options.config, "telemetry");
  return [
    ...(options.distributed.value
      ? []
      : [
          "on a node that is tainted as a control plane, jobs are not let in, and the others wait for them (E16)",
        ]),
    "pods start with the image bitnami/kubectl besides CLP's own (H15)",
    ...(telemetry?.value.disable === false && options.instanceId.value === null
      ? [
          `each \`helm template\` draws another id of the deployment, for tools that compare what is rendered; \`host.instance_id\` of the site file names one (E19)`,
        ]
      : []),
    ...(model.directories.awsConfig === undefined
      ? []
      : ["the API server and the log ingestor do not see AWS profiles (E22)"]),
  ];
}

/** The side-car of the results cache names the replica set's member by the loopback, and takes back another at each start. */
function memberOnLoopback(question: Question, reporter: Reporter): void {
  const { options } = question;
  if (serviceOf(question, "results-cache") === undefined) return;
  const host = `${fullnameOf(options.releaseName)}-results-cache`;
  const script = `c = rs.conf(); c.members[0].host = "${host}:27017"; rs.reconfig(c)`;
  reporter.report(
    "CLP5222",
    undefined,
    `The chart's results cache names itself 127.0.0.1, where ${has(question, "mcp-server") ? "the query scheduler, the garbage collector and the MCP server" : "the query scheduler and the garbage collector"} then look for it in vain (E5)`,
    {
      notes: [
        "without this, extraction of streams, the bound on results and their deletion time out",
        "the chart takes it back whenever the pod starts",
      ],
      help: `After each start of its pod run \`${shell`kubectl --namespace ${options.namespace.value} exec ${`${host}-0`} --container results-cache -- mongosh --quiet --eval ${script}`}\`, let the results cache be an external one, or use the Kubernetes manifests`,
    },
  );
}

/** They stand in files of the host, which Helm reads when it installs. */
function setFiles({ model }: Question): readonly SetFile[] {
  const directory = model.directories.awsConfig?.value;
  if (directory === undefined) return [];
  return (["credentials", "config"] as const).map((name) => ({
    value: `clpConfig.aws_config.${name}`,
    // Helm parts its arguments at commas.
    path: `${directory}/${name}`.replace(/[\\,]/g, "\\$&"),
  }));
}

function profiles({ model }: Question, reporter: Reporter): void {
  const directory = model.directories.awsConfig;
  if (directory === undefined) return;
  reporter.report(
    "CLP5227",
    directory.origin,
    `AWS profiles of ${directory.value} are not in the values: Helm reads them where the chart is installed`,
    {
      help: "Install with the `--set-file` arguments in the first lines of values.yaml, here and at each upgrade; leave out that of a file that is not there",
    },
  );
}
