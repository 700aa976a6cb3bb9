/**
 * All projects that Docker Compose resolved of CLP's own files, of all releases: what is made of them gives the same
 * services, or lists what it leaves.
 */
import { describe, expect, test } from "vitest";
import { fromCompose } from "../../src/adopt/compose/from-compose.ts";
import { releaseOf } from "../../src/clp/releases/releases.ts";
import { handMadeCases, REFERENCE_RELEASES } from "./reference.ts";

/** What CLP gets wrong for these, and the compiler does otherwise. */
const CORRECTED = [
  // The job of an external results cache makes indices alone (D12b), and Redis' own databases count (D12).
  /^results-cache-indices-creator\.command/,
  /\.environment\.RESULT_BACKEND$/,
  /\.environment\.CLP_.*_(?:HOST|PORT)$/,
  /stream_collection_name/,
  // Spider's compose file leaves the API server and the MCP server out.
  /^(?:api-server|mcp-server)$/,
  /^compression-worker\.command/,
];

describe.each(REFERENCE_RELEASES)("CLP v%s", (id) => {
  const cases = handMadeCases(id).filter(({ compose }) => compose !== undefined);

  test.each(cases)("$name", ({ compose, containerConfig }) => {
    const { inputs, diagnostics } = fromCompose(
      { name: "project.json", content: JSON.stringify(compose) },
      { name: ".clp-config.yaml", content: JSON.stringify(containerConfig) },
      releaseOf(id),
    );
    expect(inputs?.release.id).toBe(id);
    const left = diagnostics.map(({ path }) => path.join("."));
    expect(left.filter((path) => !CORRECTED.some((one) => one.test(path)))).toEqual([]);
  });
});
