import fc from "fast-check";
import { describe, expect, test } from "vitest";
import * as z from "zod/mini";
import type { Origin } from "../../src/base/origin.ts";
import { pick } from "../../src/base/typed.ts";
import { RELEASES, type ReleaseId, releaseOf } from "../../src/clp/releases/releases.ts";
import { configDefinition } from "../../src/clp/schema/config.ts";
import { isIn } from "../../src/input/schema/at-release.ts";
import { configOfAllReleases, configSchema } from "../../src/input/schema/config.ts";
import {
  isDefaultBranch,
  type KeySchema,
  type ObjectSchema,
  tagOf,
  type UnionSchema,
} from "../../src/input/schema/key-schema.ts";
import { siteSchema } from "../../src/input/schema/site.ts";
import { TEST_RELEASE } from "../at-release.ts";
import { okFixtures } from "../fixtures.ts";
import { arbitraryInput, arbitraryObjects } from "./arbitrary-input.ts";
import { readAll } from "./check.ts";
import { readAs } from "./read-as.ts";

const RELEASE = releaseOf(TEST_RELEASE);

/** Calls `visit` for every key of a typed object, with its origin; throws where a key has none. */
function eachKey(
  value: unknown,
  schema: KeySchema | undefined,
  visit: (origin: Origin, path: readonly PropertyKey[]) => void,
  path: readonly PropertyKey[] = [],
): void {
  if (value === null || typeof value !== "object") return;
  const { type } = value as { type?: unknown };
  const mapping = schema?.kind === "union" ? schema.branches.find((one) => tagOf(one) === type) : schema;
  const shape = mapping?.kind === "object" ? mapping.keys : undefined;
  const keys = Array.isArray(value) ? [...value.keys()] : [...(shape?.keys() ?? Object.keys(value))];
  for (const key of keys) {
    const picked = pick(value as Record<PropertyKey, unknown>, key);
    visit(picked.origin, [...path, key]);
    eachKey(picked.value, shape?.get(String(key)), visit, [...path, key]);
  }
}

describe("every key has an origin", () => {
  test("the rule of its default, where it is not written", () => {
    const { config, site } = readAll({});
    eachKey(config, configSchema(RELEASE), (origin, path) =>
      expect(origin, path.join(".")).toMatchObject({ kind: "default", file: "config", path }),
    );
    eachKey(site, siteSchema(), (origin, path) => {
      // Tests name the release.
      if (path[0] !== "clp_version")
        expect(origin, path.join(".")).toMatchObject({ kind: "default", file: "site", path });
    });
    expect(pick(config.webui, "port").origin).toMatchObject({
      rule: "default of webui.port in CLP v0.9.0: 4000",
    });
    expect(pick(config.bundled, 2).origin).toMatchObject({
      rule: 'default of bundled[2] in CLP v0.9.0: "redis"',
    });
    expect(pick(config, "webui").origin).toMatchObject({ rule: "default of webui in CLP v0.9.0" });
  });

  test("its place, where it is written", () => {
    const text = "webui:\n  port: 4001\nbundled: [queue]\nlogs_input: {type: fs}\nmcp_server:\n";
    const { config } = readAll({ config: text });
    const at = (origin: Origin): string =>
      origin.kind === "source" ? text.slice(origin.span.start, origin.span.end) : origin.kind;
    expect(at(pick(config.webui, "port").origin)).toBe("4001");
    expect(at(pick(config.webui, "host").origin)).toBe("default");
    expect(at(pick(config, "webui").origin)).toBe("webui");
    expect(at(pick(config, "bundled").origin)).toBe("[queue]");
    expect(at(pick(config.bundled, 0).origin)).toBe("queue");
    expect(at(pick(config.logs_input, "type").origin)).toBe("fs");
    expect(at(pick(config, "mcp_server").origin)).toBe("mcp_server");
  });

  test("whatever is written", () => {
    fc.assert(
      fc.property(
        arbitraryInput(configSchema(RELEASE), 15),
        arbitraryInput(siteSchema(), 15),
        (config, drawn) => {
          // The config's keys are those of the release that the site file names.
          const site = { ...(drawn as object), clp_version: RELEASE.id };
          const read = readAll({ config: JSON.stringify(config), site: JSON.stringify(site) });
          eachKey(read.config, configSchema(RELEASE), () => {});
          eachKey(read.site, siteSchema(), () => {});
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe("what is read is what zod reads", () => {
  const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
  const spelled = (text: string): string => text.replaceAll(/"(initial|max)_backoff"/g, '"$1_backoff_ms"');

  test.each(okFixtures())("in $name", ({ sources }) => {
    const { config, site } = sources;
    expect(readAll({ config: config.content, site: site?.content }).findings).toEqual([]);
  });

  test.each(RELEASES.map((release) => [release.name, release] as const))(
    "in any config of %s",
    (_, release) => {
      const all = configOfAllReleases();
      fc.assert(
        fc.property(arbitraryObjects(all, 300), (data) => {
          const text = JSON.stringify(data);
          const written: unknown = JSON.parse(spelled(text));
          const parsed = z.safeParse(configDefinition(), written);
          const { config, findings } = readAs(release.id, text);
          const taken = parsed.success && isOf(all, written, release.id);
          expect(findings.length === 0, JSON.stringify(findings)).toBe(taken);
          if (taken) expect(plain(config)).toEqual(plain(ofRelease(all, parsed.data, written, release.id)));
        }),
        { numRuns: 60 },
      );
    },
  );
});

/** True where what is written has nothing that only other releases have: zod has the keys of all. */
function isOf(schema: KeySchema, written: unknown, id: ReleaseId): boolean {
  if (written === null)
    return !(schema.changes ?? []).some(({ nullable, since }) => nullable === true && !isIn({ since }, id));
  switch (schema.kind) {
    case "object":
      return Object.entries(written as object).every(([key, value]) => {
        const child = schema.keys.get(key);
        return child !== undefined && isIn(child.lifetime, id) && isOf(child, value, id);
      });
    case "union": {
      const branch = branchOf(schema, written);
      return isIn(branch.lifetime, id) && isOf(branch, written, id);
    }
    case "list":
      return (written as readonly unknown[]).every((one) => isOf(schema.of, one, id));
    case "choice":
      return isIn(schema.lifetimes?.[String(written)], id);
    default:
      return true;
  }
}

/** What zod has read, without the keys of other releases, and with the release's own defaults. */
function ofRelease(schema: KeySchema, value: unknown, written: unknown, id: ReleaseId): unknown {
  const { changes = [] } = schema;
  const changed = changes.findLast((one) => one.default !== undefined && isIn(one, id))?.default;
  if (written === undefined && changed !== undefined && "value" in changed) return changed.value;
  if (value === null || (schema.kind !== "object" && schema.kind !== "union")) return value;
  const { keys } = schema.kind === "object" ? schema : branchOf(schema, value);
  const below = (key: string) => (written as Record<string, unknown> | undefined)?.[key];
  return Object.fromEntries(
    Object.entries(value as object)
      .filter(([key]) => isIn(keys.get(key)!.lifetime, id))
      .map(([key, one]) => [key, ofRelease(keys.get(key)!, one, below(key), id)]),
  );
}

function branchOf(schema: UnionSchema, value: unknown): ObjectSchema {
  const type = (value as { type?: unknown }).type;
  return schema.branches.find((one) => (type === undefined ? isDefaultBranch(one) : tagOf(one) === type))!;
}
