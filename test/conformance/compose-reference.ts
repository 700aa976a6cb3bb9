/**
 * What we emit against what CLP derives, for each release: `.env` as Compose's own parser reads it, the
 * container's config as a YAML 1.1 reader reads it, the web UI's settings, and the project that the
 * real `docker compose config` resolves. Where they differ, a correction below says by which defect.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { once } from "../../src/base/once.ts";
import { compile, type EmittedFile } from "../../src/mod.ts";
import { run } from "./programs/programs.ts";
import {
  type ComposeProject,
  type ComposeService,
  generatedCases,
  handMadeCases,
  REFERENCE_RELEASES,
  type ReferenceCase,
  type ReferenceRelease,
  referenceSite,
} from "./reference.ts";

type Json = Record<string, unknown>;

const WORK = mkdtempSync(join(tmpdir(), "clp-compile-reference-"));
afterAll(() => rmSync(WORK, { recursive: true }));

function filesOf(reference: ReferenceCase): readonly EmittedFile[] {
  const compilation = compile(
    {
      config: { name: "clp-config.yaml", content: reference.config },
      credentials: { name: "credentials.yaml", content: reference.credentials },
      site: { name: "clp-site.yaml", content: referenceSite(reference.release) },
    },
    { secrets: true, emit: ["compose"] },
  );
  const errors = compilation.diagnostics.filter(({ severity }) => severity === "error");
  expect(errors.map(({ code, message }) => `${code} ${message}`)).toEqual([]);
  return compilation.files;
}

function written(reference: ReferenceCase, files: readonly EmittedFile[]): string {
  const folder = join(WORK, reference.name);
  for (const { path, text, mode } of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text, { mode });
  }
  return join(folder, "compose");
}

async function docker(folder: string, ...args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await run(
    "docker-compose",
    ["--project-directory", folder, "-f", join(folder, "docker-compose.yaml"), ...args],
    {
      cwd: folder,
      env: { COMPOSE_PROJECT_NAME: undefined },
    },
  );
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  return stdout;
}

// ---- what CLP derives, with its defects corrected ------------------------------------------------

interface Facts {
  readonly config: Json;
  readonly spider: boolean;
  readonly external: readonly string[];
}

/** True where the case is of that release, or of a later one. */
function since(reference: ReferenceCase, release: ReferenceRelease): boolean {
  return REFERENCE_RELEASES.indexOf(reference.release) >= REFERENCE_RELEASES.indexOf(release);
}

function factsOf(reference: ReferenceCase): Facts {
  const container = reference.containerConfig as { bundled: string[]; queue: unknown; redis: unknown };
  return {
    config: container as unknown as Json,
    spider: reference.deployment.startsWith("spider"),
    external: ["database", "queue", "redis", "results_cache"].filter(
      (name) => !container.bundled.includes(name) && (container as unknown as Json)[name] !== null,
    ),
  };
}

function section(config: Json, name: string): Json {
  return config[name] as Json;
}

/** Our variables beyond CLP's: encoded credentials for URLs (D41), and what CLP forgets for external servers (D12). */
function correctedEnv(reference: ReferenceCase): Json {
  const { config, external } = factsOf(reference);
  const env: Json = { ...reference.env };
  for (const [name, variable] of [
    ["queue", "CLP_QUEUE_USER"],
    ["queue", "CLP_QUEUE_PASS"],
    ["redis", "CLP_REDIS_PASS"],
  ] as const) {
    if (config[name] !== null) env[`${variable}_ENCODED`] = encodeURIComponent(String(env[variable])); // D41
  }
  if (external.includes("redis")) {
    env["CLP_REDIS_BACKEND_DB_COMPRESSION"] = String(
      section(config, "redis")["compression_backend_database"],
    ); // D12
    env["CLP_REDIS_BACKEND_DB_QUERY"] = String(section(config, "redis")["query_backend_database"]); // D12
  }
  if (external.includes("results_cache")) {
    env["CLP_RESULTS_CACHE_STREAM_COLLECTION_NAME"] = section(config, "results_cache")[
      "stream_collection_name"
    ]; // D12
  }
  return env;
}

