/** `explain` on the command line. */
import { describe, expect, test } from "vitest";
import * as compiler from "../../src/mod.ts";
import { CREDENTIALS } from "../deploy.ts";
import { type Workspace, type WorkspaceOptions, workspace } from "./workspace.ts";

function inputs(options: WorkspaceOptions = {}): Workspace {
  const space = workspace({ compiler, ...options });
  space.write("etc/clp-config.yaml", "webui:\n  port: 4001\n");
  space.write("etc/clp-site.yaml", "host: { clp_home: /home/clp/clp-package }\n");
  space.write("etc/credentials.yaml", CREDENTIALS);
  return space;
}

function lineOf(text: string, needle: string): number {
  return text.split("\n").findIndex((line) => line.includes(needle)) + 1;
}

describe("explain", () => {
  test("a variable, for people", async () => {
    const { code, out, err } = await inputs().run("explain", "CLP_WEBUI_PORT", "--emit", "compose");
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toContain("CLP_WEBUI_PORT = 4001\n");
    expect(out).toContain("webui.port, written at etc/clp-config.yaml:2:9\n");
    expect(out).toContain("  out/compose/.env:");
  });

  test("a key, for programs", async () => {
    const { out } = await inputs().run("explain", "webui.port", "--json", "--out", "deployed");
    const { value, origins, reaches } = JSON.parse(out) as {
      value: number;
      origins: object[];
      reaches: { file: string }[];
    };
    expect(value).toBe(4001);
    expect(origins).toEqual([{ file: "etc/clp-config.yaml", line: 2, column: 9 }]);
    expect(reaches.map(({ file }) => file)).toContain("deployed/compose/docker-compose.yaml");
  });

  test.each([
    ["clp2001", { code: "CLP2001", severity: "error", title: "Unknown key", wrong: "webui: {prot: 4001}" }],
    ["D45", { defect: "D45", since: "0.9.0", treatment: "documented" }],
  ])("%s, for programs", async (subject, known) => {
    const { code, out, err } = await workspace().run("explain", subject, "--json");
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(JSON.parse(out)).toMatchObject(known);
  });

  test("a line, by its path below the output or from here", async () => {
    const space = inputs();
    await space.run("--emit", "compose");
    const line = lineOf(space.read("out/compose/docker-compose.yaml"), "CLP_WEBUI_PORT");
    for (const file of [
      "compose/docker-compose.yaml",
      "out/compose/docker-compose.yaml",
      "./out/compose/docker-compose.yaml",
      space.path("out/compose/docker-compose.yaml"),
    ]) {
      const { code, out, err } = await space.run("explain", `${file}:${line}:3`, "--emit", "compose");
      expect({ file, code, err }).toEqual({ file, code: 0, err: "" });
      expect(out).toContain(
        `out/compose/docker-compose.yaml:${line}\n    published: "\${CLP_WEBUI_PORT:-4001}"\n`,
      );
    }
  });

  test("a line of an input, by any of its paths", async () => {
    const space = inputs();
    for (const file of ["etc/clp-config.yaml", "./etc/clp-config.yaml", space.path("etc/clp-config.yaml")]) {
      const { code, out, err } = await space.run("explain", `${file}:2`, "--emit", "compose");
      expect({ file, code, err }).toEqual({ file, code: 0, err: "" });
      expect(out).toContain("webui.port = 4001\n");
      expect(out).toContain("  out/compose/.env:");
    }
  });

  test("a line that the file on disk does not have says so", async () => {
    const space = inputs();
    await space.run("--emit", "compose");
    const line = lineOf(space.read("out/compose/docker-compose.yaml"), "CLP_WEBUI_PORT");
    space.write("etc/clp-config.yaml", "webui:\n  port: 4002\n");
    const { code, out, err } = await space.run(
      "explain",
      `compose/docker-compose.yaml:${line}`,
      "--emit",
      "compose",
    );
    expect(code).toBe(0);
    expect(out).toContain("4002");
    expect(err).toContain(
      `note[CLP6402]: out/compose/docker-compose.yaml has something else on line ${line}`,
    );
  });

  test("a secret has no value, with credentials and without", async () => {
    for (const flags of [[], ["--no-secrets"]]) {
      const { code, out } = await inputs().run("explain", "CLP_DB_PASS", ...flags);
      expect(code).toBe(0);
      expect(out).toContain("CLP_DB_PASS is a secret");
      expect(out).not.toContain("fake");
    }
  });

  test("a line of a secret file needs credentials", async () => {
    const { code, err } = await inputs().run("explain", "compose/.env:3", "--no-secrets");
    expect(code).toBe(1);
    expect(err).toContain("it holds secrets, and no credentials were given");
  });

  test("a name that is misspelt gets a suggestion, in every format", async () => {
    const { code, err } = await inputs().run("explain", "webui.prot");
    expect(code).toBe(1);
    expect(err).toContain(
      'error[CLP6401]: Cannot explain "webui.prot": nothing has that name\n  = help: Did you mean webui.port',
    );
    const json = await inputs().run("explain", "webui.prot", "--diagnostics", "json");
    expect(JSON.parse(json.err)).toMatchObject({ diagnostics: [{ code: "CLP6401" }] });
  });

  test("tells the mistakes of the inputs first", async () => {
    const space = inputs();
    space.write("etc/clp-config.yaml", "webui: { prt: 1 }\n");
    const { code, out, err } = await space.run("explain", "webui.port");
    expect({ code, out }).toEqual({ code: 1, out: "" });
    expect(err).toContain('Unknown key "prt"');
  });

  test("writes nothing", async () => {
    const space = inputs();
    const before = space.tree(".");
    await space.run("explain", "webui.port");
    expect(space.tree(".")).toEqual(before);
  });
});
