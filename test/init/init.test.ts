/** What `init` writes: complete, warning-free for every type and storage, and never over something. */
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { initCommand } from "../../src/cli/commands/init.ts";
import { INIT_STORAGES, INIT_TYPES } from "../../src/cli/usage/choices.ts";
import { DEFAULT_RELEASE } from "../../src/clp/releases/releases.ts";
import { annotate } from "../../src/init/annotate.ts";
import { credentialsText, password } from "../../src/init/new-credentials.ts";
import { configSchema } from "../../src/input/schema/config.ts";
import type { KeySchema } from "../../src/input/schema/key-schema.ts";
import { siteSchema } from "../../src/input/schema/site.ts";
import * as compiler from "../../src/mod.ts";
import { type Outcome, type Workspace, type WorkspaceOptions, workspace } from "../cli/workspace.ts";

function house(options: WorkspaceOptions = {}): Workspace {
  return workspace({ ...options, compiler });
}

const FILES = [".gitignore", "etc/clp-config.yaml", "etc/clp-site.yaml", "etc/credentials.yaml"];
const DEEP_KEYS = ["scheduling", "resources"];

/** Takes the `#` before settings away, as a user does. */
function switchOn(text: string): string {
  return text.replace(/^( *)#(?![ #]|$)/gm, "$1");
}

/** The names of all keys, of every branch. */
function keysOf(schema: KeySchema, path: readonly string[] = []): readonly string[] {
  const mappings = schema.kind === "union" ? schema.branches : schema.kind === "object" ? [schema] : [];
  return mappings.flatMap(({ keys }) =>
    [...keys].flatMap(([name, below]) =>
      below.deprecated === true
        ? []
        : [name, ...(DEEP_KEYS.includes(name) ? [] : keysOf(below, [...path, name]))],
    ),
  );
}

describe("a commented file", () => {
  test("names every key of the config, whatever branch it stands in", () => {
    const text = annotate(configSchema(DEFAULT_RELEASE), {}).join("\n");
    const missing = [...new Set(keysOf(configSchema(DEFAULT_RELEASE)))].filter(
      (name) => !new RegExp(`^ *#+${name}:`, "m").test(text),
    );
    // Keys of the other ways to authenticate are named with their types.
    expect(missing).toEqual([]);
  });

  test("quotes names that are no strings by themselves, and what YAML does not allow in a line", () => {
    const addresses = { worker: "10.0.0.1", on: "10.0.0.2", null: "10.0.0.3" };
    expect(annotate(siteSchema(), { host: { addresses } }).join("\n")).toContain(
      '  addresses: { worker: "10.0.0.1", "on": "10.0.0.2", "null": "10.0.0.3" }',
    );
    expect(annotate(siteSchema(), { host: { clp_home: "/a\u007f\u0085\u2028b" } }).join("\n")).toContain(
      String.raw`  clp_home: "/a\u007f\u0085\u2028b"`,
    );
  });

  test.each([
    ["config", configSchema(DEFAULT_RELEASE)],
    ["site", siteSchema()],
  ] as const)("with everything switched on, the %s is all defaults", (file, schema) => {
    const text = annotate(schema, {}).join("\n");
    expect(parse(text)).toBeNull();
    const written = parse(switchOn(text)) as object;
    expect(Object.keys(written)).toEqual([...schema.keys.keys()]);
    const files = (source: string) => {
      const config = { name: "c", content: file === "config" ? source : "" };
      const site = { name: "s", content: file === "site" ? source : "" };
      const result = compiler.compile({ config, site }, { secrets: false });
      // A default of what does not run has no effect, and telemetry is on; both are said, and nothing else is.
      const said = result.diagnostics.filter(({ severity }) => severity !== "note").map(({ code }) => code);
      expect(said.filter((code) => !["CLP4001", "CLP4002", "CLP4080", "CLP4104"].includes(code))).toEqual([]);
      return result.files.map(({ path, text: content }) => [path, content]);
    };
    expect(files(switchOn(text))).toEqual(files(""));
  });

  test("describes every key", () => {
    const lines = [...annotate(configSchema(DEFAULT_RELEASE), {}), ...annotate(siteSchema(), {})];
    for (const [index, line] of lines.entries()) {
      if (/^ *#+[a-z_]+:/i.test(line)) expect(lines[index - 1], line).toMatch(/^ *# \S/);
      expect(line.length, line).toBeLessThanOrEqual(120);
    }
  });
});

describe("init", () => {
  const everything = INIT_TYPES.flatMap((type) => INIT_STORAGES.map((storage) => [type, storage] as const));
  test.each(everything)("--type %s --storage %s compiles without a remark", async (type, storage) => {
    const space = house();
    expect(await space.run("init", "clp", "--type", type, "--storage", storage)).toMatchObject({ code: 0 });
    expect(space.mode("clp/etc/credentials.yaml")).toBe("0600");
    const source = (name: string) => ({ name, content: space.read(`clp/etc/${name}`) });
    const { ok, diagnostics, model } = compiler.compile(
      {
        config: source("clp-config.yaml"),
        credentials: source("credentials.yaml"),
        site: source("clp-site.yaml"),
      },
      { secrets: true },
    );
    // By which key logs are told apart by time, only their owner knows.
    const unknown = type.endsWith("base") && storage === "fs" ? ["note CLP4123"] : [];
    expect(diagnostics.map(({ severity, code }) => `${severity} ${code}`)).toEqual(unknown);
    expect(ok).toBe(true);
    expect(model?.type.value).toBe(type);
    const presto = model?.components.find(({ id }) => id === "presto-coordinator");
    expect(presto?.kind).toBe(
      type.endsWith("base") ? (storage === "fs" ? "service" : "external") : undefined,
    );
    expect(space.read("clp/etc/clp-site.yaml")).toContain(
      `\n  clp_home: "${space.path("clp/out/compose")}"\n`,
    );
  });

  const hosts = "control=10.0.0.11,worker-1=10.0.0.21, worker-2=10.0.0.22";
  test.each(everything)("--hosts --type %s --storage %s compiles for each host", async (type, storage) => {
    const space = house();
    const made = await space.run("init", "clp", "--type", type, "--storage", storage, "--hosts", hosts);
    expect(made).toMatchObject({ code: 0 });
    const source = (name: string) => ({ name, content: space.read(`clp/etc/${name}`) });
    const { ok, diagnostics, model } = compiler.compile(
      {
        config: source("clp-config.yaml"),
        credentials: source("credentials.yaml"),
        site: source("clp-site.yaml"),
      },
      { secrets: true, emit: ["compose"] },
    );
    // That hosts speak in plain text, and how many CPUs workers have, only their owner can change.
    const allowed = ["CLP4102", "CLP4103", ...(type.endsWith("base") ? ["CLP4123"] : [])];
    expect(diagnostics.map(({ code }) => code).filter((code) => !allowed.includes(code))).toEqual([]);
    expect(ok).toBe(true);
    const runs = new Map(
      model!.hosts!.map((host) => [
        host.name.value,
        host.model.components.filter(({ kind }) => kind !== "external"),
      ]),
    );
    expect([...runs.keys()]).toEqual(["control", "worker-1", "worker-2"]);
    expect(space.read("clp/etc/clp-site.yaml")).toMatch(/^ {2}logs_input:$/m);
    expect(space.read("clp/etc/clp-site.yaml")).toContain("## shows what could stand");
    expect(runs.get("control")!.map(({ name }) => name)).toContain("database");
    for (const worker of ["worker-1", "worker-2"])
      expect(runs.get(worker)!.map(({ group }) => group)).toEqual(runs.get(worker)!.map(() => "workers"));
  });

  test("--hosts explains the first of them, and says what each runs", async () => {
    const space = house();
    await space.run("init", "clp", "--hosts", hosts);
    const text = space.read("clp/etc/clp-site.yaml");
    expect(text).toMatch(/^hosts:\n {2}# Name of the host.*\n {2}- name: "control"\n {4}# /m);
    expect(text).toContain('\n  - { name: "worker-2", address: "10.0.0.22", components: ["workers"] }\n');
    // What a host may say beyond that can be switched on, each by itself.
    for (const [line, key] of text.matchAll(/^ {4}##(cpus|count|uid|clp_home|project_name): .*$/gm)) {
      const name = key === "count" ? text.replace('name: "control"', 'name: "control-{n}"') : text;
      const content = name.replace(line, line.replace("##", ""));
      const { diagnostics } = compiler.compile(
        { config: { name: "c", content: "" }, site: { name: "s", content } },
        { secrets: false, emit: ["compose"] },
      );
      const about = diagnostics.filter(({ severity, code }) => severity === "error" && /^CLP[12]/.test(code));
      expect(about).toEqual([]);
    }
  });

  test.each([
    ["worker-1", /--hosts cannot have "worker-1"/],
    ["a=10.0.0.1,a=10.0.0.2", /--hosts has a twice/],
    ["a=10.0.0.1,b=10.0.0.1", /--hosts has 10\.0\.0\.1 twice/],
  ])("--hosts %s is refused as it is typed", async (value, message) => {
    const { code, err } = await house().run("init", "clp", "--hosts", value);
    expect(code).toBe(2);
    expect(err).toMatch(message);
  });

  test("--hosts with what is no address of a host writes nothing", async () => {
    const space = house();
    const { code, err } = await space.run("init", "clp", "--hosts", "Control=10.0.0.256");
    expect(code).toBe(1);
    expect(err).toMatch(/CLP2100[\s\S]*CLP2015/);
    expect(space.tree(".")).toEqual({});
  });

  test("then the program needs no flags, and check agrees", async () => {
    const space = house();
    await space.run("init", ".");
    expect(await space.run("--strict")).toMatchObject({ code: 0 });
    expect(await space.run("check")).toMatchObject({ code: 0 });
    expect(space.mode("out/compose/.env")).toBe("0600");
  });

  test("says what it wrote, and what is next", async () => {
    const { code, out, err } = await house().run("init", "my clp");
    expect({ code, out, err }).toMatchInlineSnapshot(`
      {
        "code": 0,
        "err": "Wrote my clp/.gitignore, my clp/etc/clp-config.yaml, my clp/etc/clp-site.yaml, my clp/etc/credentials.yaml (0600)
      Services run as user 1000, with 2 CPUs: --this-machine takes your ids and CPUs instead
      Next: cd 'my clp' && clp-compile
      ",
        "out": "",
      }
    `);
  });

  test("makes the same files again, but for the passwords", async () => {
    const [one, two] = [house(), house()];
    await one.run("init", "clp");
    await two.run("init", "clp");
    for (const name of FILES) {
      const [a, b] = [one, two].map((space) =>
        space
          .read(`clp/${name}`)
          .replaceAll(space.directory, "")
          .replace(/password: ".*"/g, ""),
      );
      expect(a).toBe(b);
    }
    expect(one.read("clp/etc/credentials.yaml")).not.toBe(two.read("clp/etc/credentials.yaml"));
  });

  test("replaces nothing, and names all that is in the way", async () => {
    const space = house();
    space.write("clp/etc/credentials.yaml", "mine");
    space.link("clp/.gitignore", "nowhere");
    const before = space.tree("clp");
    const { code, err } = await space.run("init", "clp");
    expect(code).toBe(4);
    expect(err.match(/CLP\d+.*/g)).toEqual([
      "CLP6301]: Cannot write clp/.gitignore: it is there already",
      "CLP6301]: Cannot write clp/etc/credentials.yaml: it is there already",
    ]);
    expect(space.tree("clp")).toEqual(before);
  });

  test("leaves nothing behind where it cannot write", async () => {
    const space = house();
    space.write("clp/etc", "a file");
    const { code, err } = await space.run("init", "clp");
    expect(code).toBe(4);
    expect(err).toContain("CLP6302");
    expect(space.tree("clp")).toEqual({ etc: "a file" });
  });

  test("--dry-run lists", async () => {
    const space = house();
    expect(await space.run("init", "clp", "--dry-run")).toMatchObject({
      code: 0,
      out: FILES.map((name) => `create  clp/${name}\n`).join(""),
    });
    expect(space.tree(".")).toEqual({});
  });

  test("sets no home where CLP takes no directories", async () => {
    const { out, code, space } = await withHome("/srv/clp");
    expect({ code, out }).toEqual({ code: 0, out: "" });
    expect(space.read("clp/etc/clp-site.yaml")).toMatch(/^ {2}#clp_home: null$/m);
    expect(space.read("clp/etc/clp-site.yaml")).toContain("# host.clp_home is not set");
  });

  test("writes nothing where the folder's own name is no path for containers", async () => {
    const space = house();
    const { code, err } = await space.run("init", "a\u0007b");
    expect({ code, codes: err.match(/CLP\d{4}/g) }).toEqual({ code: 1, codes: ["CLP2013"] });
    expect(space.tree(".")).toEqual({});
  });

  test.each([
    [
      { user: { uid: 1001, gid: 100 }, cpus: 8, memory: 8 * 1024 ** 3 },
      "uid: 1001\ngid: 100\nthird_party_uid: 1001\nthird_party_gid: 100\ncpus: 8",
    ],
    // An operator who is root leaves the servers to their images' user, as in CLP.
    [
      { user: { uid: 0, gid: 0 }, cpus: 1, memory: 8 * 1024 ** 3 },
      "uid: 0\ngid: 0\nthird_party_uid: 999\nthird_party_gid: 999\ncpus: 1",
    ],
    [{ user: undefined, cpus: 4, memory: 8 * 1024 ** 3 }, "cpus: 4"],
  ])("--this-machine takes what %o has", async (machine, expected) => {
    const { space } = await withHome(undefined, machine);
    const site = parse(space.read("clp/etc/clp-site.yaml")) as { host: Record<string, unknown> };
    const { clp_home: _, ...host } = site.host;
    expect(
      Object.entries(host)
        .map(([name, value]) => `${name}: ${value}`)
        .join("\n"),
    ).toBe(expected);
  });

  test.each([
    [["init"], '"init" needs an argument: DIR'],
    [["init", "a", "b"], '"init" cannot do anything with "b"'],
    [["init", "a", "--type", "spider"], '--type cannot be "spider"'],
    [
      ["init", "--from-installation", "p", "--type", "full"],
      "--from-installation and --type contradict each other",
    ],
  ])("%j is a wrong command line", async (argv, message) => {
    const { code, err } = await house().run(...argv);
    expect({ code, line: err.split("\n")[0] }).toEqual({ code: 2, line: `clp-compile: ${message}` });
  });
});

/** `init clp` as if the output's compose folder stood elsewhere, or on another machine. */
async function withHome(
  out?: string,
  machine?: Awaited<ReturnType<NonNullable<Parameters<typeof initCommand>[2]>>>,
): Promise<Outcome & { readonly space: Workspace }> {
  const space = house();
  if (machine === undefined)
    return { ...(await space.run("init", "clp", "--out", out!, "--diagnostics", "json")), space };
  const host = {
    directory: space.directory,
    out: () => true,
    err: () => true,
    terminal: async () => ({ color: false, width: undefined }),
    variable: () => undefined,
    readInput: () => new Uint8Array(),
    home: async () => undefined,
    validator: async () => compiler,
    compiler: async () => compiler,
  };
  const { parseArguments } = await import("../../src/cli/usage/arguments.ts");
  const parsed = parseArguments(["init", "clp", "--this-machine"]);
  if (parsed.kind !== "run") throw new Error("expected a run");
  const code = await initCommand(parsed.options, host, async () => machine);
  return { code, out: "", err: "", space };
}

describe("passwords", () => {
  test("have 32 characters that nobody must escape, and ends that are letters", () => {
    const made = Array.from({ length: 500 }, () =>
      password((count) => crypto.getRandomValues(new Uint8Array(count))),
    );
    for (const one of made) expect(one).toMatch(/^[A-Za-z][A-Za-z0-9_-]{30}[A-Za-z]$/);
    expect(new Set(made).size).toBe(made.length);
    // Each of the 64 characters comes: 16,000 draws miss one with a chance of 10⁻¹⁰⁷.
    expect(new Set(made.join("")).size).toBe(64);
  });

  test("follow from the random bytes alone", () => {
    expect(password((count) => new Uint8Array(count).fill(64 + 26))).toBe("a".repeat(32));
    let draws = 0;
    password((count) => new Uint8Array(count).fill(draws++ === 0 ? 63 : 0));
    expect(draws).toBe(2);
  });

  test("are all different", () => {
    const text = credentialsText(DEFAULT_RELEASE, (count) => crypto.getRandomValues(new Uint8Array(count)));
    const found = [...text.matchAll(/password: "(.*)"/g)].map((match) => match[1]);
    expect(found).toHaveLength(5);
    expect(new Set(found).size).toBe(5);
  });
});
