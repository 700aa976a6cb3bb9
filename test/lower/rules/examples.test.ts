/** The examples of the registry are true: what is wrong gets its code, what is right does not. */
import { describe, expect, test } from "vitest";
import type { CodeEntry } from "../../../src/base/code-entry.ts";
import { DEFAULT_RELEASE } from "../../../src/clp/releases/releases.ts";
import { allCodes, entryOf } from "../../../src/codes.ts";
import { findings } from "./check.ts";

const ENTRIES: readonly (readonly [string, CodeEntry])[] = allCodes()
  .filter((code) => /^CLP[34]/.test(code))
  .map((code) => [code, entryOf(code)]);
/** Those that leave something out, or need another file beside them, are held by a fixture. */
const whole = ENTRIES.filter(
  ([code, { wrong, right }]) => !`${wrong}${right}`.includes("…") && !["CLP3066", "CLP4012"].includes(code),
);

/** What came with a later release is shown by the newest. */
function said(example: string, { source }: CodeEntry) {
  if (/\bE\d/.test(source) || example.includes(DEFAULT_RELEASE.id))
    return findings({ config: example, site: `clp_version: "${DEFAULT_RELEASE.id}"\n` });
  return findings(
    /^(?:hosts?|images|shared_storage|firewall|kubernetes|compose|diagnostics):/.test(example)
      ? { site: example }
      : { config: example },
  );
}

describe.each(whole)("%s", (code, entry) => {
  const { wrong, right } = entry;
  test("wrong", () => expect(said(wrong, entry).map((one) => one.code)).toContain(code));
  test("right", () => {
    expect(said(right, entry).map((one) => one.code)).not.toContain(code);
    expect(said(right, entry).filter(({ severity }) => severity === "error")).toEqual([]);
  });
});

test("most examples are whole", () => expect(whole.length).toBeGreaterThan(50));
