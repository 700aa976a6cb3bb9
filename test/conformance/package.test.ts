/** The package as npm makes it: small, complete, and of use in an empty folder with Node alone. */
import { execFileSync, spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { COMPILER_VERSION } from "../../src/version.ts";
import { run } from "./programs/programs.ts";

const ROOT = join(import.meta.dirname, "../..");
const FIXTURE = join(ROOT, "fixtures/ok/01-full");

let scratch: string;
let tarball: string;
/** Paths in the tarball. */
let packed: readonly string[];
/** The empty folder in which the package was installed. */
let consumer: string;

beforeAll(() => {
  scratch = mkdtempSync(join(tmpdir(), "clp-compile-package-"));
  // The build was made before these tests, as everything else here needs it.
  const output = execFileSync("npm", ["pack", "--json", "--ignore-scripts", "--pack-destination", scratch], {
    cwd: ROOT,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  });
  const [pack] = JSON.parse(output) as [{ filename: string; files: { path: string }[] }];
  tarball = join(scratch, pack.filename);
  packed = pack.files.map(({ path }) => path);
  consumer = join(scratch, "consumer");
  mkdirSync(consumer);
  writeFileSync(join(consumer, "package.json"), '{"private": true, "type": "module"}\n');
  // Offline: it needs no other package.
  execFileSync("npm", ["install", "--offline", "--no-audit", "--no-fund", tarball], {
    cwd: consumer,
    stdio: "pipe",
  });
});

afterAll(() => {
  rmSync(scratch, { recursive: true, force: true });
});

/** Runs the installed program, or another one of `node_modules/.bin`. */
function clpCompile(...args: readonly string[]): {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
} {
  const { status, stdout, stderr } = spawnSync(join(consumer, "node_modules/.bin/clp-compile"), args, {
    cwd: consumer,
    encoding: "utf8",
  });
  return { code: status, out: stdout, err: stderr };
}

function node(script: string, ...args: readonly string[]): string {
  return execFileSync(process.execPath, [script, ...args], { cwd: consumer, encoding: "utf8" });
}

describe("the package", () => {
  test("is smaller than 1 MB", () => {
    expect(statSync(tarball).size).toBeLessThan(1_000_000);
  });

  test("has the program, the library, types, schemas, the manual page and the licences, and no sources or tests", () => {
    expect(packed).toEqual(
      expect.arrayContaining([
        "LICENSE",
        "README.md",
        "CHANGELOG.md",
        "package.json",
        "dist/clp-compile.cjs",
        "dist/cli.cjs",
        "dist/mod.js",
        "dist/types/mod.d.ts",
        "dist/THIRD-PARTY.txt",
        "man/clp-compile.1",
        "schema/clp-config.schema.json",
      ]),
    );
    expect(
      packed.filter((path) =>
        /^(?:src|test|fixtures|node_modules|out)\/|\.cache$|credentials\.yaml$/.test(path),
      ),
    ).toEqual([]);
  });

  test("is one package, whose versions agree", () => {
    expect(readdirSync(join(consumer, "node_modules")).filter((name) => !name.startsWith("."))).toEqual([
      "clp-compile",
    ]);
    const { version } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as { version: string };
    const deno = JSON.parse(readFileSync(join(ROOT, "deno.json"), "utf8")) as { version: string };
    // The commit that was built may stand behind it.
    const said = /^\S+(?= \([0-9a-f]+\)$|$)/.exec(clpCompile("--version").out.trim())?.[0];
    expect([version, deno.version, said]).toEqual(Array(3).fill(COMPILER_VERSION));
  });

  test("compiles, checks and sets up", () => {
    const inputs = [
      "-c",
      join(FIXTURE, "clp-config.yaml"),
      "--credentials",
      join(FIXTURE, "credentials.yaml"),
    ];
    expect(clpCompile(...inputs)).toMatchObject({ code: 0 });
    expect(existsSync(join(consumer, "out/compose/.env"))).toBe(true);
    expect(clpCompile("check", ...inputs)).toMatchObject({ code: 0 });
    expect(clpCompile("init", "new")).toMatchObject({ code: 0 });
    expect(clpCompile("schema", "clp-config").out).toContain('"$schema"');
  });

  test("gives its schemas to programs", () => {
    writeFileSync(
      join(consumer, "schema.mjs"),
      'import schema from "clp-compile/schema/clp-config.schema.json" with { type: "json" };\nconsole.log(schema.type);\n',
    );
    expect(
      spawnSync(process.execPath, ["--no-warnings", "schema.mjs"], { cwd: consumer, encoding: "utf8" })
        .stdout,
    ).toBe("object\n");
  });

  test("gives its frames to programs", () => {
    writeFileSync(
      join(consumer, "report.mjs"),
      `import { compile } from "clp-compile";
import { formatDiagnostics } from "clp-compile/report";
const { diagnostics, texts } = compile({ config: { name: "c.yaml", content: "webui: {prot: 1}" } }, { secrets: false });
process.stdout.write(await formatDiagnostics("pretty", diagnostics, texts, { color: false, version: "1" }));
`,
    );
    expect(node("report.mjs")).toContain(" --> c.yaml:1:9\n");
  });

  test.each([
    ["nodenext", "nodenext"],
    ["bundler", "esnext"],
  ])("type-checks in a program of somebody else, with moduleResolution %s", (moduleResolution, module) => {
    writeFileSync(
      join(consumer, "use.ts"),
      `import { type Compilation, compile, type DeploymentModel, explainer, type GeneratedFile, type GeneratedFileId, plan, type Sources } from "clp-compile";
import { FORMATS, formatDiagnostics } from "clp-compile/report";
const sources: Sources = { config: { name: "c", content: "" } };
const compilation: Compilation = compile(sources, { secrets: false, emit: ["compose"] });
const model: DeploymentModel | undefined = compilation.model;
export const titles: string[] = (model?.components ?? []).map(({ title }) => title);
export const ids: GeneratedFileId[] = (model?.files ?? []).map((file: GeneratedFile) => file.id);
export const report: Promise<string> = formatDiagnostics(FORMATS[0], compilation.diagnostics, compilation.texts, { color: false, version: "1" });
export const answer = explainer(sources, compilation)("webui.port");
export const texts = new Map(compilation.files.map(({ path, text }) => [path, text]));
export const different: boolean = plan({ texts }, { texts }).different;
// @ts-expect-error there is no such backend
compile(sources, { secrets: false, emit: ["nomad"] });
`,
    );
    writeFileSync(
      join(consumer, "tsconfig.json"),
      JSON.stringify({
        // The library's own types are checked, too.
        compilerOptions: {
          strict: true,
          noEmit: true,
          skipLibCheck: false,
          target: "es2023",
          lib: ["es2024"],
          types: [],
          module,
          moduleResolution,
        },
        files: ["use.ts"],
      }),
    );
    const { status, stdout } = spawnSync(
      process.execPath,
      [join(ROOT, "node_modules/typescript/bin/tsc"), "-p", "."],
      {
        cwd: consumer,
        encoding: "utf8",
      },
    );
    expect(stdout).toBe("");
    expect(status).toBe(0);
  });
});

describe("the examples", () => {
  beforeAll(() => cpSync(join(ROOT, "examples"), join(consumer, "examples"), { recursive: true }));

  test("compile", () => {
    const output = node("examples/compile.mjs");
    expect(output).toContain("clp-config.yaml:2:18: warning CLP4030");
    expect(output).toContain("A deployment of type full, as");
    expect(output).toMatch(/^ {2}755 compose\/prepare\.sh/m);
    expect(output).not.toContain("compose/.env,");
  });

  test("explain", () => {
    const output = node("examples/explain.mjs");
    expect(output).toContain("webui.port, written at clp-config.yaml:2:9");
    expect(output).toContain("host.cpus, written at clp-site.yaml:2:");
  });

  test("plan", () => {
    const output = node("examples/plan.mjs");
    expect(output).toMatch(/added +mcp-server/);
    expect(output).toContain("Something changes");
  });

  test("a backend of one's own makes units that systemd takes, and keeps secrets out of them", async () => {
    const out = join(consumer, "host");
    const inputs = ["clp-config.yaml", "clp-site.yaml", "credentials.yaml"].map((name) =>
      join(FIXTURE, name),
    );
    execFileSync(process.execPath, ["examples/own-backend/systemd.mjs", ...inputs, out], {
      cwd: consumer,
      env: { ...process.env, CLP_HOME: out, PODMAN: "/bin/true" },
    });
    const names = readdirSync(join(out, "systemd")).filter((name) => !name.endsWith(".env"));
    expect(names).toContain("clp-query-scheduler.service");
    const { code, stderr } = await run("systemd-analyze", [
      "verify",
      "--man=no",
      ...names.map((name) => join(out, "systemd", name)),
    ]);
    expect(stderr).toBe("");
    expect(code).toBe(0);
    for (const name of names) expect(readFileSync(join(out, "systemd", name), "utf8")).not.toContain("fake-");
    expect(statSync(join(out, "systemd/clp-redis.env")).mode & 0o777).toBe(0o600);
    expect(readFileSync(join(out, "systemd/clp-redis.env"), "utf8")).toBe(
      'CLP_REDIS_PASS="fake-redis-password"\n',
    );
  });
});

describe("the JSR package", () => {
  const deno = JSON.parse(readFileSync(join(ROOT, "deno.json"), "utf8")) as {
    imports: Record<string, string>;
  };
  const { devDependencies } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as {
    devDependencies: Record<string, string>;
  };

  test("imports what package.json pins", () => {
    for (const [name, specifier] of Object.entries(deno.imports)) {
      expect(specifier).toBe(`npm:${name}@${devDependencies[name]}`);
    }
  });

  test("could be published as it is", () => {
    const { status, stderr } = spawnSync(
      join(ROOT, "node_modules/.bin/deno"),
      ["publish", "--dry-run", "--allow-dirty"],
      {
        cwd: ROOT,
        encoding: "utf8",
        env: { ...process.env, NO_COLOR: "1" },
      },
    );
    expect(status, stderr).toBe(0);
    expect(stderr).toContain("Dry run complete");
  });
});
