/** Credentials come and go with releases as keys do. No release that is known differs in them: here Spider's go with the one before the last. */
import { expect, test, vi } from "vitest";
import { releasesPage } from "../../scripts/releases-page.ts";
import { unknownCredentials } from "../../src/adopt/unknown-credentials.ts";
import { RELEASES } from "../../src/clp/releases/releases.ts";
import { adoptedFiles } from "../../src/init/adopted-files.ts";
import { credentialsText } from "../../src/init/new-credentials.ts";
import { compile, type Sources } from "../../src/mod.ts";

vi.mock("../../src/input/schema/generated/credentials.ts", async (importOriginal) => {
  const real = await importOriginal<typeof import("../../src/input/schema/generated/credentials.ts")>();
  const { parseSchema, serializeSchema } = await import("../../src/input/schema/serialized.ts");
  const whole = parseSchema(real.CREDENTIALS);
  const database = whole.keys.get("database");
  if (database?.kind !== "object") throw new Error("the credentials have no database");
  const keys = [...database.keys].map(
    ([key, schema]) =>
      [
        key,
        key.startsWith("spider_") ? { ...schema, lifetime: { until: "0.12.0" } as const } : schema,
      ] as const,
  );
  const changed = { ...database, keys: new Map(keys) };
  return {
    CREDENTIALS: serializeSchema({ ...whole, keys: new Map([...whole.keys, ["database", changed]]) }),
  };
});

const [WITH, WITHOUT] = [RELEASES.find(({ id }) => id === "0.12.0")!, RELEASES.at(-1)!];
const NO_RANDOM = (count: number): Uint8Array => new Uint8Array(count);

const OWN = `database: {username: clp-user, password: fake-1, root_username: root, root_password: fake-2}
queue: {username: clp-user, password: fake-3}
redis: {password: fake-4}
`;
const ALSO_SPIDERS = OWN.replace("}", ", spider_username: spider-user, spider_password: fake-5}");

function sourcesOf(version: string, credentials: string | undefined): Sources {
  return {
    config: {
      name: "clp-config.yaml",
      content: "telemetry: {disable: true}\n".repeat(version === WITHOUT.id ? 1 : 0),
    },
    ...(credentials === undefined ? {} : { credentials: { name: "credentials.yaml", content: credentials } }),
    site: {
      name: "clp-site.yaml",
      content: `clp_version: "${version}"\nhost: {home: /home/clp, clp_home: /home/clp/clp}\n`,
    },
  };
}

function compiled(sources: Sources, secrets: boolean) {
  const { diagnostics, files } = compile(sources, { secrets, emit: ["compose", "kubernetes"] });
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  return { errors, text: files.map(({ text }) => text).join("\n") };
}

test("a credential that the release does not have stands nowhere, empty or not", () => {
  for (const [sources, secrets] of [
    [sourcesOf(WITHOUT.id, OWN), true],
    [sourcesOf(WITHOUT.id, undefined), false],
  ] as const) {
    const { errors, text } = compiled(sources, secrets);
    expect(errors).toEqual([]);
    expect(text).toContain("CLP_DB_ROOT_PASS");
    expect(text).not.toContain("SPIDER_DB_");
  }
  const before = compiled(sourcesOf(WITH.id, ALSO_SPIDERS), true);
  expect(before.errors).toEqual([]);
  expect(before.text).toContain("SPIDER_DB_PASS");
});

test("one that is written all the same is refused with its date, and one that is missing is asked for where the release has it", () => {
  expect(compiled(sourcesOf(WITHOUT.id, ALSO_SPIDERS), true).errors.map(({ message }) => message)).toEqual([
    expect.stringContaining('"spider_username" in database: it was a key up to CLP v0.12.0'),
    expect.stringContaining('"spider_password" in database: it was a key up to CLP v0.12.0'),
  ]);
  expect(compiled(sourcesOf(WITH.id, OWN), true).errors.map(({ code }) => code)).toEqual(["CLP2003"]);
});

test("the environment is asked for those of the release alone", () => {
  const environment = {
    CLP_DB_USER: "clp-user",
    CLP_DB_PASS: "fake-1",
    CLP_DB_ROOT_USER: "root",
    CLP_DB_ROOT_PASS: "fake-2",
    CLP_QUEUE_USER: "clp-user",
    CLP_QUEUE_PASS: "fake-3",
    CLP_REDIS_PASS: "fake-4",
  };
  const errorsFor = (version: string) =>
    compiled({ ...sourcesOf(version, undefined), environment }, true).errors.map(({ message }) => message);
  expect(errorsFor(WITHOUT.id)).toEqual([]);
  expect(errorsFor(WITH.id)).toEqual([
    expect.stringContaining("SPIDER_DB_PASS is not set"),
    expect.stringContaining("SPIDER_DB_USER is not set"),
  ]);
});

test("new inputs have those of the release", () => {
  expect(credentialsText(WITH, NO_RANDOM)).toContain("spider_password:");
  expect(credentialsText(WITHOUT, NO_RANDOM)).not.toContain("spider");
  for (const release of [WITH, WITHOUT]) {
    const inputs = {
      release,
      of: "a running project",
      config: {},
      site: {},
      credentials: unknownCredentials(release),
      draft: new Map(),
      secretConfig: false,
    };
    const made = adoptedFiles(inputs, undefined, NO_RANDOM).map(({ content }) => content);
    expect(made.join("\n").includes("spider_password")).toBe(release === WITH);
  }
});

test("docs/releases.md would say so", () => {
  const rows = releasesPage().split("\n");
  expect(rows).toContain(
    "| `database.spider_username` | `SPIDER_DB_USER` | up to v0.12.0 | User as whom Spider uses its database. |",
  );
  expect(rows).toContain(
    "| `database.username` | `CLP_DB_USER` | all | User as whom CLP's services use the database. |",
  );
});
