/** Values for the charts after the first: what they carry, what is refused, and each of their defects by its number. */
import { describe, expect, test } from "vitest";
import { CHARTS } from "../../../src/backends/helm/charts.ts";
import { RELEASES, type ReleaseId } from "../../../src/clp/releases/releases.ts";
import type { BackendName } from "../../../src/mod.ts";
import { CREDENTIALS, deploy } from "../../deploy.ts";
import { under } from "../../frames.ts";
import { check, type Given, type Outcome, chart as plainChart, siteOf, type Values } from "./given.ts";

const LATER = RELEASES.map(({ id }) => id).filter((id) => id !== "0.9.0");
const WITH_PRESTO = LATER.filter((id) => id !== "0.10.0");
const WITHOUT_TELEMETRY = LATER.filter((id) => id !== "0.13.0");
const OFF = "telemetry: { disable: true }\n";

function of(release: ReleaseId, config = "", kubernetes = "{}", given: Given = {}): Outcome {
  return plainChart(config, { site: siteOf(release, kubernetes), ...given });
}

function notes(outcome: Outcome): string {
  return outcome.diagnostics
    .filter(({ code }) => code === "CLP5150")
    .map(({ message, notes: all }) => [message, ...all].join("\n"))
    .join();
}

function config(outcome: Outcome): Values {
  return outcome.publicValues.clpConfig;
}

const S3_CONFIG = (bucket: string, more = "region_code: us-east-2, ", auth = KEYS) =>
  `{ ${more}bucket: ${bucket}, key_prefix: logs/, aws_authentication: ${auth} }`;
const S3 = (bucket: string, more?: string, auth?: string) =>
  `{ type: s3, s3_config: ${S3_CONFIG(bucket, more, auth)} }`;
const KEYS =
  "{ type: credentials, credentials: { access_key_id: FAKE-KEY, secret_access_key: fake-secret } }";
const PROFILE = "{ type: profile, profile: clp }";

