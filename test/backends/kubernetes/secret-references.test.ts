/** Secrets that the manifests do not bring: what pods refer to is there, and no secret is in any file. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compile } from "../../../src/mod.ts";
import { generated } from "../../arbitrary.ts";
import { CREDENTIALS } from "../../deploy.ts";
import { okFixtures } from "../../fixtures.ts";
import "../../seed.ts";
import { manifestsOf } from "./manifests.ts";
import { referencesOf, referring, type SecretsFrom, withSecretsFrom } from "./secret-references.ts";

const FIXTURES = okFixtures().filter(({ sources }) => {
  const site = new TextDecoder().decode((sources.site?.content ?? new Uint8Array()) as Uint8Array);
  return !/^hosts:/m.test(site);
});

/** Those that Kubernetes can carry, once a home is given. */
const CARRIED = FIXTURES.filter(({ sources }) => referring(sources, "existing").carried);
const FULL = FIXTURES.find(({ name }) => name === "01-full")!.sources;
const S3 = FIXTURES.find(({ name }) => name === "06-s3-credentials")!.sources;

test("most deployments are carried", () => expect(CARRIED.length).toBeGreaterThan(15));

describe.each(CARRIED)("$name", ({ sources }) => {
  test("external-secrets: each key that a pod reads is made by an ExternalSecret, of properties that it asks for", () => {
    const made = referring(sources, "external-secrets");
    expect(made.secretPaths).toEqual([]);
    expect(made.kind("Secret")).toEqual([]);
    const external = made.kind("ExternalSecret");
    const keys = external.flatMap(({ spec }) => [
      spec.target.name,
      ...Object.keys(spec.target.template.data).map((key) => `${spec.target.name}/${key}`),
    ]);
    expect(referencesOf(made).filter((one) => !keys.includes(one))).toEqual([]);
    for (const { spec } of external) {
      const asked = spec.data.map(({ secretKey }: { secretKey: string }) => secretKey);
      const used = new Set(
        Object.values(spec.target.template.data as Record<string, string>).flatMap((template) =>
          [...template.matchAll(/(?<=[ (])\.(\w+)(?=[ )])/g)].map(([, name]) => name),
        ),
      );
      expect([...used].sort()).toEqual([...asked].sort());
    }
  });

  test("existing: the Secrets of the manifests, by the same names and keys, and none of them", () => {
    const ours = manifestsOf({
      ...sources,
      siteLayers: [{ name: "home", content: "host: {clp_home: /home/clp/clp-package}\n" }],
    });
    const made = referring(sources, "existing");
    expect(made.kind("Secret")).toEqual([]);
    expect(referencesOf(made)).toEqual(referencesOf(ours));
  });

  test.each(["existing", "external-secrets"] as const)(
    "%s: needs no credentials, and no file has a secret in it",
    (from) => {
      const { files, needsCredentials, secretPaths, diagnostics } = compile(withSecretsFrom(sources, from), {
        emit: ["kubernetes", "docs", "diagram"],
        secrets: true,
      });
      expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
      expect({ needsCredentials, secretPaths }).toEqual({ needsCredentials: false, secretPaths: [] });
      expect(files.every(({ access }) => access === "public")).toBe(true);
      const { values } = manifestsOf(
        sources.site === undefined
          ? { ...sources, site: { name: "s", content: "host: {clp_home: /home/clp/clp-package}\n" } }
          : { ...sources, siteLayers: [{ name: "s", content: "host: {clp_home: /home/clp/clp-package}\n" }] },
      );
      const secrets = [...values]
        .filter(([id, value]) => !/username$/.test(id) && value.length > 7)
        .map(([, value]) => value);
      for (const { path, text } of files)
        for (const secret of secrets) expect(text.includes(secret), path).toBe(false);
    },
  );
});

