/** CLP v0.11.0: AWS authentication as its SDK finds it, and Presto in the chart. */
import { defineRelease, type Release, thirdPartyImages } from "./release.ts";
import { v0_10_0 } from "./v0.10.0.ts";

export const v0_11_0: Release<"0.11.0"> = defineRelease({
  id: "0.11.0",
  commit: "12f80c78",
  date: "2026-04-09",
  images: {
    ...thirdPartyImages(v0_10_0),
    prestoWorker: "ghcr.io/y-scope/presto/prestissimo-worker:clp-v0.10.0-fix.1",
  },
  chart: "0.3.0",
  capabilities: {
    ...v0_10_0.capabilities,
    webuiHealth: "http",
    rustAuthentication: ["credentials", "default"],
    instanceRole: "default",
    awsConfigDirectory: ["profile", "default"],
  },
});
