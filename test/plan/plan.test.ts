/** What holds for every plan, and what the readers of compiled files understand. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { dotenvLine } from "../../src/backends/dotenv.ts";
import { VOLUMES } from "../../src/clp/package/volumes.ts";
import { leafChanges } from "../../src/plan/compare/leaves.ts";
import { readDeployed } from "../../src/plan/read/deployed.ts";
import { readDotenv } from "../../src/plan/read/env-file-text.ts";
import { compareVersions, programOf } from "../../src/plan/read/image-program.ts";
import { interpolate } from "../../src/plan/read/interpolation.ts";
import { volumeAround } from "../../src/plan/read/manifest-volumes.ts";
import { CREDENTIAL_NAMES } from "../../src/plan/read/secrets-at-hand.ts";
import { type Generated, generated, hostilePassword, hostileQueueLogin } from "../arbitrary.ts";
import {
  type Compilation,
  type CompiledFiles,
  compile,
  type Plan,
  plan as planBetween,
  planJson,
  planMarkdown,
  planText,
  UnreadableFile,
} from "../compiler.ts";
import { CREDENTIALS, credentialsWith } from "../deploy.ts";
import { hostsFixtures, okFixtures, oneHostFixtures } from "../fixtures.ts";
import { filesOf, pairs } from "./pairs.ts";

function compiled({ config, credentials, site }: Generated): Compilation {
  return compile(
    {
      config: { name: "clp-config.yaml", content: config },
      credentials: { name: "credentials.yaml", content: credentials },
      site: { name: "clp-site.yaml", content: site },
    },
    { secrets: true },
  );
}

const ALL = pairs();

/** Of the published schema what is asked for by its place. */
interface PlanSchema {
  readonly $defs: {
    readonly compose: {
      readonly properties: {
        readonly data: {
          readonly items: { readonly properties: { readonly purpose: { readonly enum: readonly string[] } } };
        };
      };
    };
  };
}

function said(plan: Plan): string {
  return planText(plan) + planMarkdown(plan) + planJson(plan);
}

