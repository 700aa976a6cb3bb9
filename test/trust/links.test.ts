/**
 * A repository may have a link in the place of an input, to what the machine alone can read that checks it: its
 * environment, a key, a login. Nothing of that is shown, in any format, and nothing is waited for.
 */
import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { FORMATS } from "../../src/report/report.ts";
import { type Workspace, workspace } from "../cli/workspace.ts";
import * as compiler from "../compiler.ts";

const SECRET = "hunter2hunter2";

/** What a machine has, by its kind. */
const FILES: readonly (readonly [kind: string, text: string])[] = [
  ["an environment", `HOME=/root\0API=${SECRET}\0`],
  ["a key", `-----BEGIN KEY-----\n${SECRET}\n-----END KEY-----\n`],
  ["a login", `machine example.com login bob word ${SECRET}\n`],
  ["JSON", `{"auths": {"example.com": {"a": "${SECRET}"}}, "b": "${SECRET}"}\n`],
  ["YAML", `database: {host: [${SECRET}]}\nhosts: ${SECRET}\nwebui: {a: ${SECRET}}\n`],
  ["lines", `a: ${SECRET}\n  c: d\n ${SECRET}\n`],
];

const COMMANDS: readonly (readonly [link: string, argv: readonly string[]])[] = [
  ["etc/clp-config.yaml", ["validate"]],
  ["etc/clp-config.yaml", ["migrate", "--from", "0.9.0", "--to", "0.13.0"]],
  ["etc/clp-site.yaml", ["check"]],
  ["etc/clp-site.yaml", ["migrate", "--from", "0.9.0", "--to", "0.13.0"]],
  ["etc/over.yaml", ["validate", "-c", "etc/clp-config.yaml", "-c", "etc/over.yaml"]],
  ["clp-compile.yaml", ["check"]],
  ["values.yaml", ["init", "made", "--from-helm", "values.yaml"]],
];

/** A config, where the link is none, and what is kept elsewhere. */
function linked(link: string, kept: string): Workspace {
  const space = workspace({ compiler });
  if (link !== "etc/clp-config.yaml") space.write("etc/clp-config.yaml", "{}\n");
  space.write("kept/of-the-machine", kept);
  space.link(link, space.path("kept/of-the-machine"));
  return space;
}

describe.each(FILES)("a link to %s", (_, kept) => {
  test.each(COMMANDS)("as %s: %j", async (link, argv) => {
    const space = linked(link, kept);
    for (const format of FORMATS) {
      const { code, out, err } = await space.run(...argv, "--diagnostics", format);
      expect(code).not.toBe(0);
      expect(err + out).not.toContain(SECRET);
    }
  });
});

test("what is mounted or shared is shown as a file is", async () => {
  const space = workspace({ compiler });
  space.write("etc/..data/clp-config.yaml", "webui: {port: wrong}\n");
  space.link("etc/clp-config.yaml", "..data/clp-config.yaml");
  space.write("base/clp-site.yaml", "host: {cpus: many}\n");
  space.link("etc/clp-site.yaml", "../base/clp-site.yaml");
  const { err } = await space.run("validate");
  expect(err).toContain("1 | webui: {port: wrong}\n");
  expect(err).toContain("1 | host: {cpus: many}\n");
});

describe("nobody waits for what nobody named", () => {
  test.each([
    ["etc/clp-site.yaml", "site file"],
    ["etc/clp-config.yaml", "config"],
    ["clp-compile.yaml", "project file"],
  ])("%s", async (name, what) => {
    const space = workspace({ compiler });
    mkdirSync(space.path("etc"));
    if (name !== "etc/clp-config.yaml" && name !== "clp-compile.yaml")
      space.write("etc/clp-config.yaml", "{}\n");
    // A device that answers comes first: where it is read, nothing goes on to a pipe that never does.
    for (const [kind, make] of [
      ["device", () => space.link(name, "/dev/zero")],
      ["pipe", () => execFileSync("mkfifo", [space.path(name)])],
    ] as const) {
      execFileSync("rm", ["-f", space.path(name)]);
      make();
      const { code, err } = await space.run("check");
      expect({ kind, code }).toEqual({ kind, code: 1 });
      expect(err).toContain(`[CLP6003]: Cannot read the ${what} ${name}: it is a pipe or a device\n`);
    }
  });

  test.each([
    ["etc/clp-config.yaml", "config"],
    ["etc/credentials.yaml", "credentials"],
    [".env", "file"],
    ["VERSION", "file"],
    ["var/log/instance-id", "file"],
  ])("%s of an installed package", async (name, what) => {
    const space = workspace({ compiler });
    space.write("package/etc/clp-config.yaml", "{}\n");
    for (const folder of ["ops", "package/var/log"]) mkdirSync(space.path(folder), { recursive: true });
    // A device that answers comes first, as above.
    for (const make of [
      () => space.link(`package/${name}`, "/dev/zero"),
      () => execFileSync("mkfifo", [space.path(`package/${name}`)]),
    ]) {
      execFileSync("rm", ["-f", space.path(`package/${name}`)]);
      make();
      const { code, err } = await space.run("init", "ops", "--from-installation", "package");
      expect(err).toContain(`[CLP6003]: Cannot read the ${what} package/${name}: it is a pipe or a device\n`);
      expect(code).toBe(1);
    }
  });

  test("what is in the folder of a running project", async () => {
    const space = workspace({ compiler });
    mkdirSync(space.path("project"));
    space.link("project/project.json", "/dev/zero");
    const { code, err } = await space.run("init", "ops", "--from-compose", "project");
    expect({ code, err }).toMatchObject({
      code: 1,
      err: expect.stringContaining("it is a pipe or a device\n"),
    });
    execFileSync("rm", [space.path("project/project.json")]);
    execFileSync("mkfifo", [space.path("project/project.json")]);
    expect((await space.run("init", "ops", "--from-compose", "project")).err).toContain(
      "[CLP6003]: Cannot read the project project/project.json: it is a pipe or a device\n",
    );
  });

  test.each(["beside the project", "where the project has it from"])(
    "the config of running containers, %s",
    async (where) => {
      const space = workspace({ compiler });
      const source = space.path(".clp-config.yaml");
      space.write(
        where === "beside the project" ? "project.json" : "elsewhere/project.json",
        JSON.stringify({
          services: {
            webui: {
              image: "ghcr.io/y-scope/clp/clp-package:0.9.0",
              volumes: [{ type: "bind", source, target: "/etc/clp-config.yaml" }],
            },
          },
        }),
      );
      execFileSync("mkfifo", [source]);
      const from = where === "beside the project" ? "." : "elsewhere";
      const { err } = await space.run("init", "ops", "--from-compose", from);
      expect(err).toContain("[CLP6571]");
    },
  );

  test("a document with a diagram", async () => {
    const space = workspace({ compiler });
    space.write("etc/clp-config.yaml", "{}\n");
    space.link("README.md", "/dev/zero");
    const { err } = await space.run("diagram", "--update", "README.md");
    expect(err).toContain("Cannot update README.md: it is a pipe or a device\n");
  });
});