describe.each(LATER)("CLP v%s", (release) => {
  test("is carried as it comes, by its own chart, with values of its own keys", () => {
    const outcome = of(release);
    const { chart } = RELEASES.find(({ id }) => id === release)!;
    expect({ carried: outcome.carried, findings: outcome.findings }).toEqual({ carried: true, findings: [] });
    expect(outcome.publicText).toMatch(new RegExp(`^# Values of chart clp ${chart};`));
    expect(outcome.publicText).toContain(`--version ${chart} `);
    expect(CHARTS.map(({ version }) => version)).toContain(chart);
  });

  test("H3, H4, H6: no volume is a directory of a node, and what says one has no effect", () => {
    const outcome = check("warning", under("data_directory: /data/clp\n", "/data/clp", "CLP5225"), {
      site: under(siteOf(release, "{ storage_class: nfs }"), "nfs", "CLP5151"),
    });
    expect(outcome.publicText).not.toContain("/data/clp");
    expect(outcome.publicValues).not.toHaveProperty("storage");
    // Paths without a home are no reason to refuse what mounts none of them.
    expect(of(release, "", "{}", { site: `clp_version: "${release}"\n` }).carried).toBe(true);
  });

  test("claims that one node at a time mounts: several nodes cannot share archives in a file system", () => {
    const distributed = "{ distributed: true }";
    check("warning", "", { site: under(siteOf(release, distributed), "true", "CLP5228") });
    const inS3 = `archive_output: { storage: ${S3("clp-a")} }\nstream_output: { storage: ${S3("clp-b")} }\n`;
    expect(of(release, inS3, distributed).findings).toEqual([]);
  });

  test("H12: servers that somebody else runs are pointed at, by the address that the site file knows", () => {
    const outcome = of(
      release,
      "bundled: [queue]\ndatabase: { host: db.internal, port: 3307 }\nredis: { host: cache.internal }\nresults_cache: { host: mongo.internal, port: 27018 }\n" +
        (release === "0.13.0" ? OFF : ""),
    );
    expect(outcome.carried).toBe(true);
    expect(config(outcome).bundled).toEqual(["queue"]);
    expect(config(outcome).database).toMatchObject({ host: "10.0.0.5", port: 3307 });
    expect(config(outcome).redis).toMatchObject({ host: "cache.internal", port: 6379 });
    expect(config(outcome).results_cache).toMatchObject({ host: "mongo.internal", port: 27018 });
    expect(config(outcome)).not.toHaveProperty("queue");
  });

  test("D11: one that a pod would look for in itself is refused", () => {
    const { carried, findings: all } = of(
      release,
      `bundled: [queue, redis, results_cache${release === "0.13.0" ? ", otel_collector" : ""}]\n`,
    );
    expect(carried).toBe(false);
    expect(all).toEqual(["error CLP5204"]);
  });

  test("D12: Redis' databases of an external server reach the values", () => {
    const bundled = `bundled: [database, queue, results_cache]\n${release === "0.13.0" ? OFF : ""}`;
    const redis =
      "redis: { host: cache.internal, query_backend_database: 5, compression_backend_database: 6 }\n";
    expect(config(of(release, bundled + redis)).redis).toMatchObject({
      query_backend_database: 5,
      compression_backend_database: 6,
    });
  });

  test("D12b: the chart makes somebody else's results cache a replica set of one", () => {
    const bundled = `bundled: [database, queue, redis]\n${release === "0.13.0" ? OFF : ""}`;
    const written = `results_cache: { host: mongo.internal }\n${bundled}`;
    check("warning", under(written, "mongo.internal", "CLP5224"), { site: siteOf(release) });
  });

  test("E14: an upgrade fails until the jobs are deleted, and the command names them", () => {
    const outcome = of(release, "", `{ release_name: ${"r".repeat(40)}, namespace: logs }`);
    const { help } = outcome.diagnostics.find(({ code }) => code === "CLP5150")!;
    expect(notes(outcome)).toContain("E14");
    const fullname: string = outcome.publicValues.fullnameOverride;
    expect(help).toContain(
      `kubectl --namespace logs delete job --ignore-not-found ${fullname}-db-table-creator ${fullname}-results-cache-indices-creator`,
    );
  });

  test("E16: on a single tainted node jobs are not let in", () => {
    expect(notes(of(release))).toContain("E16");
    expect(notes(of(release, "", "{ distributed: true }"))).not.toContain("E16");
  });

  test("E17: the query scheduler keeps to ten datasets, and nothing promises more", () => {
    const limited = (limit: number | null) => `query_scheduler: { max_datasets_per_query: ${limit} }\n`;
    for (const limit of [50, null]) {
      const outcome = check("warning", under(limited(limit), `${limit}`, "CLP5226"), {
        site: siteOf(release),
      });
      expect(config(outcome).query_scheduler.max_datasets_per_query).toBe(
        release === "0.13.0" ? 10 : undefined,
      );
    }
    expect(of(release, limited(10)).findings).toEqual([]);
  });

  test("E30: NodePorts are the site file's, so that two releases have their own", () => {
    const ports = (webui: number, database: number) => {
      const outcome = of(
        release,
        "",
        `{ expose_databases: true, node_ports: { webui: ${webui}, database: ${database} } }`,
      );
      return [config(outcome).webui.port, config(outcome).database.port];
    };
    expect([ports(31000, 31001), ports(31002, 31003)]).toEqual([
      [31000, 31001],
      [31002, 31003],
    ]);
    expect(notes(of(release))).toContain("E30");
  });

  test("E31: where a garbage collector runs, its recovery file ends with its pod", () => {
    expect(notes(of(release))).toContain("E31");
    expect(notes(of(release, "results_cache: { retention_period: null }\n"))).not.toContain("E31");
  });

  test("H2: several reducers, Spider, and settings that are fixed are refused", () => {
    const refused = (text: string, kubernetes = "{}") =>
      of(release, text, kubernetes).findings.map((one) => one.split(" ")[1]);
    expect(refused("", "{ replicas: { reducer: 2 } }")).toEqual(["CLP5104"]);
    expect(refused("compression_scheduler: { type: spider }\nspider_scheduler: {}\n")).toEqual(["CLP5101"]);
    expect(refused("database: { auto_commit: true }\n")).toEqual(["CLP5108"]);
  });

  test("H11, H12: no secret stands in the public file, and what a URL spoils is refused", () => {
    const { publicText, secretValues } = of(release, `stream_output: { storage: ${S3("clp-b")} }\n`);
    expect(publicText).not.toMatch(/fake-|FAKE-|clp-user|root/);
    expect(secretValues.credentials.queue.password).toBe("fake-queue-password");
    expect(secretValues.credentials.database).not.toHaveProperty("spider_password");
    const credentials = CREDENTIALS.replace("fake-redis-password", "p@ss");
    const spoilt = of(release, "", "{}", { credentials });
    expect(spoilt.findings.map((one) => one.split(" ")[1])).toContain("CLP5110");
    expect(spoilt.secretText).toBeUndefined();
  });

  test("H14, H16, H19: what no value mends is said", () => {
    for (const defect of ["H14", "H16", "H19", "H11", "H15"]) expect(notes(of(release))).toContain(defect);
    check("warning", "", {
      site: under(siteOf(release, "{ secret_revision: a }"), "a", "CLP5155", "revision: "),
    });
  });

  test("H17, H18: long names are shortened, and the log input has another path", () => {
    const { publicValues } = of(release, "", `{ release_name: ${"r".repeat(50)} }`);
    expect(publicValues.fullnameOverride.length).toBeLessThanOrEqual(33);
    check("warning", under("logs_input: { directory: /srv/logs }\n", "/srv/logs", "CLP5154"), {
      site: siteOf(release),
    });
  });

  test("H21: a spread without a selector is about the worker's own pods", () => {
    const spread = "{ maxSkew: 1, topologyKey: zone, whenUnsatisfiable: DoNotSchedule }";
    const { publicValues } = of(
      release,
      "",
      `{ scheduling: { query_worker: { topologySpreadConstraints: [${spread}] } } }`,
    );
    const where = publicValues.scheduling?.queryWorker ?? publicValues.queryWorker.scheduling;
    expect(where.topologySpreadConstraints[0].labelSelector.matchLabels).toHaveProperty(
      ["app.kubernetes.io/component"],
      "query-worker",
    );
  });

  test("H22: large numbers are strings of their digits", () => {
    const outcome = of(release, "reducer: { upsert_interval: 1000000 }\nwebui: { rate_limit: 2000000 }\n");
    expect([config(outcome).reducer.upsert_interval, config(outcome).webui.rate_limit]).toEqual([
      "1000000",
      "2000000",
    ]);
  });
});