describe("every plan", () => {
  const schema = JSON.parse(
    readFileSync(join(import.meta.dirname, "../../schema/plan.schema.json"), "utf8"),
  ) as PlanSchema;
  const valid = new Ajv2020({ strict: true }).compile(schema);

  test.each(ALL)("is as its schema says: $name", ({ before, after, compilations }) => {
    for (const plan of [planBetween(before, after, compilations.after.model), planBetween(after, before)]) {
      valid(JSON.parse(planJson(plan)));
      expect(valid.errors ?? []).toEqual([]);
    }
  });

  test("has a word of its schema for whatever a directory is for", () => {
    const { purpose } = schema.$defs.compose.properties.data.items.properties;
    expect(new Set(purpose.enum)).toEqual(new Set(Object.values(VOLUMES).map((volume) => volume.purpose)));
  });

  test.each(hostsFixtures())("to the same deployment has nothing to do on any host: $name", ({ sources }) => {
    const files = filesOf(compile(sources, { secrets: true }));
    const plan = planBetween(files, files);
    expect(plan).toMatchObject({ different: false, added: [], removed: [], secrets: { compared: true } });
    expect(plan.hosts?.hosts.length).toBeGreaterThan(2);
    expect(plan.hosts?.hosts.every(({ action }) => action === "keep")).toBe(true);
    expect(plan.hosts).toMatchObject({ moves: [], warnings: [], steps: [] });
  });

  test.each(oneHostFixtures())("to the same deployment has nothing to do: $name", ({ sources }) => {
    const files = filesOf(compile(sources, { secrets: true }));
    const plan = planBetween(files, files);
    expect(plan).toMatchObject({ different: false, added: [], removed: [] });
    expect(plan.compose?.steps).toEqual([]);
    expect(plan.compose?.warnings).toEqual([]);
    expect(plan.compose?.components.every(({ action }) => action === "keep")).toBe(true);
    expect(plan.kubernetes?.objects ?? []).toEqual([]);
    expect(planText(plan)).toMatch(/^CLP [\d.]+, [a-z-]+: nothing changes\n$/);
  });

  test("to a deployment with the same text in another order has nothing to do", () => {
    fc.assert(
      fc.property(generated, (inputs) => {
        const reversed = {
          ...inputs,
          config: JSON.stringify(
            Object.fromEntries(Object.entries(JSON.parse(inputs.config) as object).reverse()),
          ),
        };
        expect(planBetween(filesOf(compiled(inputs)), filesOf(compiled(reversed))).different).toBe(false);
      }),
      { numRuns: 5, seed: 7 },
    );
  });

  test("goes the other way: what is added there is removed here, and nothing else has another fate", () => {
    fc.assert(
      fc.property(generated, generated, (one, other) => {
        const [a, b] = [filesOf(compiled(one)), filesOf(compiled(other))];
        const fates = (plan: Plan, swap: boolean) =>
          new Map(
            (plan.compose?.components ?? [])
              .map(
                ({ name, action }) =>
                  [
                    name,
                    swap && action === "add" ? "remove" : swap && action === "remove" ? "add" : action,
                  ] as const,
              )
              .sort(),
          );
        expect(fates(planBetween(b, a), true)).toEqual(fates(planBetween(a, b), false));
      }),
      { numRuns: 6, seed: 7 },
    );
  });

  test("tells no secret, whatever it is", () => {
    const long = hostilePassword.filter(({ length }) => length > 7);
    const queue = hostileQueueLogin.filter(({ length }) => length > 7);
    const passwords = fc.tuple(long, queue, long, long, queue, long);
    fc.assert(
      fc.property(generated, passwords, (inputs, [a, b, c, d, e, f]) => {
        const before = compiled({ ...inputs, credentials: credentialsWith(a, b, c) });
        const after = compiled({ ...inputs, credentials: credentialsWith(d, e, f) });
        const plan = planBetween(filesOf(before), filesOf(after), after.model);
        expect(plan.secrets.changed).toContain("CLP_DB_PASS");
        const text = JSON.stringify(said(plan));
        for (const password of [a, b, c, d, e, f])
          expect(text).not.toContain(JSON.stringify(password).slice(1, -1));
      }),
      { numRuns: 6, seed: 7 },
    );
  });

  test("between the pairs tells none of their secrets", () => {
    for (const { before, after, compilations } of ALL) {
      const text = said(planBetween(before, after, compilations.after.model));
      expect(text).not.toMatch(/fake-|other-|FAKE-KEY|logs-user|clp-user/);
    }
  });

  // On one host, on several, and from one to the other: whose files are read as if they stood elsewhere.
  test.each(ALL.filter(({ name }) => /^(?:35|61-hosts|65-one|68-several)/.test(name)))(
    "of damaged files is refused with the file's name, or made: $name",
    ({ before, after }) => {
      const paths = [...before.texts.keys()];
      fc.assert(
        fc.property(
          fc.constantFrom(...paths),
          fc.nat(),
          fc.constantFrom("", "x", "- ", "{", "a: [", "null", ": :", "\t", "'"),
          fc.boolean(),
          (path, where, junk, cut) => {
            const lines = before.texts.get(path)!.split("\n");
            const at = where % lines.length;
            lines.splice(at, cut ? lines.length : 1, junk);
            const damaged: CompiledFiles = { texts: new Map([...before.texts, [path, lines.join("\n")]]) };
            try {
              expect(planText(planBetween(damaged, after))).not.toBe("");
            } catch (error) {
              if (!(error instanceof UnreadableFile)) throw error;
              expect(error.path).toBe(path);
            }
          },
        ),
        { numRuns: 25, seed: 7 },
      );
    },
  );
});

/** The files as an earlier compiler wrote them, whose manifest said nothing of directories. */
function silent({ texts }: CompiledFiles): CompiledFiles {
  const {
    volumes: _,
    owners: __,
    ...rest
  } = JSON.parse(texts.get("manifest.json")!) as Record<string, unknown>;
  return { texts: new Map([...texts, ["manifest.json", JSON.stringify(rest)]]) };
}

