import { expect, test } from "vitest";
import { validate } from "../../compiler.ts";

/** Entries of a thousand hosts each, beside one that runs the rest. */
function siteOf(entries: number): string {
  const workers = Array.from({ length: entries }, (_, index) => ({
    name: `worker-${index}-{n}`,
    count: 1000,
    address: `10.${index}.0.1`,
    components: ["workers"],
  }));
  return JSON.stringify({
    host: { clp_home: "/home/clp", cpus: 4 },
    hosts: [
      { name: "control", address: "10.250.0.1", components: ["infrastructure", "schedulers", "rest"] },
      ...workers,
    ],
    shared_storage: {
      archives: { mounted: true },
      streams: { mounted: true },
      logs_input: { mounted: true },
    },
  });
}

test("a small file does not ask for the work of a hundred thousand hosts", () => {
  const { diagnostics } = validate({
    config: { name: "clp-config.yaml", content: "{}" },
    site: { name: "clp-site.yaml", content: siteOf(200) },
  });
  expect(diagnostics.filter(({ severity }) => severity === "error").map(({ message }) => message)).toEqual([
    "Cannot count 200001 hosts: a deployment has at most 2000",
  ]);
});