describe("Presto", () => {
  const written = (release: ReleaseId, host: string) =>
    `${release === "0.13.0" ? "webui" : "package"}: { query_engine: presto }\npresto: { host: ${host} }\nresults_cache: { retention_period: null }\n`;
  const given = (release: ReleaseId) => of(release, written(release, "presto.internal, port: 8889"));

  test("H8: is refused where the chart's config lacks it", () => {
    const refused = written("0.10.0", "presto.internal, port: 8889");
    check("error", under(refused, "presto", "CLP5102"), { site: siteOf("0.10.0") });
  });

  test.each(WITH_PRESTO)(
    "E20, E21: in v%s somebody else's is pointed at, of whom the chart keeps no password",
    (release) => {
      const outcome = given(release);
      expect(outcome.carried).toBe(true);
      expect(config(outcome).webui.query_engine).toBe("presto");
      expect(config(outcome).presto).toEqual({ host: "presto.internal", port: 8889 });
      expect(config(outcome).bundled).not.toContain("presto");
    },
  );

  test.each(WITH_PRESTO.filter((id) => id !== "0.13.0"))(
    "E24: in v%s what it does without is null in the values, so that the chart does not run it",
    (release) => {
      const { query_scheduler, query_worker, reducer } = config(given(release));
      expect({ query_scheduler, query_worker, reducer }).toEqual({
        query_scheduler: null,
        query_worker: null,
        reducer: null,
      });
    },
  );

  const own = (release: ReleaseId) => written(release, "presto-coordinator, port: 8080");
  const ownSite = (release: ReleaseId, section = "", kubernetes = "{}") =>
    `${siteOf(release, kubernetes)}presto: { worker_memory: 8GiB, timestamp_keys: { default: ts }, ${section} }\n`;
  const deployed = (release: ReleaseId, section: string, more = "", kubernetes = "{}") =>
    plainChart(own(release) + more, { site: ownSite(release, section, kubernetes) });
  const deployedWith = (release: ReleaseId, credentials: string) =>
    plainChart(own(release), { credentials, site: ownSite(release) });

  test.each(WITH_PRESTO)("in v%s the chart runs it, where the site file deploys it", (release) => {
    const outcome = check("warning", under(own(release), "presto", "CLP5231"), {
      site: ownSite(release, "workers: 3"),
    });
    const { publicValues } = outcome;
    expect(config(outcome).bundled).toContain("presto");
    expect(config(outcome).presto).toEqual({
      port: 30889,
      coordinator: { logging_level: "INFO", query_max_memory_gb: 1, query_max_memory_per_node_gb: 1 },
      worker: { query_memory_gb: 4, system_memory_gb: 7 },
      split_filter: {
        "clp.default": [
          {
            columnName: "ts",
            customOptions: { rangeMapping: { lowerBound: "begin_timestamp", upperBound: "end_timestamp" } },
            required: false,
          },
        ],
      },
    });
    expect((publicValues.scheduling ?? publicValues).prestoWorker.replicas).toBe(3);
    expect(publicValues.image.prestoWorker).toMatchObject({ tag: "clp-v0.10.0-fix.1" });
  });

  test.each(WITH_PRESTO)("E30: in v%s the port of nodes is the site file's, where it has one", (release) => {
    const outcome = deployed(release, "workers: 1", "", "{ node_ports: { presto_coordinator: 31889 } }");
    expect(config(outcome).presto.port).toBe(31889);
    expect(outcome.diagnostics.map(({ message }) => message).join()).toContain("port 31889 of every node");
  });

  test("E18: its images' digests stand in the values that are read, and its limits are its memory", () => {
    const digest = "0f".repeat(32);
    const { publicValues } = deployed("0.13.0", `images: { worker: "r.internal/w:1@sha256:${digest}" }`);
    expect(publicValues.image.prestoWorker).toMatchObject({
      repository: "r.internal/w:1@sha256",
      tag: digest,
    });
    expect(publicValues.resources).toEqual({
      prestoCoordinator: { limits: { memory: String(5 * 1024 ** 3) } },
      prestoWorker: { limits: { memory: String(8 * 1024 ** 3) } },
    });
  });

  test("P22, E21: what the chart has fixed of it, and a host of S3 that does not exist, are refused", () => {
    const codes = (section: string, more = "") =>
      deployed("0.12.0", section, more).findings.map((one) => one.split(" ")[1]);
    expect(codes("coordinator_memory: 8GiB")).toEqual(["CLP5230"]);
    expect(codes("workers: 1", `archive_output: { storage: ${S3("clp-a", "")} }\n`)).toEqual(["CLP5230"]);
    expect(codes("workers: 1", `archive_output: { storage: ${S3("clp-a")} }\n`)).toEqual(["CLP5231"]);
  });

  test("E20: a password that a properties file spoils is refused, and only the secret file is left out", () => {
    const release = "0.12.0";
    const with_ = (password: string) =>
      deployedWith(
        release,
        CREDENTIALS.replace("fake-database-password", () => JSON.stringify(password)),
      );
    for (const password of ["a\\b", "ä"]) {
      const { carried, findings: all, secretText } = with_(password);
      expect({ carried, secretText, codes: all.map((one) => one.split(" ")[1]) }).toEqual({
        carried: true,
        secretText: undefined,
        codes: ["CLP5231", "CLP5110"],
      });
    }
    expect(with_("p@ss/#?% \"'$x").secretText).toBeDefined();
  });

  test("one that a pod would look for in itself is refused", () => {
    const config = written("0.11.0", "localhost, port: 8889");
    check("error", under(config, "localhost", "CLP5204"), { site: siteOf("0.11.0") });
    const elsewhere = plainChart(config, { site: `${siteOf("0.11.0")}presto: { deploy: false }\n` });
    expect(elsewhere.findings).toEqual(["error CLP5204"]);
  });

  test.each(WITH_PRESTO)(
    "in v%s the chart's own is not looked for at the config's loopback address",
    (release) => {
      const outcome = plainChart(written(release, "localhost, port: 8889"), { site: ownSite(release) });
      expect(outcome.carried).toBe(true);
      expect(config(outcome).presto).not.toHaveProperty("host");
    },
  );

  test("its memory is the limit, too, where the site file says only what a worker asks for", () => {
    const { publicValues } = deployed(
      "0.13.0",
      "workers: 1",
      "",
      "{ resources: { presto_worker: { requests: { cpu: 1 }, limits: { cpu: 4 } }, presto_coordinator: { limits: { memory: 6Gi } } } }",
    );
    expect(publicValues.resources).toEqual({
      prestoCoordinator: { limits: { memory: "6Gi" } },
      prestoWorker: { requests: { cpu: "1" }, limits: { cpu: "4", memory: String(8 * 1024 ** 3) } },
    });
  });

  test("no more than that can be asked for, by a worker or by any other container", () => {
    const refused = (resources: string, emit: readonly BackendName[] = ["helm"]) =>
      deploy(own("0.13.0"), {
        site: ownSite("0.13.0", "", `{ resources: { ${resources} } }`),
        emit,
      }).diagnostics.filter(({ code }) => code === "CLP5206");
    expect(refused("presto_worker: { requests: { memory: 16Gi } }")).toMatchObject([
      { message: "Cannot request 16Gi of memory: the limit is 8Gi" },
    ]);
    expect(refused("presto_worker: { requests: { memory: 16Gi } }", ["helm", "kubernetes"])).toHaveLength(1);
    expect(refused("webui: { requests: { cpu: 2 }, limits: { cpu: 1 } }")).toMatchObject([
      { message: "Cannot request 2 of cpu: the limit is 1" },
    ]);
    expect(refused("presto_worker: { requests: { memory: 8Gi } }")).toEqual([]);
  });

  test("E21: a region that is wrong is not called absent", () => {
    const errors = (region: string) =>
      deploy(`${own("0.12.0")}archive_output: { storage: ${S3("clp-a", `region_code: ${region}, `)} }\n`, {
        site: ownSite("0.12.0"),
        emit: ["helm"],
      }).findings.filter((one) => one.startsWith("error"));
    expect(errors('"a\\tb"')).toEqual(["error CLP2013"]);
    expect(errors("null")).toEqual(["error CLP5230"]);
  });
});

