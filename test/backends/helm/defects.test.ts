/** What of the chart's defects the values avoid, what is refused because of them, and of what a warning says so. */
import { describe, expect, test } from "vitest";
import { CREDENTIALS } from "../../deploy.ts";
import { under } from "../../frames.ts";
import { chart, check, site } from "./given.ts";

const S3_CONFIG = (bucket: string, more = "region_code: us-east-2, ") =>
  `{ ${more}bucket: ${bucket}, key_prefix: logs/, aws_authentication: { type: credentials, credentials: { access_key_id: FAKE-KEY, secret_access_key: fake-secret } } }`;
const S3 = (bucket: string, more?: string) => `{ type: s3, s3_config: ${S3_CONFIG(bucket, more)} }`;
const PROFILE =
  "{ type: s3, s3_config: { bucket: clp-p, key_prefix: logs/, aws_authentication: { type: profile, profile: p } } }";
const TEXT = "package: { storage_engine: clp, query_engine: clp }\napi_server: null\nlog_ingestor: null\n";
const EXTERNAL = "bundled: [queue, redis, results_cache]\ndatabase: { host: db.internal }\n";
const SPIDER = "compression_scheduler: { type: spider }\nspider_scheduler: {}\n";
const PRESTO =
  "package: { query_engine: presto }\npresto: { host: p.internal, port: 8889 }\nresults_cache: { retention_period: null }\n";

