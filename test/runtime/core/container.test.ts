/** The container recipe, built by a real engine on a base that stands for Alpine: musl, its libstdc++ and libgcc, a shell. */
import { cpSync, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { makeExecutable } from "../../../scripts/executables/bun.mjs";
import { COMPILER_VERSION } from "../../../src/version.ts";
import { startEngine } from "../engine.ts";
import { folder, type Machine, OPERATOR, ok } from "../machine.ts";

const ROOT = join(import.meta.dirname, "../../..");

let machine: Machine;
beforeAll(async () => {
  machine = await startEngine();
  // What the recipe copies; memory of the machine, so that nothing of the checkout is written.
  await ok(machine.run(["mkdir", "-p", "/build/dist/bin", "/inputs"]));
  for (const name of ["Dockerfile", ".dockerignore", "LICENSE"])
    cpSync(join(ROOT, name), machine.path(join("/build", name)));
  makeExecutable(
    join(ROOT, "dist/cli.cjs"),
    "linux-x64-musl",
    machine.path("/build/dist/bin/clp-compile-linux-x64-musl"),
  );
  cpSync(join(ROOT, "dist/THIRD-PARTY.txt"), machine.path("/build/dist/bin/THIRD-PARTY.txt"));
  cpSync(join(folder("musl"), "root.tar"), machine.path("/base.tar"));
  await ok(machine.run(["docker", "import", "/base.tar", "musl-base"]));
  await ok(
    machine.run(["docker", "build", "--build-arg", "BASE=musl-base", "--tag", "clp-compile", "."], {
      cwd: "/build",
      env: { DOCKER_BUILDKIT: "0" },
    }),
  );
});
afterAll(() => machine.stop());

test("it says its version, as nobody in particular", async () => {
  const { stdout } = await ok(machine.run(["docker", "run", "--rm", "clp-compile", "--version"]));
  expect(stdout).toMatch(new RegExp(`^${COMPILER_VERSION.replaceAll(".", "\\.")}\\b`));
  const { stdout: user } = await ok(
    machine.run(["docker", "image", "inspect", "--format", "{{.Config.User}}", "clp-compile"]),
  );
  expect(user.trim()).toBe("65532:65532");
});

test("it compiles what is mounted, without network, capabilities or a writable root, for whoever runs it", async () => {
  for (const name of ["clp-config.yaml", "clp-site.yaml"]) {
    const path = join(ROOT, "fixtures/ok/01-full", name);
    if (existsSync(path)) cpSync(path, machine.path(join("/inputs", name)));
  }
  await ok(machine.run(["chown", "-R", `${OPERATOR.uid}:${OPERATOR.gid}`, "/inputs"]));
  const args = ["run", "--rm", "--network", "none", "--read-only", "--cap-drop", "ALL"];
  const as = ["-u", `${OPERATOR.uid}:${OPERATOR.gid}`, "-v", "/inputs:/work", "clp-compile"];
  await ok(machine.run(["docker", ...args, ...as, "-c", "clp-config.yaml", "--no-secrets"]));
  expect(readFileSync(machine.path("/inputs/out/compose/docker-compose.yaml"), "utf8")).toBe(
    readFileSync(join(ROOT, "fixtures/ok/01-full/expected/compose/docker-compose.yaml"), "utf8"),
  );
  await ok(machine.run(["docker", ...args, ...as, "check", "-c", "clp-config.yaml", "--no-secrets"]));
});

test("it is at most 60 MB compressed", async () => {
  await ok(machine.run(["docker", "save", "--output", "/image.tar", "clp-compile"]));
  expect(gzipSync(readFileSync(machine.path("/image.tar"))).length).toBeLessThan(60e6);
});
