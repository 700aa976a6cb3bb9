/** Values of CLP's charts become inputs that give the same values, and what does not is said. */
import { describe, expect, test } from "vitest";
import type { AdoptedInputs } from "../../src/adopt/adopted.ts";
import { fromHelm } from "../../src/adopt/helm/from-helm.ts";
import { laidOver, meansSame, type Plain } from "../../src/adopt/plain.ts";
import { chartOf as chartOfRelease } from "../../src/backends/helm/charts.ts";
import { RELEASES, type ReleaseId, releaseOf } from "../../src/clp/releases/releases.ts";
import { chartOf } from "../backends/helm/given.ts";
import { okFixtures } from "../fixtures.ts";

/** The values that the chart has with what the compiler writes of inputs. */
function compiledOf(inputs: AdoptedInputs, credentials?: Plain): Plain {
  const { publicValues, secretValues, findings } = chartOf({
    config: { name: "clp-config.yaml", content: JSON.stringify(inputs.config) },
    site: { name: "clp-site.yaml", content: JSON.stringify(inputs.site) },
    credentials: {
      name: "credentials.yaml",
      content: JSON.stringify(
        laidOver(
          { database: { spider_username: "none", spider_password: "none" } },
          inputs.credentials ?? credentials ?? {},
        ),
      ),
    },
  });
  expect(findings.filter((one) => one.startsWith("error"))).toEqual([]);
  const { defaults } = chartOfRelease(inputs.release);
  return [publicValues, secretValues].reduce<Plain>(laidOver, defaults as Plain);
}

function given(text: string, release?: ReleaseId) {
  return fromHelm(
    { name: "values.yaml", content: text },
    release === undefined ? undefined : releaseOf(release),
  );
}

describe("what the compiler writes comes back", () => {
  const carried = okFixtures()
    .map(({ name, sources }) => ({ name, outcome: chartOf(sources) }))
    .filter(({ outcome }) => outcome.secretText !== undefined);

  test("for every release there is a fixture", () => {
    const ids = new Set(carried.map(({ outcome }) => outcome.model.release.value.id));
    expect([...ids].sort()).toEqual(RELEASES.map(({ id }) => id as string).sort());
  });

  test.each(carried)("$name", ({ outcome }) => {
    const release = outcome.model.release.value;
    const all = laidOver(outcome.publicValues, outcome.secretValues);
    const { inputs, diagnostics } = given(JSON.stringify(all), release.id);
    expect(diagnostics.map(({ code, message }) => `${code} ${message}`)).toEqual([
      expect.stringMatching(/^CLP6564 /),
    ]);
    const wanted = laidOver(chartOfRelease(release).defaults as Plain, all);
    expect(meansSame(compiledOf(inputs!), wanted)).toBe(true);
  });
});

describe("the release", () => {
  const why = (text: string) =>
    given(text).diagnostics.flatMap(({ code, message }) => (code === "CLP6563" ? [message] : []));

  test("is the only one whose chart reads all keys", () => {
    expect(why("storage: {storageClassName: local-storage}")).toEqual([
      "The values are taken for CLP v0.9.0: it is the only one whose chart reads all keys",
    ]);
  });

  test("is the newest, where several read all", () => {
    expect(why("clpConfig: {webui: {rate_limit: 5}}")).toEqual([
      "The values are taken for CLP v0.13.0: it is the newest whose chart reads all keys",
    ]);
  });

  test("is the one whose tag the image has, where several read all", () => {
    expect(why("prestoWorker: {replicas: 2}\nimage: {clpPackage: {tag: 0.11.0}}")).toEqual([
      "The values are taken for CLP v0.11.0: its chart reads all keys, and the image has its tag",
    ]);
  });

  test("is the one that somebody names", () => {
    expect(given("", "0.10.0").inputs?.release.id).toBe("0.10.0");
    expect(given("", "0.10.0").diagnostics.map(({ code }) => code)).not.toContain("CLP6563");
  });
});

