// Builds what deployments are started with, as far as it is not there; a moment where all of it is.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";

const root = join(import.meta.dirname, "../..");

function script(command, ...args) {
  const { status } = spawnSync(command, args, { cwd: root, stdio: ["ignore", 2, 2] });
  if (status !== 0) throw new Error(`${[command, ...args].join(" ")} failed`);
}

/**
 * @param onNode whether a node of Kubernetes is started, too
 * @param programs further programs of test/conformance/programs
 * @param parts further parts of build.sh
 */
export function makeReady({ onNode, programs = [], parts = [] }) {
  if (!existsSync(join(root, "dist/clp-compile.cjs"))) script("npm", "run", "--silent", "build");
  const node = onNode ? ["kubernetes", "cni", "coredns", "pause"] : [];
  script("sh", "test/conformance/programs/debian.sh", "engine");
  if (programs.includes("presto")) script("sh", "test/conformance/programs/debian.sh", "java");
  script("sh", "test/conformance/programs/build.sh", "compose", ...node, ...programs);
  script("sh", "test/runtime/build.sh", "engine", "images", ...(onNode ? ["node"] : []), ...parts);
}