describe("the chart of CLP v0.13.0", () => {
  const newest = (text = "", kubernetes = "{}", given: Given = {}) => of("0.13.0", text, kubernetes, given);

  test("E5: its results cache is nowhere but on the loopback, and the command names it rightly", () => {
    const { diagnostics } = newest("", "{ release_name: logs, namespace: team }");
    const { help, severity } = diagnostics.find(({ code }) => code === "CLP5222")!;
    expect(severity).toBe("warning");
    expect(help).toContain("kubectl --namespace team exec logs-clp-results-cache-0");
    expect(help).toContain('host = "logs-clp-results-cache:27017"');
    const external = newest(
      `${OFF}bundled: [database, queue, redis]\nresults_cache: { host: mongo.internal }\n`,
    );
    expect(external.diagnostics.map(({ code }) => code)).not.toContain("CLP5222");
  });

  test("E15: a reducer without a query scheduler is left out, and a warning says so", () => {
    const outcome = check("warning", under("query_scheduler: null\n", "null", "CLP5223"), {
      site: siteOf("0.13.0"),
    });
    expect(config(outcome).query_scheduler).toBeNull();
    expect(config(outcome).reducer).toBeNull();
    expect(config(outcome).query_worker).not.toBeNull();
    expect(newest("query_scheduler: null\nreducer: null\n").findings).toEqual([]);
  });

  test("E18: a digest stands in the value that is read", () => {
    const digest = `sha256:${"0f".repeat(32)}`;
    const { image } = newest(`container_image_ref: registry.internal:5000/clp@${digest}\n`).publicValues;
    expect(image.clpPackage).toEqual({
      repository: "registry.internal:5000/clp",
      digest,
      pullPolicy: "IfNotPresent",
    });
    // Of the collector's, repository and tag alone are read.
    expect(Object.keys(image.otelCollector)).toEqual(["repository", "tag", "pullPolicy"]);
  });

  test("E19: the site file's id of the deployment is a value, and without one a note says what happens", () => {
    const named = newest("", "{}", {
      site: 'clp_version: "0.13.0"\nhost: { clp_home: /home/clp, instance_id: my-clp }\n',
    });
    expect(named.publicValues.global).toEqual({ instanceId: "my-clp" });
    expect(notes(named)).not.toContain("E19");
    expect(newest().publicValues).not.toHaveProperty("global");
    expect(notes(newest())).toContain("E19");
    expect(notes(newest(OFF))).not.toContain("E19");
  });

  test("E22, H13: AWS profiles are files that Helm reads, which two services do not see", () => {
    const written = `archive_output: { storage: ${S3("clp-a", undefined, PROFILE)} }\naws_config_directory: "/srv/a,b"\n`;
    const outcome = check("warning", under(written, '"/srv/a,b"', "CLP5227"), { site: siteOf("0.13.0") });
    expect(outcome.carried).toBe(true);
    expect(outcome.publicText).toContain(
      "--set-file 'clpConfig.aws_config.credentials=/srv/a\\,b/credentials' --set-file 'clpConfig.aws_config.config=/srv/a\\,b/config'",
    );
    expect(notes(outcome)).toContain("E22");
    expect(notes(newest())).not.toContain("E22");
  });

  test("E23: limits of time are the config's, and not the chart's own", () => {
    const { compression_worker, query_worker } = config(newest("query_worker: { task_time_limit: 0 }\n"));
    expect([compression_worker.task_soft_time_limit, compression_worker.task_time_limit]).toEqual([
      600, 1200,
    ]);
    expect([query_worker.task_soft_time_limit, query_worker.task_time_limit]).toEqual([600, 0]);
  });

  test("H10: streams without a region have none, as asked", () => {
    const outcome = newest(`stream_output: { storage: ${S3("clp-b", "")} }\n`);
    expect(outcome.findings).toEqual([]);
    expect(config(outcome).stream_output.storage.s3_config).not.toHaveProperty("region_code");
  });

  test("H15: images, their pull policy and H19: resources are values", () => {
    const { publicValues, carried } = newest(
      "database: { type: mysql }\n",
      "{ image_pull_policy: Never, resources: { webui: { limits: { memory: 1Gi } }, results_cache: { requests: { cpu: 1 } }, spider_scheduler: { limits: { cpu: 1 } } } }",
    );
    expect(carried).toBe(true);
    const policies = Object.values<Values>(publicValues.image).map(({ pullPolicy }) => pullPolicy);
    expect(policies).toHaveLength(8);
    expect(new Set(policies)).toEqual(new Set(["Never"]));
    expect(publicValues.image.mysql).toMatchObject({ repository: "mysql", tag: "8.0.46" });
    expect(publicValues.image).not.toHaveProperty("mariadb");
    expect(publicValues.resources).toEqual({
      resultsCache: { requests: { cpu: "1" } },
      webui: { limits: { memory: "1Gi" } },
    });
  });

  test("telemetry is what the config says, and an external collector is pointed at", () => {
    expect(config(newest(OFF)).telemetry.disable).toBe(true);
    const outcome = newest(
      'bundled: [database, queue, redis, results_cache]\notel_collector: { host: otel.internal, port: 4319 }\ntelemetry: { endpoint: "https://t.internal" }\n',
    );
    expect(config(outcome).otel_collector).toEqual({ host: "otel.internal", port: 4319 });
    expect(config(outcome).telemetry).toEqual({ disable: false, endpoint: "https://t.internal" });
    expect(outcome.publicValues.image).not.toHaveProperty("otelCollector");
  });

  test("names that its script would read otherwise are refused", () => {
    for (const name of ["a`b", 'a"b'])
      expect(
        newest(`results_cache: { stream_collection_name: ${JSON.stringify(name)} }\n`).carried,
        name,
      ).toBe(false);
  });
});

