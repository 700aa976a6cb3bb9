/**
 * ExternalSecrets, asked of the operator's own template engine and of a real API server with the operator's own
 * definitions: what they make is what the Secrets of the manifests hold, whatever a password looks like.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse, parseAllDocuments, stringify } from "yaml";
import { S3_AUTHENTICATIONS } from "../../src/clp/package/secret-names.ts";
import { type Any, type Manifests, manifestsOf } from "../backends/kubernetes/manifests.ts";
import { withSecretsFrom } from "../backends/kubernetes/secret-references.ts";
import { okFixtures } from "../fixtures.ts";
import { type ApiServer, startApiServer } from "./programs/api-server.ts";
import { installExternalSecrets } from "./programs/external-secrets.ts";
import { run } from "./programs/programs.ts";

const HOME = "host: {clp_home: /home/clp/clp-package}\n";

const NAMES = [
  "01-full",
  "03-spider-full",
  "06-s3-credentials",
  "09-external-all",
  "12-hostile-passwords",
  "13-hostile-paths",
  "22-release-0.13.0",
  "40-presto-base",
  "41-presto-spider-base-s3",
  "42-presto-base-0.13.0-s3",
];

/** Passwords that a template, a URL or YAML could take for something else. */
const HOSTILE = [
  "plain-p4ssword",
  "a b+c%20d/e?f#g@h:i",
  "{{ .database_password }}",
  '}}{{`{{ "\\',
  "quote\"single'back\\slash",
  "#start: of, yaml | > & * !",
  "ünïcödé ☃",
  "$(HOME) ${HOME} $$",
];

const CASES = okFixtures()
  .filter(({ name }) => NAMES.includes(name))
  .flatMap(({ name, sources }) => HOSTILE.map((password) => ({ name, sources, password })));

/** The fixture with one password everywhere but where Spider takes few characters. */
function withPassword(sources: (typeof CASES)[number]["sources"], password: string) {
  const file = parse(new TextDecoder().decode(sources.credentials?.content as Uint8Array));
  for (const [name, section] of Object.entries(file) as [string, Record<string, string>][])
    for (const key of Object.keys(section))
      if (/^(?:root_)?password$/.test(key))
        // RabbitMQ's own health check takes no more than Latin-1 (CLP3066).
        section[key] = name === "queue" ? password.replace(/[^\u0000-\u00ff]/gu, "x") : password;
  return { ...sources, credentials: { name: "credentials.yaml", content: stringify(file) } };
}

/** What a store has: the value of a secret by the operator's name for it. */
function dataOf({ values }: Manifests, external: Any): Readonly<Record<string, string>> {
  const sections = {
    logs_input: "s3-logs-input",
    archive_output: "s3-archives",
    stream_output: "s3-streams",
  } as const;
  const stored = new Map<string, string>();
  for (const [id, value] of values) {
    const place = (Object.keys(sections) as (keyof typeof sections)[]).find((one) =>
      id.startsWith(S3_AUTHENTICATIONS[one]),
    );
    const section = place === undefined ? id.split(".")[0]! : sections[place];
    stored.set(`clp/prod/${section} ${id.split(".").at(-1)}`, value);
  }
  return Object.fromEntries(
    external.spec.data.map(({ secretKey, remoteRef }: Any) => [
      secretKey,
      stored.get(`${remoteRef.key} ${remoteRef.property}`)!,
    ]),
  );
}

/** What `java.util.Properties` reads of a line: escapes aside, blanks in front of a value are none of it. */
function properties(text: string): readonly string[] {
  return text
    .split("\n")
    .filter((line) => !line.startsWith("#"))
    .map((line) =>
      line
        .replace(/=[ \t\f]+/, "=")
        .replace(/\\(?:u([0-9A-Fa-f]{4})|([\s\S]))/g, (_, code?: string, letter?: string) =>
          code === undefined ? letter! : String.fromCharCode(Number.parseInt(code, 16)),
        ),
    );
}

