import { defineConfig } from "vitest/config";

// Time limits only catch what hangs: nothing here is measured by a test.
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "unit",
          include: ["test/**/*.test.ts"],
          exclude: ["test/conformance/**", "test/runtime/**"],
          setupFiles: ["test/seed.ts"],
          testTimeout: 120_000,
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
          // Most of the time a test waits for the program that it has started.
          maxWorkers: 2,
        },
      },
      {
        test: {
          name: "runtime",
          include: ["test/runtime/**/*.test.ts"],
          testTimeout: 600_000,
          hookTimeout: 600_000,
          maxWorkers: 2,
        },
      },
    ],
  },
});