describe("the values avoid", () => {
  test("H3: the databases' storage class is local-storage, whatever the site file says, and a warning says so", () => {
    const { carried, publicValues } = check("warning", "", {
      site: under(site("{ storage_class: nfs }"), "nfs", "CLP5151"),
    });
    expect(carried).toBe(true);
    expect(publicValues.storage.storageClassName).toBe("local-storage");
  });

  test("H6: staging directories are there, and absolute", () => {
    const { publicValues } = chart(
      `archive_output: { storage: ${S3("clp-a")} }\nstream_output: { storage: ${S3("clp-b")} }\n`,
    );
    const { archive_output, stream_output } = publicValues.clpConfig;
    expect(archive_output.storage.staging_directory).toBe("/home/clp/clp-package/var/data/staged-archives");
    expect(stream_output.storage.staging_directory).toBe("/home/clp/clp-package/var/data/staged-streams");
  });

  test("H9: for clp-text, api_server and log_ingestor are null and not the chart's defaults", () => {
    const { publicValues } = chart(TEXT);
    expect(publicValues.clpConfig.api_server).toBeNull();
    expect(publicValues.clpConfig.log_ingestor).toBeNull();
  });

  test("H10: the region of streams is passed on", () => {
    const { publicValues, findings } = chart(`stream_output: { storage: ${S3("clp-b")} }\n`);
    expect(publicValues.clpConfig.stream_output.storage.s3_config.region_code).toBe("us-east-2");
    expect(findings).toEqual([]);
  });

  test("H11: no user name and no password stands in the public file, and the chart's own are taken away", () => {
    const { publicText, publicValues, secretValues } = chart(`stream_output: { storage: ${S3("clp-b")} }\n`);
    expect(publicValues.credentials).toBeNull();
    expect(publicText).not.toMatch(/fake-|FAKE-|clp-user|root/);
    expect(secretValues).toEqual({
      clpConfig: {
        stream_output: {
          storage: {
            s3_config: {
              aws_authentication: {
                credentials: { access_key_id: "FAKE-KEY", secret_access_key: "fake-secret" },
              },
            },
          },
        },
      },
      credentials: {
        database: {
          username: "clp-user",
          password: "fake-database-password",
          root_username: "root",
          root_password: "fake-root-password",
        },
        queue: { username: "clp-user", password: "fake-queue-password" },
        redis: { password: "fake-redis-password" },
      },
    });
  });

  test("H13: AWS profiles in /opt/clp/.aws of the nodes are found, since the chart mounts them under that path", () => {
    const { carried, publicValues } = chart(
      `archive_output: { storage: ${PROFILE} }\naws_config_directory: /opt/clp/.aws\n`,
    );
    expect(carried).toBe(true);
    expect(publicValues.clpConfig.aws_config_directory).toBe("/opt/clp/.aws");
  });

  test("H17: a long release name gives a shorter name for the objects, and two long names stay two", () => {
    const name = (release: string) =>
      chart("", { site: site(`{ release_name: ${release} }`) }).publicValues.fullnameOverride as
        | string
        | undefined;
    expect(name("clp")).toBeUndefined();
    expect(name("a".repeat(29))).toBeUndefined();
    expect(name("a".repeat(30))).toMatch(/^a{24}-[0-9a-f]{8}$/);
    expect(name(`${"a".repeat(30)}-x`)).not.toBe(name(`${"a".repeat(30)}-y`));
    expect(name(`clp-${"b".repeat(29)}`)).toBeUndefined();
    expect(name(`clp-${"b".repeat(18)}--cccccccccccc`)).toMatch(/b-[0-9a-f]{8}$/);
  });

  test("H18: ports are NodePorts of the site file, not ports of the config", () => {
    const { publicValues } = chart(
      "webui: { port: 4444 }\napi_server: { port: 4445 }\nmcp_server: { port: 4446 }\n",
      {
        site: site("{ node_ports: { webui: 31000, api_server: 31001, mcp_server: 31002 } }"),
      },
    );
    const { webui, api_server, mcp_server } = publicValues.clpConfig;
    expect([webui.port, api_server.port, mcp_server.port]).toEqual([31000, 31001, 31002]);
  });

  test("H21: a spread or an affinity without a selector is about the worker's own pods", () => {
    const own = {
      matchLabels: {
        "app.kubernetes.io/name": "clp",
        "app.kubernetes.io/instance": "logs",
        "app.kubernetes.io/component": "query-worker",
      },
    };
    const spread = "{ maxSkew: 1, topologyKey: kubernetes.io/hostname, whenUnsatisfiable: DoNotSchedule }";
    const term = "{ topologyKey: kubernetes.io/hostname }";
    const given = "{ topologyKey: zone, labelSelector: { matchLabels: { app: other } } }";
    const { publicValues } = chart("", {
      site: site(
        `{ release_name: logs, scheduling: { query_worker: { topologySpreadConstraints: [${spread}], affinity: { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [${term}, ${given}], preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 1, podAffinityTerm: ${term} }] } } } } }`,
      ),
    });
    const { affinity, topologySpreadConstraints } = publicValues.queryWorker.scheduling;
    expect(topologySpreadConstraints[0].labelSelector).toEqual(own);
    const anti = affinity.podAntiAffinity;
    expect(
      anti.requiredDuringSchedulingIgnoredDuringExecution.map(
        (one: { labelSelector: object }) => one.labelSelector,
      ),
    ).toEqual([own, { matchLabels: { app: "other" } }]);
    expect(anti.preferredDuringSchedulingIgnoredDuringExecution[0].podAffinityTerm.labelSelector).toEqual(
      own,
    );
  });

  test("H22: numbers that Helm would print with an exponent are strings of their digits", () => {
    const { publicValues } = chart(
      "reducer: { upsert_interval: 1000000 }\nwebui: { rate_limit: 999999 }\nquery_scheduler: { jobs_poll_delay: 0.00001 }\ncompression_scheduler: { jobs_poll_delay: 1234567.5, max_concurrent_tasks_per_job: 9007199254740991 }\n",
      {
        site: `host: { clp_home: /home/clp, uid: 2000000000 }\nkubernetes: { worker_concurrency: 2000000 }\n`,
      },
    );
    const { clpConfig, securityContext, workerConcurrency } = publicValues;
    expect(clpConfig.reducer.upsert_interval).toBe("1000000");
    expect(clpConfig.webui.rate_limit).toBe(999999);
    expect(clpConfig.query_scheduler.jobs_poll_delay).toBe("0.00001");
    expect(clpConfig.compression_scheduler.jobs_poll_delay).toBe("1234567.5");
    expect(clpConfig.compression_scheduler.max_concurrent_tasks_per_job).toBe("9007199254740991");
    expect(securityContext.firstParty.uid).toBe("2000000000");
    expect(workerConcurrency).toBe("2000000");
  });

  test("H22: numbers of scheduling stay numbers, which the chart prints as they are", () => {
    const { publicValues } = chart("", {
      site: site(
        "{ scheduling: { reducer: { tolerations: [{ effect: NoExecute, tolerationSeconds: 3600000 }] } } }",
      ),
    });
    expect(publicValues.reducer.scheduling.tolerations[0].tolerationSeconds).toBe(3600000);
  });
});

