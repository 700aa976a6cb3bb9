/** `validate --fix`: what is certain is mended in the files, and nothing else of them changes. */
import { lstatSync, statSync } from "node:fs";
import { describe, expect, test } from "vitest";
import * as compiler from "../compiler.ts";
import { CREDENTIALS } from "../deploy.ts";
import { type Workspace, workspace } from "./workspace.ts";

const CONFIG = `# Ours.
reslts_cache:   # the old host
  host: localhost
  port: "27018"      # was 27017

webui: {prot: 4001, rate_limit: 10.0}   # public
package: {storage_engine: CLP-S}
`;

const FIXED = `# Ours.
results_cache:   # the old host
  host: localhost
  port: 27018      # was 27017

webui: {port: 4001, rate_limit: 10}   # public
package: {storage_engine: clp-s}
`;

function space(config: string, stdin = ""): Workspace {
  const made = workspace({ compiler, stdin });
  made.write("etc/clp-config.yaml", config);
  return made;
}

/** Fixes a config; gives its text. */
async function fixed(config: string): Promise<string> {
  const made = space(config);
  await made.run("validate", "--fix");
  return made.read("etc/clp-config.yaml");
}

describe("validate --fix", () => {
  test("mends the file, shows how, and says what remains", async () => {
    const made = space(CONFIG);
    expect(await made.run("validate", "--fix")).toEqual({
      code: 0,
      err: "",
      out: `--- etc/clp-config.yaml
+++ etc/clp-config.yaml
@@ -1,7 +1,7 @@
 # Ours.
-reslts_cache:   # the old host
+results_cache:   # the old host
   host: localhost
-  port: "27018"      # was 27017
+  port: 27018      # was 27017
 
-webui: {prot: 4001, rate_limit: 10.0}   # public
-package: {storage_engine: CLP-S}
+webui: {port: 4001, rate_limit: 10}   # public
+package: {storage_engine: clp-s}
Fixed 5 findings in etc/clp-config.yaml
`,
    });
    expect(made.read("etc/clp-config.yaml")).toBe(FIXED);
  });

  test("changes nothing the second time", async () => {
    const made = space(CONFIG);
    await made.run("validate", "--fix");
    const before = statSync(made.path("etc/clp-config.yaml"));
    expect(await made.run("validate", "--fix")).toEqual({ code: 0, err: "", out: "Nothing to fix\n" });
    const after = statSync(made.path("etc/clp-config.yaml"));
    expect([after.ino, after.mtimeMs]).toEqual([before.ino, before.mtimeMs]);
  });

  test("what is not certain is left, and said", async () => {
    const made = space('webui: {port: "4001", host: "", colour: red}\n');
    const { code, err } = await made.run("validate", "--fix");
    expect(code).toBe(1);
    expect([...err.matchAll(/\[(CLP\d+)\]/g)].map(([, one]) => one)).toEqual(["CLP2007", "CLP2001"]);
    expect(made.read("etc/clp-config.yaml")).toBe('webui: {port: 4001, host: "", colour: red}\n');
  });

  test("--dry-run shows the changes and makes none; the findings are those of the files as they are", async () => {
    const made = space(CONFIG);
    const { code, out, err } = await made.run("validate", "--fix", "--dry-run");
    expect(code).toBe(1);
    expect(out).toContain("+  port: 27018      # was 27017\n");
    expect(out).toMatch(/Would fix 5 findings in etc\/clp-config.yaml\n$/);
    expect(err).toContain("5 errors");
    expect(made.read("etc/clp-config.yaml")).toBe(CONFIG);
    expect(Object.keys(made.tree("etc"))).toEqual(["clp-config.yaml"]);
  });

  test("credentials and site file, too; no secret is shown, the mode stays", async () => {
    const made = space('webui: {port: "4001"}\n');
    made.write(
      "etc/credentials.yaml",
      CREDENTIALS.replace("redis: { password: fake-redis-password }", "redis: { pasword: 271828182845 }"),
      0o640,
    );
    made.write("etc/clp-site.yaml", 'host: { uid: "1001" } # ours\nclp_version: 0.9.0\n');
    const { code, out, err } = await made.run("validate", "--fix");
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(made.read("etc/credentials.yaml")).toContain('redis: { password: "271828182845" }');
    expect(made.read("etc/clp-site.yaml")).toBe("host: { uid: 1001 } # ours\nclp_version: 0.9.0\n");
    expect(made.mode("etc/credentials.yaml")).toBe("0640");
    expect(out).toContain('-redis: { pasword: •••••• }\n+redis: { password: "••••••" }\n');
    expect(out).not.toMatch(/fake-|2718/);
    expect(Object.keys(made.tree("etc"))).toEqual(["clp-config.yaml", "clp-site.yaml", "credentials.yaml"]);
  });

  test("line breaks, a byte order mark, tabs between values and wide characters stay", async () => {
    const text = '\ufeff# 設定\r\nwebui:\r\n  port: "4001"\t# 四千\r\n  hosst: web.internal';
    expect(await fixed(text)).toBe("\ufeff# 設定\r\nwebui:\r\n  port: 4001\t# 四千\r\n  host: web.internal");
  });

  test("a byte order mark stays before a file of any length", async () => {
    const licence = "# words of a licence\n".repeat(20_000);
    expect(await fixed(`\ufeff${licence}webui: {prot: 4001}\n`)).toBe(
      `\ufeff${licence}webui: {port: 4001}\n`,
    );
  });

  test("JSON stays JSON", async () => {
    expect(await fixed('{\n\t"webui": {"prot": "4001"}\n}\n')).toBe('{\n\t"webui": {"port": 4001}\n}\n');
  });

  test("what one fix uncovers is fixed by the next", async () => {
    expect(await fixed('databse: {prot: "3307"}\n')).toBe("database: {port: 3307}\n");
  });

  test("of two misspelt keys that mean one, one is mended at most", async () => {
    const text = await fixed("webui: {prot: 4001, prto: 4002}\n");
    expect(text).toBe("webui: {port: 4001, prto: 4002}\n");
  });

  test("a value that an alias repeats is mended where it stands", async () => {
    expect(await fixed("database: &it {port: '3307'}\nqueue:\n  <<: *it\n  port: '5673'\n")).toBe(
      "database: &it {port: 3307}\nqueue:\n  <<: *it\n  port: 5673\n",
    );
  });

  test("a text that cannot be read is left alone", async () => {
    const text = 'webui: {port: "4001"\n';
    expect(await fixed(text)).toBe(text);
  });

  test("a link stays one, and what it names is mended", async () => {
    const made = workspace({ compiler });
    made.write("real.yaml", CONFIG);
    made.link("etc/clp-config.yaml", "../real.yaml");
    await made.run("validate", "--fix");
    expect(made.read("real.yaml")).toBe(FIXED);
    expect(lstatSync(made.path("etc/clp-config.yaml")).isSymbolicLink()).toBe(true);
  });

  test("a file that changed in the meantime is not replaced, and no other is", async () => {
    let calls = 0;
    const made = workspace({
      compiler: {
        ...compiler,
        validate(sources) {
          if (++calls === 2) made.write("etc/clp-site.yaml", "host: { uid: 2000 }\n");
          return compiler.validate(sources);
        },
      },
    });
    made.write("etc/clp-config.yaml", CONFIG);
    made.write("etc/clp-site.yaml", 'host: { uid: "1001" }\nclp_version: 0.9.0\n');
    const { code, out, err } = await made.run("validate", "--fix");
    expect(code).toBe(4);
    expect(out).not.toContain("Fixed");
    expect(err).toContain("[CLP6206]: Cannot fix etc/clp-site.yaml: it has changed since it was read");
    expect(made.tree("etc")).toEqual({
      "clp-config.yaml": CONFIG,
      "clp-site.yaml": "host: { uid: 2000 }\n",
    });
  });

  test("colours are those of a diff", async () => {
    const { fixDiff } = await import("../../src/report/fix-diff.ts");
    const { drawDiffLine } = await import("../../src/report/pretty.ts");
    const { paintOf } = await import("../../src/report/paint.ts");
    const source = (text: string) => ({ file: "config", name: "c", text, masked: [] }) as const;
    expect(
      fixDiff(source("a: 1\n"), source("a: 2\n")).map((line) => drawDiffLine(line, paintOf(true))),
    ).toEqual([
      "\x1b[31m--- c\x1b[39m",
      "\x1b[32m+++ c\x1b[39m",
      "\x1b[94m@@ -1,1 +1,1 @@\x1b[39m",
      "\x1b[31m-a: 1\x1b[39m",
      "\x1b[32m+a: 2\x1b[39m",
    ]);
  });
});

describe("validate - --fix", () => {
  test("prints the fixed text", async () => {
    const made = workspace({ compiler, stdin: CONFIG });
    expect(await made.run("validate", "-", "--fix")).toEqual({ code: 0, err: "", out: FIXED });
    expect(made.tree(".")).toEqual({});
  });

  test("prints the text as it was where nothing is certain", async () => {
    const made = workspace({ compiler, stdin: "\ufeffwebui: {colour: red}" });
    const { code, out, err } = await made.run(
      "validate",
      "-",
      "--fix",
      "--stdin-filename",
      "etc/clp-config.yaml",
    );
    expect({ code, out }).toEqual({ code: 1, out: "\ufeffwebui: {colour: red}" });
    expect(err).toContain(" --> etc/clp-config.yaml:1:9");
  });

  test("leaves the other files alone", async () => {
    const made = workspace({ compiler, stdin: CONFIG });
    made.write("etc/clp-site.yaml", 'host: { uid: "1001" }\n');
    const { code, out } = await made.run("validate", "-", "--fix", "--site", "etc/clp-site.yaml");
    expect({ code, out }).toEqual({ code: 1, out: FIXED });
    expect(made.read("etc/clp-site.yaml")).toBe('host: { uid: "1001" }\n');
  });
});
