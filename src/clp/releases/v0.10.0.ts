/** CLP v0.10.0: services that somebody else runs are reached at their own host and port. */
import { defineRelease, type Release, thirdPartyImages } from "./release.ts";
import { v0_9_0 } from "./v0.9.0.ts";

export const v0_10_0: Release<"0.10.0"> = defineRelease({
  id: "0.10.0",
  commit: "10d78e0b",
  date: "2026-03-07",
  images: {
    ...thirdPartyImages(v0_9_0),
    prestoCoordinator: "ghcr.io/y-scope/presto/coordinator:clp-v0.10.0",
    prestoWorker: "ghcr.io/y-scope/presto/prestissimo-worker:clp-v0.10.0",
  },
  chart: "0.2.0",
  capabilities: {
    ...v0_9_0.capabilities,
    connectPorts: true,
    extraHosts: true,
    resultsCacheHealth: "exec",
    apiServerStagesStreams: false,
    spiderDatabase: "configured",
  },
});
