import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import type * as z from "zod/mini";
import { DEFAULT_RELEASE, RELEASES, releaseOf } from "../../src/clp/releases/releases.ts";
import { configDefinition } from "../../src/clp/schema/config.ts";
import { credentialsDefinition } from "../../src/clp/schema/credentials.ts";
import { siteDefinition } from "../../src/clp/schema/site.ts";
import { configOfAllReleases, configSchema } from "../../src/input/schema/config.ts";
import { credentialsOfAllReleases, credentialsSchema } from "../../src/input/schema/credentials.ts";
import { fromZod } from "../../src/input/schema/from-zod.ts";
import { generatedModules } from "../../src/input/schema/generated-modules.ts";
import { jsonSchemaOf } from "../../src/input/schema/json-schema.ts";
import { publishedSchemas } from "../../src/input/schema/published.ts";
import { siteSchema } from "../../src/input/schema/site.ts";
import type { Source } from "../../src/input/source.ts";
import { TEST_RELEASE } from "../at-release.ts";
import { okFixtures } from "../fixtures.ts";
import { arbitraryObjects } from "./arbitrary-input.ts";
import { CREDENTIALS, readAll } from "./check.ts";
import { keysOf } from "./keys-of-clp.ts";

const DEFINITIONS: readonly [string, () => z.core.$ZodType][] = [
  ["clp-config", configDefinition],
  ["credentials", credentialsDefinition],
  ["clp-site", siteDefinition],
];

/** Most of this is about one release; the others differ by keys, which other tests hold against CLP. */
const RELEASE = releaseOf(TEST_RELEASE);
const published = publishedSchemas(RELEASE);
const ajv = new Ajv2020({ strict: true, allErrors: true });
const validators = {
  config: ajv.compile(published["clp-config"]),
  credentials: ajv.compile(published.credentials),
  site: ajv.compile(published["clp-site"]),
};

/** The keys of `clp_config.py` v0.9.0; those of S3 objects once, as `logs_input` and `archive_output` have them. */
const KEYS_OF_CLP = `container_image_ref logs_input{type directory aws_authentication} bundled package{storage_engine query_engine}
database{type host port names ssl_cert auto_commit compress credentials} queue{host port username password}
redis{host port query_backend_database compression_backend_database password}
reducer{host base_port logging_level upsert_interval}
results_cache{host port db_name stream_collection_name retention_period}
compression_scheduler{jobs_poll_delay max_concurrent_tasks_per_job logging_level type} spider_scheduler{host port}
query_scheduler{host port jobs_poll_delay num_archives_to_search_per_sub_job logging_level}
compression_worker{logging_level} query_worker{logging_level}
webui{host port results_metadata_collection_name rate_limit}
garbage_collector{logging_level sweep_interval{archive search_result}}
api_server{host port query_job_polling{initial_backoff_ms max_backoff_ms} default_max_num_query_results}
log_ingestor{host port buffer_flush_timeout buffer_flush_threshold channel_capacity logging_level}
credentials_file_path mcp_server{host port logging_level} presto{host port}
archive_output{storage{type directory s3_config staging_directory} target_archive_size target_dictionaries_size
target_encoded_file_size target_segment_size compression_level retention_period}
stream_output{storage{type directory s3_config staging_directory} target_uncompressed_size}
data_directory logs_directory tmp_directory aws_config_directory`;

function pathsOfClp(): readonly string[] {
  const paths: string[] = [];
  const open: string[] = [];
  for (const [word, name, mark] of KEYS_OF_CLP.matchAll(/(\w+)|([{}])/g)) {
    if (name !== undefined) paths.push([...open, name].join("."));
    else if (mark === "{" && word === "{") open.push(paths.at(-1)!.split(".").at(-1)!);
    else open.pop();
  }
  return paths;
}

