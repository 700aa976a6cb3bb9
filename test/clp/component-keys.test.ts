/** The site file has a key for each component: its image, and its resources. */
import { expect, test } from "vitest";
import { COMPONENT_IDS } from "../../src/clp/package/component-ids.ts";
import { COMPONENTS } from "../../src/clp/schema/site-parts.ts";

test("every component has a key", () => {
  // Whatever compresses is the compression worker to those who size it.
  const own = COMPONENT_IDS.filter((id) => id !== "spider-compression-worker");
  expect([...COMPONENTS].sort()).toEqual(own.map((id) => id.replaceAll("-", "_")).sort());
});