/** Host and port that the case's own config gives an external server (D11). */
function externalAddress(reference: ReferenceCase, name: string): { host: string; port: number } {
  const env = reference.env;
  const variable =
    { database: "CLP_DB", queue: "CLP_QUEUE", redis: "CLP_REDIS", results_cache: "CLP_RESULTS_CACHE" }[
      name
    ] ?? "";
  const given = /^\s*\{?\s*host:\s*([^,}\s]+)/m.exec(
    reference.config.split(new RegExp(`^${name}:`, "m"))[1] ?? "",
  );
  const json = reference.config.trimStart().startsWith("{")
    ? (JSON.parse(reference.config) as Json)
    : undefined;
  const host = json === undefined ? given?.[1] : (section(json, name)?.["host"] as string | undefined);
  return { host: host ?? String(env[`${variable}_HOST`]), port: Number(env[`${variable}_PORT`]) };
}

/** What the case's own config says of polling by the names of CLP's documents, which CLP does not read (D22). */
function givenPolling({ config }: ReferenceCase): Json {
  const given = parse(config) as { api_server?: { query_job_polling?: Json } | null } | null;
  return given?.api_server?.query_job_polling ?? {};
}

function correctedContainerConfig(reference: ReferenceCase): Json {
  const config = structuredClone(reference.containerConfig) as Json;
  const api = config["api_server"] as { query_job_polling: Json } | null;
  if (api !== null) {
    const { initial_backoff_ms, max_backoff_ms } = { ...api.query_job_polling, ...givenPolling(reference) };
    api.query_job_polling = { initial_backoff: initial_backoff_ms, max_backoff: max_backoff_ms }; // D22
  }
  if (!since(reference, "0.10.0")) {
    for (const name of factsOf(reference).external)
      Object.assign(section(config, name), externalAddress(reference, name)); // D11
  }
  // E2: workers of compression cannot load a config without it.
  if (config["query_worker"] === null) config["query_worker"] = QUERY_WORKER_DEFAULTS;
  return config;
}

/** The section as CLP's own model has it where nothing is written. */
const QUERY_WORKER_DEFAULTS = {
  logging_level: "INFO",
  query_trace_sampling_probability: 0.01,
  task_soft_time_limit: 600,
  task_time_limit: 1200,
  telemetry_update_interval_ms: 60000,
};

/** The settings of the web UI, by path. */
function correctedSettings(reference: ReferenceCase): Readonly<Record<string, unknown>> {
  const settings = structuredClone(reference.webuiSettings) as Record<string, Json>;
  const server = Object.entries(settings).find(([path]) => path.includes("/server/"))?.[1];
  if (since(reference, "0.10.0") || server === undefined) return settings;
  for (const [name, prefix] of [
    ["database", "SqlDb"],
    ["results_cache", "MongoDb"],
  ] as const) {
    if (!factsOf(reference).external.includes(name)) continue;
    const { host, port } = externalAddress(reference, name); // D11
    server[`${prefix}Host`] = host;
    server[`${prefix}Port`] = port;
  }
  return settings;
}

/** A service as Compose resolved it, without what both sides cannot have in common. */
function comparable(service: ComposeService, folder: string): Json {
  const {
    deploy: _deploy,
    networks: _networks,
    entrypoint: _entrypoint,
    volumes = [],
    command,
    ...rest
  } = service as Json & { volumes?: Json[] };
  const mounts = volumes
    .filter(({ source }) => source !== "empty")
    .map(({ source, target, read_only = false, type, bind }) => {
      // Generated files are mounted from beside our compose file.
      const generated =
        /^\/etc\/(clp-config\.yaml|mysql\/|redis\/|mongo\/|otelcol-contrib\/)|settings\.json$/.test(
          String(target),
        );
      return {
        type,
        source: generated ? "generated" : String(source).replace(folder, "."),
        target,
        read_only,
        bind,
      };
    })
    .sort((a, b) => String(a.target).localeCompare(String(b.target)));
  return { ...rest, command: command ?? null, volumes: mounts };
}

