import fc from "fast-check";
import { describe, expect, test } from "vitest";
import * as z from "zod/mini";
import type { Origin } from "../../src/base/origin.ts";
import { pick } from "../../src/base/typed.ts";
import { configDefinition } from "../../src/clp/schema/config.ts";
import { configSchema } from "../../src/input/schema/config.ts";
import { type KeySchema, tagOf } from "../../src/input/schema/key-schema.ts";
import { siteSchema } from "../../src/input/schema/site.ts";
import { okFixtures } from "../fixtures.ts";
import { arbitraryInput, arbitraryObjects } from "./arbitrary-input.ts";
import { CREDENTIALS, readAll } from "./check.ts";

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
    eachKey(config, configSchema(), (origin, path) =>
      expect(origin, path.join(".")).toMatchObject({ kind: "default", file: "config", path }),
    );
    eachKey(site, siteSchema(), (origin, path) =>
      expect(origin, path.join(".")).toMatchObject({ kind: "default", file: "site", path }),
    );
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
      fc.property(arbitraryInput(configSchema(), 15), arbitraryInput(siteSchema(), 15), (config, site) => {
        const read = readAll({ config: JSON.stringify(config), site: JSON.stringify(site) });
        eachKey(read.config, configSchema(), () => {});
        eachKey(read.site, siteSchema(), () => {});
      }),
      { numRuns: 60 },
    );
  });
});

describe("what is read is what zod reads", () => {
  const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
  const spelled = (text: string): string => text.replaceAll(/"(initial|max)_backoff"/g, '"$1_backoff_ms"');

  test.each(okFixtures())("in $name", ({ sources }) => {
    const config = new TextDecoder().decode(sources.config.content as Uint8Array);
    expect(readAll({ config }).findings).toEqual([]);
  });

  test("in any config", () => {
    fc.assert(
      fc.property(arbitraryObjects(configSchema(), 300), (data) => {
        const text = JSON.stringify(data);
        const parsed = z.safeParse(configDefinition(), JSON.parse(spelled(text)));
        const { config, findings } = readAll({ config: text, credentials: CREDENTIALS });
        expect(
          findings.filter((finding) => finding.primary?.span.file === "config").length === 0,
          JSON.stringify(findings),
        ).toBe(parsed.success);
        if (parsed.success) expect(plain(config)).toEqual(plain(parsed.data));
      }),
      { numRuns: 100 },
    );
  });
});