describe("where a manifest does not say what directories hold", () => {
  test.each(ALL)("the other one does, and a plan says that: $name", ({ before, after }) => {
    const full = planBetween(before, after);
    const plan = planBetween(silent(before), after);
    // What the earlier deployment alone has at a place is what nobody knows.
    expect(full.compose?.data ?? []).toEqual(expect.arrayContaining([...(plan.compose?.data ?? [])]));
    expect(plan.notes.some((note) => note.includes("The manifest.json of the earlier deployment"))).toBe(
      plan.different && plan.compose !== undefined,
    );
  });

  test("nothing is guessed where neither does", () => {
    const { before, after } = ALL.find(({ name }) => name === "23-data-directory")!;
    const plan = planBetween(silent(before), silent(after));
    expect(plan.compose!.data).toEqual([]);
    expect(plan.notes).toEqual([expect.stringContaining("whether data would be left behind")]);
    expect(planText(plan)).toContain("is not known");
  });

  test("data that moves is loud all the same", () => {
    const { before, after } = ALL.find(({ name }) => name === "23-data-directory")!;
    const left = planBetween(silent(before), after).compose!.data.filter(({ leftBehind }) => leftBehind);
    expect(left.map(({ title }) => title)).toEqual(
      planBetween(before, after)
        .compose!.data.filter(({ leftBehind }) => leftBehind)
        .map(({ title }) => title),
    );
    expect(left.length).toBeGreaterThan(3);
  });
});

test("a volume of a cluster that moves leaves its data behind, and its logs may go", () => {
  const side = (home: string): CompiledFiles =>
    filesOf(
      compile(
        {
          config: { name: "clp-config.yaml", content: "" },
          credentials: { name: "credentials.yaml", content: CREDENTIALS },
          site: { name: "clp-site.yaml", content: `host: { clp_home: ${home} }\n` },
        },
        { secrets: true, emit: ["kubernetes"] },
      ),
    );
  const plan = planBetween(side("/data/one"), side("/data/two"));
  const texts = plan.kubernetes!.warnings.map(({ text }) => text);
  expect(texts.some((text) => text.startsWith("The data of default.clp.database-data would be left"))).toBe(
    true,
  );
  expect(texts.filter((text) => /logs|tmp/.test(text))).toEqual([]);
});

describe("what plan knows agrees with the model", () => {
  test("every volume that a container mounts is known for what it holds, and by whom it is used", () => {
    for (const { sources } of oneHostFixtures()) {
      const { model, files } = compile(sources, { secrets: true });
      const { volumes, compose } = readDeployed(filesOf({ files } as Compilation));
      for (const component of model?.components ?? []) {
        if (component.kind === "external") continue;
        // A component that runs several times has a service for each.
        const { mounts } = compose!.project.services.find(
          ({ name }) => name.replace(/^(presto-worker)-\d+$/, "$1") === component.name,
        )!;
        for (const mount of component.mounts) {
          if (mount.kind !== "volume") continue;
          const volume = model!.volumes.find(({ id }) => id === mount.volume)!;
          const { source } = mounts.find(({ target }) => target === mount.at.value)!;
          const { title, purpose } = volume;
          expect(volumeAround(volumes!, source)).toMatchObject({ id: volume.id, title, purpose });
        }
      }
    }
  });

  test("every credential is known by the variable that carries it", () => {
    const { model } = compile(okFixtures()[0]!.sources, { secrets: true });
    const known = Object.fromEntries(
      model!.secrets.flatMap(({ id, variable }) => (variable === undefined ? [] : [[id, variable]])),
    );
    expect(CREDENTIAL_NAMES).toEqual(known);
  });

  test("what a service uses of a file is in the file", () => {
    for (const { name, sources } of okFixtures()) {
      const { model } = compile(sources, { secrets: true });
      const unknown = (model?.components ?? []).flatMap((component) =>
        component.kind === "external"
          ? []
          : component.mounts.flatMap((mount) => {
              if (mount.kind !== "file") return [];
              const file = model!.files.find(({ id }) => id === mount.file)!;
              if (file.content.format === "text" || file.content.template.kind !== "map") return [];
              const keys = file.content.template.entries.map(([key]) => key);
              return (mount.reads ?? [])
                .filter((path) => !keys.includes(path.split(".")[0]!))
                .map((path) => `${name} ${component.id} ${path}`);
            }),
      );
      expect(unknown).toEqual([]);
    }
  });
});