function replicas(service: ComposeService): number {
  return (service["deploy"] as { replicas?: number } | undefined)?.replicas ?? 1;
}

function correctedServices(reference: ReferenceCase, project: ComposeProject): Json {
  const { spider, external } = factsOf(reference);
  const services: Record<string, Json> = {};
  for (const [name, service] of Object.entries(project.services)) {
    if (replicas(service) === 0) continue; // optional services are chosen when compiling
    services[name] = comparable(service, "/nowhere");
    correctRunning(reference, name, services[name]);
  }
  for (const name of since(reference, "0.13.0") ? [] : ["compression-worker", "query-worker"]) {
    const command = services[name]?.["command"] as string[] | undefined;
    if (command?.at(-2) === "-n") command[command.length - 1] += "@%h"; // D19
  }
  if (spider) {
    const dependsOn = services["compression-scheduler"]!["depends_on"] as Json;
    delete dependsOn["queue"]; // D1
    delete dependsOn["redis"]; // D1
    for (const mount of services["compression-worker"]!["volumes"] as Json[]) {
      if (String(mount["target"]).startsWith("/mnt/logs")) mount["read_only"] = true; // D6
    }
  }
  for (const service of Object.values(services)) {
    const dependsOn = service["depends_on"] as Json | undefined;
    // E3: what has no container cannot be waited for.
    if (services["query-scheduler"] === undefined) delete dependsOn?.["query-scheduler"];
    if (dependsOn !== undefined && Object.keys(dependsOn).length === 0) delete service["depends_on"];
  }
  giveProfiles(reference, services);
  if (external.length > 0) correctExternal(reference, services, external);
  return services;
}

/** Who asks AWS as its SDK does by default finds profiles as all others do that are given them (D34). */
function giveProfiles(reference: ReferenceCase, services: Record<string, Json>): void {
  const { config } = factsOf(reference);
  const profiles = (services["webui"]!["volumes"] as Json[]).find(({ target }) => target === "/opt/clp/.aws");
  if (profiles === undefined) return;
  const streams = section(section(config, "stream_output"), "storage")["s3_config"];
  for (const [name, place] of [
    ["log-ingestor", section(config, "logs_input")],
    ["api-server", streams as Json | undefined],
  ] as const) {
    const authentication = place?.["aws_authentication"] as Json | undefined;
    if (services[name] === undefined || authentication?.["type"] !== "default") continue;
    const mounts = services[name]["volumes"] as Json[];
    mounts.push(profiles);
    mounts.sort((a, b) => String(a["target"]).localeCompare(String(b["target"])));
  }
}

/** The whole directory of logs gives way to the service's own, but for the garbage collector. */
function logMounts(reference: ReferenceCase, name: string, service: Json): readonly Json[] {
  const logs = String(reference.env["CLP_LOGS_DIR_HOST"]);
  const mounts = service["volumes"] as readonly Json[];
  // Its recovery file stands there until v0.12.0.
  if (name === "garbage-collector" && !since(reference, "0.13.0")) return mounts;
  const mount = (own: string, target = `/var/log/${own}`): Json => ({
    type: "bind",
    source: `${logs}/${own}`,
    target,
    read_only: false,
  });
  const own = (service["environment"] as Json | undefined)?.["CLP_LOGS_DIR"];
  const given =
    own === undefined
      ? []
      : [
          mount(String(own).replace("/var/log/", "")),
          ...(name === "compression-scheduler" ? [mount("user")] : []),
        ];
  if (name === "spider-scheduler") given.push(mount("spider_scheduler", "/var/log"));
  return [...mounts.filter(({ target }) => target !== "/var/log"), ...given].sort((a, b) =>
    String(a["target"]).localeCompare(String(b["target"])),
  );
}

/** As Compose prints those of CLP's own health checks. */
const HEALTH_TIMES = {
  interval: "30s",
  retries: 3,
  start_interval: "2s",
  start_period: "1m0s",
  timeout: "2s",
} as const;

