/** `migrate`: where it takes the release from, what it writes and how, and its exit codes. */
import { lstatSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";
import schema from "../../schema/migration.schema.json" with { type: "json" };
import * as compiler from "../../src/mod.ts";
import { type Workspace, workspace } from "./workspace.ts";

const CONFIG = "package: { query_engine: clp-s } # the engine\nwebui: { port: 4001 }\n";

function space(config = CONFIG, site?: string): Workspace {
  const made = workspace({ compiler });
  made.write("etc/clp-config.yaml", config);
  if (site !== undefined) made.write("etc/clp-site.yaml", site);
  return made;
}

/** A compiler during whose first use something else happens. */
function meanwhile(happens: () => void): typeof compiler {
  let done = false;
  return {
    ...compiler,
    get OUTPUT_PATHS() {
      if (!done) happens();
      done = true;
      return compiler.OUTPUT_PATHS;
    },
  };
}

function manifestOf(release: string): string {
  return JSON.stringify({ version: 1, release, backends: [], files: [], secret_files: [] });
}

describe("the release that the inputs are of", () => {
  test("is the site file's", async () => {
    const { code, out } = await space(CONFIG, 'clp_version: "0.12.0"\n').run("migrate", "--to", "0.13.0");
    expect(code).toBe(3);
    expect(out).toMatch(/^CLP v0\.12\.0 → v0\.13\.0: /);
  });

  test("is what --from says, before all else", async () => {
    const made = space(CONFIG, 'clp_version: "0.12.0"\n');
    const { out } = await made.run("migrate", "--from", "0.11.0", "--to", "0.13.0");
    expect(out).toMatch(/^CLP v0\.11\.0 → v0\.13\.0: /);
  });

  test("is what the output folder was compiled for, where nobody wrote it", async () => {
    const made = space();
    made.write("out/manifest.json", manifestOf("0.11.0"));
    const { code, out } = await made.run("migrate", "--to", "0.13.0");
    expect(code).toBe(3);
    expect(out).toMatch(/^CLP v0\.11\.0 → v0\.13\.0: /);
  });

  test("is the site file's where the output folder has another, which is said with the way out", async () => {
    const made = space(CONFIG, 'clp_version: "0.12.0"\n');
    made.write("out/manifest.json", manifestOf("0.11.0"));
    const onward = await made.run("migrate", "--to", "0.13.0");
    expect(onward.code).toBe(3);
    expect(onward.err).toContain("[CLP6419]");
    expect(onward.err).toContain("the same command with `--from 0.11.0`");
    // From a release to itself nothing is migrated.
    const back = await made.run("migrate", "--to", "0.11.0");
    expect(back.code).toBe(3);
    expect(back.err).toContain('write `clp_version: "0.11.0"` into etc/clp-site.yaml');
  });

  test("is asked for where nobody says it", async () => {
    const made = space();
    const { code, out, err } = await made.run("migrate", "--to", "0.13.0", "--write");
    expect({ code, out }).toEqual({ code: 1, out: "" });
    expect(err).toContain("[CLP6410]");
    expect(made.tree("etc")).toEqual({ "clp-config.yaml": CONFIG });
  });
});

describe("migrate --write", () => {
  test("edits the files, and makes a site file where there is none", async () => {
    const made = space();
    const { code, err } = await made.run("migrate", "--from", "0.12.0", "--to", "0.13.0", "--write");
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(made.read("etc/clp-site.yaml")).toBe(
      '# What clp-compile has to know of the place of deployment.\nclp_version: "0.13.0"\n',
    );
    expect(made.read("etc/clp-config.yaml")).toMatch(
      /^package: \{\} # the engine\nwebui: \{ port: 4001 \}\n/,
    );
    expect(await made.run("migrate", "--to", "0.13.0", "--write")).toEqual({
      code: 0,
      err: "",
      out: "Nothing to migrate: the inputs are those of CLP v0.13.0\n",
    });
  });

  test("keeps modes, links, a byte order mark and line breaks", async () => {
    const made = workspace({ compiler });
    made.write("ours.yaml", "\ufeffpackage: {query_engine: presto}\r\nwebui: {port: 4001}\r\n", 0o640);
    made.link("etc/clp-config.yaml", "../ours.yaml");
    expect((await made.run("migrate", "--from", "0.12.0", "--to", "0.13.0", "--write")).code).toBe(0);
    expect(lstatSync(made.path("etc/clp-config.yaml")).isSymbolicLink()).toBe(true);
    expect(made.mode("ours.yaml")).toBe("0640");
    const text = made.read("ours.yaml");
    expect(text.startsWith("\ufeffwebui: {port: 4001, query_engine: presto}\r\n")).toBe(true);
    expect(text.replaceAll("\r\n", "")).not.toContain("\n");
  });

  test("writes nothing where a person has to decide", async () => {
    const config = "package: { query_engine: presto }\nwebui: { query_engine: clp-s }\n";
    const made = space(config);
    const { code, err } = await made.run("migrate", "--from", "0.12.0", "--to", "0.13.0", "--write");
    expect(code).toBe(1);
    expect(err).toContain("[CLP6413]");
    expect(made.tree("etc")).toEqual({ "clp-config.yaml": config });
  });

  test("writes nothing where a text cannot be read", async () => {
    const made = space('webui: {port: "4001"\n');
    const { code, err } = await made.run("migrate", "--from", "0.12.0", "--to", "0.13.0", "--write");
    expect(code).toBe(1);
    expect(err).toMatch(/\[CLP1\d{3}\]/);
    expect(made.tree("etc")).toEqual({ "clp-config.yaml": 'webui: {port: "4001"\n' });
  });

  test("a file that changed in the meantime is not replaced, and no other is (CLP6418)", async () => {
    const made = workspace({ compiler: meanwhile(() => made.write("etc/clp-config.yaml", "changed: 1\n")) });
    made.write("etc/clp-config.yaml", CONFIG);
    made.write("etc/clp-site.yaml", 'clp_version: "0.12.0"\n');
    const { code, err } = await made.run("migrate", "--to", "0.13.0", "--write");
    expect(code).toBe(4);
    expect(err).toContain("[CLP6418]: Cannot migrate etc/clp-config.yaml: it has changed since it was read");
    expect(made.tree("etc")).toEqual({
      "clp-config.yaml": "changed: 1\n",
      "clp-site.yaml": 'clp_version: "0.12.0"\n',
    });
  });

  test("a site file that has come into being is not replaced, either", async () => {
    const made = workspace({ compiler: meanwhile(() => made.write("etc/clp-site.yaml", "host: {}\n")) });
    made.write("etc/clp-config.yaml", CONFIG);
    made.write("out/manifest.json", manifestOf("0.12.0"));
    const { code, err } = await made.run("migrate", "--to", "0.13.0", "--write");
    expect(code).toBe(4);
    expect(err).toContain("Cannot migrate etc/clp-site.yaml: it has come into being since it was read");
    expect(made.tree("etc")).toEqual({ "clp-config.yaml": CONFIG, "clp-site.yaml": "host: {}\n" });
  });

  test("writes nothing with --dry-run", async () => {
    const made = space();
    const { code, out } = await made.run(
      "migrate",
      "--from",
      "0.12.0",
      "--to",
      "0.13.0",
      "--write",
      "--dry-run",
    );
    expect(code).toBe(3);
    expect(out).toMatch(/\nNothing is written: --write makes the edits\n$/);
    expect(made.tree("etc")).toEqual({ "clp-config.yaml": CONFIG });
  });

  test("touches no credentials", async () => {
    const made = space();
    made.write("etc/credentials.yaml", "not: read\n  at: all\n", 0o600);
    const { code, out } = await made.run("migrate", "--from", "0.9.0", "--to", "0.13.0", "--write");
    expect(code).toBe(0);
    expect(out).not.toContain("credentials.yaml");
    expect(made.read("etc/credentials.yaml")).toBe("not: read\n  at: all\n");
  });
});

describe("what is printed", () => {
  test("no secret, in no format", async () => {
    const config =
      "logs_input:\n  type: s3\n  aws_authentication:\n    type: credentials\n    credentials: { access_key_id: FAKE271828, secret_access_key: fake-314159 }\nlog_ingestor: {buffer_flush_timeout: 5}\n";
    for (const format of [["--json"], ["--format", "markdown"], []]) {
      const made = space(config);
      const { code, out, err } = await made.run("migrate", "--from", "0.9.0", "--to", "0.13.0", ...format);
      expect(code).toBe(3);
      expect(out + err).not.toMatch(/FAKE271828|fake-314159/);
      expect(out).toContain("buffer_config");
    }
  });

  test("JSON is as its schema says", async () => {
    const validate = new Ajv2020({ allErrors: true, allowUnionTypes: true }).compile(schema);
    for (const [from, to] of [
      ["0.9.0", "0.13.0"],
      ["0.13.0", "0.9.0"],
      ["0.12.0", "0.12.0"],
    ] as const) {
      const { out } = await space().run("migrate", "--from", from, "--to", to, "--json");
      const data: unknown = JSON.parse(out);
      expect(validate(data), JSON.stringify(validate.errors)).toBe(true);
    }
  });

  test("the way back is the last step", async () => {
    for (const more of [[], ["--write"]]) {
      const { out } = await space().run("migrate", "--from", "0.9.0", "--to", "0.13.0", "--json", ...more);
      const { steps } = JSON.parse(out) as { readonly steps: readonly { readonly text: string }[] };
      expect(steps.at(-1)?.text).toMatch(/^The way back/);
    }
  });

  test("commands name the same inputs and the same folder", async () => {
    const made = workspace({ compiler });
    made.write("prod/my config.yaml", CONFIG);
    const { out } = await made.run(
      "migrate",
      "--config",
      "prod/my config.yaml",
      "--out",
      "prod/out",
      "--from",
      "0.12.0",
      "--to",
      "0.13.0",
    );
    expect(out).toContain(
      "clp-compile migrate --from 0.12.0 --to 0.13.0 --config 'prod/my config.yaml' --out prod/out --write\n",
    );
    expect(out).toContain("docker compose --file prod/out/compose/docker-compose.yaml down\n");
  });
});

describe("the deployments of a project file", () => {
  const DEPLOYMENTS =
    "defaults: {site: [site.yaml]}\ndeployments:\n  prod: {config: [base.yaml, prod.yaml]}\n  dev: {config: [base.yaml, dev.yaml]}\n";
  function project(base: string, prod: string, dev: string) {
    const made = workspace({ compiler });
    made.write("clp-compile.yaml", DEPLOYMENTS);
    made.write("site.yaml", 'clp_version: "0.12.0"\n');
    made.write("base.yaml", base);
    made.write("prod.yaml", prod);
    made.write("dev.yaml", dev);
    return made;
  }
  const PRESTO = "package: {query_engine: presto}\n";

  test("are migrated together: what they share once, and each layer for itself", async () => {
    const made = project("telemetry: {disable: true}\n", PRESTO, "webui: {rate_limit: 7}\n");
    expect((await made.run("migrate", "--to", "0.13.0")).code).toBe(3);
    expect(made.read("base.yaml")).toBe("telemetry: {disable: true}\n");
    const { code, err } = await made.run("migrate", "--to", "0.13.0", "--write");
    expect({ code, err }).toEqual({ code: 0, err: "2 deployments: 2 done\n" });
    expect(made.read("site.yaml")).toBe('clp_version: "0.13.0"\n');
    expect(made.read("prod.yaml")).toMatch(/webui: \{query_engine: presto\}[\s\S]*query_scheduler: null/);
    // It is for those alone whose queries do not go to Presto.
    expect(made.read("dev.yaml")).toMatch(/query_worker:[\s\S]*task_time_limit: 0/);
    expect(made.read("base.yaml")).not.toContain("query_worker");
    expect((await made.run("migrate", "--to", "0.13.0")).code).toBe(0);
  });

  test("of which one has to be decided on by a person are not written", async () => {
    const made = project("", PRESTO, `${PRESTO}webui: {query_engine: clp}\n`);
    const { code, err } = await made.run("migrate", "--to", "0.13.0", "--write");
    expect(code).toBe(1);
    expect(err).toContain("[CLP6413]");
    expect(made.read("site.yaml")).toBe('clp_version: "0.12.0"\n');
    expect(made.read("prod.yaml")).toBe(PRESTO);
  });

  test("have a shared file edited once where their layers differ", async () => {
    const made = project(PRESTO, "", "package: {query_engine: clp-s}\n");
    expect((await made.run("migrate", "--to", "0.13.0", "--write")).code).toBe(0);
    expect(made.read("base.yaml")).toBe("webui: {query_engine: presto}\n");
    expect(made.read("prod.yaml")).toContain("query_scheduler: null");
    expect(made.read("dev.yaml")).toMatch(/webui: \{query_engine: clp-s\}[\s\S]*query_worker:/);
  });

  test("that share a file with one that is left out are not migrated", async () => {
    const made = project(PRESTO, "", "");
    const { code, err } = await made.run("migrate", "prod", "--to", "0.13.0", "--write");
    expect(code).toBe(1);
    expect(err).toContain("[CLP6630]");
    expect(made.read("base.yaml")).toBe(PRESTO);
  });

  test("that need different edits of what they share are told which", async () => {
    const made = project(PRESTO, "", "package: {query_engine: clp-s}\n");
    made.write("clp-compile.yaml", DEPLOYMENTS.replace(", prod.yaml", ""));
    const { code, err } = await made.run("migrate", "--to", "0.13.0", "--write");
    expect({ code, clash: err.includes("[CLP6631]") }).toEqual({ code: 1, clash: true });
    expect(made.read("base.yaml")).toBe(PRESTO);
  });

  test.each([
    ["another spelling", "./base.yaml"],
    ["a link", "link.yaml"],
  ])("share a file that one of them names by %s", async (_, name) => {
    const made = project(PRESTO, "", "package: {query_engine: clp-s}\n");
    made.link("link.yaml", "base.yaml");
    const projectFile = DEPLOYMENTS.replace(", prod.yaml", "").replace(
      "base.yaml, dev.yaml",
      `${name}, dev.yaml`,
    );
    expect(projectFile).toContain(name);
    made.write("clp-compile.yaml", projectFile);
    const alone = await made.run("migrate", "prod", "--to", "0.13.0", "--write");
    expect({ code: alone.code, shared: alone.err.includes("Cannot migrate base.yaml alone") }).toEqual({
      code: 1,
      shared: true,
    });
    const { code, err } = await made.run("migrate", "--to", "0.13.0", "--write");
    expect({ code, clash: err.includes("[CLP6631]") }).toEqual({ code: 1, clash: true });
    expect(made.read("base.yaml")).toBe(PRESTO);
  });

  test("make the site file that they share once", async () => {
    const made = project("", "", "");
    made.write("clp-compile.yaml", DEPLOYMENTS.replace(/^defaults.*\n/, ""));
    const { code } = await made.run("migrate", "--from", "0.12.0", "--to", "0.13.0", "--write");
    expect(code).toBe(0);
    expect(made.read("clp-site.yaml")).toContain('clp_version: "0.13.0"');
  });
});

test("layers are given on the command line, as in `compile`", async () => {
  const made = space("telemetry: {disable: true}\n", 'clp_version: "0.12.0"\n');
  made.write("prod.yaml", "package: {query_engine: presto}\n");
  const { code, out } = await made.run(
    ...["migrate", "--to", "0.13.0", "--config", "etc/clp-config.yaml", "--config", "prod.yaml", "--write"],
  );
  expect(code).toBe(0);
  expect(out).toContain("--config etc/clp-config.yaml --config prod.yaml");
  expect(made.read("prod.yaml")).toContain("webui: {query_engine: presto}");
});
