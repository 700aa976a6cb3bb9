/** Layers over the config and the site file: what of which file counts, and where findings about each stand. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parse, stringify } from "yaml";
import { fileOf } from "../../src/base/origin.ts";
import { compile, type Sources, validate } from "../../src/mod.ts";
import { okFixtures } from "../fixtures.ts";
import { dedent, marked, unmarked } from "../frames.ts";
import "../seed.ts";

const SITE = 'clp_version: "0.9.0"\n';

function layers(config: readonly string[], site: readonly string[] = [SITE]): Sources {
  const [first = "", ...more] = config;
  const [place = "", ...places] = site;
  return {
    config: { name: "base.yaml", content: first },
    configLayers: more.map((content, index) => ({ name: `layer${index + 1}.yaml`, content })),
    site: { name: "site.yaml", content: place },
    siteLayers: places.map((content, index) => ({ name: `site${index + 1}.yaml`, content })),
  };
}

function codes(sources: Sources): readonly string[] {
  return validate(sources).diagnostics.map(({ code }) => code);
}

/** Expects exactly the findings that are marked in the layers of the config: see test/frames.ts. */
function check(...config: readonly string[]): void {
  const { diagnostics, texts } = validate(layers(config.map((layer) => unmarked(dedent(layer)))));
  const read = Object.values(texts).filter(({ file }) => fileOf(file) === "config");
  const shown = new Map(read.map((source) => [source.name, marked(source, diagnostics)]));
  const written = config.map(
    (layer, at) => [at === 0 ? "base.yaml" : `layer${at}.yaml`, dedent(layer)] as const,
  );
  expect(shown).toEqual(new Map(written));
  expect(
    diagnostics.filter(({ primary }) => primary === undefined || fileOf(primary.span.file) !== "config"),
  ).toEqual([]);
}

function containerConfig(sources: Sources): unknown {
  const { files, diagnostics } = compile(sources, { emit: ["compose"], secrets: false });
  expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
  return parse(files.find(({ path }) => path === "compose/var/log/.clp-config.yaml")!.text);
}

describe("what counts", () => {
  test("mappings are joined by their keys, all else is replaced, and null is a value", () => {
    const config = containerConfig(
      layers([
        "webui: {port: 4001, rate_limit: 5}\nresults_cache: {retention_period: 60}\nmcp_server: {port: 8001}\n",
        "webui: {port: 4002}\n",
        "webui: {port: 4003}\nresults_cache: {retention_period: null}\nmcp_server: null\n",
      ]),
    );
    expect(config).toMatchObject({
      webui: { rate_limit: 5 },
      results_cache: { retention_period: null },
      mcp_server: null,
    });
  });

  test("a mapping over null is the mapping alone", () => {
    expect(
      codes(layers(["mcp_server: {port: 1}", "mcp_server: null", "mcp_server: {logging_level: DEBUG}"])),
    ).toEqual([]);
  });

  test("lists are replaced whole, and so are the values of records one by one", () => {
    const { model } = compile(
      layers(
        [""],
        [
          `${SITE}host: {own_addresses: [10.0.0.1, 10.0.0.2], addresses: {a: 10.0.0.3, b: 10.0.0.4}}\n`,
          "host: {own_addresses: [10.0.0.9], addresses: {b: 10.0.0.5}}\n",
        ],
      ),
      { secrets: false },
    );
    expect(model).toBeDefined();
    const wrong = layers(
      ["database: {host: c}\nbundled: [queue, redis, results_cache]\n"],
      [`${SITE}host: {addresses: {c: 10.0.0.3}}\n`, "host: {addresses: {d: 10.0.0.5}}\n"],
    );
    expect(codes(wrong)).not.toContain("CLP3020");
  });

  test("the two spellings of a key are one key in different layers", () => {
    const base = "api_server: {query_job_polling: {initial_backoff_ms: 100}}\n";
    const over = "api_server: {query_job_polling: {initial_backoff: 200}}\n";
    expect(codes(layers([base, over]))).toEqual([]);
    expect(codes(layers([base, over, base]))).toEqual([]);
  });

  test("what one file says, several do in any split", () => {
    const fixtures = okFixtures().slice(0, 40);
    fc.assert(
      fc.property(fc.constantFrom(...fixtures), fc.infiniteStream(fc.nat(2)), ({ sources }, choices) => {
        const split = (source: Sources["config"] | undefined) => {
          if (source === undefined) return undefined;
          const text =
            typeof source.content === "string" ? source.content : new TextDecoder().decode(source.content);
          const [under, over] = divide(parse(text) ?? {}, choices);
          return [under, over].map((value, index) => ({
            name: `${source.name}.${index}`,
            content: stringify(value),
          })) as [Sources["config"], Sources["config"]];
        };
        const config = split(sources.config)!;
        const site = split(sources.site);
        const options = { secrets: true } as const;
        const whole = compile(sources, options);
        const layered = compile(
          {
            ...sources,
            config: config[0],
            configLayers: [config[1]],
            site: site?.[0],
            siteLayers: site === undefined ? undefined : [site[1]],
          },
          options,
        );
        expect(layered.diagnostics.map(({ code, message }) => `${code} ${message}`).sort()).toEqual(
          whole.diagnostics.map(({ code, message }) => `${code} ${message}`).sort(),
        );
        expect(layered.files.map(({ path, text }) => [path, text])).toEqual(
          whole.files.map(({ path, text }) => [path, text]),
        );
      }),
      { numRuns: 15 },
    );
  });
});

