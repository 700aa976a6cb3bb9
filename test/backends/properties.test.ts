/** Properties files, as their two readers read them: Java by its documentation, the native worker by its source. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { properties } from "../../src/backends/properties.ts";
import { constant } from "../../src/base/origin.ts";
import { isPlainValue, javaValue } from "../../src/base/properties-text.ts";
import { tree } from "../../src/model/tree.ts";
import { NO_VALUES } from "../../src/model/value-writer.ts";
import { hostilePassword } from "../arbitrary.ts";

const WHY = constant("a test");

const ESCAPES: Readonly<Record<string, string>> = { t: "\t", n: "\n", r: "\r", f: "\f" };

/** As `java.util.Properties.load` of a stream: bytes of ISO 8859-1, blanks in front dropped, escapes undone. */
function asJavaReads(text: string): ReadonlyMap<string, string> {
  const latin = new TextDecoder("latin1").decode(new TextEncoder().encode(text));
  return new Map(
    latin
      .split("\n")
      .filter((line) => line !== "" && !/^\s*[#!]/.test(line))
      .map((line) => {
        const [, name = "", value = ""] = /^([^=]*)=[ \t\f]*(.*)$/s.exec(line) ?? [];
        const read = value.replace(/\\(u[0-9A-Fa-f]{4}|.)/gs, (_, escaped: string) =>
          escaped.length > 1
            ? String.fromCharCode(Number.parseInt(escaped.slice(1), 16))
            : (ESCAPES[escaped] ?? escaped),
        );
        return [name, read] as const;
      }),
  );
}

/** As presto_cpp's readConfig: no white space anywhere, no escapes, and variables in place of `${NAME}`. */
function asWorkerReads(text: string): ReadonlyMap<string, string> {
  return new Map(
    text
      .split("\n")
      .map((line) => line.replace(/[ \t\n\v\f\r]/g, ""))
      .filter((line) => line !== "" && !line.startsWith("#"))
      .map((line) => {
        const [, name = "", value = ""] = /^([^=]*)=(.*)$/s.exec(line) ?? [];
        return [name, /^\$\{.+\}$/s.test(value) ? "a variable" : value] as const;
      }),
  );
}

function written(value: string, reader: "java" | "plain"): string {
  return properties(tree({ a: "1", secret: value, z: "2" }, WHY), NO_VALUES, reader, "secret").text;
}

describe("P8: Java reads", () => {
  test.each([
    " lead",
    "   lead",
    "a\\b",
    "a\\u0041b",
    "#x",
    "!x",
    "a=b:c",
    "\t",
    "a\nb=c",
    "ü☃🔑",
    "trail ",
    "",
    "\\",
    "${X}",
  ])("%j as it was", (value) => {
    const text = written(value, "java");
    expect(asJavaReads(text)).toEqual(
      new Map([
        ["a", "1"],
        ["secret", value],
        ["z", "2"],
      ]),
    );
    // It may read a file as another encoding of the same ASCII.
    expect(text).toMatch(/^[\n -~]*$/);
  });

  test("a thousand hostile passwords as they were", () => {
    fc.assert(
      fc.property(hostilePassword, (password) => {
        expect(asJavaReads(written(password, "java")).get("secret")).toBe(password);
      }),
      { numRuns: 1000 },
    );
  });

  test("what it would not, were it written as it is", () => {
    const raw = (value: string) => asJavaReads(`secret=${value}\n`).get("secret");
    expect(raw("  lead")).toBe("lead");
    expect(raw("a\\b")).toBe("ab");
    expect(raw("ü")).not.toBe("ü");
    expect(javaValue("a\\b")).not.toBe("a\\b");
  });
});

describe("P8: a native worker reads", () => {
  test("what is plain as it was; the rest cannot be written", () => {
    fc.assert(
      fc.property(
        fc.oneof(hostilePassword, fc.constantFrom("${X}", "a${X}", "${X}b", " ", "a b", "\u00a0")),
        (value) => {
          if (isPlainValue(value)) expect(asWorkerReads(written(value, "plain")).get("secret")).toBe(value);
          else expect(() => written(value, "plain")).toThrow("a native worker cannot read a value");
        },
      ),
      { numRuns: 1000 },
    );
  });

  test.each(["a b", "a\tb", "a\nb", " ", "${NAME}", "${}"])("%j otherwise", (value) => {
    expect(isPlainValue(value)).toBe(false);
  });
});

test("a file says who made it, and of what each line comes", () => {
  const { text, reasons } = properties(tree({ a: true, b: 1 }, WHY), NO_VALUES, "java", "public");
  expect(text).toBe(
    "# Made by clp-compile. Change the inputs and compile again: edits here are lost.\na=true\nb=1\n",
  );
  expect(reasons().slice(1)).toEqual([{ origins: [WHY] }, { origins: [WHY] }]);
});
