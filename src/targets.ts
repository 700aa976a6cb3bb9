/** The list of targets, and what of the site file each is told. A new backend is one folder and one entry here. */

import type { Backend } from "./backends/backend.ts";
import type { BackendName } from "./backends/backend-name.ts";
import { clusterOptions } from "./backends/cluster/cluster-options.ts";
import { compose } from "./backends/compose/compose.ts";
import { composeOptions } from "./backends/compose/options.ts";
import { waitsOf } from "./backends/compose/waiting.ts";
import { docs } from "./backends/docs/docs.ts";
import { docsOptions } from "./backends/docs/options.ts";
import { CHART } from "./backends/helm/chart.ts";
import { helm } from "./backends/helm/helm.ts";
import { kubernetes } from "./backends/kubernetes/kubernetes.ts";
import { clusterNeeds } from "./backends/kubernetes/objects/cluster-needs.ts";
import { secretNames } from "./backends/kubernetes/objects/secret-keys.ts";
import { releaseOf } from "./backends/kubernetes/release.ts";
import { deploymentDiagram } from "./backends/mermaid/deployment-diagram.ts";
import { mermaid } from "./backends/mermaid/mermaid.ts";
import type { OutputPath } from "./backends/output-path.ts";
import type { Reporter } from "./base/diagnostic.ts";
import { remembered } from "./base/remembered.ts";
import { pick } from "./base/typed.ts";
import type { Site } from "./input/schema/site.ts";
import type { EmittedFile } from "./model/emitted-file.ts";
import type { DeploymentModel, SecretValues } from "./model/model.ts";

export { BACKEND_NAMES, type BackendName } from "./backends/backend-name.ts";

/** A backend that knows its model and its options. */
export interface Target {
  readonly name: BackendName;
  readonly supports: (reporter: Reporter) => boolean;
  readonly emitPublic: () => readonly EmittedFile<"public">[];
  readonly secretPaths: () => readonly string[];
  readonly emitSecret: (secrets: SecretValues, reporter: Reporter) => readonly EmittedFile<"secret">[];
}

interface TargetDefinition {
  readonly name: BackendName;
  readonly paths: readonly OutputPath[];
  readonly bind: (model: DeploymentModel, site: Site) => Target;
}

function target<Options>(
  name: BackendName,
  backend: Backend<Options>,
  optionsOf: (site: Site) => Options,
): TargetDefinition {
  return {
    name,
    paths: backend.paths,
    bind(model, site) {
      const options = optionsOf(site);
      return {
        name,
        supports: (reporter) => backend.supports(model, options, reporter),
        emitPublic: () => backend.emitPublic(model, options),
        secretPaths: () => backend.secretPaths(model, options),
        emitSecret: (secrets, reporter) => backend.emitSecret(model, options, secrets, reporter),
      };
    },
  };
}

/** What the targets of a cluster are told: one and the same, so that what is found out for one serves all. */
const ofCluster = remembered((site: Site) => clusterOptions(site.kubernetes, pick));

/** In the order in which they are emitted. */
export const TARGETS: readonly TargetDefinition[] = [
  target("compose", compose, ({ compose: section }) => composeOptions(section, pick)),
  target("helm", helm, ofCluster),
  target("kubernetes", kubernetes, ofCluster),
  target("diagram", mermaid, () => undefined),
  target("docs", docs, (site) =>
    docsOptions(pick(site.compose, "project_name"), ofCluster(site), {
      diagram: deploymentDiagram,
      chart: CHART,
      clusterNeeds: (model) => clusterNeeds(releaseOf(model, ofCluster(site))),
      secretNames: secretNames(ofCluster(site)),
      waits: waitsOf,
    }),
  ),
];