type Json = Readonly<Record<string, unknown>>;

/** Puts each leaf into the first part, the second, or both. */
function divide(value: Json, choices: Iterator<number>): readonly [Json, Json] {
  const under: Record<string, unknown> = {};
  const over: Record<string, unknown> = {};
  for (const [key, child] of Object.entries(value)) {
    const isMapping = typeof child === "object" && child !== null && !Array.isArray(child);
    if (isMapping && Object.keys(child).length > 0) [under[key], over[key]] = divide(child as Json, choices);
    else {
      const where = choices.next().value as number;
      if (where !== 0) over[key] = child;
      if (where !== 1) under[key] = child;
    }
  }
  return [under, over];
}

describe("findings", () => {
  test("stand in the file that holds the value, also where it does not count", () => {
    check(
      `
        webui: {port: abc, prot: 1}
                      ^^^ CLP2002
                           ^^^^ CLP2001
      `,
      `
        webui: {port: 4001, prot: 2}
                            ^^^^ CLP2001
        bogus: 1
        ^^^^^ CLP2001
      `,
    );
  });

  test("say what is missing of the whole, and of no layer", () => {
    const type = "archive_output: {storage: {type: s3}}\n";
    const rest =
      "archive_output: {storage: {s3_config: {region_code: us-east-2, bucket: b, key_prefix: logs/, aws_authentication: {type: env_vars}}}}\n";
    check(`
      archive_output: {storage: {type: s3}}
                       ^^^^^^^ CLP2003
    `);
    expect(codes(layers([type, rest])).filter((code) => code.startsWith("CLP20"))).toEqual([]);
    expect(codes(layers([rest, type])).filter((code) => code.startsWith("CLP20"))).toEqual([]);
    // What null replaces need not be whole.
    check("presto: {host: localhost}\n", "presto: null\n");
  });

  test("come in the order of the layers, and a wrong value of the last one leads to no other", () => {
    check(
      "webui: {port: 1}\n",
      `
        webui: {port: 0}
                      ^ CLP2004
      `,
      `
        database: {port: 0}
                         ^ CLP2004
      `,
    );
    const { diagnostics } = validate(layers(["", "webui: {port: 0}\n", "database: {port: 0}\n"]));
    expect(diagnostics.map(({ primary }) => primary?.span.file)).toEqual(["config.1", "config.2"]);
  });

  test("a layer that cannot be read says so, and nothing is made of what it may have said", () => {
    check(
      "webui: {port: 4001}\n",
      `
        - 1
        ^^^ CLP1013
      `,
    );
    check(
      `
        - 1
        ^^^ CLP1013
      `,
      `
        webui: {port: 0}
                      ^ CLP2004
      `,
    );
  });

  test("a key is not taken for one that belongs below the last key of another file", () => {
    check(
      `
        webui:
        ^^^^^ CLP2008
      `,
      `
        port: 4001
        ^^^^ CLP2001
      `,
    );
  });

  test("secrets of each layer are masked", () => {
    const { texts } = validate(layers(["", "database: {password: fake-password-of-a-layer}\nbogus: 1\n"]));
    const { text, masked } = texts["config.1"]!;
    const at = text.indexOf("fake-password");
    expect(masked.some(({ start, end }) => start <= at && at < end)).toBe(true);
  });
});
