// Starts deployments for real. Usage: npm run test:runtime [-- --all] [-- vitest's own arguments]
import { spawnSync } from "node:child_process";

if (process.platform !== "linux" || process.getuid?.() !== 0) {
  console.error("test:runtime starts real deployments in namespaces of its own: it needs root and Linux.");
  process.exit(1);
}
const [all, rest] = [process.argv.includes("--all"), process.argv.slice(2).filter((one) => one !== "--all")];
const { status } = spawnSync("npx", ["vitest", "run", "--project", "runtime", ...rest], {
  stdio: "inherit",
  env: { ...process.env, ...(all ? { CLP_COMPILE_RUNTIME: "all" } : {}) },
});
process.exitCode = status ?? 1;
