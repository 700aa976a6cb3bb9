/**
 * The real `helm` reads what we emit as we mean it, and CLP's real charts make of it what Compose runs.
 * The second half runs for each chart that is at hand (programs/charts.ts).
 */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import Ajv from "ajv/dist/2020.js";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse, parseAllDocuments } from "yaml";
import { CHARTS } from "../../src/backends/helm/charts.ts";
import { RELEASES, type Release, type ReleaseId } from "../../src/clp/releases/releases.ts";
import type { Component } from "../../src/model/model.ts";
import { type Part, render } from "../../src/model/value.ts";
import { generated, hostilePassword } from "../arbitrary.ts";
import {
  chartOf,
  type Given,
  type Outcome,
  chart as plainChart,
  siteOf,
  type Values,
  withinTheChart,
} from "../backends/helm/given.ts";
import { CREDENTIALS } from "../deploy.ts";
import { okFixtures } from "../fixtures.ts";
import { type ApiServer, startApiServer } from "./programs/api-server.ts";
import { CHART_FOLDERS, notAtHand } from "./programs/charts.ts";
import { run } from "./programs/programs.ts";

const WORK = mkdtempSync(join(tmpdir(), "clp-compile-helm-"));
afterAll(() => rmSync(WORK, { recursive: true }));

let written = 0;

/** Writes the files below a folder of their own, and gives the arguments that our own comment tells people to use. */
function asInstalled({ version, files, publicText }: Outcome): {
  readonly release: string;
  readonly args: readonly string[];
} {
  const folder = join(WORK, String(written++));
  for (const { path, text, mode } of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text, { mode });
  }
  const told =
    /^# helm install (\S+) clp\/clp --version (\S+) (--namespace \S+) -f (\S+) -f (\S+)((?: --set-file \S+)*)$/m.exec(
      publicText ?? "",
    );
  if (told === null) throw new Error("the values do not say how to install them");
  const [, release = "", named, namespace = "", open = "", secret = "", profiled = ""] = told;
  expect(named).toBe(version);
  // The files of AWS profiles are on the host of whoever installs.
  const profiles = join(folder, "profiles");
  writeFileSync(profiles, "[clp]\nregion = us-east-2\n");
  return {
    release,
    args: [
      ...namespace.split(" "),
      ...profiled
        .split(" ")
        .filter((word) => word !== "")
        .map((word) => word.replace(/=.*/, `=${profiles}`)),
      ...[open, secret].flatMap((name) => ["-f", join(folder, "helm", name)]),
    ],
  };
}

async function helm(...args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await run("helm", args);
  if (code !== 0) throw new Error(`helm ${args[0]}: ${stderr}`);
  return stdout;
}

const carriedFixtures = okFixtures()
  .map(({ name, sources }) => ({ name, outcome: chartOf(sources) }))
  .filter(({ outcome }) => outcome.secretText !== undefined);

function carriedSamples(count: number, seed: number, release: ReleaseId): readonly Outcome[] {
  return fc.sample(generated, { numRuns: count, seed }).map((inputs) => {
    const { config, ...given } = withinTheChart(inputs, release);
    return plainChart(config, given);
  });
}

describe("helm reads the values as they are meant", () => {
  const ECHO = join(WORK, "echo");
  beforeAll(() => {
    mkdirSync(join(ECHO, "templates"), { recursive: true });
    writeFileSync(join(ECHO, "Chart.yaml"), "apiVersion: v2\nname: clp\nversion: 0.1.3\n");
    writeFileSync(join(ECHO, "values.yaml"), "credentials: { queue: { password: pass } }\n");
    writeFileSync(join(ECHO, "templates/values.yaml"), "values: {{ toJson .Values | quote }}\n");
  });
  const echoed = async (outcome: Outcome): Promise<Values> => {
    const { release, args } = asInstalled(outcome);
    const { values } = parse(await helm("template", release, ECHO, ...args)) as { values: string };
    return JSON.parse(values);
  };

  test.each(carriedFixtures)("$name", async ({ outcome }) => {
    const seen = await echoed(outcome);
    expect(seen.credentials).toEqual(outcome.secretValues.credentials);
    expect(withoutNull(seen.clpConfig)).toMatchObject(withoutNull(outcome.publicValues.clpConfig));
    expect({ ...seen, clpConfig: null, credentials: null }).toEqual({
      ...outcome.publicValues,
      clpConfig: null,
    });
  });

  test("passwords that the chart takes arrive byte for byte (invariant 4)", async () => {
    for (const password of fc.sample(hostilePassword, { numRuns: 40, seed: 3 })) {
      const credentials = CREDENTIALS.replace("fake-database-password", () => JSON.stringify(password));
      expect((await echoed(plainChart("", { credentials }))).credentials.database.password).toBe(password);
    }
  });

  test("the chart's own passwords are gone where the secret file is missing (H11)", async () => {
    const { release, args } = asInstalled(plainChart(""));
    const { values } = parse(await helm("template", release, ECHO, ...args.slice(0, -2))) as {
      values: string;
    };
    expect(JSON.parse(values).credentials ?? null).toBeNull();
  });
});

