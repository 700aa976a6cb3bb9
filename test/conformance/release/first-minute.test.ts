/**
 * An operator's first minute without Node: the README's three lines, in a root that has nothing but a shell, curl,
 * sha256sum and chmod, the libraries that `ldd` lists of these and of the executable, and /proc, in which glibc looks for
 * the bounds of the stack.
 */
import { execFileSync, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { makeExecutable } from "../../../scripts/executables/bun.mjs";
import { ROOT } from "../ci/repository.ts";
import { serve } from "./server.ts";

const NAME = "clp-compile-linux-x64";

/** The libraries that a program is loaded with, its loader among them. */
function librariesOf(program: string): readonly string[] {
  return [...execFileSync("ldd", [program], { encoding: "utf8" }).matchAll(/(\/\S+) \(0x/g)].map(
    ([, path]) => path!,
  );
}

function which(name: string): string {
  return realpathSync(execFileSync("sh", ["-c", `command -v ${name}`], { encoding: "utf8" }).trim());
}

test("download, checksum, init, compile", async () => {
  const scratch = mkdtempSync(join(tmpdir(), "clp-compile-first-minute-"));
  onTestFinished(() => rmSync(scratch, { recursive: true, force: true }));
  const [root, served] = [join(scratch, "root"), join(scratch, "served")];
  for (const folder of ["home", "proc"]) mkdirSync(join(root, folder), { recursive: true });
  mkdirSync(served);

  makeExecutable(join(ROOT, "dist/cli.cjs"), "linux-x64", join(served, NAME));
  const sum = createHash("sha256")
    .update(readFileSync(join(served, NAME)))
    .digest("hex");
  // As a release lists them: most are not downloaded.
  writeFileSync(join(served, "SHA256SUMS"), `${"0".repeat(64)}  clp-compile-linux-arm64\n${sum}  ${NAME}\n`);

  for (const name of ["sh", "curl", "sha256sum", "chmod"]) {
    const program = which(name);
    cpSync(program, join(root, "bin", name));
    for (const library of librariesOf(program)) cpSync(realpathSync(library), join(root, library));
  }
  for (const library of librariesOf(join(served, NAME))) cpSync(realpathSync(library), join(root, library));
  // Nothing else is there: no Node, no device, no certificates, no list of users.
  expect(readdirSync(join(root, "bin")).sort()).toEqual(["chmod", "curl", "sh", "sha256sum"]);
  expect(existsSync(join(root, "etc"))).toBe(false);

  const readme = readFileSync(join(ROOT, "README.md"), "utf8").split("\n## Install\n")[1] ?? "";
  const lines = /```sh\n([\s\S]*?)```/.exec(readme)?.[1] ?? "";
  expect(lines.trim().split("\n")).toHaveLength(3);
  const { url, stop } = await serve(served);
  const { code, said } = await inRoot(
    root,
    lines.replace(/https:\/\/github\.com\/OWNER\/[^{']*?\/(?=\{)/, `${url}/`),
  ).finally(stop);
  expect(said).toContain(`${NAME}: OK`);
  expect(code, said).toBe(0);
  const home = join(root, "home");
  expect(readFileSync(join(home, "out/compose/docker-compose.yaml"), "utf8")).toContain("services:");
  expect(statSync(join(home, "out/compose/.env")).mode & 0o777).toBe(0o600);
  // Another file under the name is not started.
  writeFileSync(join(served, NAME), "#!/bin/sh\necho started\n");
  const again = await serve(served);
  const second = await inRoot(
    root,
    lines.replace(/https:\/\/github\.com\/OWNER\/[^{']*?\/(?=\{)/, `${again.url}/`),
  ).finally(again.stop);
  expect(second.code).not.toBe(0);
  expect(second.said).toContain(`${NAME}: FAILED`);
  expect(second.said).not.toContain("started");
});

/** Types lines into a shell that ends at the first which fails. */
function inRoot(
  root: string,
  lines: string,
): Promise<{ readonly code: number | null; readonly said: string }> {
  expect(dirname(root)).toContain("clp-compile-first-minute-");
  return new Promise((done, fail) => {
    // The mount ends with the process.
    const enter =
      'PATH=/usr/sbin:/usr/bin:/sbin:/bin; mount -t proc proc "$1/proc" && exec env -i PATH=/bin "$(command -v chroot)" "$1" /bin/sh -e -c "$2"';
    const child = spawn("unshare", ["--mount", "sh", "-c", enter, "sh", root, `cd /home\n${lines}`], {
      stdio: ["ignore", "pipe", "pipe"],
    });
    const said: Buffer[] = [];
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => said.push(chunk));
    child.on("error", fail);
    child.on("close", (code) => done({ code, said: Buffer.concat(said).toString() }));
  });
}
