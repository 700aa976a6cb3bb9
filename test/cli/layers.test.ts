/** Several `--config` and `--site`: where they are looked for, which credentials count, what is fixed and explained. */
import { expect, test } from "vitest";
import * as compiler from "../../src/mod.ts";
import { CREDENTIALS } from "../deploy.ts";
import { type Workspace, workspace } from "./workspace.ts";

function repository(): Workspace {
  const space = workspace({ compiler });
  space.write("base/clp-config.yaml", "webui: {port: 4001, rate_limit: 5}\n");
  space.write("base/clp-site.yaml", 'clp_version: "0.9.0"\ncompose: {project_name: base}\n');
  space.write("prod/clp-config.yaml", "webui:\n  port: 4002\n");
  space.write("prod/clp-site.yaml", 'clp_version: "0.9.0"\ncompose:\n  project_name: clp-prod\n');
  return space;
}

const CONFIGS = ["-c", "base/clp-config.yaml", "-c", "prod/clp-config.yaml"];
const SITES = ["--site", "base/clp-site.yaml", "--site", "prod/clp-site.yaml"];

test("the site file is the one beside the first config; a later --site is a layer over the first", async () => {
  const space = repository();
  expect(await space.run("--no-secrets", "--emit", "compose", ...CONFIGS)).toMatchObject({ code: 0 });
  const compiled = space.read("out/compose/docker-compose.yaml");
  expect(compiled).toContain("name: base\n");
  expect(compiled).toContain("CLP_WEBUI_PORT:-4002");
  await space.run("--no-secrets", "--emit", "compose", ...CONFIGS, ...SITES);
  expect(space.read("out/compose/docker-compose.yaml")).toContain("name: clp-prod\n");
  expect((await space.run("check", "--no-secrets", ...CONFIGS, ...SITES)).code).toBe(0);
  expect((await space.run("check", "--no-secrets", ...CONFIGS)).code).toBe(3);
});

test("the credentials_file_path of the last layer that has one counts", async () => {
  const space = repository();
  space.write("base/clp-config.yaml", "credentials_file_path: base.yaml\n");
  space.write("prod/clp-config.yaml", "credentials_file_path: prod.yaml\n");
  space.write("top.yaml", "webui: {port: 4003}\n");
  space.write("prod.yaml", CREDENTIALS);
  expect((await space.run(...CONFIGS, "-c", "top.yaml")).code).toBe(0);
  expect((await space.run("-c", "prod/clp-config.yaml", "-c", "base/clp-config.yaml")).err).toContain(
    "No credentials: base.yaml is not there",
  );
});

test("a layer that is not there is an error, as the first is", async () => {
  const space = repository();
  const { code, err } = await space.run("validate", ...CONFIGS, "-c", "prod/clp-confg.yaml");
  expect(code).toBe(1);
  expect(err).toContain("Cannot find the config prod/clp-confg.yaml");
  expect(err).toContain("Did you mean prod/clp-config.yaml?");
  expect((await space.run("validate", ...CONFIGS, ...SITES, "--site", "none.yaml")).err).toContain(
    "Cannot find the site file none.yaml",
  );
});

test("--fix edits the layer that holds the value", async () => {
  const space = repository();
  space.write("base/clp-config.yaml", "# base\nwebui: {prot: 4001}\n");
  space.write("prod/clp-config.yaml", "# prod\nwebui:\n  rate_limt: 7\n");
  const { code, out } = await space.run("validate", "--fix", ...CONFIGS);
  expect(code).toBe(0);
  expect(out).toContain("Fixed 2 findings in base/clp-config.yaml, prod/clp-config.yaml");
  expect(space.read("base/clp-config.yaml")).toBe("# base\nwebui: {port: 4001}\n");
  expect(space.read("prod/clp-config.yaml")).toBe("# prod\nwebui:\n  rate_limit: 7\n");
});

test("explain tells the file that gives a value, and what that overrules", async () => {
  const space = repository();
  const asked = async (what: string) =>
    (await space.run("explain", what, "--no-secrets", "--emit", "compose", ...CONFIGS, ...SITES)).out;
  expect(await asked("webui.port")).toContain(
    "  webui.port, written at prod/clp-config.yaml:2:9\n     in place of what is at base/clp-config.yaml:1:15\n",
  );
  expect(await asked("webui.rate_limit")).toContain("written at base/clp-config.yaml:1:33");
  // A line that does not count any more is one of the same key.
  space.write("base/clp-config.yaml", "webui:\n  port: 4001\n  rate_limit: 5\n");
  expect(await asked("base/clp-config.yaml:2")).toContain("webui.port = 4002");
  expect(await asked("base/clp-config.yaml:1")).toContain("rate_limit                        5");
  const json = await space.run("explain", "webui.port", "--json", "--no-secrets", ...CONFIGS, ...SITES);
  expect(JSON.parse(json.out).origins).toEqual([
    {
      file: "prod/clp-config.yaml",
      line: 2,
      column: 9,
      overrules: [{ file: "base/clp-config.yaml", line: 2, column: 9 }],
    },
  ]);
});

test("reports for programs point at the layer", async () => {
  const space = repository();
  space.write("prod/clp-config.yaml", "webui:\n  port: 0\n");
  const { err } = await space.run("validate", "--diagnostics", "sarif", ...CONFIGS);
  const [result] = JSON.parse(err).runs[0].results;
  expect(result.locations[0].physicalLocation.artifactLocation.uri).toBe("prod/clp-config.yaml");
});