describe("refused, with a reason and a place", () => {
  test.each([
    ["Spider", under(SPIDER, "spider", "CLP5101", "type: "), {}],
    ["H8: Presto", under(PRESTO, "presto", "CLP5102", "query_engine: "), {}],
    ["external services", under(EXTERNAL, "[queue, redis, results_cache]", "CLP5103"), {}],
    ["H2: several reducers", "", { site: under(site("{ replicas: { reducer: 2 } }"), "2", "CLP5104") }],
    ["relative paths", under("tmp_directory: scratch", "scratch", "CLP5105"), { site: "" }],
    ["paths with ..", under("tmp_directory: /home/../tmp", "/home/../tmp", "CLP5105"), {}],
    [
      "H13: AWS profiles elsewhere",
      under(
        `archive_output: { storage: ${PROFILE} }\naws_config_directory: /home/clp/.aws\n`,
        "/home/clp/.aws",
        "CLP5106",
      ),
      {},
    ],
    [
      "H19: resources",
      "",
      {
        site: under(
          site("{ resources: { webui: { limits: { memory: 1Gi } } } }"),
          "{ limits: { memory: 1Gi } }",
          "CLP5107",
        ),
      },
    ],
    ["settings that the chart has fixed", under("database: { auto_commit: true }", "true", "CLP5108"), {}],
    ["text that Kubernetes changes", under('database: { names: { clp: "a$$b" } }', '"a$$b"', "CLP5109"), {}],
    [
      "text that JSON cannot say",
      under('webui: { results_metadata_collection_name: "a\\U0010FFFD" }', '"a\\U0010FFFD"', "CLP5109"),
      {},
    ],
  ] as const)("%s", (_, config, given) => {
    const { carried, files, diagnostics } = check("error", config, given);
    expect({ carried, files: files.length }).toEqual({ carried: false, files: 0 });
    expect(diagnostics.every(({ help }) => help !== undefined)).toBe(true);
  });

  test("all relative paths in one finding", () => {
    const { diagnostics } = chart("", { site: "" });
    expect(diagnostics.map(({ code }) => code)).toEqual(["CLP5105"]);
    expect(diagnostics[0]?.notes.at(0)).toBe(
      "relative as well: ./var/log, ./var/tmp, ./var/data/archives, ./var/data/streams",
    );
  });

  test("all reasons at once", () => {
    const { findings } = chart(`${SPIDER}${PRESTO}${EXTERNAL}`, {
      site: site("{ replicas: { reducer: 2 } }"),
    });
    expect(findings.map((finding) => finding.split(" ")[1]).sort()).toEqual([
      "CLP5101",
      "CLP5102",
      "CLP5103",
      "CLP5104",
    ]);
  });

  test("nothing else: what is refused is named, and a deployment with everything that the chart knows is carried", () => {
    const { carried, findings } = chart(
      `mcp_server: {}\narchive_output: { retention_period: 10, storage: ${S3("clp-a")} }\nstream_output: { storage: ${S3("clp-b")} }\nlogs_input: { type: s3, aws_authentication: { type: credentials, credentials: { access_key_id: a, secret_access_key: b, session_token: c } } }\ndatabase: { type: mysql }\ncontainer_image_ref: registry.internal:5000/clp@sha256:${"00".repeat(32)}\n`,
      {
        site: site(
          "{ distributed: true, expose_databases: true, replicas: { compression_worker: 3, query_worker: 2, reducer: 0 }, resources: { spider_scheduler: { limits: { cpu: 1 } } } }",
        ),
      },
    );
    expect({ carried, findings }).toEqual({ carried: true, findings: [] });
  });
});

