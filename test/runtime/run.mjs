// Starts deployments for real. Usage: npm run test:runtime [-- --all] [-- vitest's own arguments]
import { spawnSync } from "node:child_process";
import { makeReady } from "./ready.mjs";

if (process.platform !== "linux" || process.getuid?.() !== 0) {
  console.error("test:runtime starts real deployments in namespaces of its own: it needs root and Linux.");
  process.exit(1);
}
const [all, rest] = [process.argv.includes("--all"), process.argv.slice(2).filter((one) => one !== "--all")];
try {
  makeReady({ onNode: true, programs: all ? ["helm", "presto"] : [], parts: ["musl"] });
} catch (problem) {
  console.error(problem.message);
  process.exit(1);
}
if (all && !process.env.CLP_HELM_CHART)
  console.log("CLP's charts are not started: CLP_HELM_CHART names no folder that has them.");
// What is not run is told by name, and its name says why.
const told = all && !rest.some((one) => one.startsWith("--reporter")) ? ["--reporter=verbose"] : [];
const { status } = spawnSync("npx", ["vitest", "run", "--project", "runtime", ...told, ...rest], {
  stdio: "inherit",
  env: { ...process.env, ...(all ? { CLP_COMPILE_RUNTIME: "all" } : {}) },
});
process.exitCode = status ?? 1;
