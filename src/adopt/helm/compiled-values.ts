/** A draft of inputs → the values that the Helm backend writes of it, with what the chart has by itself. */

import { chartOf } from "../../backends/helm/charts.ts";
import { helmOptions } from "../../backends/helm/helm-options.ts";
import { secretValues } from "../../backends/helm/secret-chart-values.ts";
import { createReporter } from "../../base/diagnostic.ts";
import { constant, type DocPath, type Origin } from "../../base/origin.ts";
import type { Release } from "../../clp/releases/releases.ts";
import { queryEngineOf } from "../../input/query-engine.ts";
import { secretValuesOf } from "../../lower/needed-secrets.ts";
import { type Tree, toJson } from "../../model/tree.ts";
import { compileDraft } from "../compile-draft.ts";
import type { Draft } from "../draft.ts";
import { keyOf, laidOver, leavesOf, type Plain, type PlainMap } from "../plain.ts";
import type { Attempt, Compiled } from "../solve.ts";
import { unknownCredentials } from "../unknown-credentials.ts";

const DEFAULT = constant("the chart's own value");

/** Compiles a draft to the values that the chart would have with it. */
export function compileValues(release: Release, draft: Draft, isWhole: (path: DocPath) => boolean): Attempt {
  const chart = chartOf(release);
  // Without credentials the chart has its own, and none of Spider, which it does not run.
  const credentials = laidOver(unknownCredentials(release), chart.defaults["credentials"] as Plain);
  return compileDraft(draft, credentials, (inputs, model) => {
    const options = helmOptions(inputs.site, inputs.config, queryEngineOf(inputs.config));
    const question = { chart, model, options };
    const secret = secretValues(question, secretValuesOf(inputs)!, createReporter());
    const trees = [chart.values(question), ...(secret === undefined ? [] : [secret])];
    const origins = new Map(trees.flatMap((tree) => originsOf(tree, [])));
    const values = trees.reduce<Plain>(
      (below, tree) => laidOver(below, toJson(tree) as Plain),
      chart.defaults as PlainMap,
    );
    return leavesOf(values, isWhole).map((leaf): Compiled => {
      const origin = origins.get(keyOf(leaf.path)) ?? DEFAULT;
      return { ...leaf, origin };
    });
  });
}

function originsOf(tree: Tree, path: DocPath): readonly (readonly [string, Origin])[] {
  const own = [keyOf(path), tree.origin] as const;
  return tree.kind === "map"
    ? [own, ...tree.entries.flatMap(([key, item]) => originsOf(item, [...path, key]))]
    : [own];
}