describe("warned of", () => {
  test("H1: pods that start later never become ready: one warning, with the chart's other defects as notes", () => {
    const only = (kubernetes: string) => {
      const { diagnostics } = chart("", { site: site(kubernetes) });
      expect(diagnostics.map(({ severity, code }) => `${severity} ${code}`)).toEqual(["warning CLP5150"]);
      return diagnostics[0]!.notes.join("\n");
    };
    const single = only("{}");
    for (const defect of ["H4", "H5", "H7", "H11", "H14", "H15", "H16", "H19"])
      expect(single).toContain(defect);
    expect(only("{ distributed: true }")).not.toContain("H7");
  });

  test.each([
    [
      "H10: streams without a region",
      under(`stream_output: { storage: ${S3("clp-b", "")} }\n`, S3_CONFIG("clp-b", ""), "CLP5152"),
      {},
    ],
    [
      "D22: a back-off that the API server does not see",
      under("api_server: { query_job_polling: { max_backoff: 10 } }", "10", "CLP5153"),
      {},
    ],
    [
      "H18: the log input's other path",
      under("logs_input: { directory: /srv/logs }", "/srv/logs", "CLP5154"),
      {},
    ],
    [
      "H19: a secret revision",
      "",
      { site: under(site("{ secret_revision: a }"), "a", "CLP5155", "revision: ") },
    ],
    ["H15: a pull policy", "", { site: under(site("{ image_pull_policy: Never }"), "Never", "CLP5156") }],
    [
      "several workers on one node",
      "",
      { site: under(site("{ replicas: { query_worker: 2 } }"), "2", "CLP5157") },
    ],
  ] as const)("%s", (_, config, given) => {
    expect(check("warning", config, given).carried).toBe(true);
  });
});

describe("H12: secrets that the chart pastes into URLs", () => {
  const given = (queue: string, redis = "plain") => ({
    credentials: CREDENTIALS.replace(
      /queue:.*\nredis:.*\n/,
      () => `queue: ${queue}\nredis: { password: ${JSON.stringify(redis)} }\n`,
    ),
  });
  const withPassword = (password: string) =>
    given(`{ username: clp-user, password: ${JSON.stringify(password)} }`);

  test.each(["p@ss", "a/b", "a#b", "a?b", "50%", "a b", 'a"b', "a\\b", "ä", "[x]", "a$$b", "a$(HOME)"])(
    "%j is refused without being shown, and only the secret file is left out",
    (password) => {
      const written = JSON.stringify(password);
      const { carried, diagnostics, publicText, secretText } = check("error", "", {
        credentials: under(withPassword(password).credentials, written, "CLP5110"),
      });
      expect(carried).toBe(true);
      expect(publicText).toBe(chart("").publicText);
      expect(secretText).toBeUndefined();
      expect(diagnostics.map(({ message, help, notes }) => [message, help, ...notes]).join()).not.toContain(
        password,
      );
    },
  );

  test.each(["a:b", "a$b", "~!$&'()*+,;=", "-._"])("%j is carried", (password) => {
    const { findings, secretValues } = chart("", withPassword(password));
    expect(findings).toEqual([]);
    expect(secretValues.credentials.queue.password).toBe(password);
  });

  test("a user name has no colon, and Redis's password is looked at too", () => {
    const { credentials } = given('{ username: "a:b", password: plain }', "p@ss");
    check("error", "", {
      credentials: under(under(credentials, '"a:b"', "CLP5110"), '"p@ss"', "CLP5110"),
    });
  });

  test("the database's password is no URL text and may be anything", () => {
    const hostile = "p@ss/#?% \"'\\$$(X)ä";
    const credentials = CREDENTIALS.replace("fake-database-password", () => JSON.stringify(hostile));
    const { findings, secretValues } = chart("", { credentials });
    expect(findings).toEqual([]);
    expect(secretValues.credentials.database.password).toBe(hostile);
  });

  test("S3 keys for streams stand in an environment variable, which Kubernetes expands", () => {
    const storage = S3("clp-b").replace("fake-secret", () => "fake$$secret");
    check("error", under(`stream_output: { storage: ${storage} }\n`, "fake$$secret", "CLP5110"));
  });
});
