/** The list of targets, and what of the inputs each is told. A new backend is one folder and one entry here. */

import type { Target } from "./backends/backend.ts";
import type { BackendName } from "./backends/backend-name.ts";
import { clusterOptions } from "./backends/cluster/cluster-options.ts";
import { compose } from "./backends/compose/compose.ts";
import { composeOptions } from "./backends/compose/compose-options.ts";
import { COMPOSE_PATHS } from "./backends/compose/compose-paths.ts";
import { waitsOf } from "./backends/compose/waiting.ts";
import { DOCS_PATHS, docs } from "./backends/docs/docs.ts";
import { docsOptions } from "./backends/docs/docs-options.ts";
import { CHART_NAME } from "./backends/helm/chart.ts";
import { helm } from "./backends/helm/helm.ts";
import { helmOptions } from "./backends/helm/helm-options.ts";
import { HELM_PATHS } from "./backends/helm/helm-paths.ts";
import { clusterSecrets } from "./backends/kubernetes/cluster-secrets.ts";
import { installationOf } from "./backends/kubernetes/installation.ts";
import { kubernetes } from "./backends/kubernetes/kubernetes.ts";
import { KUBERNETES_PATHS } from "./backends/kubernetes/kubernetes-paths.ts";
import { clusterNeeds } from "./backends/kubernetes/objects/cluster-needs.ts";
import { policyWays } from "./backends/kubernetes/objects/connections.ts";
import { clusterServices } from "./backends/kubernetes/objects/exposure.ts";
import { ingressOf } from "./backends/kubernetes/objects/ingress.ts";
import { secretNames } from "./backends/kubernetes/objects/secret-keys.ts";
import { deploymentDiagram } from "./backends/mermaid/deployment-diagram.ts";
import { DIAGRAM_PATHS, mermaid } from "./backends/mermaid/mermaid.ts";
import type { OutputPath } from "./backends/output-path.ts";
import { COMPOSE_FOLDER } from "./base/compose-folder.ts";
import { pick } from "./base/typed.ts";
import type { Inputs } from "./input/inputs.ts";
import { queryEngineOf } from "./input/query-engine.ts";
import type { DeploymentModel } from "./model/model.ts";

/** What the options of targets are made of. */
export type TargetInputs = Pick<Inputs, "config" | "site">;

interface TargetEntry {
  readonly name: BackendName;
  /** Every path that it can ever emit, in any version and for any release: what is there stays there. */
  readonly paths: readonly OutputPath[];
  readonly target: (model: DeploymentModel, inputs: TargetInputs) => Target;
  /** True where it writes secrets, so that it needs credentials. */
  readonly writesSecrets: (inputs: TargetInputs) => boolean;
}

/** In the order in which they are emitted. */
export const TARGETS: readonly TargetEntry[] = [
  {
    name: "compose",
    paths: COMPOSE_PATHS,
    target: (model, { site }) => compose(model, composeOptions(site.compose, COMPOSE_FOLDER, site.firewall)),
    writesSecrets: ({ site }) => site.compose.secrets === "file",
  },
  {
    name: "helm",
    paths: HELM_PATHS,
    target: (model, { site, config }) => helm(model, helmOptions(site, config, queryEngineOf(config))),
    writesSecrets: () => true,
  },
  {
    name: "kubernetes",
    paths: KUBERNETES_PATHS,
    target: (model, { site }) => kubernetes(model, clusterOptions(site.kubernetes)),
    writesSecrets: ({ site }) => site.kubernetes.secrets.from === "manifests",
  },
  {
    name: "diagram",
    paths: DIAGRAM_PATHS,
    target: (model) => mermaid(model, undefined),
    writesSecrets: () => false,
  },
  {
    name: "docs",
    paths: DOCS_PATHS,
    writesSecrets: () => false,
    target(model, { site }) {
      const cluster = clusterOptions(site.kubernetes);
      const installation = installationOf(model, cluster);
      return docs(
        model,
        docsOptions(pick(site.compose, "project_name"), cluster, {
          composeFolder: COMPOSE_FOLDER,
          diagram: () => deploymentDiagram(model),
          chart: { name: CHART_NAME, version: model.release.value.chart },
          clusterNeeds: () => clusterNeeds(installation),
          secretNames: secretNames(cluster),
          clusterSecrets: () => clusterSecrets(installation),
          clusterServices: () => clusterServices(installation),
          ingress: ingressOf(cluster),
          policyWays: () => policyWays(installation),
          waits: () => waitsOf(model),
          composeSecrets: pick(site.compose, "secrets"),
        }),
      );
    },
  },
];