describe("the schemas", () => {
  test("have every key of CLP v0.9.0", () => {
    const here = keysOf(configSchema(RELEASE)).map(({ path }) => path.join("."));
    const expected = pathsOfClp();
    // 116 rows with the alternatives of storages apart and the two names of databases in one row.
    expect(expected).toHaveLength(113);
    expect(here.filter((path) => !/s3_config\.|aws_authentication\.|names\./.test(path)).sort()).toEqual(
      [...expected].sort(),
    );
    const s3 =
      "endpoint_url region_code bucket key_prefix aws_authentication aws_authentication.type aws_authentication.profile aws_authentication.credentials aws_authentication.credentials.access_key_id aws_authentication.credentials.secret_access_key aws_authentication.credentials.session_token";
    for (const key of s3.split(" ")) {
      expect(here).toContain(`archive_output.storage.s3_config.${key}`);
      expect(here).toContain(`stream_output.storage.s3_config.${key}`);
      if (key.startsWith("aws")) expect(here).toContain(`logs_input.${key}`);
    }
  });

  test.each(DEFINITIONS)("%s: every key is described, with examples that it takes", (_, definition) => {
    for (const { path, schema } of keysOf(fromZod(definition()))) {
      expect(schema.description, path.join(".")).toMatch(/^[A-Z`].*\.$/);
      for (const example of schema.examples ?? []) {
        expect(ajv.compile(jsonSchemaOf(schema))(example), path.join(".")).toBe(true);
      }
    }
  });

  const files = [
    ...Object.entries(publishedSchemas(DEFAULT_RELEASE)),
    ...RELEASES.flatMap((release) =>
      Object.entries(publishedSchemas(release))
        .filter(([name]) => !name.startsWith("clp-site") && name !== "project")
        .map(([name, schema]) => [`${release.id}/${name}`, schema] as const),
    ),
  ];
  test.each(files)("schema/%s.schema.json is fresh (npm run generate)", (name, schema) => {
    const file = join(import.meta.dirname, "../../schema", `${name}.schema.json`);
    expect(readFileSync(file, "utf8") === `${JSON.stringify(schema, null, 2)}\n`).toBe(true);
  });

  test.each(Object.entries(generatedModules()))(
    "generated/%s.ts is fresh (npm run generate)",
    (name, text) => {
      const file = join(import.meta.dirname, "../../src/input/schema/generated", `${name}.ts`);
      expect(readFileSync(file, "utf8") === text).toBe(true);
    },
  );

  test.each([
    [configOfAllReleases, configDefinition],
    [credentialsOfAllReleases, credentialsDefinition],
    [siteSchema, siteDefinition],
  ])("what runs is what is defined", (schema, definition) => {
    expect(schema()).toEqual(fromZod(definition()));
  });

  test.each(DEFINITIONS)("%s: objects are strict, and every key has title and description", (name) => {
    const visit = (json: unknown, path: string): void => {
      if (Array.isArray(json)) for (const [index, item] of json.entries()) visit(item, `${path}/${index}`);
      if (json === null || typeof json !== "object" || Array.isArray(json)) return;
      const node = json as Record<string, unknown>;
      const properties = node["properties"] as Record<string, Record<string, unknown>> | undefined;
      if (properties !== undefined) {
        expect(node["additionalProperties"], path).toBe(false);
        for (const [key, property] of Object.entries(properties)) {
          expect(property, `${path}/${key}`).toMatchObject({
            title: expect.any(String),
            description: expect.any(String),
          });
        }
      }
      for (const [key, value] of Object.entries(node)) if (key !== "allOf") visit(value, `${path}/${key}`);
    };
    visit(published[name as keyof typeof published], name);
  });
});

describe("the schemas of layers", () => {
  const config = ajv.compile(published["clp-config-layer"]);
  const site = ajv.compile(published["clp-site-layer"]);
  test("require nothing, and know the keys and the values", () => {
    const bucket = { archive_output: { storage: { s3_config: { bucket: "archives" } } } };
    expect(validators.config(bucket)).toBe(false);
    expect(config(bucket)).toBe(true);
    expect(config({ presto: {} })).toBe(true);
    expect(config({ package: { query_engine: "presto" } })).toBe(true);
    expect(config({ bogus: 1 })).toBe(false);
    expect(config({ webui: { port: 0 } })).toBe(false);
    expect(site({ kubernetes: { namespace: "prod" } })).toBe(true);
    expect(site({ kubernetes: { bogus: 1 } })).toBe(false);
  });

  test("take whatever those of whole files take", () => {
    for (const { sources } of okFixtures()) {
      const read = (source: { readonly content: string | Uint8Array } | undefined): unknown =>
        parse(new TextDecoder().decode(source?.content as Uint8Array)) ?? {};
      if (validators.config(read(sources.config))) expect(config(read(sources.config))).toBe(true);
      if (validators.site(read(sources.site))) expect(site(read(sources.site))).toBe(true);
    }
  });
});

function textOf(content: Source["content"]): string {
  return typeof content === "string" ? content : new TextDecoder().decode(content);
}

describe("schema and compiler agree", () => {
  test.each(okFixtures())("on $name", ({ sources }) => {
    const { clp_version: release = TEST_RELEASE } = parse(textOf(sources.site?.content ?? "")) ?? {};
    const schemas = publishedSchemas(releaseOf(release));
    const own = {
      config: ajv.compile(schemas["clp-config"]),
      credentials: ajv.compile(schemas.credentials),
      site: validators.site,
    };
    for (const file of ["config", "credentials", "site"] as const) {
      const source = sources[file];
      if (source === undefined) continue;
      const data: unknown = parse(textOf(source.content)) ?? {};
      expect(own[file](data), JSON.stringify(own[file].errors)).toBe(true);
    }
  });

  test.each(["config", "credentials", "site"] as const)(
    "what the compiler takes as %s, the schema takes",
    (file) => {
      const schema = {
        config: configSchema(RELEASE),
        credentials: credentialsSchema(RELEASE),
        site: siteSchema(),
      }[file];
      fc.assert(
        fc.property(arbitraryObjects(schema), (data) => {
          const texts = { credentials: CREDENTIALS, [file]: JSON.stringify(data) };
          const { findings } = readAll(
            file === "credentials" ? { ...texts, config: "queue: null\nredis: null" } : texts,
          );
          const taken = findings.every((finding) => finding.primary?.span.file !== file);
          // Rules between keys are not those of the reader.
          const valid =
            validators[file](data) ||
            validators[file].errors!.every((error) => /^#\/allOf/.test(error.schemaPath));
          if (taken !== valid)
            expect({ taken, findings: findings.map(({ message }) => message) }).toEqual({
              taken: valid,
              errors: validators[file].errors,
            });
        }),
        { numRuns: 100 },
      );
    },
  );

  test.each([
    ["package: {query_engine: presto}\nresults_cache: {retention_period: null}", false],
    [
      "package: {query_engine: presto}\nresults_cache: {retention_period: null}\npresto: {host: h, port: 1}",
      true,
    ],
    ["package: {query_engine: presto}\npresto: {host: h, port: 1}", false],
    [
      "package: {query_engine: presto}\npresto: {host: h, port: 1}\nresults_cache: {retention_period: null}\narchive_output: {retention_period: 5}",
      false,
    ],
    ["compression_scheduler: {type: spider}", false],
    ["compression_scheduler: {type: spider}\nspider_scheduler: {}", true],
    ["compression_scheduler: {type: spider}\nspider_scheduler: {}\ndatabase: {type: mysql}", false],
    ["package: {storage_engine: clp}", false],
    ["package: {query_engine: clp}\napi_server: null\nlog_ingestor: null", false],
    ["package: {storage_engine: clp, query_engine: clp}\napi_server: null\nlog_ingestor: null", true],
    ["package: {storage_engine: clp, query_engine: clp}\nlog_ingestor: null", false],
    [
      "package: {storage_engine: clp, query_engine: clp}\napi_server: null\nlog_ingestor: null\nlogs_input: {type: s3, aws_authentication: {type: ec2}}",
      false,
    ],
    ["queue: null", false],
    ["queue: null\ncompression_scheduler: {type: spider}\nspider_scheduler: {}", false],
    [
      "queue: null\nredis: null\ncompression_scheduler: {type: spider}\nspider_scheduler: {}\npackage: {query_engine: presto}\npresto: {host: h, port: 1}\nresults_cache: {retention_period: null}",
      true,
    ],
    ["aws_config_directory: /a", false],
    ["logs_input: {type: s3, aws_authentication: {type: profile, profile: p}}", false],
    [
      "logs_input: {type: s3, aws_authentication: {type: profile, profile: p}}\naws_config_directory: /a",
      true,
    ],
    ["api_server: {query_job_polling: {max_backoff: 1}}", true],
    ["api_server: {query_job_polling: {max_backoff: 1, max_backoff_ms: 1}}", false],
  ])("%j is %s for the schema", (text, expected) => {
    expect(validators.config(parse(text))).toBe(expected);
  });
});