describe("what Helm prints", () => {
  test.each([
    ["with a line above", "USER-SUPPLIED VALUES:\nclpConfig:\n  webui: {port: 30100}\n"],
    ["as YAML", "clpConfig:\n  webui: {port: 30100}\n"],
    ["as JSON", '{"clpConfig": {"webui": {"port": 30100}}}'],
    ["in lines that end as on Windows", "COMPUTED VALUES:\r\nclpConfig:\r\n  webui: {port: 30100}\r\n"],
  ])("%s", (_, text) => {
    const { inputs } = given(text, "0.13.0");
    expect(inputs?.site).toMatchObject({ kubernetes: { node_ports: { webui: 30100 } } });
  });

  test("of a release that nobody gave values: the chart's own are what runs", () => {
    const { inputs } = given("USER-SUPPLIED VALUES:\nnull\n", "0.13.0");
    expect(inputs?.site).toMatchObject({
      clp_version: "0.13.0",
      kubernetes: { expose_databases: true, image_pull_policy: "Always" },
    });
    expect(inputs?.config).toEqual({
      compression_worker: { task_soft_time_limit: 0, task_time_limit: 0 },
      query_worker: { task_soft_time_limit: 0, task_time_limit: 0 },
    });
  });
});

describe("passwords", () => {
  const HIDDEN = "fake-hidden-word";

  test("without one the Secrets are those that the chart has made", () => {
    const { inputs } = given("fullnameOverride: logs", "0.13.0");
    expect(inputs?.credentials).toBeUndefined();
    expect(inputs?.site).toMatchObject({
      kubernetes: {
        secrets: {
          from: "existing",
          names: { database: "logs-database", queue: "logs-queue", redis: "logs-redis" },
        },
      },
    });
  });

  test("with one all that run are credentials, the chart's own too", () => {
    const { inputs } = given(`credentials: {database: {password: ${HIDDEN}}}`, "0.13.0");
    expect(inputs?.credentials).toMatchObject({
      database: { username: "clp-user", password: HIDDEN, root_password: "root-pass" },
      redis: { password: "pass" },
    });
  });

  test.each([
    `credentials: {database: {password: ${HIDDEN}, pasword: ${HIDDEN}}, ${HIDDEN}: 1}`,
    `credentials: ${HIDDEN}`,
    `credentials: [${HIDDEN}]`,
    `credentials: {database: ${HIDDEN}}`,
    `credentials: {database: {password: {a: ${HIDDEN}}}}`,
    `credentials:\n  queue: {password: ${HIDDEN}\n`,
    `clpConfig: {archive_output: {storage: {type: s3, s3_config: {aws_authentication: {type: credentials, credentials: {access_key_id: [${HIDDEN}]}}}}}}`,
    `# password: ${HIDDEN}\nnameOverride: x`,
  ])("none is in a finding: %#", (text) => {
    const { diagnostics, texts } = given(text, "0.13.0");
    const said = JSON.stringify(diagnostics.filter(({ path }) => !path.includes(HIDDEN)));
    expect(said).not.toContain(HIDDEN);
    const { text: all = "", masked = [] } = texts.running!;
    for (const { index } of all.matchAll(new RegExp(`(?<!\\{|, )${HIDDEN}`, "g")))
      expect(masked.some(({ start, end }) => start <= index && index + HIDDEN.length <= end)).toBe(true);
  });
});

describe("what is wrong", () => {
  const said = (text: string): readonly string[] =>
    given(text, "0.13.0").diagnostics.map(({ severity, code }) => `${severity} ${code}`);

  test.each([
    ["no YAML", "clpConfig: {", "error"],
    ["a list", "- clpConfig", "error"],
    ["another chart's values", "replicas: 3", "error"],
  ])("%s is no values", (_, text, severity) => {
    expect(given(text, "0.13.0").inputs).toBeUndefined();
    expect(said(text).some((one) => one.startsWith(severity))).toBe(true);
  });

  test.each([
    "clpConfig: {webui: {port: many}}",
    "clpConfig: {webui: 5}",
    "clpConfig: [1]",
    "clpConfig: {bundled: database}",
    "clpConfig: {archive_output: {storage: {type: s3}}}",
    "clpConfig: {redis: null}",
    "scheduling: {reducer: {replicas: -1}}",
    "image: {clpPackage: {repository: 'No Image'}}",
    "clpConfig: {presto: {worker: {query_memory_gb: none}}}",
  ])("%s is listed, and what is made compiles", (text) => {
    const { inputs, diagnostics } = given(text, "0.13.0");
    expect(diagnostics.some(({ code, primary }) => code === "CLP6562" && primary !== undefined)).toBe(true);
    compiledOf(inputs!, chartOfRelease(inputs!.release).defaults["credentials"] as Plain);
  });
});
