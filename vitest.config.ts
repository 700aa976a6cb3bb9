import { defineConfig } from "vitest/config";
import { LongestFirst } from "./test/longest-first.ts";

// Time limits only catch what hangs, on a machine that is busy with other things, too: no test looks at a clock, and
// none has a limit of its own.
export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        test: {
          name: "unit",
          include: ["test/**/*.test.ts"],
          exclude: ["test/conformance/**", "test/executable/**", "test/runtime/**"],
          setupFiles: ["test/seed.ts"],
          testTimeout: 900_000,
          hookTimeout: 900_000,
          maxWorkers: "100%",
        },
      },
      {
        test: {
          name: "conformance",
          include: ["test/conformance/**/*.test.ts"],
          setupFiles: ["test/seed.ts"],
          testTimeout: 600_000,
          hookTimeout: 600_000,
          // Most of the time a test waits for the program that it has started; a third file at once gained nothing.
          maxWorkers: 2,
        },
      },
      {
        test: {
          name: "executable",
          // And the tests of writing that kill processes: those are executables, too, here.
          include: ["test/executable/**/*.test.ts", "test/conformance/safe-writing.test.ts"],
          setupFiles: ["test/seed.ts"],
          env: { CLP_COMPILE_WORKER: "executable" },
          testTimeout: 600_000,
          hookTimeout: 600_000,
          maxWorkers: 2,
        },
      },
      {
        test: {
          name: "runtime",
          // The core, or all of it: `npm run test:runtime -- --all`.
          include: [
            "test/runtime/core/**/*.test.ts",
            ...(process.env["CLP_COMPILE_RUNTIME"] === "all" ? ["test/runtime/all/**/*.test.ts"] : []),
          ],
          testTimeout: 600_000,
          hookTimeout: 600_000,
          // A start waits half of the time: for health checks, for what it depends on. Three of them fill two cores.
          maxWorkers: 3,
        },
      },
    ],
  },
});