describe("charts before that of CLP v0.13.0", () => {
  test.each(WITHOUT_TELEMETRY)(
    "H13, H15, H19: what v%s's chart does not carry is refused or warned of",
    (release) => {
      const inSite = (kubernetes: string, part: string, code: string) => ({
        site: under(siteOf(release, kubernetes), part, code),
      });
      const given = { site: siteOf(release) };
      const profile = `archive_output: { storage: ${S3("clp-a", undefined, PROFILE)} }\n`;
      const elsewhere = `${profile}aws_config_directory: /home/clp/.aws\n`;
      check("error", under(elsewhere, "/home/clp/.aws", "CLP5106"), given);
      expect(of(release, `${profile}aws_config_directory: /opt/clp/.aws\n`).findings).toEqual([]);
      const webui = "{ limits: { memory: 1Gi } }";
      check("error", "", inSite(`{ resources: { webui: ${webui} } }`, webui, "CLP5107"));
      check("warning", "", inSite("{ image_pull_policy: Never }", "Never", "CLP5156"));
      const streams = `stream_output: { storage: ${S3("clp-b", "")} }\n`;
      check("warning", under(streams, S3_CONFIG("clp-b", ""), "CLP5152"), given);
    },
  );

  test("the limit of concurrent jobs of the query scheduler came with chart 0.3.1", () => {
    expect(config(of("0.12.0")).query_scheduler.scheduler_concurrency).toBe(4);
    expect(config(of("0.11.0")).query_scheduler).not.toHaveProperty("scheduler_concurrency");
  });

  test("who answers queries is said under webui from chart 0.3.0 on, whatever key CLP has", () => {
    expect(config(of("0.10.0")).package.query_engine).toBe("clp-s");
    for (const release of WITH_PRESTO) {
      expect(config(of(release)).webui.query_engine).toBe("clp-s");
      expect(config(of(release)).package).not.toHaveProperty("query_engine");
    }
  });
});
