/**
 * Where the program comes from. Nobody has registered its name at a registry, so that whoever does so first
 * would be run by everybody who installs it by that name: nothing here may.
 */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const ROOT = join(import.meta.dirname, "..");
const NPM_NAME = readFileSync(join(ROOT, "ci/npm-package"), "utf8").trim();
/** A placeholder is no name that npm would take. */
const REGISTERED = !NPM_NAME.includes("OWNER");

/** What people read, and what CI services run. */
const files = execFileSync("git", ["ls-files", "-z"], { cwd: ROOT, encoding: "utf8" })
  .split("\0")
  .filter((file) => /\.(?:md|ya?ml|sh|1)$|^ci\/|^\.ci\/|Dockerfile$|^src\/(?:cli|base\/codes)\//.test(file))
  .filter((file) => !file.startsWith("out/") && !file.includes("/expected"));

function linesWith(pattern: RegExp): readonly string[] {
  return files.flatMap((file) =>
    readFileSync(join(ROOT, file), "utf8")
      .split("\n")
      .flatMap((line, index) => (pattern.test(line) ? [`${file}:${index + 1}: ${line.trim()}`] : [])),
  );
}

test("the files are there to be searched", () => {
  expect(files).toEqual(
    expect.arrayContaining([
      "action.yml",
      "docs/ci.md",
      "README.md",
      ".pre-commit-hooks.yaml",
      "ci/github/install.sh",
    ]),
  );
});

test("nothing installs the program by a bare name", () => {
  expect(
    linesWith(
      /\b(?:npm|pnpm|yarn|bun)\s+(?:install|i|add|exec|x|create)\b(?:\s+-\S+)*\s+"?clp-compile(?![\w/-])|\b(?:npx|bunx|pnpx|dlx)\b.*\bclp-compile|\b(?:npm|jsr):(?:@[\w-]+\/)?clp-compile/,
    ),
  ).toEqual([]);
});

test.skipIf(REGISTERED)("no page says how to run it from a registry while none has it", () => {
  expect(linesWith(/\bnpx\b/)).toEqual([]);
  expect(JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"))).toMatchObject({ private: true });
});

test("its name at npm stands once", () => {
  expect(linesWith(new RegExp(NPM_NAME.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&")))).toEqual([
    `ci/npm-package:1: ${NPM_NAME}`,
  ]);
});

test("whatever npm installs for a user runs no script", () => {
  expect(
    linesWith(/^[^#`]*\bnpm (?:ci|install|pack) /).filter(
      (line) => /^(?:ci|Dockerfile|action)/.test(line) && !line.includes("--ignore-scripts"),
    ),
  ).toEqual([]);
});

test("every word of others that git is given stands behind --end-of-options", () => {
  const calls = linesWith(/\bgit (?:-C \S+ )?[a-z-]+ .*\$/).filter((line) =>
    /^(?:ci|action|\.pre)/.test(line),
  );
  expect(calls.length).toBeGreaterThan(3);
  // check-ref-format takes no options behind its first argument, which begins with refs/.
  expect(
    calls.filter(
      (line) => !/--end-of-options|check-ref-format "refs\/heads\/|rev-parse --verify HEAD/.test(line),
    ),
  ).toEqual([]);
});
