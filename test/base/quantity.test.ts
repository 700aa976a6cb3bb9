import { describe, expect, test } from "vitest";
import { quantity } from "../../src/base/quantity.ts";

describe("a quantity is written as the API server writes it", () => {
  test.each([
    ["1", "1"],
    ["1000m", "1"],
    ["1500m", "1500m"],
    ["0.5", "500m"],
    ["+2", "2"],
    ["2000", "2k"],
    ["1500", "1500"],
    ["1024Mi", "1Gi"],
    ["1536Mi", "1536Mi"],
    ["1.5Gi", "1536Mi"],
    ["3781.25Ki", "3872k"],
    ["0.5Ki", "512"],
    ["1023", "1023"],
    ["1e3", "1e3"],
    ["20E2", "2e3"],
    ["12e4", "120e3"],
    ["1.5E3", "1500"],
    ["0", "0"],
    ["0.0Gi", "0"],
    ["0m", "0"],
    ["100u", "100u"],
    ["0.1n", "1n"],
    [".5", "500m"],
    ["1.", "1"],
    ["3E", "3E"],
    ["1000000M", "1T"],
    ["7Ei", "7Ei"],
  ])("%s → %s", (written, canonical) => {
    expect(quantity(written)?.canonical).toBe(canonical);
  });

  test.each(["8Ei", "10E", "1e40", "99999999999999999999"])("%s is larger than any", (written) => {
    expect(quantity(written)).toBeUndefined();
  });
});
