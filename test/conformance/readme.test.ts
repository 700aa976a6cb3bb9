/** The README's commands, typed into a shell one after the other, by somebody who has installed the program as it says. */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { ownCheckout, ROOT } from "./ci/repository.ts";

/** The shell of a section. */
function commandsOf(heading: string): string {
  const [, section = ""] = readFileSync(join(ROOT, "README.md"), "utf8").split(`\n${heading}\n`);
  const [, commands = ""] = /```sh\n([\s\S]*?)```/.exec(section) ?? [];
  return commands;
}

test("installing and starting work as they are written", () => {
  const home = mkdtempSync(join(tmpdir(), "clp-compile-readme-"));
  onTestFinished(() => rmSync(home, { recursive: true, force: true }));
  const env = {
    HOME: home,
    PATH: `${home}/.local/bin:${process.env["PATH"]}`,
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_AUTHOR_NAME: "Test",
    GIT_AUTHOR_EMAIL: "test@example.com",
    GIT_COMMITTER_NAME: "Test",
    GIT_COMMITTER_EMAIL: "test@example.com",
  };
  const type = (commands: string): string =>
    execFileSync("sh", ["-e", "-c", commands], { cwd: home, env, encoding: "utf8", stdio: "pipe" });
  // A release of this repository stands for the one at the address.
  const { folder } = ownCheckout({ scratch: home, env }, true);
  const install = commandsOf("### With Node");
  const [, version, address] = /--branch (v\S+) (\S+)/.exec(install)!;
  execFileSync("git", ["-C", folder, "tag", version!], { env });
  type(install.replace(address!, `file://${folder}`));

  mkdirSync(join(home, "work"));
  const said = type(`cd work\n${commandsOf("## Start")}`);
  expect(said).toContain("out is fresh");
  expect(said).toContain("webui.port = 4000");
  expect(existsSync(join(home, "work/clp/out/compose/docker-compose.yaml"))).toBe(true);
  expect(statSync(join(home, "work/clp/etc/credentials.yaml")).mode & 0o777).toBe(0o600);
});