/** What CLP's own files lack for a running engine: these changes and no others. */
function correctRunning(reference: ReferenceCase, name: string, service: Json): void {
  service["volumes"] = logMounts(reference, name, service); // R6, R7
  for (const mount of service["volumes"] as Json[]) mount["bind"] = { create_host_path: false }; // R2, R3
  if (name === "queue") (service["environment"] as Json)["RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS"] = "+fnl"; // R1
  if (["query-scheduler", "garbage-collector", "reducer"].includes(name)) service["init"] = true; // R4
  if (["queue", "results-cache"].includes(name)) (service["healthcheck"] as Json)["timeout"] = "30s"; // R5
  const port = { "spider-scheduler": "1770", reducer: "36B9" }[name];
  if (port !== undefined) {
    expect(service).not.toHaveProperty("healthcheck");
    const test = ["CMD", "grep", "-qs", `:${port} 0*:0000 0A`, "/proc/net/tcp", "/proc/net/tcp6"];
    service["healthcheck"] = { ...HEALTH_TIMES, test }; // R8
  }
}

/** What needs a server of others waits until it answers (D8, R12), and all are told its own address (D11), with the user's databases (D12). */
function correctExternal(
  reference: ReferenceCase,
  services: Record<string, Json>,
  external: readonly string[],
): void {
  for (const service of Object.values(services)) {
    const dependsOn = service["depends_on"] as Json | undefined;
    for (const name of external) {
      const id = name.replace("_", "-");
      if (dependsOn?.[id] === undefined) continue;
      delete dependsOn[id]; // D8
      dependsOn[`wait-for-${id}`] = { condition: "service_completed_successfully", required: true }; // R12
    }
  }
  const { config } = factsOf(reference);
  const redis = section(config, "redis");
  if (since(reference, "0.10.0")) {
    if (external.includes("redis")) correctRedisDatabases(services, redis);
    return;
  }
  const replaceUrl = (url: string, kind: "compression" | "query"): string => {
    let text = url;
    if (external.includes("queue")) {
      const { host, port } = externalAddress(reference, "queue");
      text = text.replace("@queue:5672", `@${host}:${port}`); // D11
    }
    if (external.includes("redis")) {
      const { host, port } = externalAddress(reference, "redis");
      text = text.replace(
        /@redis:6379\/\d+/,
        `@${host}:${port}/${String(redis[`${kind}_backend_database`])}`,
      ); // D11, D12
    }
    return text;
  };
  for (const [name, service] of Object.entries(services)) {
    const command = service["command"] as string[] | null;
    if (external.includes("database") && command !== null) {
      const { host, port } = externalAddress(reference, "database");
      service["command"] = command.map((word) =>
        word.replace("jdbc:mariadb://database:3306/", `jdbc:mariadb://${host}:${port}/`),
      ); // D11
    }
    const environment = service["environment"] as Record<string, string> | undefined;
    for (const variable of ["BROKER_URL", "RESULT_BACKEND"]) {
      if (environment?.[variable] === undefined) continue;
      environment[variable] = replaceUrl(
        environment[variable],
        name.startsWith("query") ? "query" : "compression",
      );
    }
  }
}

/** The user's databases of an external Redis (D12). */
function correctRedisDatabases(services: Record<string, Json>, redis: Json): void {
  for (const [name, service] of Object.entries(services)) {
    const environment = service["environment"] as Record<string, string> | undefined;
    const url = environment?.["RESULT_BACKEND"];
    if (url === undefined) continue;
    const kind = name.startsWith("query") ? "query" : "compression";
    environment!["RESULT_BACKEND"] = url.replace(/\/\d+$/, `/${String(redis[`${kind}_backend_database`])}`);
  }
}

// ---- the comparison ------------------------------------------------------------------------------

