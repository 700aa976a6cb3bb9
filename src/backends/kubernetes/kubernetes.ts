/** The Kubernetes backend: everything under `kubernetes/`. */
import type { Backend } from "../backend.ts";
import type { ClusterOptions } from "../cluster/cluster-options.ts";
import { KUBERNETES_PATHS } from "./output-paths.ts";
import { publicFiles } from "./public-files.ts";
import { releaseOf } from "./release.ts";
import { secretFiles, secretPaths } from "./secret-files.ts";
import { supports } from "./supports.ts";

export const kubernetes: Backend<ClusterOptions> = {
  name: "kubernetes",
  paths: KUBERNETES_PATHS,
  supports,
  emitPublic: (model, options) => publicFiles(releaseOf(model, options)),
  secretPaths: (model, options) => secretPaths(releaseOf(model, options)),
  emitSecret: (model, options, secrets) => secretFiles(releaseOf(model, options), secrets),
};
