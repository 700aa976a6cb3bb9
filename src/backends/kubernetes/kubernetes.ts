/** The Kubernetes backend: everything under `kubernetes/`. */
import type { Backend } from "../backend.ts";
import type { ClusterOptions } from "../cluster/cluster-options.ts";
import { publicFiles } from "./public-files.ts";
import type { Release } from "./release.ts";
import { secretFiles, secretPaths } from "./secret-files.ts";
import { supports } from "./supports.ts";

export const kubernetes: Backend<ClusterOptions> = (model, options) => {
  const release: Release = { model, options };
  return {
    supports: (reporter) => supports(release, reporter),
    emitPublic: () => publicFiles(release),
    secretPaths: () => secretPaths(release),
    emitSecret: (secrets) => secretFiles(release, secrets),
  };
};
