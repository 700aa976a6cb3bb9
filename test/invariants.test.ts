/** The invariants that hold for every deployment, on generated ones. Those that need real programs stand in conformance/. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { type Generated, generated, hostilePassword, hostileQueueLogin } from "./arbitrary.ts";
import { type Compilation, compile, type EmittedFile } from "./compiler.ts";

function compiled({ config, credentials, site }: Generated, secrets = true): Compilation {
  return compile(
    {
      config: { name: "clp-config.yaml", content: config },
      credentials: { name: "credentials.yaml", content: credentials },
      site: { name: "clp-site.yaml", content: site },
    },
    { secrets },
  );
}

function textsOf(
  files: readonly EmittedFile[],
  access: EmittedFile["access"],
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    files.filter((file) => file.access === access).map(({ path, text }) => [path, text]),
  );
}

const RUNS = { numRuns: 40, seed: 7 };

function withPasswords(base: Generated, passwords: readonly string[]): Generated {
  const [database, root, queue, redis] = passwords;
  return {
    ...base,
    credentials: JSON.stringify({
      database: {
        username: "clp-user",
        password: database,
        root_username: "root",
        root_password: root,
        spider_username: "spider-user",
        spider_password: "fake-spider-password",
      },
      queue: { username: "clp-user", password: queue },
      redis: { password: redis },
    }),
  };
}

describe("every generated deployment", () => {
  test("compiles without an error", () => {
    fc.assert(
      fc.property(generated, (inputs) => {
        const { diagnostics } = compiled(inputs);
        expect(
          diagnostics
            .filter(({ severity }) => severity === "error")
            .map(({ code, message }) => `${code} ${message}`),
        ).toEqual([]);
      }),
      RUNS,
    );
  });

  test("2: gives the same bytes whatever the order of its keys", () => {
    const shuffled = (value: unknown): unknown =>
      typeof value === "object" && value !== null && !Array.isArray(value)
        ? Object.fromEntries(
            Object.entries(value)
              .map(([key, item]) => [key, shuffled(item)] as const)
              .reverse(),
          )
        : value;
    fc.assert(
      fc.property(generated, (inputs) => {
        const other = {
          ...inputs,
          config: JSON.stringify(shuffled(JSON.parse(inputs.config))),
          site: JSON.stringify(shuffled(JSON.parse(inputs.site))),
        };
        const texts = ({ files }: Compilation) => files.map(({ path, text, mode }) => ({ path, text, mode }));
        expect(texts(compiled(other))).toEqual(texts(compiled(inputs)));
      }),
      RUNS,
    );
  });

  test("3: has public files that no secret changes, and no secret in them or in a finding", () => {
    fc.assert(
      fc.property(
        generated,
        fc.tuple(hostilePassword, hostilePassword, hostileQueueLogin, hostilePassword),
        (inputs, passwords) => {
          const hostile = compiled(withPasswords(inputs, passwords));
          const without = compiled(inputs, false);
          expect(textsOf(hostile.files, "public")).toEqual(textsOf(without.files, "public"));
          expect(hostile.files.filter(({ access }) => access === "secret").length).toBeGreaterThan(0);
          expect(without.files.some(({ access }) => access === "secret")).toBe(false);
          const said = JSON.stringify([hostile.diagnostics, textsOf(hostile.files, "public")]);
          for (const password of passwords.filter(({ length }) => length > 6))
            expect(said).not.toContain(JSON.stringify(password).slice(1, -1));
        },
      ),
      RUNS,
    );
  });

  test("5: waits for services that are there, and needs variables that .env has", () => {
    fc.assert(
      fc.property(generated, (inputs) => {
        const texts = Object.fromEntries(compiled(inputs).files.map(({ path, text }) => [path, text]));
        const file = texts["compose/docker-compose.yaml"] ?? "";
        const { services } = parse(file) as { services: Record<string, { depends_on?: object }> };
        for (const service of Object.values(services))
          for (const on of Object.keys(service.depends_on ?? {})) expect(services).toHaveProperty([on]);
        for (const name of ["compose/.env", "compose/.env.example"]) {
          const defined = new Set(
            [...(texts[name] ?? "").matchAll(/^([A-Z_]+)=/gm)].map((match) => match[1]),
          );
          for (const [, variable] of file.matchAll(/\$\{([A-Z_]+):[?-]/g))
            expect(defined).toContain(variable);
        }
      }),
      RUNS,
    );
  });

  test("10: lists every public file in the manifest, and every secret file by path and mode alone", () => {
    fc.assert(
      fc.property(generated, (inputs) => {
        const { files, secretPaths } = compiled(inputs);
        const manifest = JSON.parse(files.find(({ path }) => path === "manifest.json")?.text ?? "") as {
          files: { path: string; sha256: string }[];
          secret_files: { path: string; mode: string }[];
        };
        expect([...manifest.files.map(({ path }) => path), "manifest.json"].sort()).toEqual(
          files.filter(({ access }) => access === "public").map(({ path }) => path),
        );
        expect(manifest.secret_files).toEqual(secretPaths.map(({ path }) => ({ path, mode: "0600" })));
        expect(files.filter(({ access }) => access === "secret").map(({ path }) => path)).toEqual(
          secretPaths.map(({ path }) => path),
        );
      }),
      RUNS,
    );
  });

  test("every line of every file says where it comes from", () => {
    fc.assert(
      fc.property(generated, (inputs) => {
        for (const { path, text, origins } of compiled(inputs).files) {
          const lines = text.split("\n").slice(0, -1);
          expect({ path, lines: origins.length }).toEqual({ path, lines: lines.length });
          expect({ path, without: lines.filter((_, index) => origins[index]!.length === 0) }).toEqual({
            path,
            without: [],
          });
        }
      }),
      RUNS,
    );
  });
});
