/** The manual page and the completion scripts say what the table of commands says. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { SHELLS } from "../../src/cli/usage/choices.ts";
import { COMMANDS } from "../../src/cli/usage/commands.ts";
import { COMMON_FLAGS } from "../../src/cli/usage/common-flags.ts";
import { manPage } from "../../src/cli/usage/man-page.ts";
import { COMPILER_VERSION } from "../../src/version.ts";
import { workspace } from "./workspace.ts";

const page = manPage({ commands: COMMANDS, flags: COMMON_FLAGS }, COMPILER_VERSION);

describe("the manual page", () => {
  test("is fresh: npm run generate makes it", () => {
    expect(readFileSync(join(import.meta.dirname, "../../man/clp-compile.1"), "utf8")).toBe(page);
  });

  test("has every command, flag and example", () => {
    const text = page.replaceAll("\\-", "-").replace(/\\f[BIR]/g, "");
    for (const { name, flags, examples } of COMMANDS) {
      expect(text).toMatch(new RegExp(`^\\.SS "${name}[" ]`, "m"));
      for (const flag of flags) expect(text).toContain(`--${flag.name}`);
      for (const { command } of examples) expect(text).toContain(command);
    }
    for (const flag of COMMON_FLAGS) expect(text).toContain(`--${flag.name}`);
  });

  test("has no line that roff would take for a request", () => {
    for (const line of page.split("\n")) expect(line).toMatch(/^(?!['.])|^\.(?:TH|SH|SS|TP|PP|B|I|BR|\\")/);
  });
});

test.each(SHELLS)("the completion for %s has every command, flag and value", async (shell) => {
  const { code, out } = await workspace().run("completion", shell);
  expect(code).toBe(0);
  for (const { name, flags, arguments: all } of COMMANDS) {
    expect(out).toContain(name);
    for (const flag of [...flags, ...COMMON_FLAGS]) {
      expect(out).toContain(shell === "fish" ? `-l ${flag.name} ` : `--${flag.name}`);
      if (flag.choices !== undefined) expect(out).toContain(flag.choices.join(" "));
    }
    for (const { choices } of all) if (choices !== undefined) expect(out).toContain(choices.join(" "));
  }
});