/** What ours has beyond CLP's, and why. */
function withoutAdditions(reference: ReferenceCase, services: Record<string, Json>): Json {
  const { spider, external } = factsOf(reference);
  const kept = { ...services };
  for (const name of external) delete kept[`wait-for-${name.replace("_", "-")}`]; // R12
  if (spider) {
    delete kept["api-server"]; // D2: CLP's Spider files lack it
    delete kept["mcp-server"]; // D2
  }
  for (const service of Object.values(kept)) {
    const { labels } = service;
    if (typeof labels === "object" && labels !== null) {
      // CLP's own containers keep a config that has changed; a label makes Compose create ours anew.
      expect(Object.keys(labels)).toEqual(["clp-compile.config-hash"]);
      delete service["labels"];
    }
    if (external.length > 0 && !since(reference, "0.10.0")) delete service["extra_hosts"]; // D11: external names must resolve in containers
    if (external.includes("results_cache") && service["hostname"] === "results_cache_indices_creator") {
      expect(String(service["command"])).not.toContain("initialize-results-cache"); // D12b
      delete service["command"];
    }
  }
  return kept;
}

/** The configs that containers read, as a YAML 1.1 reader reads them: all in one run of Python. */
async function readByPython(folders: readonly string[]): Promise<ReadonlyMap<string, unknown>> {
  const script = `import json, sys, yaml
for path in json.load(sys.stdin):
  with open(path) as file: print(json.dumps(yaml.safe_load(file)))`;
  const paths = folders.map((folder) => join(folder, "var/log/.clp-config.yaml"));
  const { stdout, code, stderr } = await run("python3", ["-c", script], { input: JSON.stringify(paths) });
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  const lines = stdout.trimEnd().split("\n");
  return new Map(folders.map((folder, index) => [folder, JSON.parse(lines[index]!)]));
}

/** The tests of a release: each in a file of its own, so that several run at once. */
export function compareWithReference(release: ReferenceRelease): void {
  const folders: string[] = [];
  const read = once(() => readByPython(folders));
  describe.each([...handMadeCases(release), ...generatedCases(release)])(
    "$name ($deployment)",
    (reference) => {
      const emitted = filesOf(reference);
      const folder = written(reference, emitted);
      folders.push(folder);

      test(".env, as Compose reads it", async () => {
        const printed = await docker(folder, "config", "--environment");
        const known = correctedEnv(reference);
        const read = Object.fromEntries(
          printed
            .split("\n")
            .map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)] as const)
            .filter(([name]) => /^(?:CLP|SPIDER|OTEL)_/.test(name)),
        );
        expect(read).toEqual(known);
      });

      test("the container's config, as a YAML 1.1 reader reads it", async () => {
        expect((await read()).get(folder)).toEqual(correctedContainerConfig(reference));
      });

      test("the web UI's settings", () => {
        const files = new Map(emitted.map(({ path, text }) => [path, text]));
        const settings = correctedSettings(reference);
        const read = Object.keys(settings).map((path) => [
          path,
          JSON.parse(files.get(`compose/${path}`) ?? "null"),
        ]);
        expect(Object.fromEntries(read)).toEqual(settings);
      });

      test("the project, as the real docker compose resolves it", async () => {
        const project = JSON.parse(await docker(folder, "config", "--format", "json")) as ComposeProject;
        const ours = Object.fromEntries(
          Object.entries(project.services).map(([name, service]) => [name, comparable(service, folder)]),
        );
        if (reference.compose === undefined) {
          // D1: CLP's own files for Spider with Presto are refused. Ours are accepted, and complete.
          expect(reference.deployment).toBe("spider-base");
          expect(Object.keys(ours)).toEqual(
            expect.arrayContaining([
              ...(factsOf(reference).external.includes("results_cache") ? [] : ["results-cache"]),
              "results-cache-indices-creator",
              "spider-scheduler",
              "webui",
            ]),
          );
          expect(Object.keys(ours)).not.toContain("queue");
          return;
        }
        const expected = correctedServices(reference, reference.compose);
        const kept = withoutAdditions(reference, ours);
        if (factsOf(reference).external.includes("results_cache"))
          delete (expected["results-cache-indices-creator"] as Json)["command"]; // D12b
        expect(kept).toEqual(expected);
      });
    },
  );
}
