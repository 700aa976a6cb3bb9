/** Presto's files against what CLP's own set-up writes, and as Java reads them. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { type Compilation, compile } from "../../src/mod.ts";
import { hostilePassword } from "../arbitrary.ts";
import { credentialsWith } from "../deploy.ts";
import { okFixtures } from "../fixtures.ts";
import { run } from "./programs/programs.ts";

type Release = "v0.9.0" | "v0.13.0";

interface InitCase {
  readonly config: object | null;
  readonly credentials: { readonly database: Readonly<Record<string, string>> } | null;
  /** Of CLP's script: other than 0, it refused the inputs. */
  readonly rc: number;
  /** What CLP's containers make of its templates, by `coordinator/NAME` and `worker/NAME`. */
  readonly heredoc?: Readonly<Record<string, { readonly out: readonly string[] }>>;
}

const REFERENCE = JSON.parse(
  readFileSync(new URL("../../../shared/reference/presto-init-cases.json", import.meta.url), "utf8"),
) as {
  readonly host_total_memory_bytes: number;
  readonly cases: Readonly<Record<string, Readonly<Record<Release, InitCase>>>>;
};

const CASES = Object.entries(REFERENCE.cases).flatMap(([name, releases]) =>
  (Object.keys(releases) as Release[]).map((release) => [name, release, releases[release]] as const),
);

/** Of the same memory as the machine on which the script ran, and with the rest of the credentials. */
function compiled({ config, credentials }: InitCase, release: Release): Compilation {
  const memory = REFERENCE.host_total_memory_bytes;
  const site = `clp_version: "${release.slice(1)}"\nhost: {clp_home: /home/clp/clp-package, home: /home/clp}\npresto: {worker_memory: "${memory}"}\n`;
  const all = {
    database: {
      ...credentials?.database,
      spider_username: "spider-user",
      spider_password: "fake-spider-password",
    },
    queue: { username: "clp-user", password: "fake-queue-password" },
    redis: { password: "fake-redis-password" },
  };
  return compile(
    {
      config: { name: "clp-config.yaml", content: JSON.stringify(config) },
      site: { name: "clp-site.yaml", content: site },
      credentials: { name: "credentials.yaml", content: JSON.stringify(all) },
    },
    { secrets: true, emit: ["compose"] },
  );
}

/** What the inputs get here, where it is not what CLP's script gives: an error, or nothing of Presto at all. */
const REFUSED: Readonly<Record<string, readonly [code: string, why: string]>> = {
  "04-renamed-database": ["CLP2009", "P4: the script reads a key that no release's config has"],
  "07-s3-profile-auth": ["CLP3132", "P12: both refuse it"],
  "13-numeric-password": ["CLP2002", "D30: a number is no password"],
  "14-null-storage-directory": ["CLP2008", "the script ends in a traceback"],
};
const NOT_PRESTO: Readonly<Record<string, string>> = {
  "10-empty-config": "queries go to CLP's own services, which the script does not look at",
};
const TAKEN_HERE: Readonly<Record<string, string>> = {
  "08-s3-no-region": "P12: no region is AWS's own endpoint",
  "09-credentials-file-path": "P13: credentials are found wherever they are",
  "11-no-instance-id": "P24: CLP need not have been started",
};

/** Properties that every case has otherwise, and why. */
const ALWAYS: Readonly<Record<string, string>> = {
  "coordinator/config.properties http-server.log.enabled":
    "its log of requests would outgrow the directory of its own files",
  "coordinator/config.properties presto.version": "P16: both sides call themselves by one version",
  "coordinator/node.properties node.data-dir":
    "the process is not root, and writes elsewhere than beside its program",
  "worker/config.properties presto.version": "P3, P16: no worker asks for it at its start",
  "worker/node.properties node.id": "P1: no worker writes it at its start",
};

/** Those of single cases. */
const OF_CASES: Readonly<
  Record<string, readonly [property: string, release: Release | "both", why: string]>
> = {
  "03-s3-endpoint": ["worker/clp.properties clp.s3-end-point", "v0.9.0", "P11: the endpoint is not ignored"],
  "05-external-database": [
    "coordinator/clp.properties clp.metadata-db-url",
    "both",
    "P5: the database is where the config says",
  ],
  "06-hostile-password": [
    "coordinator/clp.properties clp.metadata-db-password",
    "both",
    "P8: escaped for Java",
  ],
  "12-renamed-via-names-only": [
    "coordinator/clp.properties clp.metadata-db-name",
    "both",
    "P4: the database's own name",
  ],
  "16-password-newline": [
    "coordinator/clp.properties clp.metadata-db-password",
    "both",
    "P6: it is no second variable",
  ],
};

function propertiesOf(text: string): ReadonlyMap<string, string> {
  return new Map(
    text
      .split("\n")
      .filter((line) => line !== "" && !line.startsWith("#"))
      .map((line) => {
        const equals = `${line}=`.indexOf("=");
        return [line.slice(0, equals), line.slice(equals + 1)] as const;
      }),
  );
}

/** Where a file of the script's stands here. */
function pathOf(name: string): string {
  const [side = "", file = ""] = name.split("/");
  const folder = side === "worker" ? "worker-1" : side;
  return `compose/etc/presto/${folder}/${file === "clp.properties" ? "catalog/clp.properties" : file}`;
}

