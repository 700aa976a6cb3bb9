/** The configurations of which CLP's own derivations are kept, of every release, as manifests in a real API server. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Manifests, manifestsOf } from "../backends/kubernetes/manifests.ts";
import { type Cluster, startCluster } from "./applying.ts";
import {
  generatedCases,
  handMadeCases,
  REFERENCE_RELEASES,
  type ReferenceCase,
  referenceSite,
} from "./reference.ts";

/** Of the generated ones of a release: every so many. */
const EVERY = 4;

let cluster: Cluster;

beforeAll(async () => {
  cluster = await startCluster();
});

afterAll(() => cluster?.stop());

function manifestsFor({ config, credentials, release }: ReferenceCase): Manifests {
  return manifestsOf({
    config: { name: "clp-config.yaml", content: config },
    credentials: { name: "credentials.yaml", content: credentials },
    site: { name: "clp-site.yaml", content: referenceSite(release) },
  });
}

describe.each(REFERENCE_RELEASES)("CLP v%s", (release) => {
  const some = generatedCases(release).filter((_, index) => index % EVERY === 0);

  test.each([
    ["hand-made", handMadeCases(release)],
    ["generated", some],
  ] as const)("%s", async (_, cases) => {
    const carried = new Map<string, Manifests>();
    for (const one of cases) {
      const made = manifestsFor(one);
      if (made.carried) carried.set(`${release}-${one.name}`, made);
      // The one thing that containers of one host reach, and pods do not: what is on the host's loopback.
      else expect(new Set(made.findings), one.name).toEqual(new Set(["error CLP5204"]));
    }
    await cluster.takesEach(carried);
  });

  test("most of them are carried", () => {
    const all = handMadeCases(release);
    const carried = all.filter((one) => manifestsFor(one).carried);
    expect(carried.length).toBeGreaterThan(all.length - 3);
  });
});
