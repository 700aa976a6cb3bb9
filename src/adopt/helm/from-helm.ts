/** `init --from-helm`: the values of an installed chart of CLP → the inputs that give the same. */

import { CHART_NAME, titleOf } from "../../backends/helm/chart.ts";
import { chartOf } from "../../backends/helm/charts.ts";
import { createReporter, type Reporter } from "../../base/diagnostic.ts";
import { type DocPath, formatPath } from "../../base/origin.ts";
import { nearest } from "../../base/suggest.ts";
import { DEFAULT_RELEASE, type Release } from "../../clp/releases/releases.ts";
import type { KeySchema, ObjectSchema } from "../../input/schema/key-schema.ts";
import type { Source } from "../../input/source.ts";
import type { MapNode } from "../../input/yaml/node.ts";
import { type Adopted, adoptedInputs } from "../adopted.ts";
import type { Assignment } from "../draft.ts";
import { at, isPlainMap, keyOf, laidOver, leavesOf, type Plain } from "../plain.ts";
import { plainOf, spansOf } from "../plain-document.ts";
import { type Problem, solve, type Wanted } from "../solve.ts";
import { withoutPlace } from "../without-place.ts";
import { compileValues } from "./compiled-values.ts";
import { chartKeyAt, chartKeys, guessRelease, unknownValues } from "./keys-of-chart.ts";
import { imagesOf, keysByName, prestoOf, type Values } from "./known-values.ts";
import { reportLeft } from "./report-left.ts";
import { readValues } from "./values-document.ts";

/**
 * Reads values as `helm get values` prints them. Reports `CLP6560` for what are no values of CLP's chart, `CLP6561`
 * for a key that the chart does not read, `CLP6562` for what cannot be carried over, and `CLP6563` for the release
 * that was taken.
 *
 * @param wished the release that somebody names
 */
export function fromHelm(source: Source, wished: Release | undefined): Adopted {
  const reporter = createReporter();
  const document = readValues(source, reporter);
  const { root } = document;
  const failed = (keys: ObjectSchema): Adopted => ({
    inputs: undefined,
    diagnostics: reporter.diagnostics,
    texts: { running: document.textFor(keys) },
  });
  const guessed = root && guessRelease(root, tagIn(root));
  const release = wished ?? guessed?.release;
  // What is no chart's values is masked by the keys of the newest.
  if (root === undefined || release === undefined) return failed(chartKeys(DEFAULT_RELEASE));
  const keys = chartKeys(release);
  if (reporter.diagnostics.some(({ severity }) => severity === "error")) return failed(keys);
  if (root.entries.length > 0 && !root.entries.some(({ key }) => keys.keys.has(key))) {
    reporter.report(
      "CLP6560",
      root.entries[0]!.keySpan,
      `Cannot take ${source.name} for values of CLP's chart: it has none of its keys`,
      { help: `Give what \`helm get values --all RELEASE\` prints for a release of the chart ${CHART_NAME}` },
    );
    return failed(keys);
  }
  if (wished === undefined)
    reporter.report("CLP6563", undefined, `The values are taken for ${release.name}: ${guessed!.why}`, {
      help: "Name another with --clp-version",
    });
  reporter.report(
    "CLP6564",
    undefined,
    `Values do not say what the release is called: ${CHART_NAME}, in the namespace default, is taken for it`,
    {
      help: "`helm list --all-namespaces` tells; say it in the site file as kubernetes.release_name and kubernetes.namespace",
    },
  );
  reportUnknown(root, keys, release, reporter);
  return { ...adopt(root, keys, release, reporter), texts: { running: document.textFor(keys) } };
}

function tagIn(root: MapNode): string | undefined {
  const tag = at(plainOf(root), ["image", "clpPackage", "tag"]);
  return typeof tag === "string" ? tag : undefined;
}

