/** `init --from-helm` and `--from-compose` on real files: what is written, what is never touched, and what is said. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import * as compiler from "../../src/mod.ts";
import { FIXTURES } from "../fixtures.ts";
import { workspace } from "./workspace.ts";

const FOLDER = join(FIXTURES, "bad/CLP6572-own-variable");
const PROJECT = readFileSync(join(FOLDER, "project.json"), "utf8");
const CONFIG = readFileSync(join(FOLDER, ".clp-config.yaml"), "utf8");
const HIDDEN = "fake-hidden-word";
const VALUES = `clpConfig: {webui: {port: 30100}}\ncredentials: {database: {password: ${HIDDEN}}}\n`;

/** What is given of each kind, with a password in it. */
const KINDS = [
  { flag: "--from-helm", file: "values.yaml", text: VALUES },
  { flag: "--from-compose", file: "project.json", text: PROJECT.replaceAll('"pass"', `"${HIDDEN}"`) },
] as const;

describe.each(KINDS)("init $flag", ({ flag, file, text }) => {
  const space = (stdin = "") => {
    const made = workspace({ compiler, stdin });
    made.write(".clp-config.yaml", CONFIG);
    return made;
  };

  test("writes inputs that compile, and passwords for nobody else's eyes", async () => {
    const made = space();
    made.write(file, text);
    const { code, out, err } = await made.run("init", "clp", flag, file);
    expect(code).toBe(0);
    expect(out + err).not.toContain(HIDDEN);
    expect(made.mode("clp/etc/credentials.yaml")).toBe("0600");
    expect(made.mode("clp/etc/clp-config.yaml")).toBe("0644");
    expect(made.read("clp/etc/credentials.yaml")).toContain(HIDDEN);
    expect(made.read("clp/etc/clp-config.yaml") + made.read("clp/etc/clp-site.yaml")).not.toContain(HIDDEN);
    expect(made.read("clp/.gitignore")).toContain("/etc/credentials.yaml");
    const again = await made.run("validate", "--config", "clp/etc/clp-config.yaml");
    expect(again.err).not.toContain("error");
    expect(again.code).toBe(0);
  });

  test("names commands in the files that it writes which there are", async () => {
    const made = space();
    made.write(file, text);
    await made.run("init", "clp", flag, file);
    const written = ["clp-config.yaml", "clp-site.yaml"]
      .map((name) => made.read(`clp/etc/${name}`))
      .join("\n");
    const commands = [...written.replace(/\n *# /g, " ").matchAll(/`clp-compile ([^`]+)`/g)];
    expect(commands.length).toBeGreaterThan(0);
    for (const [line, words = ""] of commands)
      expect((await made.run(...words.split(" "))).code, line).toBe(0);
  });

  test("takes standard input for the same", async () => {
    const given = space();
    given.write(file, text);
    await given.run("init", "clp", flag, file);
    const piped = space(text);
    expect((await piped.run("init", "clp", flag, "-")).code).toBe(0);
    const withoutRandom = (one: string) => one.replaceAll(/spider_(?:username|password): .*/g, "");
    for (const name of ["clp-config.yaml", "clp-site.yaml", "credentials.yaml"])
      expect(withoutRandom(piped.read(`clp/etc/${name}`))).toBe(withoutRandom(given.read(`clp/etc/${name}`)));
  });

  test("replaces nothing", async () => {
    const made = space();
    made.write(file, text);
    made.write("clp/etc/clp-site.yaml", "mine\n");
    const before = made.tree("clp");
    const { code, err } = await made.run("init", "clp", flag, file);
    expect(code).not.toBe(0);
    expect(err).toContain("CLP6301");
    expect(made.tree("clp")).toEqual(before);
  });

  test("with --dry-run says what it would write, and writes nothing", async () => {
    const made = space();
    made.write(file, text);
    const before = made.tree(".");
    const { code, out } = await made.run("init", "clp", flag, file, "--dry-run");
    expect(code).toBe(0);
    expect(out).toContain("create  clp/etc/credentials.yaml");
    expect(made.tree(".")).toEqual(before);
  });

  test("says which file cannot be read", async () => {
    const { code, err } = await space().run("init", "clp", flag, "away.yaml");
    expect(code).not.toBe(0);
    expect(err).toContain("away.yaml");
  });

  test("says why the system does not let it look at a file", async () => {
    const { code, err } = await space().run("init", "clp", flag, "long".repeat(100));
    expect(code).toBe(1);
    expect(err).toMatch(/error\[CLP6003\]: Cannot read the \w+ longlong.* the name is too long/);
  });

  test.each([
    `credentials: {database: {password: "${HIDDEN}`,
    `{"services": {"redis": {"command": ["${HIDDEN}"`,
    `- ${HIDDEN}`,
    `${HIDDEN}`,
    `services: {redis: {environment: ${HIDDEN}}, ${HIDDEN}: [}`,
    `credentials: {database: {password: &a ${HIDDEN}, password: *b}}`,
  ])("shows nothing of what cannot be read: %#", async (wrong) => {
    const made = space(wrong);
    const { code, out, err } = await made.run("init", "clp", flag, "-");
    expect(code).toBe(1);
    expect(err).toContain("error[CLP");
    expect(out + err).not.toContain(HIDDEN);
    expect(made.tree(".")).toEqual({ ".clp-config.yaml": expect.any(String) });
  });
});

test("init --from-compose has credentials that compile where nothing tells those of queue and Redis", async () => {
  const project = JSON.parse(PROJECT) as {
    services: Record<string, { environment?: Record<string, string> }>;
  };
  // As in a deployment of Spider with external servers, whose queries go to Presto.
  for (const name of ["queue", "redis"]) delete project.services[name];
  for (const { environment = {} } of Object.values(project.services))
    for (const name of ["BROKER_URL", "RESULT_BACKEND", "CLP_QUEUE_PASS", "CLP_REDIS_PASS"])
      delete environment[name];
  const made = workspace({ compiler });
  made.write(".clp-config.yaml", CONFIG);
  made.write("project.json", JSON.stringify(project));
  expect((await made.run("init", "clp", "--from-compose", ".")).code).toBe(0);
  expect(made.read("clp/etc/credentials.yaml")).toMatch(
    /\nredis:\n {2}password: "[\w-]{32}" {2}# made at random: CLP asks for it, and nothing that runs uses it\n/,
  );
  const { code, err } = await made.run("validate", "--config", "clp/etc/clp-config.yaml");
  expect({ code, missing: err.includes("CLP2003") }).toEqual({ code: 0, missing: false });
});
