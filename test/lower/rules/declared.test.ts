/** What a rule declares is what it reports: that it reports no other code is held by its type. */
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test, vi } from "vitest";
import { createReporter } from "../../../src/base/diagnostic.ts";
import { allCodes, type Code, entryOf } from "../../../src/codes.ts";
import { RULES } from "../../../src/lower/rules/all-rules.ts";
import { type Sources, validate } from "../../../src/mod.ts";
import { FIXTURES, fixture } from "../../fixtures.ts";
import { onS3, PRESTO } from "./check.ts";

const reported = vi.hoisted(() => new Map<unknown, Set<string>>());

vi.mock("../../../src/lower/rules/all-rules.ts", async (importOriginal) => {
  const real = await importOriginal<typeof import("../../../src/lower/rules/all-rules.ts")>();
  const checkRules: typeof real.checkRules = (deployment, model, credentials) => {
    for (const rule of real.RULES) {
      const { report, diagnostics } = createReporter();
      rule({ ...real.factsOf(deployment, model, credentials), report });
      const codes = reported.get(rule) ?? new Set();
      for (const { code } of diagnostics) codes.add(code);
      reported.set(rule, codes);
    }
  };
  return { ...real, checkRules };
});

/** What neither a fixture nor an example shows. */
const FURTHER: readonly { readonly config?: string; readonly site?: string }[] = [
  { config: `data_directory: ${"d/".repeat(2000)}`, site: `host: {clp_home: /home/${"h".repeat(200)}}` },
  { config: onS3("archive_output").replace("FAKE-KEY", "$FAKE_KEY") },
  { config: "redis: {password: fake-redis-password}" },
  {
    config:
      "archive_output: {retention_period: 60}\nresults_cache: {retention_period: null}\ngarbage_collector: {sweep_interval: {search_result: 5}}",
  },
  {
    config: PRESTO,
    site: "clp_version: '0.9.0'\npresto: {deploy: true, images: {coordinator: a.example.com/a}}\nimages: {presto_coordinator: b.example.com/b}",
  },
  { site: "host: {cpus: 4, worker_concurrency: 2}" },
];

const ENTRIES = allCodes()
  .filter((code) => /^CLP[34]/.test(code))
  .map((code) => [code, entryOf(code)] as const);

/** The inputs of fixtures, and the examples of the registry. */
function wrongInputs(): readonly Sources[] {
  const bad = join(FIXTURES, "bad");
  const folders = readdirSync(bad).filter((name) =>
    statSync(join(bad, name, "clp-config.yaml"), { throwIfNoEntry: false })?.isFile(),
  );
  return [
    ...folders.map((name) => fixture(join(bad, name), name).sources),
    ...[...FURTHER, ...ENTRIES.flatMap(([, { wrong }]) => [{ config: wrong }, { site: wrong }])].map(
      ({ config = "", site = "" }) => ({
        config: { name: "clp-config.yaml", content: config },
        site: { name: "clp-site.yaml", content: site },
      }),
    ),
  ];
}

beforeAll(() => {
  for (const sources of wrongInputs()) validate(sources);
});

test.each(RULES.map((rule) => [rule.codes.join(" "), rule] as const))("%s", (_, rule) => {
  expect([...(reported.get(rule) ?? [])].sort()).toEqual([...rule.codes].sort());
});

test("what stands among the rules is what they declare", async () => {
  const folder = join(import.meta.dirname, "../../../src/lower/rules");
  const files = readdirSync(folder).filter((name) => name.endsWith("-codes.ts"));
  const tables = await Promise.all(files.map((name) => import(join(folder, name)) as Promise<object>));
  const entries = tables.flatMap((table) => Object.values(table).flatMap((codes) => Object.keys(codes)));
  const declared = new Set<Code>(RULES.flatMap(({ codes }) => codes));
  // The same is said of a path by itself, where the schema has it.
  declared.delete("CLP2030");
  expect([...declared].sort()).toEqual(entries.sort());
});
