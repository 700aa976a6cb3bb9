/** What a migration gives compiles for the release that it is for, and runs what ran before. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { RELEASES, type ReleaseId } from "../../src/clp/releases/releases.ts";
import type { Sources } from "../../src/mod.ts";
import { okFixtures } from "../fixtures.ts";
import { expectSameDeployment, migrated } from "./migrated.ts";

const RELEASE_IDS: readonly ReleaseId[] = RELEASES.map(({ id }) => id);
/** Each release that can be compiled for, with itself and with each later one. */
const PAIRS = RELEASE_IDS.flatMap((from, index) => RELEASE_IDS.slice(index).map((to) => ({ from, to })));

/** The site file of a fixture for another release. */
function ofRelease(sources: Sources, release: ReleaseId): Sources {
  const text = sources.site === undefined ? "" : new TextDecoder().decode(sources.site.content as Uint8Array);
  const others = text.replace(/^clp_version:.*\n/m, "");
  return {
    ...sources,
    site: { name: "clp-site.yaml", content: `clp_version: "${release}"\n${others}` },
  };
}

describe.each(PAIRS)("$from → $to", ({ from, to }) => {
  test.each(okFixtures().map(({ name, folder, sources }) => ({ name, folder, sources })))(
    "$name",
    ({ sources }) => {
      expectSameDeployment(ofRelease(sources, from), from, to);
    },
  );
});

test("a release is migrated to itself without an edit of the config", () => {
  const [fixture] = okFixtures();
  const text = readFileSync(`${fixture!.folder}/clp-config.yaml`, "utf8");
  for (const release of RELEASE_IDS) {
    const { after, edits } = migrated(
      {
        config: { name: "clp-config.yaml", content: text },
        credentials: undefined,
        site: { name: "clp-site.yaml", content: `clp_version: "${release}"\n` },
      },
      release,
      release,
    );
    expect({ after, edits }).toEqual({ after: {}, edits: [] });
  }
});