/** Helm takes keys with a null away. */
function withoutNull(from: Values): Values {
  if (typeof from !== "object" || from === null || Array.isArray(from)) return from;
  return Object.fromEntries(
    Object.entries(from).flatMap(([key, value]) => (value === null ? [] : [[key, withoutNull(value)]])),
  );
}

for (const release of RELEASES) {
  const folder = CHART_FOLDERS.get(release.chart);
  const why = notAtHand(release.chart);
  if (folder === undefined)
    test(`CLP's chart ${release.chart}: not run, since ${why}`, ({ skip }) => skip(why));
  else describe(`CLP's chart ${release.chart}`, () => withTheChart(folder, release));
}

function withTheChart(CHART: string, { id, chart: version }: Release): void {
  const site = (kubernetes: string): string => siteOf(id, kubernetes);
  const chart = (config: string, given: Given = {}): Outcome =>
    plainChart(config, { site: site("{}"), ...given });
  const isFirst = version === CHARTS[0]!.version;
  const isNewest = version === CHARTS.at(-1)!.version;
  const fixtures = carriedFixtures.filter(({ outcome }) => outcome.version === version);

  const template = async (outcome: Outcome, ...more: readonly string[]): Promise<string> => {
    const { release, args } = asInstalled(outcome);
    return helm("template", release, CHART, ...args, ...more);
  };
  const objects = async (outcome: Outcome): Promise<readonly Values[]> =>
    parseAllDocuments(await template(outcome)).map((document) => document.toJS());
  const configMap = async (outcome: Outcome): Promise<Values> =>
    parse(await template(outcome, "--show-only", "templates/configmap.yaml"));

  test("is the one that the values are for", () => {
    expect(parse(readFileSync(join(CHART, "Chart.yaml"), "utf8"))).toMatchObject({
      name: "clp",
      version,
      appVersion: id,
    });
  });

  describe.each(fixtures)("$name", ({ outcome }) => {
    test("helm lint finds nothing", async () => {
      const { args } = asInstalled(outcome);
      const said = await helm("lint", CHART, "--strict", ...args);
      expect(said).toContain("1 chart(s) linted, 0 chart(s) failed");
      expect(said).not.toMatch(/\[(?:WARNING|ERROR)\]/);
    });

    // Where several hosts are named, each has a config of its own.
    if (outcome.composeConfig() !== null)
      test("its containers read the config that those of Compose read, but for what is listed", async () => {
        await readsTheSame(outcome);
      });
  });

  describe.each(fixtures)("$name", ({ outcome }) => {
    test("its containers are told in their environment what those of Compose are, but for what is listed", async () => {
      expect(toldTheSame(outcome, await objects(outcome))).toBeGreaterThan(20);
    });
  });

  test("so do those of generated deployments", async () => {
    for (const outcome of carriedSamples(isFirst ? 40 : 20, 11, id)) await readsTheSame(outcome);
  });

  async function readsTheSame(outcome: Outcome): Promise<void> {
    const { metadata, data } = await configMap(outcome);
    const fullname = metadata.name.replace(/-config$/, "");
    // CLP's services read it with PyYAML.
    const seen = parse(data["clp-config.yaml"], { version: "1.1" });
    expect(seen).toEqual(asTheChartSaysIt(outcome, fullname));
    const settings = isNewest ? ["webui-settings"] : ["webui-client-settings", "webui-server-settings"];
    for (const name of settings) JSON.parse(data[`${name}.json`]);
  }

  test("every value that is written changes what the chart makes", async () => {
    const key =
      "{ type: credentials, credentials: { access_key_id: K, secret_access_key: S, session_token: T } }";
    const s3 = (bucket: string) =>
      `{ type: s3, s3_config: { endpoint_url: "https://s3.internal", region_code: r, bucket: ${bucket}, key_prefix: p/, aws_authentication: ${key} } }`;
    const profile =
      "{ type: s3, s3_config: { bucket: clp-p, key_prefix: p/, aws_authentication: { type: profile, profile: p } } }";
    const named = (text: string) => (isNewest ? text.replace("host: {", "host: { instance_id: x,") : text);
    // The job that sends numbers says when.
    const still = (rendered: string) => rendered.replaceAll(/\d{19}/g, "now");
    const everything = named(
      site(
        `{ release_name: ${"r".repeat(50)}, distributed: true, expose_databases: true, worker_concurrency: 3, scheduling: { compression_worker: { nodeSelector: { a: b }, tolerations: [{ key: a }] }, query_worker: { affinity: { nodeAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 1, preference: { matchExpressions: [{ key: a, operator: Exists }] } }] } } }, reducer: { topologySpreadConstraints: [{ maxSkew: 1, topologyKey: a, whenUnsatisfiable: DoNotSchedule }] } } }`,
      ),
    );
    const retention = "retention_period: 5, ";
    const configs = [
      `mcp_server: {}\narchive_output: { ${retention}storage: ${s3("clp-a")} }\nstream_output: { storage: ${s3("clp-b")} }\nlogs_input: { type: s3, aws_authentication: ${key} }\n`,
      `archive_output: { storage: ${profile} }\naws_config_directory: /opt/clp/.aws\n`,
      "",
    ];
    const [tried, unread] = [new Set<string>(), new Set<string>()];
    for (const config of configs) {
      const outcome = chart(config, { site: everything });
      const { release, args } = asInstalled(outcome);
      const before = still(await helm("template", release, CHART, ...args));
      for (const values of [outcome.publicValues, outcome.secretValues]) {
        for (const [path, other] of others(values)) {
          if (tried.has(path)) continue;
          tried.add(path);
          const file = join(WORK, "other.yaml");
          writeFileSync(file, JSON.stringify(other));
          const { code, stdout } = await run("helm", ["template", release, CHART, ...args, "-f", file]);
          if (code === 0 && still(stdout) === before) unread.add(path);
        }
      }
    }
    expect(tried.size).toBeGreaterThan(90);
    // Not a value, but the absence of the chart's own ones.
    expect([...unread]).toEqual(["credentials"]);
  });

  test("every value that a template reads is in the schema, and so are the chart's own", () => {
    const schema = JSON.parse(
      readFileSync(new URL(`../../schema/helm-values-${version}.schema.json`, import.meta.url), "utf8"),
    );
    const validate = new Ajv.default({ strict: false }).compile(schema);
    expect(validate(parse(readFileSync(join(CHART, "values.yaml"), "utf8"))) ? [] : validate.errors).toEqual(
      [],
    );

    const folder = join(CHART, "templates");
    const texts = readdirSync(folder).map((name) => readFileSync(join(folder, name), "utf8"));
    const paths = new Set(texts.flatMap((text) => text.match(/(?<=\.Values\.)\w+(?:\.\w+)*/g) ?? []));
    expect(paths.size).toBeGreaterThan(70);
    const missing = [...paths].filter(
      (path) => !path.split(".").reduce((node, key) => step(schema, node, key), schema),
    );
    expect(missing).toEqual([]);
  });

  test("H11: without the secret file nothing can be installed, and no password of the chart is", async () => {
    const { release, args } = asInstalled(chart(""));
    const { code, stderr } = await run("helm", ["template", release, CHART, ...args.slice(0, -2)]);
    expect(code).not.toBe(0);
    expect(stderr).toContain(".Values.credentials");
  });

  test("H12: what is carried in URLs arrives as it is", async () => {
    const password = "a:b$c~!&'()*+,;=._-";
    const credentials = CREDENTIALS.replace(
      /queue:[\s\S]*/,
      () => `queue: { username: u, password: "${password}" }\nredis: { password: "${password}" }\n`,
    );
    const pods = await objects(chart("", { credentials }));
    const worker = pods.find(({ metadata: { name } }) => name === "clp-query-worker");
    const { env } = worker.spec.template.spec.containers[0];
    const url = (name: string) => env.find((one: Values) => one.name === name).value;
    expect(url("BROKER_URL")).toBe(`amqp://u:${password}@clp-queue:5672`);
    expect(url("RESULT_BACKEND")).toBe(`redis://default:${password}@clp-redis:6379/0`);
    const script = [
      "import sys, json",
      "from kombu.utils.url import url_to_parts",
      "print(json.dumps([url_to_parts(url)[4] for url in sys.argv[1:]]))",
    ].join("\n");
    const { stdout, stderr } = await run("python3", ["-c", script, url("BROKER_URL"), url("RESULT_BACKEND")]);
    expect({ read: JSON.parse(stdout || "null"), stderr }).toEqual({
      read: [password, password],
      stderr: "",
    });
  });

  test("H17: names fit for any release name", async () => {
    for (const release of ["a", "clp", "r".repeat(53), `clp-${"r".repeat(28)}-s`]) {
      for (const { kind, metadata, spec } of await objects(
        chart("", { site: site(`{ release_name: ${release} }`) }),
      )) {
        const limit = kind === "StatefulSet" ? 52 : kind.startsWith("PersistentVolume") ? 253 : 63;
        expect({ kind, name: metadata.name, fits: metadata.name.length <= limit }).toMatchObject({
          fits: true,
        });
        expect(spec?.template?.spec?.hostname?.length ?? 0).toBeLessThanOrEqual(63);
      }
    }
  });

  test("H21, H22: numbers and selectors come out right", async () => {
    const outcome = chart(
      "reducer: { upsert_interval: 1000000 }\nwebui: { rate_limit: 12345678 }\nquery_scheduler: { jobs_poll_delay: 0.00001 }\n",
      {
        site: `clp_version: "${id}"\nhost: { clp_home: /home/clp, uid: 2000000000 }\nkubernetes: { scheduling: { reducer: { tolerations: [{ effect: NoExecute, tolerationSeconds: 3600000 }], topologySpreadConstraints: [{ maxSkew: 1, topologyKey: zone, whenUnsatisfiable: DoNotSchedule }] } } }\n`,
      },
    );
    const all = await objects(outcome);
    const podOf = (id: string) =>
      all.find(({ kind, metadata }) => kind === "Deployment" && metadata.name === `clp-${id}`).spec.template;
    const reducer = podOf("reducer");
    expect(reducer.spec.containers[0].command).toEqual(
      expect.arrayContaining(["--upsert-interval", "1000000"]),
    );
    if (isFirst) expect(reducer.spec.securityContext.runAsUser).toBe(2000000000);
    expect(reducer.spec.tolerations[0].tolerationSeconds).toBe(3600000);
    const selector = reducer.spec.topologySpreadConstraints[0].labelSelector.matchLabels;
    expect(Object.keys(selector)).toHaveLength(3);
    expect(reducer.metadata.labels).toMatchObject(selector);
    expect(podOf("webui").spec.containers[0].env).toContainEqual({ name: "RATE_LIMIT", value: "12345678" });
    const config = parse((await configMap(outcome)).data["clp-config.yaml"], { version: "1.1" });
    expect(config.query_scheduler.jobs_poll_delay).toBe(0.00001);
  });

  describe("a real API server", () => {
    let server: ApiServer;
    beforeAll(async () => {
      server = await startApiServer();
    });
    afterAll(() => server?.stop());

    /** Kubernetes' own mistake in 1.34.0 and 1.34.1 (H20). */
    const HEADLESS = /^Warning: spec\.SessionAffinity is ignored for headless services$/;

    async function takes(outcome: Outcome): Promise<void> {
      const namespace = "default";
      const { release, args } = asInstalled(outcome);
      const rendered = await helm("template", release, CHART, ...args, "--namespace", namespace);
      const { code, stderr } = await server.kubectl(
        ["apply", "--dry-run=server", "--validate=strict", "--namespace", namespace, "-f", "-"],
        { input: rendered },
      );
      const warnings = stderr.split("\n").filter((line) => line !== "" && !HEADLESS.test(line));
      expect({ code, warnings }).toEqual({ code: 0, warnings: [] });
    }

    test.each(fixtures)("takes what the chart makes of $name", ({ outcome }) => takes(outcome));

    test("takes what it makes of generated deployments", async () => {
      for (const outcome of carriedSamples(10, 17, id)) await takes(outcome);
    });

    test("H17: takes a release name of 53 characters", () =>
      takes(chart("", { site: site(`{ release_name: ${"r".repeat(53)} }`) })));

    test("has the database's password in its Secret byte for byte (invariant 4)", async () => {
      for (const password of fc.sample(hostilePassword, { numRuns: 15, seed: 9 })) {
        const credentials = CREDENTIALS.replace("fake-database-password", () => JSON.stringify(password));
        const secret = await template(
          chart("", { credentials }),
          "--show-only",
          "templates/database-secret.yaml",
        );
        const { stdout } = await server.kubectl(["apply", "--dry-run=server", "--output=json", "-f", "-"], {
          input: secret,
        });
        const { data } = JSON.parse(stdout) as { data: Record<string, string> };
        expect(Buffer.from(data["password"] ?? "", "base64").toString()).toBe(password);
      }
    });

    const silent = isNewest ? "telemetry: { disable: true }\n" : "";
    const job = ["job/clp-db-table-creator", "--output=name"];

    if (isFirst)
      test("H1: an upgrade with the same values makes the jobs again, as our warning says", async () => {
        const { release, args } = asInstalled(chart(silent));
        const env = server.environment;
        const install = await run("helm", ["install", release, CHART, ...args], { env });
        expect(install).toMatchObject({ code: 0 });
        expect((await server.kubectl(["delete", ...job])).code).toBe(0);
        expect((await server.kubectl(["get", ...job])).code).not.toBe(0);
        expect(await run("helm", ["upgrade", release, CHART, ...args], { env })).toMatchObject({ code: 0 });
        expect((await server.kubectl(["get", ...job])).code).toBe(0);
      });
    else
      test("E14: an upgrade to another image fails, but not after the command of our warning", async () => {
        const outcome = chart(silent);
        const { release, args } = asInstalled(outcome);
        const env = server.environment;
        const install = await run("helm", ["install", release, CHART, ...args], { env });
        expect(install).toMatchObject({ code: 0 });
        const upgrade = ["upgrade", release, CHART, ...args, "--set", "image.clpPackage.tag=another"];
        const { code, stderr } = await run("helm", upgrade, { env });
        expect(code).not.toBe(0);
        expect(stderr).toContain("field is immutable");
        const { help = "" } = outcome.diagnostics.find((one) => one.code === "CLP5150")!;
        const [, command = ""] = /`kubectl ([^`]*)`/.exec(help) ?? [];
        expect((await server.kubectl(command.split(" "))).code).toBe(0);
        expect(await run("helm", upgrade, { env })).toMatchObject({ code: 0 });
        expect((await server.kubectl(["get", ...job])).code).toBe(0);
      });
  });
}

/** Variables of which the chart says otherwise, whatever the values say, and why that is no difference. */
const OTHER_VARIABLES: Readonly<Record<string, string>> = {
  CLP_LOGS_DIR: "its services log to standard output",
  CLP_WORKER_LOG_PATH: "its workers log to standard output",
  RABBITMQ_LOGS: "its queue logs to standard output",
  RABBITMQ_SASL_LOGS: "its queue logs to standard output",
  RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS: "CLP has it nowhere",
  REDIS_PASSWORD: "its probe reads it (H14)",
  SPIDER_DB_USER: "it has Celery alone (H12)",
  SPIDER_DB_PASS: "it has Celery alone (H12)",
  CLP_TELEMETRY_ENDPOINT: "it stands in the collector's config",
  OTEL_RESOURCE_ATTRIBUTES: "it says how CLP was deployed",
};

/** Holds the environments of the chart's containers against the model's, and says how many variables it compared. */
function toldTheSame({ model, secretValues }: Outcome, rendered: readonly Values[]): number {
  const named = ({ kind, metadata }: Values) => kind === "ConfigMap" && metadata.name.endsWith("-config");
  const fullname: string = rendered.find(named).metadata.name.replace(/-config$/, "");
  const settings = new Map(model.settings.map(({ variable, value }) => [variable, String(value.value)]));
  const secret = (id: string): string | undefined =>
    [secretValues.credentials, secretValues.clpConfig]
      .map((section) => id.split(".").reduce((from: Values, key) => from?.[key], section))
      .find((found) => found !== undefined);
  const address = (of: Component, field: "host" | "port"): string => {
    if (of.kind === "external")
      return field === "host" ? (of.address ?? of.host).value : String(of.port.value);
    if (field === "host") return `${fullname}-${of.name}`;
    return String(of.kind === "service" ? of.ports[0]!.inside : "");
  };
  const write = (part: Part): string => {
    switch (part.kind) {
      case "text":
        return part.text;
      case "setting":
        return settings.get(part.variable) ?? "";
      case "secret":
        return secret(part.id) ?? "";
      case "address":
        return address(model.components.find(({ id }) => id === part.of)!, part.field);
      case "instance":
        return "";
      default:
        return part satisfies never;
    }
  };
  let compared = 0;
  for (const component of model.components) {
    if (component.kind === "external") continue;
    const owner = rendered.find(
      ({ kind, metadata }) =>
        /^(?:Deployment|StatefulSet|Job)$/.test(kind) && metadata.name === `${fullname}-${component.name}`,
    );
    // The newest chart has a container of the results cache in its place.
    if (owner === undefined && component.id === "results-cache-indices-creator") continue;
    const env: readonly Values[] = owner.spec.template.spec.containers[0].env ?? [];
    const seen = new Map(env.map(({ name, value }) => [name as string, value as string | undefined]));
    const wanted = new Map(component.environment.map(({ name, value }) => [name, render(value, write)]));
    const isOff = seen.get("CLP_DISABLE_TELEMETRY") === "true";
    for (const name of new Set([...seen.keys(), ...wanted.keys()])) {
      if (name in OTHER_VARIABLES) continue;
      // Telemetry that is off is sent nowhere; what is on is not said to be.
      if (isOff && name === "OTEL_EXPORTER_OTLP_ENDPOINT") continue;
      if (name === "CLP_DISABLE_TELEMETRY" && wanted.get(name) === "false" && !isOff) continue;
      // By reference to a Secret.
      if (seen.has(name) && seen.get(name) === undefined) continue;
      compared += 1;
      expect({ of: component.id, name, value: seen.get(name) ?? "" }).toEqual({
        of: component.id,
        name,
        value: wanted.get(name) ?? "",
      });
    }
  }
  return compared;
}

/**
 * The listed differences of the chart's config for containers from that of Compose: names of hosts,
 * keys that it leaves out because CLP's defaults say the same, and its defects.
 */
function asTheChartSaysIt({ composeConfig, model, version }: Outcome, fullname: string): Values {
  const config = structuredClone(composeConfig()) as Values;
  const at = CHARTS.findIndex((one) => one.version === version);
  const [hasPresto, hasTelemetry] = [at >= 2, at >= 4];
  const component = (section: string) =>
    model.components.find(({ id }) => id === section.replaceAll("_", "-"));
  // Hosts are named after the release; where somebody else runs a server, it is called as it is.
  const ports: Readonly<Record<string, number>> = {
    database: 3306,
    queue: 5672,
    redis: 6379,
    results_cache: 27017,
    ...(hasTelemetry ? { otel_collector: 4318 } : {}),
  };
  for (const [section, port] of Object.entries(ports)) {
    const server = component(section);
    const where =
      server?.kind === "external"
        ? { host: (server.address ?? server.host).value, port: server.port.value }
        : // A collector that nobody sends to and that is not bundled is where the chart's own values have it.
          {
            host: config.bundled.includes(section) ? `${fullname}-${section.replace("_", "-")}` : "localhost",
            port,
          };
    Object.assign(config[section], where);
  }
  // E24: what does not run is left out.
  for (const section of ["query_scheduler", "query_worker", "reducer"]) {
    if (component(section) === undefined) delete config[section];
    else if (section !== "query_worker") config[section].host = `${fullname}-${section.replace("_", "-")}`;
  }
  for (const section of ["api_server", "mcp_server"])
    if (component(section) === undefined) config[section] = null;
  // Where services are published is no business of their containers, and fixed.
  const inside = { webui: 4000, api_server: 3001, log_ingestor: 3002, mcp_server: 8000 };
  for (const [section, port] of Object.entries(inside)) {
    if (config[section] !== null) Object.assign(config[section], { host: "localhost", port });
  }
  // What nothing in a container reads, or is the default of what the chart can run.
  const unread = ["bundled", "container_image_ref", "credentials_file_path", "spider_scheduler", "telemetry"];
  for (const key of unread) delete config[key];
  if (!hasPresto) delete config.presto;
  // Where somebody runs it, and not the name that it has in Compose (D17).
  else if (config.presto !== null) {
    const presto = component("presto-coordinator");
    config.presto =
      presto?.kind === "external"
        ? { host: (presto.address ?? presto.host).value, port: presto.port.value }
        : { host: presto === undefined ? "presto.internal" : `${fullname}-presto-coordinator`, port: 8889 };
  }
  delete config.compression_scheduler.type;
  if (config.aws_config_directory === null) delete config.aws_config_directory;
  // An S3 key that is null is left out.
  const buckets = [config.archive_output.storage.s3_config, config.stream_output.storage.s3_config];
  const holders = [...buckets, ...[config.logs_input, ...buckets].map((one) => one?.aws_authentication)];
  for (const one of [...holders, ...holders.map((holder) => holder?.credentials)]) {
    for (const [key, value] of Object.entries(one ?? {})) if (value === null) delete one[key];
  }
  // H18: the log input is /mnt/logs itself.
  if (config.logs_input.type === "fs") config.logs_input.directory = "/mnt/logs";
  // E17: the scheduler is told no limit.
  if (config.query_scheduler !== undefined) delete config.query_scheduler.max_datasets_per_query;
  // D22: the names that the API server does not know.
  if (config.api_server !== null) {
    const { initial_backoff, max_backoff } = config.api_server.query_job_polling;
    config.api_server.query_job_polling = {
      initial_backoff_ms: initial_backoff,
      max_backoff_ms: max_backoff,
    };
  }
  return config;
}

/** For each leaf of the values, values with that leaf alone, changed. */
function* others(values: Values, path: readonly string[] = []): Generator<[string, Values]> {
  for (const [key, value] of Object.entries(values ?? {}) as [string, Values][]) {
    const here = [...path, key];
    if (typeof value === "object" && value !== null && !Array.isArray(value)) yield* others(value, here);
    else
      yield [
        here.join("."),
        here.reduceRight((inner: Values, one) => ({ [one]: inner }), changed(value, here)),
      ];
  }
}

/** Another value that a template can take in the same place. */
function changed(value: Values, path: readonly string[]): Values {
  if (typeof value === "boolean") return !value;
  if (typeof value === "number") return value + 1;
  if (Array.isArray(value)) return [];
  if (value === null)
    return path.at(-1) === "retention_period"
      ? 7
      : path.at(-1) === "aws_config_directory"
        ? "/x"
        : { port: 30999 };
  if (/^\d+$/.test(value)) return `${value}1`;
  const pairs: Readonly<Record<string, string>> = {
    mariadb: "mysql",
    fs: "none",
    s3: "none",
    "clp-s": "clp",
    profile: "ec2",
  };
  return pairs[value] ?? `${value}x`;
}

/** A key of a schema's properties, behind references and alternatives. */
function step(root: Values, node: Values, key: string): Values {
  const resolved = node?.$ref ? root.$defs[node.$ref.replace("#/$defs/", "")] : node;
  for (const one of [resolved, ...(resolved?.anyOf ?? [])]) {
    const found = one?.$ref ? step(root, one, key) : one?.properties?.[key];
    if (found !== undefined) return found;
  }
  return undefined;
}