/** The names of what differs, file by file. */
function differences(reference: InitCase, { files }: Compilation): readonly string[] {
  return Object.entries(reference.heredoc ?? {}).flatMap(([name, { out }]) => {
    const text = files.find(({ path }) => path === pathOf(name))?.text;
    if (text === undefined) return [`${name} is missing`];
    const theirs = out.join("\n");
    if (name.endsWith(".json"))
      return JSON.stringify(JSON.parse(text)) === JSON.stringify(JSON.parse(theirs)) ? [] : [name];
    // The same heap, in another unit (P22).
    const [one, other] = [propertiesOf(theirs.replace("-Xmx4G", "-Xmx4096m")), propertiesOf(text)];
    return [...new Set([...one.keys(), ...other.keys()])]
      .filter((key) => one.get(key) !== other.get(key))
      .map((key) => `${name} ${key}`);
  });
}

describe("what CLP's own script derives", () => {
  test.each(CASES)("%s in %s is the same here, but for what is listed", (name, release, reference) => {
    const result = compiled(reference, release);
    const errors = result.diagnostics.filter(({ severity }) => severity === "error").map(({ code }) => code);
    if (name in REFUSED) {
      expect(errors).toContain(REFUSED[name]![0]);
      return;
    }
    expect(errors).toEqual([]);
    if (name in NOT_PRESTO) {
      expect(result.diagnostics.map(({ code }) => code)).toContain("CLP4125");
      expect(result.files.filter(({ path }) => path.includes("/presto/"))).toEqual([]);
      return;
    }
    if (reference.rc !== 0) expect(TAKEN_HERE).toHaveProperty(name);
    else {
      const [property, releases] = OF_CASES[name] ?? [];
      const own = property !== undefined && (releases === "both" || releases === release) ? [property] : [];
      expect([...differences(reference, result)].sort()).toEqual([...Object.keys(ALWAYS), ...own].sort());
    }
  });

  test("every case that is listed is one", () => {
    const names = Object.keys(REFERENCE.cases);
    for (const listed of [REFUSED, NOT_PRESTO, TAKEN_HERE, OF_CASES])
      expect(Object.keys(listed).filter((name) => !names.includes(name))).toEqual([]);
  });
});

const folder = mkdtempSync(join(tmpdir(), "clp-compile-presto-"));
afterAll(() => rmSync(folder, { recursive: true }));

const READER = join(import.meta.dirname, "programs/java/ReadProperties.java");

/** What `java.util.Properties` reads from each of these texts. */
async function asJavaReads(texts: readonly string[]): Promise<readonly ReadonlyMap<string, string>[]> {
  const paths = texts.map((text, index) => {
    const path = join(folder, `${index}.properties`);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    return path;
  });
  const { code, stdout, stderr } = await run("java", [READER, ...paths]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  const decoded = (text: string): string => Buffer.from(text, "base64").toString();
  return stdout
    .split("\n\n")
    .slice(0, texts.length)
    .map(
      (block) =>
        new Map(
          block
            .split("\n")
            .filter((line) => line !== "")
            .map((line) => {
              const [name = "", value = ""] = line.split(" ");
              return [decoded(name), decoded(value)] as const;
            }),
        ),
    );
}

describe("Java reads", () => {
  test("every properties file of the coordinator as it was meant", async () => {
    const texts = okFixtures().flatMap(({ sources }) =>
      compile(sources, { secrets: true, emit: ["compose"] }).files.filter(({ path }) =>
        /\/presto\/coordinator\/.*\.properties$/.test(path),
      ),
    );
    expect(texts.length).toBeGreaterThan(12);
    const read = await asJavaReads(texts.map(({ text }) => text));
    for (const [index, { text, path }] of texts.entries()) {
      const names = [...propertiesOf(text).keys()].sort();
      expect([...read[index]!.keys()].sort(), path).toEqual(names);
    }
    const catalogs = read.filter((one) => one.has("connector.name"));
    expect(catalogs.map((one) => one.get("clp.metadata-db-password"))).toContain(
      'fake p$HOME `id` "q" a\\b #c ü',
    );
  });

  test("a thousand hostile passwords as they were, or they were refused with a reason", async () => {
    const passwords = fc.sample(
      fc.oneof(
        hostilePassword,
        fc.constantFrom("x${ENV:HOME}x-password", "xé\nx-of-lines", "x\\u0041x-escaped"),
      ),
      { numRuns: 1000, seed: 15 },
    );
    const config = JSON.stringify({
      package: { query_engine: "presto" },
      presto: { host: "presto-coordinator", port: 8080 },
      results_cache: { retention_period: null },
      api_server: null,
    });
    const carried = passwords.flatMap((password) => {
      const { files, diagnostics } = compile(
        {
          config: { name: "clp-config.yaml", content: config },
          site: { name: "clp-site.yaml", content: 'clp_version: "0.9.0"\npresto: {worker_memory: 8GiB}\n' },
          credentials: {
            name: "credentials.yaml",
            content: credentialsWith(password, "fake-queue-password", "fake-redis-password"),
          },
        },
        { secrets: true, emit: ["compose"] },
      );
      const file = files.find(({ path }) => path.endsWith("coordinator/catalog/clp.properties"));
      if (file !== undefined) return [{ password, text: file.text }];
      expect(diagnostics.filter(({ severity }) => severity === "error").map(({ code }) => code)).toContain(
        "CLP3135",
      );
      return [];
    });
    expect(carried.length).toBeGreaterThan(600);
    const read = await asJavaReads(carried.map(({ text }) => text));
    const wrong = carried.flatMap(({ password }, index) =>
      read[index]!.get("clp.metadata-db-password") === password ? [] : [password],
    );
    expect(wrong).toEqual([]);
  });
});