describe("the readers of compiled files", () => {
  test(".env, as it is written", () => {
    fc.assert(
      fc.property(hostilePassword, (value) => {
        expect(readDotenv(`A=1\n${dotenvLine("K", value)}\nB=2\n`).get("K")).toBe(value);
      }),
      { seed: 7 },
    );
  });

  test(".env, as people write it", () => {
    expect([
      ...readDotenv("# no\n\nexport A=1\n B = two # three\nC='a\\'b'\nD=\"a\\nb\"\nE=\nnonsense\n"),
    ]).toEqual([
      ["A", "1"],
      ["B", "two"],
      ["C", "a'b"],
      ["D", "a\nb"],
      ["E", ""],
    ]);
  });

  test.each([
    ["plain", "plain"],
    ["$$a", "$a"],
    ["${A}", "one"],
    ["${A:-x}-${B:-y}", "one-y"],
    ["${B:-{a}b}", "{a}b"],
    ["${B:-${A}}", "one"],
    ["${B:?set B in .env}", "<B>"],
    ["$A.$B", "one.<B>"],
    ["${E:-x}${E-x}", "x"],
    ["${A:+yes}${B:+no}", "yes"],
    ["a $ b ${ c", "a $ b ${ c"],
  ])("variables of a compose file: %s", (text, result) => {
    const values = new Map([
      ["A", "one"],
      ["E", ""],
    ]);
    expect(
      interpolate(
        text,
        (name) => values.get(name),
        (name) => `<${name}>`,
        100,
      ),
    ).toBe(result);
  });

  test.each([
    ["mongo:7.0.1", "mongo", "7.0.1"],
    ["registry:5000/a/mariadb:10-jammy", "mariadb", "10-jammy"],
    ["registry:5000/a/b", "b", ""],
    ["a/b:1@sha256:00", "b", "1"],
  ])("image %s", (reference, program, version) => {
    expect(programOf(reference)).toEqual({ program, version });
  });

  test.each([
    ["3.9.8", "4.2.6", -1],
    ["10-jammy", "10.11", 0],
    ["0.10.0", "0.9.0", 1],
    ["v0.9.0", "0.9.0", 0],
    ["latest", "1", 0],
  ])("version %s is before, at or after %s", (a, b, sign) => {
    expect(Math.sign(compareVersions(a, b)) + 0).toBe(sign);
  });

  test("documents, part by part", () => {
    const before = { a: { b: 1, c: [1, 2] }, d: null, e: { f: 1 }, g: [{ name: "x", v: 1 }] };
    const after = {
      a: { b: 2, c: [1, 3] },
      d: { h: 1 },
      e: null,
      g: [
        { name: "x", v: 2 },
        { name: "y", v: { w: 1 } },
      ],
    };
    expect(leafChanges(before, after)).toEqual([
      { path: "a.b", before: "1", after: "2" },
      { path: "a.c", before: "[1,2]", after: "[1,3]" },
      { path: "d.h", after: "1" },
      { path: "e", before: "{…}", after: "null" },
      { path: "g.x.v", before: "1", after: "2" },
      { path: "g.y", after: "{…}" },
    ]);
  });

  test("documents with a list in which a name stands twice: each of them counts", () => {
    const mounts = (first: string, second: string) => ({
      mounts: [
        { name: "logs", at: first },
        { name: "tmp", at: "/tmp" },
        { name: "logs", at: second },
      ],
    });
    expect(leafChanges(mounts("/a", "/b"), mounts("/c", "/b"))).toEqual([
      { path: "mounts.logs.at", before: '"/a"', after: '"/c"' },
    ]);
    expect(leafChanges(mounts("/a", "/b"), mounts("/a", "/c"))).toEqual([
      { path: "mounts.logs[2].at", before: '"/b"', after: '"/c"' },
    ]);
  });
});
