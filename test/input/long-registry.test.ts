/** The way out is looked for in a registry that is none, but not in one that nobody could have meant. */
import { expect, test } from "vitest";
import { validate } from "../../src/mod.ts";

test.each(["-", "/", "_", "a:"])("a registry that is far too long is told so: %s", (unit) => {
  const registry = `a${unit.repeat(400_000)} x`;
  const { diagnostics } = validate({
    config: { name: "clp-config.yaml", content: "{}" },
    site: { name: "clp-site.yaml", content: JSON.stringify({ images: { registry } }) },
  });
  expect(diagnostics.map(({ code }) => code)).toContain("CLP2030");
  expect(diagnostics.map(({ code }) => code)).not.toContain("CLP2071");
});
