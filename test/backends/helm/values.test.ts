/** The emitted values as a whole: the chart's schema, secrets, origins, and the text of a small one. */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import Ajv from "ajv/dist/2020.js";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CHARTS } from "../../../src/backends/helm/charts.ts";
import { RELEASES } from "../../../src/clp/releases/releases.ts";
import { generated } from "../../arbitrary.ts";
import { CREDENTIALS } from "../../deploy.ts";
import { okFixtures } from "../../fixtures.ts";
import { chart, chartOf, type Outcome, site, type Values, withinTheChart } from "./given.ts";

const ROOT = new URL("../../../", import.meta.url);

const ajv = new Ajv.default({ strict: true, strictRequired: false, allowUnionTypes: true, allErrors: true });
const validators = new Map(
  CHARTS.map(({ version }) => {
    const schema = readFileSync(new URL(`schema/helm-values-${version}.schema.json`, ROOT), "utf8");
    return [version, ajv.compile(JSON.parse(schema))] as const;
  }),
);

function faults(values: Values, version = "0.1.3"): readonly string[] {
  const validate = validators.get(version)!;
  return validate(values)
    ? []
    : (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

/** What holds of every deployment that the chart carries. */
function holds({ version, publicValues, secretValues, files }: Outcome): void {
  if (publicValues !== null) expect(faults(publicValues, version)).toEqual([]);
  if (secretValues !== null) expect(faults(secretValues, version)).toEqual([]);
  for (const { text, origins, path, mode, access } of files) {
    const lines = text.split("\n").slice(0, -1);
    expect({ path, origins: origins.length }).toEqual({ path, origins: lines.length });
    expect({ path, without: lines.filter((_, index) => origins[index]!.length === 0) }).toEqual({
      path,
      without: [],
    });
    expect({ path, mode }).toEqual({ path, mode: access === "secret" ? 0o600 : 0o644 });
  }
}

describe("the schema", () => {
  test("the generated types are what the schemas say", () => {
    const script = fileURLToPath(new URL("scripts/generate-helm-values.mjs", ROOT));
    execFileSync(process.execPath, [script, "--check"], { stdio: "pipe" });
  });

  test("takes a null where the chart's default is to go, and no key that no template reads", () => {
    expect(faults({ credentials: null, clpConfig: { api_server: null } })).toEqual([]);
    expect(faults({ clpConfig: { bundled: [] } })).not.toEqual([]);
    expect(faults({ clpConfig: { webui: { host: "localhost" } } })).not.toEqual([]);
    expect(faults({ spider: {} })).not.toEqual([]);
  });

  test("knows the numbers that Helm spoils (H22)", () => {
    const interval = (upsert_interval: unknown) => faults({ clpConfig: { reducer: { upsert_interval } } });
    expect([interval(999999), interval("1000000")]).toEqual([[], []]);
    expect(interval(1000000)).not.toEqual([]);
    expect(interval("1e6")).not.toEqual([]);
  });

  test("wants a staging directory for S3, and absolute paths (H6)", () => {
    const storage = (one: object) => faults({ clpConfig: { archive_output: { storage: one } } });
    expect(storage({ type: "s3", staging_directory: "/a", s3_config: {} })).toEqual([]);
    expect(storage({ type: "s3", s3_config: {} })).not.toEqual([]);
    expect(storage({ type: "fs", directory: "a" })).not.toEqual([]);
    expect(storage({ type: "fs", directory: "/a/../b" })).not.toEqual([]);
  });
});

describe("every fixture", () => {
  test.each(okFixtures())("$name", ({ sources }) => {
    holds(chartOf(sources));
  });
});

describe("every generated deployment", () => {
  test("is refused, or has values that the schema takes and lines that know their origins", () => {
    fc.assert(
      fc.property(generated, (inputs) => {
        const outcome = chart(inputs.config, inputs);
        if (!outcome.carried) expect(outcome.findings.join()).toContain("error CLP51");
        holds(outcome);
      }),
      { numRuns: 60, seed: 5 },
    );
  });

  test.each(RELEASES.map(({ id }) => id))(
    "of v%s is carried where it asks for nothing that the chart has not",
    (release) => {
      fc.assert(
        fc.property(generated, (inputs) => {
          const { config, ...given } = withinTheChart(inputs, release);
          const outcome = chart(config, given);
          expect(outcome.findings.filter((finding) => finding.startsWith("error"))).toEqual([]);
          expect(outcome.carried).toBe(true);
          holds(outcome);
        }),
        { numRuns: 40, seed: 5 },
      );
    },
  );
});

describe("secrets", () => {
  const others = {
    credentials: CREDENTIALS.replaceAll(/fake-[a-z-]+/g, (word) => `other-${word}`).replaceAll(
      "clp-user",
      "somebody",
    ),
  };

  test("two deployments that differ in secrets alone have equal public files", () => {
    const config = "mcp_server: {}\n";
    const [one, other] = [chart(config), chart(config, others)];
    expect(one.publicText).toBe(other.publicText);
    expect(one.secretText).not.toBe(other.secretText);
  });

  test("so have two that differ in S3 keys", () => {
    const config = (key: string) =>
      `logs_input: { type: s3, aws_authentication: { type: credentials, credentials: { access_key_id: ${key}, secret_access_key: ${key}, session_token: ${key} } } }\n`;
    const [one, other] = [chart(config("FAKE-ONE")), chart(config("FAKE-TWO"))];
    expect(one.publicText).toBe(other.publicText);
    expect(one.secretValues.clpConfig.logs_input.aws_authentication.credentials).toEqual({
      access_key_id: "FAKE-ONE",
      secret_access_key: "FAKE-ONE",
      session_token: "FAKE-ONE",
    });
  });
});

describe("details", () => {
  test.each([
    ["registry.internal:5000/clp", "registry.internal:5000/clp", "latest"],
    ["clp", "clp", "latest"],
    ["clp:dev", "clp", "dev"],
    ["registry.internal:5000/a/clp:1.0", "registry.internal:5000/a/clp", "1.0"],
    [`a/clp:1.0@sha256:${"00ff".repeat(16)}`, "a/clp:1.0@sha256", "00ff".repeat(16)],
  ])("the image %s is repository %s and tag %s", (image, repository, tag) => {
    expect(chart(`container_image_ref: "${image}"`).publicValues.image.clpPackage).toEqual({
      repository,
      tag,
      pullPolicy: "IfNotPresent",
    });
  });

  test("NodePorts stand only where a service is published by them", () => {
    const hidden = chart("").publicValues;
    expect(hidden.allowHostAccessForSbinScripts).toBe(false);
    expect(hidden.clpConfig.database).not.toHaveProperty("port");
    expect(hidden.clpConfig.results_cache).not.toHaveProperty("port");
    expect(hidden.clpConfig.log_ingestor).not.toHaveProperty("port");
    const shown = chart("", { site: site("{ expose_databases: true }") }).publicValues;
    expect([shown.clpConfig.database.port, shown.clpConfig.results_cache.port]).toEqual([30306, 30017]);
  });

  test("a line's origin is where its value is written", () => {
    const { files } = chart("webui: { rate_limit: 7 }\n", { site: site("{ node_ports: { webui: 31234 } }") });
    const { text, origins } = files[0]!;
    const originsOf = (line: string) => origins[text.split("\n").findIndex((one) => one.trim() === line)];
    expect(originsOf("rate_limit: 7")).toMatchObject([{ kind: "source", path: ["webui", "rate_limit"] }]);
    expect(originsOf("port: 31234")).toMatchObject([
      { kind: "source", path: ["kubernetes", "node_ports", "webui"] },
    ]);
    expect(originsOf("workerConcurrency: 8")).toMatchObject([{ kind: "default", file: "site" }]);
  });

  test("the public file says how to install, with the site's release and namespace", () => {
    const { publicText } = chart("", { site: site("{ release_name: logs, namespace: team-1 }") });
    expect(publicText?.split("\n")[1]).toBe(
      "# helm install logs clp/clp --version 0.1.3 --namespace team-1 -f values.yaml -f values.secret.yaml",
    );
  });
});
