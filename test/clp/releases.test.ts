/** The releases of CLP: their order is that of the list, and what they say holds together. */
import { describe, expect, test } from "vitest";
import { CHARTS, chartOf } from "../../src/backends/helm/charts.ts";
import type { Capabilities } from "../../src/clp/releases/release.ts";
import {
  compareReleases,
  DEFAULT_RELEASE,
  knownRelease,
  RELEASES,
  releaseBefore,
  releaseOf,
} from "../../src/clp/releases/releases.ts";

describe("the releases", () => {
  test("stand in the order in which they came out", () => {
    const dates = RELEASES.map(({ date }) => date);
    expect(dates).toEqual([...dates].sort());
    expect(compareReleases("0.9.0", "0.10.0")).toBeLessThan(0);
    expect(compareReleases("0.13.0", "0.9.0")).toBeGreaterThan(0);
    expect(compareReleases("0.12.0", "0.12.0")).toBe(0);
    expect(releaseBefore("0.10.0")).toBe(releaseOf("0.9.0"));
    expect(releaseBefore("0.9.0")).toBeUndefined();
  });

  test.each(RELEASES.map((release) => [release.id, release] as const))(
    "%s is found by its id",
    (id, release) => {
      expect(knownRelease(id)).toBe(release);
      expect(release.tag).toBe(`v${id}`);
      expect(release.name).toBe(`CLP v${id}`);
      expect(release.images.package).toBe(`ghcr.io/y-scope/clp/clp-package:${id}`);
      for (const image of Object.values(release.images)) expect(image).toMatch(/^[a-z0-9./-]+:[\w.-]+$/);
    },
  );

  test("an unknown one is none", () => expect(knownRelease("0.8.0")).toBeUndefined());

  test("they stand in order, and the default is the newest", () => {
    const ids = RELEASES.map(({ id }) => id);
    const byNumber = new Intl.Collator("en", { numeric: true });
    expect(ids).toEqual([...ids].sort(byNumber.compare));
    expect(DEFAULT_RELEASE).toBe(RELEASES.at(-1));
  });

  test("each capability tells some release from another, or nobody has to ask", () => {
    for (const name of Object.keys(RELEASES[0].capabilities) as (keyof Capabilities)[]) {
      const values = new Set(RELEASES.map(({ capabilities }) => JSON.stringify(capabilities[name])));
      expect(values.size, name).toBeGreaterThan(1);
    }
  });

  test("a release with telemetry has a collector, and no other has one", () => {
    for (const { capabilities, images } of RELEASES)
      expect(images.otelCollector !== undefined).toBe(capabilities.telemetry);
  });

  test("each has a chart that values can be written for, which several may share, and each chart has a release", () => {
    const charts = RELEASES.map((release) => chartOf(release).version);
    expect([...new Set(charts)]).toEqual(CHARTS.map(({ version }) => version));
    expect(charts).toEqual(RELEASES.map(({ chart }) => chart));
  });

  test("the newest is compiled for where nobody says another", () => {
    expect(DEFAULT_RELEASE).toBe(RELEASES.at(-1));
  });
});