describe("generated deployments", () => {
  const marked = CREDENTIALS.replace(/password: (\S+)/g, "password: MARKED-$1");
  // That of the keys of S3 in generated configs is another.
  const SECRET = /MARKED-|fake-secret/;

  /** The files in which a secret stands, as it is or in base64. */
  const showing = (from: SecretsFrom, { config, site }: { config: string; site: string }) => {
    const sources = {
      config: { name: "c", content: config },
      credentials: { name: "k", content: marked },
      site: { name: "s", content: site },
    };
    const { files, ok, needsCredentials } = compile(withSecretsFrom(sources, from), {
      emit: ["kubernetes", "docs", "diagram"],
      named: [],
      secrets: true,
    });
    const decoded = (text: string) =>
      text.replace(/[A-Za-z0-9+/]{12,}={0,2}/g, (word) => Buffer.from(word, "base64").toString());
    const found = files.filter(({ text }) => SECRET.test(text) || SECRET.test(decoded(text)));
    return { ok, needsCredentials, found: found.map(({ path }) => path) };
  };

  test("of 1,000 none has a marked secret in a file, and none asks for one", () => {
    fc.assert(
      fc.property(generated, fc.constantFrom("existing", "external-secrets"), (inputs, from) => {
        expect(showing(from, inputs)).toEqual({ ok: true, needsCredentials: false, found: [] });
      }),
      { numRuns: 1000 },
    );
  });

  test("with Secrets of the manifests the same search finds them, in each secret file and there alone", () => {
    fc.assert(
      fc.property(generated, (inputs) => {
        const { ok, needsCredentials, found } = showing("manifests", inputs);
        expect({ ok, needsCredentials }).toEqual({ ok: true, needsCredentials: true });
        expect(found).toContain("kubernetes/secrets/database.yaml");
        for (const path of found) expect(path).toMatch(/^kubernetes\/secrets\//);
      }),
      { numRuns: 50 },
    );
  });
});

test("Secrets have the names that are given", () => {
  const names = "{database: team-db, urls: team-urls}";
  const external = referring(FULL, "external-secrets", names);
  expect(external.kind("ExternalSecret").map(({ spec }) => spec.target.name)).toEqual(
    expect.arrayContaining(["team-db", "team-urls", "clp-queue"]),
  );
  const references = referencesOf(referring(FULL, "existing", names));
  expect(references).toContain("team-db/password");
  expect(references.filter((one) => /^clp-(?:database|urls)/.test(one))).toEqual([]);
});

test("keys of S3 are properties of entries of their own, and JSON writes them into the config", () => {
  const made = referring(S3, "external-secrets");
  const config = made
    .kind("ExternalSecret")
    .find(({ spec }) => "clp-config.yaml" in spec.target.template.data)!;
  expect(config.spec.target.template.data["clp-config.yaml"]).toMatch(
    /secret_access_key: \{\{ \.s3_\w+_secret_access_key \| toJson \}\}/,
  );
  expect(config.spec.data.map(({ remoteRef }: { remoteRef: { key: string } }) => remoteRef.key)).toEqual(
    expect.arrayContaining([expect.stringMatching(/^clp\/prod\/s3-/)]),
  );
});

describe("the page", () => {
  const pageOf = (from: "existing" | "external-secrets"): string =>
    compile(withSecretsFrom(FULL, from), { emit: ["docs"], secrets: false }).files.find(
      ({ path }) => path === "docs/deployment.md",
    )!.text;

  test("lists every key that somebody else has to make, and how", () => {
    const page = pageOf("existing");
    for (const reference of referencesOf(referring(FULL, "existing")).filter((one) => one.includes("/"))) {
      const [name, key] = reference.split("/");
      expect(page).toContain(`| \`${name}\` | \`${key}\` |`);
    }
    expect(page).toContain(
      "kubectl --namespace default create secret generic clp-queue --from-file=clp-queue/password --from-file=clp-queue/username",
    );
    expect(page).toContain("(redis.password, percent-encoded)");
    expect(page).not.toContain("kubectl apply -k kubernetes/secrets");
  });

  test("lists the entries that the store must have", () => {
    const page = pageOf("external-secrets");
    expect(page).toContain("| `clp/prod/redis` | `password` |");
    expect(page).not.toContain("kubectl apply -k kubernetes/secrets");
    expect(page).toContain("kubectl apply -k kubernetes\n");
  });
});
