/** Questions about a compilation: what of the inputs a value comes from, and where it goes. */
import { clusterOptions } from "./backends/cluster/cluster-options.ts";
import { clusterSecrets } from "./backends/kubernetes/cluster-secrets.ts";
import { installationOf } from "./backends/kubernetes/installation.ts";
import { createReporter } from "./base/diagnostic.ts";
import { once } from "./base/once.ts";
import { explainCompilation } from "./explain/explain.ts";
import type { Answer, Explainable } from "./explain/explanation.ts";
import { readInputs } from "./input/inputs.ts";
import { inputKeys } from "./input/keys.ts";
import type { Sources } from "./input/source.ts";

/**
 * A function that answers questions about a compilation that succeeded. What it is asked is
 * `CLP_WEBUI_PORT`, `webui.port`, `reducer`, `compose/docker-compose.yaml:31`, or a line of an input by
 * its name, `etc/clp-config.yaml:12`, or a Secret of the cluster by its name, `clp-database`; where a name
 * is both a component and a key, `config:webui` is the key.
 *
 * @param sources what was compiled
 */
export function explainer(sources: Sources, compilation: Explainable): (what: string) => Answer {
  const { model, backends } = compilation;
  const site = once(() => readInputs(sources, createReporter()).site);
  return explainCompilation(compilation, inputKeys(sources), {
    secretsInEnvironment: () => site().compose.secrets === "environment",
    clusterSecrets: () =>
      model === undefined || !backends.includes("kubernetes")
        ? undefined
        : clusterSecrets(installationOf(model, clusterOptions(site().kubernetes))),
  });
}
