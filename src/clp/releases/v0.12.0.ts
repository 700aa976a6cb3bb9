/** CLP v0.12.0: the query scheduler's own concurrency. */
import { defineRelease, type Release, thirdPartyImages } from "./release.ts";
import { v0_11_0 } from "./v0.11.0.ts";

export const v0_12_0: Release<"0.12.0"> = defineRelease({
  id: "0.12.0",
  commit: "d3daf165",
  date: "2026-04-21",
  images: thirdPartyImages(v0_11_0),
  chart: "0.3.1",
  capabilities: v0_11_0.capabilities,
});