describe("the operator's engine", () => {
  test("makes of the templates what the Secrets of the manifests hold", async () => {
    const asked: { templates: Record<string, string>; data: Readonly<Record<string, string>> }[] = [];
    const expected: { what: string; secret: Any }[] = [];
    for (const { name, sources, password } of CASES) {
      const given = withPassword(sources, password);
      const layered =
        given.site === undefined
          ? { ...given, site: { name: "s", content: HOME } }
          : { ...given, siteLayers: [{ name: "s", content: HOME }] };
      const ours = manifestsOf(layered);
      const theirs = manifestsOf(withSecretsFrom(given, "external-secrets"));
      const externals = theirs.kind("ExternalSecret");
      expect(externals.map(({ metadata }) => metadata.name)).toEqual(
        ours.kind("Secret").map(({ metadata }) => metadata.name),
      );
      for (const external of externals) {
        asked.push({ templates: external.spec.target.template.data, data: dataOf(ours, external) });
        const secret = ours.kind("Secret").find(({ metadata }) => metadata.name === external.metadata.name);
        expected.push({ what: `${name} ${external.metadata.name} ${password}`, secret });
      }
    }
    const { stdout, stderr, code } = await run("render-secret", [], { input: JSON.stringify(asked) });
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    const answers = JSON.parse(stdout) as { data?: Record<string, string>; error?: string }[];
    for (const [index, { what, secret }] of expected.entries()) {
      const { data, error } = answers[index]!;
      expect(error, what).toBeUndefined();
      expect(Object.keys(data!).sort(), what).toEqual(Object.keys(secret.data).sort());
      for (const [key, text] of Object.entries(data!)) {
        const own = Buffer.from(secret.data[key], "base64").toString();
        if (key.endsWith(".properties")) expect(properties(text), what).toEqual(properties(own));
        else if (key.endsWith(".yaml")) expect(parse(text), what).toEqual(parse(own));
        // Both encode every character that means something; Go some more.
        else if (/^[a-z]+:\/\//.test(own))
          expect(decodeURIComponent(text), what).toBe(decodeURIComponent(own));
        else expect(text, what).toBe(own);
      }
    }
    expect(expected.length).toBeGreaterThan(150);
  });
});

test("what a properties file cannot carry is an error of the ExternalSecret, and no other password", async () => {
  const { sources } = okFixtures().find(({ name }) => name === "40-presto-base")!;
  const external = manifestsOf(withSecretsFrom(sources, "external-secrets"))
    .kind("ExternalSecret")
    .find(({ metadata }) => metadata.name === "clp-presto-coordinator")!;
  const templates = external.spec.target.template.data;
  const { stdout } = await run("render-secret", [], {
    input: JSON.stringify([{ templates, data: { database_username: "clp", database_password: "fake-𐍈" } }]),
  });
  expect(JSON.parse(stdout)[0].error).toContain("a properties file cannot carry database_password");
});

describe("the API server", () => {
  let server: ApiServer;
  let folder: string;

  beforeAll(async () => {
    server = await startApiServer();
    folder = mkdtempSync(join(tmpdir(), "clp-compile-external-"));
    await installExternalSecrets(server);
  });

  afterAll(async () => {
    await server?.stop();
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  });

  test("takes them, strictly, and an apply for the second time changes nothing", async () => {
    const sources = okFixtures().find(({ name }) => name === "06-s3-credentials")!.sources;
    const { files } = manifestsOf(withSecretsFrom(sources, "external-secrets"));
    for (const { path, text } of files) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    const file = join(folder, "kubernetes/external-secrets.yaml");
    const first = await server.kubectl(["apply", "--validate=strict", "-f", file]);
    expect(first.stderr).toBe("");
    expect(first.stdout).toContain("externalsecret.external-secrets.io/clp-database created");
    const diff = await server.kubectl(["diff", "-f", file]);
    expect(diff.stdout).toBe("");
    // Nothing was added to what is written, which a tool that compares would put back for ever.
    const kept = JSON.parse(
      (await server.kubectl(["get", "externalsecret", "clp-urls", "-o", "json"])).stdout,
    );
    const written = parseAllDocuments(readFileSync(file, "utf8"))
      .map((document) => document.toJS() as Any)
      .find(({ metadata }) => metadata.name === "clp-urls");
    expect(kept.spec).toEqual(written.spec);
    const second = await server.kubectl(["apply", "--validate=strict", "-f", file]);
    expect(second.stdout).not.toMatch(/configured|created/);
    const whole = await server.kubectl([
      "apply",
      "--validate=strict",
      "--dry-run=server",
      "-k",
      join(folder, "kubernetes"),
    ]);
    expect(whole.stderr).toBe("");
  });
});
