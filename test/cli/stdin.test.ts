/** `validate -`: text that an editor has not saved yet. */
import { describe, expect, test } from "vitest";
import { FORMATS } from "../../src/report/report.ts";
import * as compiler from "../compiler.ts";
import { type Workspace, workspace } from "./workspace.ts";

const WRONG = "webui:\n  prrt: 4001\n";

function space(stdin: string): Workspace {
  return workspace({ compiler, stdin });
}

describe("validate -", () => {
  test("needs no file at all", async () => {
    expect(await space("webui: {port: 4001}\n").run("validate", "-")).toEqual({ code: 0, out: "", err: "" });
    expect(await space("").run("validate", "-")).toEqual({ code: 0, out: "", err: "" });
  });

  test("says the place as <stdin>, or by the name that is given", async () => {
    expect((await space(WRONG).run("validate", "-")).err).toContain(" --> <stdin>:2:3\n");
    const named = ["validate", "-", "--stdin-filename", "etc/clp-config.yaml"] as const;
    const { code, err } = await space(WRONG).run(...named);
    expect(code).toBe(1);
    expect(err).toContain(" --> etc/clp-config.yaml:2:3\n");
  });

  test.each(FORMATS)("in the format %s", async (format) => {
    const { code, out, err } = await space(WRONG).run(
      "validate",
      "-",
      "--stdin-filename",
      "etc/clp-config.yaml",
      "--diagnostics",
      format,
    );
    expect({ code, out }).toEqual({ code: 1, out: "" });
    expect(err).toContain("etc/clp-config.yaml");
    expect(err).toContain("CLP2001");
  });

  test("reads the site file beside the name, and no file of that name", async () => {
    const made = space("webui: {host: web.internal}\n");
    made.write("prod/clp-config.yaml", "not: read\n");
    made.write("prod/clp-site.yaml", "host: {addresses: {web.internal: 10.0.0.5}}\n");
    expect(await made.run("validate", "-", "--stdin-filename", "prod/clp-config.yaml")).toMatchObject({
      code: 0,
    });
    expect((await made.run("validate", "-")).err).toContain("[CLP3020]");
  });

  test("takes bytes as they are", async () => {
    expect((await space("\ufeffwebui:\r\n  port: 70000\r\n").run("validate", "-")).err).toContain(
      "<stdin>:2:9",
    );
  });
});