function reportUnknown(root: MapNode, keys: ObjectSchema, release: Release, reporter: Reporter): void {
  for (const { path, span, allowed } of unknownValues(root, keys)) {
    const meant = nearest(String(path.at(-1)), allowed);
    reporter.report(
      "CLP6561",
      span,
      `${formatPath(path)} has no effect: no template of ${titleOf(chartOf(release))} reads it`,
      {
        path,
        help: meant === undefined ? "It is left out" : `It is left out. Did you mean "${meant}"?`,
      },
    );
  }
}

function adopt(
  root: MapNode,
  keys: ObjectSchema,
  release: Release,
  reporter: Reporter,
): Omit<Adopted, "texts"> {
  const chart = chartOf(release);
  const known = knownPart(plainOf(root), keys);
  const spans = spansOf(root);
  const effective = laidOver(chart.defaults as Plain, known);
  const values: Values = { all: withoutIdle(effective), spanOf: (path) => spans.get(keyOf(path)) };
  const isWhole = (path: DocPath): boolean => chartKeyAt(keys, path)?.kind === "record";
  const writesCredentials = isPlainMap(at(known, ["credentials"]));
  const wanted = leavesOf(values.all, isWhole)
    .filter(({ path: [first] }) => writesCredentials || first !== "credentials")
    .map((leaf): Wanted => ({ ...leaf, span: values.spanOf(leaf.path) }));
  const problem: Problem = {
    release,
    wanted,
    compile: (draft) => {
      const attempt = compileValues(release, draft, isWhole);
      if (writesCredentials) return attempt;
      return {
        ...attempt,
        compiled: new Map([...attempt.compiled].filter(([, { path }]) => path[0] !== "credentials")),
      };
    },
    guess: (one) => keysByName(release, one),
  };
  const credentials = wanted.filter(({ path: [first] }) => first === "credentials").flatMap(problem.guess);
  const fixed = [...releaseKey(release), ...(writesCredentials ? credentials : namesOfSecrets(effective))];
  const { draft, left, errors } = solve(
    problem,
    [...prestoOf(values), ...imagesOf(values, chart.defaults as Plain)],
    fixed,
  );
  reportLeft(left, draft, titleOf(chart), reporter);
  if (errors.length > 0)
    return { inputs: undefined, diagnostics: [...reporter.diagnostics, ...errors.map(withoutPlace)] };
  return {
    inputs: adoptedInputs({ release, of: titleOf(chart), draft }, writesCredentials),
    diagnostics: reporter.diagnostics,
  };
}

/** What of the values the chart reads. */
function knownPart(given: Plain, schema: KeySchema | undefined): Plain {
  if (!isPlainMap(given) || schema?.kind !== "object") return given;
  return Object.fromEntries(
    Object.entries(given).flatMap(([key, value]) => {
      const child = schema.keys.get(key);
      return child === undefined ? [] : [[key, knownPart(value, child)]];
    }),
  );
}

/** Without a bundled Presto of which nothing is said: the chart runs none. */
function withoutIdle(values: Plain): Plain {
  const bundled = at(values, ["clpConfig", "bundled"]);
  if (!Array.isArray(bundled) || at(values, ["clpConfig", "presto"]) !== null) return values;
  return laidOver(values, { clpConfig: { bundled: bundled.filter((server) => server !== "presto") } });
}

function releaseKey(release: Release): readonly Assignment[] {
  return [
    {
      file: "site",
      path: ["clp_version"],
      value: release.id,
      from: { name: titleOf(chartOf(release)), span: undefined, fact: true },
    },
  ];
}

/** Without a password in the values, the Secrets that the chart has made are the ones to use. */
function namesOfSecrets(values: Plain): readonly Assignment[] {
  const named = at(values, ["fullnameOverride"]);
  const prefix = typeof named === "string" && named !== "" ? named : CHART_NAME;
  const from = {
    name: "a Secret that the chart has made: the values have no password",
    span: undefined,
    fact: true,
  } as const;
  const key = (path: DocPath, value: Plain): Assignment => ({
    file: "site",
    path: ["kubernetes", "secrets", ...path],
    value,
    from,
  });
  return [
    key(["from"], "existing"),
    ...["database", "queue", "redis"].map((section) => key(["names", section], `${prefix}-${section}`)),
  ];
}
