/** The last line of .ci/run, with programs that do nothing but write the reports of tests: no failure is lost. */
import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, onTestFinished, test } from "vitest";

const ROOT = join(import.meta.dirname, "..");

/** A checkout of which only .ci/run is real. The unit tests report `report` and end with `code`; all else goes well. */
function checkout(report: string | undefined, code: number): string {
  const folder = mkdtempSync(join(tmpdir(), "clp-compile-ci-run-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const put = (path: string, text: string): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text, { mode: 0o755 });
  };
  put(".ci/run", "");
  copyFileSync(join(ROOT, ".ci/run"), join(folder, ".ci/run"));
  put("README.md", "\n## Try it\n```sh\ntrue\n```\n\n## Under Deno\n```sh\ntrue\n```\n");
  for (const script of [
    "conformance/programs/debian.sh",
    "conformance/programs/build.sh",
    "runtime/build.sh",
  ])
    put(`test/${script}`, "");
  if (report !== undefined) put("report.json", report);
  put(
    "bin/npm",
    `#!/bin/sh
[ "$1" = test ] || exit 0
for argument; do
  case $argument in --outputFile.json=*) [ ! -e report.json ] || cp report.json "\${argument#*=}" ;; esac
done
exit ${code}
`,
  );
  return folder;
}

const PASSED = { status: "passed" };
const FAILED = { status: "failed" };
const PENDING = { status: "pending" };

/** A report as Vitest writes it, of one file. */
function reportOf(status: string, ...tests: readonly { readonly status: string }[]): string {
  const count = (wanted: string): number => tests.filter((one) => one.status === wanted).length;
  return JSON.stringify({
    numPassedTests: count("passed"),
    numFailedTests: count("failed"),
    testResults: [{ status, assertionResults: tests }],
  });
}

test.each([
  ["all pass", reportOf("passed", PASSED, PASSED), 0, "2 passed, 0 failed"],
  ["a test fails", reportOf("failed", PASSED, FAILED), 1, "1 passed, 1 failed"],
  ["a file cannot be loaded, beside tests that pass", reportOf("failed", PASSED), 1, "1 passed, 1 failed"],
  ["an error comes after the tests", reportOf("passed", PASSED, PASSED), 1, "2 passed, 1 failed"],
  ["a process dies with its tests", reportOf("passed", PASSED, PENDING), 1, "1 passed, 1 failed"],
  ["the runner dies while it writes its report", '{"numPassedTests":1,', 137, "0 passed, 2 failed"],
  ["the runner dies before", undefined, 137, "0 passed, 2 failed"],
  ["nothing is run", reportOf("passed"), 0, "0 passed, 1 failed"],
])("%s", (_, report, code, last) => {
  const folder = checkout(report, code);
  const { status, stdout, stderr } = spawnSync("bash", [".ci/run"], {
    cwd: folder,
    encoding: "utf8",
    env: { ...process.env, LC_ALL: "C", PATH: `${join(folder, "bin")}:${process.env["PATH"]}` },
  });
  expect(stderr).toBe("");
  expect(stdout.trimEnd().split("\n").at(-1)).toBe(last);
  expect(status).toBe(last.endsWith(" 0 failed") ? 0 : 1);
});
