/** Values of CLP's charts become inputs that give the same values, and what does not is said. */
import { describe, expect, test } from "vitest";
import type { AdoptedInputs } from "../../src/adopt/adopted.ts";
import { fromHelm } from "../../src/adopt/helm/from-helm.ts";
import { laidOver, meansSame, type Plain } from "../../src/adopt/plain.ts";
import { chartOf as chartOfRelease } from "../../src/backends/helm/charts.ts";
import { RELEASES, type ReleaseId, releaseOf } from "../../src/clp/releases/releases.ts";
import { chartOf } from "../backends/helm/given.ts";
import { okFixtures } from "../fixtures.ts";

/** The values that the chart has with what the compiler writes of inputs. */
function compiledOf(inputs: AdoptedInputs, credentials?: Plain): Plain {
  const { publicValues, secretValues, findings } = chartOf({
    config: { name: "clp-config.yaml", content: JSON.stringify(inputs.config) },
    site: { name: "clp-site.yaml", content: JSON.stringify(inputs.site) },
    credentials: {
      name: "credentials.yaml",
      content: JSON.stringify(
        laidOver(
          { database: { spider_username: "none", spider_password: "none" } },
          inputs.credentials ?? credentials ?? {},
        ),
      ),
    },
  });
  expect(findings.filter((one) => one.startsWith("error"))).toEqual([]);
  const { defaults } = chartOfRelease(inputs.release);
  return [publicValues, secretValues].reduce<Plain>(laidOver, defaults as Plain);
}

function given(text: string, release?: ReleaseId) {
  return fromHelm(
    { name: "values.yaml", content: text },
    release === undefined ? undefined : releaseOf(release),
  );
}

describe("what the compiler writes comes back", () => {
  const carried = okFixtures()
    .map(({ name, sources }) => ({ name, outcome: chartOf(sources) }))
    .filter(({ outcome }) => outcome.secretText !== undefined);

  test("for every release there is a fixture", () => {
    const ids = new Set(carried.map(({ outcome }) => outcome.model.release.value.id));
    expect([...ids].sort()).toEqual(RELEASES.map(({ id }) => id as string).sort());
  });

  test.each(carried)("$name", ({ outcome }) => {
    const release = outcome.model.release.value;
    const all = laidOver(outcome.publicValues, outcome.secretValues);
    const { inputs, diagnostics } = given(JSON.stringify(all), release.id);
    expect(diagnostics.map(({ code, message }) => `${code} ${message}`)).toEqual([
      expect.stringMatching(/^CLP6564 /),
    ]);
    const wanted = laidOver(chartOfRelease(release).defaults as Plain, all);
    expect(meansSame(compiledOf(inputs!), wanted)).toBe(true);
  });
});
