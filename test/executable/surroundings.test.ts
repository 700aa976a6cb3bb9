/** What of its surroundings the executable heeds: not the files of the folder that it is started in, which is somebody's checkout. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { COMPILER_VERSION } from "../../src/version.ts";
import { EXECUTABLE, start } from "./executable.ts";

/** A folder with a config, and with all that Bun looks for in a folder. */
function trap(): string {
  const folder = mkdtempSync(join(tmpdir(), "clp-compile-trap-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const files = {
    "clp-config.yaml": "",
    "preload.js": 'require("node:fs").writeFileSync("caught", "");\n',
    "bunfig.toml": 'preload = ["./preload.js"]\n[run]\npreload = ["./preload.js"]\n',
    ".env": "CLP_DB_PASS=from-the-folder\nFORCE_COLOR=1\n",
    ".env.local": "CLP_DB_USER=from-the-folder\n",
    ".env.production": "CLP_REDIS_PASS=from-the-folder\n",
    "package.json": '{"imports": {"#x": "./preload.js"}, "type": "module"}\n',
    "tsconfig.json": '{"compilerOptions": {"paths": {"node:fs": ["./preload.js"]}}}\n',
    "script.js": "console.log(process.env.CLP_DB_PASS);\n",
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}

test("no bunfig.toml and no .env of the folder has an effect", async () => {
  const folder = trap();
  const { code, err } = await start(
    [EXECUTABLE, "validate", "--config", "clp-config.yaml", "--credentials-from-env"],
    folder,
  );
  expect(code).toBe(1);
  for (const name of ["CLP_DB_PASS", "CLP_DB_USER", "CLP_REDIS_PASS"])
    expect(err).toContain(`${name} is not set`);
  // No colours.
  expect(err).not.toContain("\u001b");
  expect(readdirSync(folder)).not.toContain("caught");
});

test("the same files have an effect on a Bun, which SECURITY.md says the executable is with BUN_BE_BUN", async () => {
  const folder = trap();
  const { code, out } = await start([EXECUTABLE, "run", "script.js"], folder, { env: { BUN_BE_BUN: "1" } });
  expect({ code, out }).toEqual({ code: 0, out: "from-the-folder\n" });
  expect(readdirSync(folder)).toContain("caught");
});

test("BUN_OPTIONS is heeded, as SECURITY.md says, and NODE_OPTIONS is not", async () => {
  const folder = trap();
  await start([EXECUTABLE, "--version"], folder, { env: { NODE_OPTIONS: "--require ./preload.js" } });
  expect(readdirSync(folder)).not.toContain("caught");
  await start([EXECUTABLE, "--version"], folder, { env: { BUN_OPTIONS: "--preload ./preload.js" } });
  expect(readdirSync(folder)).toContain("caught");
});

test("it says its version, and its runtime's flags are its arguments", async () => {
  const folder = trap();
  expect((await start([EXECUTABLE, "--version"], folder)).out).toMatch(
    new RegExp(`^${COMPILER_VERSION.replaceAll(".", "\\.")}( \\([0-9a-f]{12}(, modified)?\\))?\n$`),
  );
  for (const flag of ["--revision", "--print=1", "--bun", "--eval=1", "--preload=./preload.js", "run"]) {
    const { code, err } = await start([EXECUTABLE, flag], folder);
    expect(code, flag).toBe(2);
    expect(err, flag).toMatch(/^clp-compile: /);
  }
  expect(readdirSync(folder)).not.toContain("caught");
});

test("a reader that goes, a full disk and closed streams are no stack trace", async () => {
  const folder = trap();
  const shell = (script: string) =>
    spawnSync("bash", ["-c", script, "bash", EXECUTABLE], { cwd: folder, encoding: "utf8" });
  expect(shell('"$1" schema clp-config | head -c 1; echo "${PIPESTATUS[0]}"')).toMatchObject({
    stdout: "{0\n",
    stderr: "",
  });
  expect(shell('"$1" schema clp-config >/dev/full')).toMatchObject({
    status: 4,
    stderr: "clp-compile: cannot write the result: no space is left on the device\n",
  });
  expect(shell('"$1" validate -c clp-config.yaml --no-secrets <&- >&- 2>&-').status).toBe(0);
});

test("from a terminal it has colours and the terminal's width", () => {
  const folder = trap();
  writeFileSync(join(folder, "clp-config.yaml"), "webui: {prot: 1}\n");
  const inTerminal = (columns: number): string =>
    spawnSync(
      "script",
      ["-qec", `stty cols ${columns}; "${EXECUTABLE}" validate -c clp-config.yaml --no-secrets`, "/dev/null"],
      { cwd: folder, encoding: "utf8", env: { PATH: process.env["PATH"], TERM: "xterm" } },
    ).stdout;
  const narrow = inTerminal(30);
  expect(narrow).toContain("\u001b[");
  const widest = (text: string): number =>
    Math.max(...text.split("\r\n").map((line) => line.replace(/\u001b\[[\d;]*m/g, "").length));
  expect(widest(narrow)).toBeLessThan(widest(inTerminal(200)));
});

test("it reads a config of a pipe that is slow", () => {
  const folder = trap();
  const { status } = spawnSync(
    "bash",
    [
      "-c",
      '(sleep 0.2; echo "webui: {port: 4001}"; sleep 0.2) | "$1" validate - --no-secrets',
      "bash",
      EXECUTABLE,
    ],
    { cwd: folder },
  );
  expect(status).toBe(0);
});
