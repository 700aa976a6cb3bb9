import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { compareDiagnostics, createReporter } from "../../src/base/diagnostic.ts";
import { DEFAULT_RELEASE } from "../../src/clp/releases/releases.ts";
import { allCodes, entryOf } from "../../src/codes.ts";
import { readInputs } from "../../src/input/inputs.ts";
import { FIXTURES, fixture } from "../fixtures.ts";
import { CREDENTIALS, check, readAll } from "./check.ts";

const folder = join(FIXTURES, "bad");
/** About a key, and told by a rule that looks at the whole configuration, or by the reader of the project file: their tests stand there. */
const ELSEWHERE = new Set(["CLP2070", "CLP2072", "CLP2073", "CLP2100", "CLP2140", "CLP2141", "CLP6580"]);
const names = readdirSync(folder)
  .filter((name) => /^CLP[12]/.test(name) && !ELSEWHERE.has(name.slice(0, 7)))
  .sort();
const mine = allCodes().filter((code) => /^CLP[12]/.test(code) && !ELSEWHERE.has(code));

describe("fixtures/bad", () => {
  // Some need another command line.
  test.each(names.filter((name) => !existsSync(join(folder, name, "args"))))("%s", (name) => {
    const reporter = createReporter();
    readInputs(fixture(join(folder, name), name).sources, reporter);
    const [first] = [...reporter.diagnostics].sort(compareDiagnostics);
    expect(first?.code).toBe(name.slice(0, 7));
  });

  test("has one for each code that a file can get", () => {
    const shown = new Set(names.map((name) => name.slice(0, 7)));
    expect(mine.filter((code) => !shown.has(code))).toEqual([]);
  });
});

describe("the registry", () => {
  // These say in words what cannot be shown as a text; inputs of tests name a release.
  const inWords = new Set(["CLP1001", "CLP1002", "CLP1012", "CLP1053", "CLP2027", "CLP2051"]);
  test.each(mine.filter((code) => !inWords.has(code)))(
    "%s: the wrong example gets it, the right one nothing",
    (code) => {
      const { wrong, right } = entryOf(code);
      const attempts = [wrong, right].map((text) => [
        readAll({ config: text }),
        // Of a key that came later.
        readAll({ config: text, site: `clp_version: "${DEFAULT_RELEASE.id}"\n` }),
        readAll({ site: text }),
        readAll({ credentials: `${CREDENTIALS.replace(/^database:\n(?: .*\n)*/, "")}${text}` }),
        readAll({
          config: `archive_output: {storage: {type: s3, s3_config: {bucket: b, aws_authentication: {type: env_vars}, ${text}}}}`,
        }),
      ]);
      const index = attempts[0]!.findIndex(
        ({ findings }) =>
          findings.some((finding) => finding.code === code) &&
          findings.every((finding) => finding.code === code || finding.code === "CLP2003"),
      );
      expect(index).toBeGreaterThanOrEqual(0);
      expect(
        attempts[1]![index]!.findings.filter((finding) => finding.code !== "CLP2003" || code === "CLP2003"),
      ).toEqual([]);
    },
  );
});

test("an input without a mistake has no finding", () => {
  check({ config: "", credentials: CREDENTIALS, site: "" });
});
