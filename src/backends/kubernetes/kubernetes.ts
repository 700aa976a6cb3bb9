/** The Kubernetes backend: everything under `kubernetes/`. */
import type { Backend } from "../backend.ts";
import type { ClusterOptions } from "../cluster/cluster-options.ts";
import { installationOf } from "./installation.ts";
import { supports } from "./kubernetes-supports.ts";
import { publicFiles } from "./public-files.ts";
import { secretFiles, secretPaths } from "./secret-files.ts";

export const kubernetes: Backend<ClusterOptions> = (model, options) => {
  const installation = installationOf(model, options);
  return {
    supports: (reporter) => supports(installation, reporter),
    emitPublic: () => publicFiles(installation),
    secretPaths: () => secretPaths(installation),
    emitSecret: (secrets) => secretFiles(installation, secrets),
  };
};
