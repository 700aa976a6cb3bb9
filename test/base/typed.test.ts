/** Values of the typed configuration, and the keys that not every release of CLP has. */
import { describe, expect, test } from "vitest";
import { constant, sourced } from "../../src/base/origin.ts";
import { given, pick, withOrigins } from "../../src/base/typed.ts";

interface Section {
  readonly port: number;
  /** Of some releases alone. */
  readonly interval?: number | undefined;
}

const HERE = constant("written here");

describe("a key", () => {
  const section = withOrigins<Section>({ port: 4000 }, new Map([["port", HERE]]));

  test("comes with its origin", () => {
    expect(pick(section, "port")).toEqual(sourced(4000, HERE));
    expect(given(section, "port")).toEqual(sourced(4000, HERE));
  });

  test("that may be absent is asked for as such, which the types hold", () => {
    expect(given(section, "interval")).toBeUndefined();
    // @ts-expect-error: not every release has it.
    expect(() => pick(section, "interval")).toThrow("interval");
    const keys = ["port", "interval"] as const;
    // @ts-expect-error: one of them may be absent.
    expect(() => keys.map((key) => pick(section, key))).toThrow("interval");
  });
});
