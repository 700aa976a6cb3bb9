/** The manual page, read by the two programs that show manual pages. */
import { join } from "node:path";
import { expect, test } from "vitest";
import { run } from "./programs/programs.ts";

const PAGE = join(import.meta.dirname, "../../man/clp-compile.1");

test("mandoc finds nothing but that the page has no date: it is made without a clock", async () => {
  const { stdout } = await run("mandoc", ["-T", "lint", PAGE]);
  expect(stdout.split("\n").filter((line) => line !== "" && !line.includes("missing date"))).toEqual([]);
});

test("mandoc shows it, the examples unharmed", async () => {
  const { code, stdout } = await run("mandoc", ["-T", "utf8", "-O", "width=200", PAGE]);
  expect(code).toBe(0);
  const text = stdout.replace(/.\u0008/g, "");
  expect(text).toContain('eval "$(clp-compile completion bash)"');
  expect(text).toContain("CLP-COMPILE(1)");
});
