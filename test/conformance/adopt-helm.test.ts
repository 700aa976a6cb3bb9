/**
 * All values with which CLP's real charts were rendered, of all releases: what is made of them gives the same
 * values, or lists what it leaves.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { fromHelm } from "../../src/adopt/helm/from-helm.ts";
import { laidOver, type Plain } from "../../src/adopt/plain.ts";
import { chartOf } from "../../src/backends/helm/charts.ts";
import { RELEASES } from "../../src/clp/releases/releases.ts";

const ROOT = new URL("../../../shared/reference/", import.meta.url);

/** What no input says, by the chart's values: everything else is carried over. */
const LEFT: Readonly<Record<string, readonly RegExp[]>> = {
  // Without a selector of pods the chart's constraint spreads nothing; the compiler writes the one that is meant (H21).
  distributed: [/topologySpreadConstraints/, /slotsPerPod/, /storage\.storageClassName/],
  // The chart runs services beside Presto that CLP's own scripts do not, and gives Presto no limits.
  presto: [
    /clpConfig\.(?:query_scheduler|query_worker|reducer)/,
    /resources\.presto(?:Worker|Coordinator)\.limits/,
  ],
  "s3-default-auth": [/serviceAccount\.annotations/],
  "s3-profile": [/clpConfig\.aws_config\./],
  images: [/image\.kubectl\./],
};

const PULL_POLICY = /image\.\w+\.pullPolicy/;

describe.each(RELEASES)("chart $chart", (release) => {
  const folder = new URL(`v${release.id}/helm-chart-${release.chart}-rendered/`, ROOT);
  const read = (url: URL): unknown => JSON.parse(readFileSync(url, "utf8"));
  const cases = existsSync(folder) ? readdirSync(folder).map((file) => file.replace(".json", "")) : [];

  test("there are values", () => expect(cases.length).toBeGreaterThan(5));

  test("its own values are what is said of them", () => {
    const url = new URL(`v${release.id}/helm-chart-${release.chart}-default-values.json`, ROOT);
    expect(chartOf(release).defaults).toEqual(read(url));
  });

  describe.each(cases)("%s", (name) => {
    const { values } = read(new URL(`${name}.json`, folder)) as { readonly values: Plain };

    test.each([
      ["as they were given", values ?? {}],
      ["with all that the chart has", laidOver(chartOf(release).defaults as Plain, values ?? {})],
    ])("%s", (_, given) => {
      const { inputs, diagnostics } = fromHelm(
        { name: "values.yaml", content: JSON.stringify(given) },
        release,
      );
      expect(inputs).toBeDefined();
      const left = diagnostics
        .filter(({ severity }) => severity !== "note")
        .map(({ path }) => path.join("."));
      const known = [PULL_POLICY, ...(LEFT[name] ?? [])];
      expect(left.filter((path) => !known.some((one) => one.test(path)))).toEqual([]);
    });
  });
});
