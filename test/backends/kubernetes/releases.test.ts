/** Manifests of every release of CLP: what was judged in one holds in all, and what only later ones have. */
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { RELEASES, type ReleaseId } from "../../../src/clp/releases/releases.ts";
import { SITE } from "../../deploy.ts";
import { type Any, containersOf, type Manifests, manifests, podOwners } from "./manifests.ts";

const IDS = RELEASES.map(({ id }) => id);
const LATER = IDS.filter((id) => id !== "0.9.0");
const NEWEST = "0.13.0";
const OFF = "telemetry: { disable: true }\n";

function of(release: ReleaseId, config = "", kubernetes: object = {}, host = SITE): Manifests {
  return manifests(config, { kubernetes, host: `clp_version: "${release}"\n${host}` });
}

function everyContainer(made: Manifests): readonly Any[] {
  return podOwners(made).flatMap(({ spec }) => containersOf(spec.template.spec));
}

function variable({ env = [] }: Any, name: string): Any {
  return env.find((one: Any) => one.name === name)?.value;
}

function configOf(made: Manifests): Any {
  return parse(made.kind("ConfigMap")[0].data["clp-config.yaml"]);
}

const SETS: Readonly<Record<string, string>> = {
  "as it comes": "",
  "with the MCP server and retention": "mcp_server: {}\narchive_output: { retention_period: 60 }\n",
  "with Spider": "compression_scheduler: { type: spider }\nspider_scheduler: {}\n",
  "with somebody else's servers":
    "bundled: []\ndatabase: { host: db.internal, port: 3307 }\nqueue: { host: mq.internal }\nredis: { host: redis.internal }\nresults_cache: { host: mongo.internal }\n",
};

describe.each(IDS)("CLP v%s", (release) => {
  describe.each(Object.entries(SETS))("%s", (name, config) => {
    const telemetry = release === NEWEST && name.endsWith("servers") ? OFF : "";
    const made = of(release, config + telemetry);

    test("is carried, and its labels say the release", () => {
      expect(made.carried).toBe(true);
      for (const { metadata } of made.objects)
        expect(metadata.labels["app.kubernetes.io/version"]).toBe(release);
    });

    test("every pod is as the standard `restricted` asks, and mounts no directory of its node", () => {
      for (const { spec } of podOwners(made)) {
        const pod = spec.template.spec;
        expect(pod.securityContext).toMatchObject({
          runAsNonRoot: true,
          seccompProfile: { type: "RuntimeDefault" },
        });
        expect(pod.automountServiceAccountToken).toBe(false);
        for (const volume of pod.volumes ?? []) expect(volume).not.toHaveProperty("hostPath");
      }
      for (const { securityContext } of everyContainer(made)) {
        expect(securityContext).toEqual({ allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } });
      }
    });

    test("E16: on a single node, jobs too bear the control plane's taint", () => {
      for (const { spec } of podOwners(made)) {
        expect(spec.template.spec.tolerations).toEqual([
          { key: "node-role.kubernetes.io/control-plane", operator: "Exists", effect: "NoSchedule" },
        ]);
      }
    });

    test("E20: no public file holds a secret, and none is a text of a pod", () => {
      for (const { access, text } of made.files)
        if (access === "public") expect(text).not.toMatch(/fake-|ZmFrZS/);
    });

    test("E6: nobody is sent to a word that is Compose's alone", () => {
      for (const { text } of made.files) expect(text).not.toMatch(/host-gateway|127\.0\.0\.2|noop-/);
    });
  });

  test("E5: MongoDB's only member is the name that clients reach, and no address of the pod itself", () => {
    const made = of(release);
    const { args } = made.pod("results-cache-indices-creator").containers[0];
    expect(args[args.indexOf("--uri") + 1]).toBe("mongodb://clp-results-cache:27017/clp-query-results");
    expect(made.kind("Service").map(({ metadata }) => metadata.name)).toContain("clp-results-cache");
    expect(made.pod("results-cache").hostAliases).toEqual([
      { ip: "127.0.0.1", hostnames: ["clp-results-cache"] },
    ]);
    for (const { text } of made.files) expect(text).not.toMatch(/(?:localhost|127\.0\.0\.1):27017/);
  });

  test("E31: what the garbage collector has still to delete outlives its pod, whatever the class", () => {
    const volume = release === NEWEST ? "tmp" : "logs";
    for (const storage_class of ["local-storage", "fast-rwx"]) {
      const { volumes } = of(release, "", { storage_class }).pod("garbage-collector");
      expect(volumes).toContainEqual({
        name: volume,
        persistentVolumeClaim: { claimName: `clp-${volume}` },
      });
    }
  });

  test("E19: the same inputs give the same bytes, and nothing is drawn at random", () => {
    const texts = () => of(release).files.map(({ text }) => text);
    expect(texts()).toEqual(texts());
  });

  test("E30: which ports of the nodes are taken is the site file's", () => {
    const node_ports = { webui: 31000, api_server: 31001, log_ingestor: 31002, mcp_server: 31003 };
    const taken = of(release, "mcp_server: {}", { node_ports })
      .kind("Service")
      .flatMap(({ spec }) => spec.ports.flatMap(({ nodePort }: Any) => nodePort ?? []));
    expect(taken.sort()).toEqual([31000, 31001, 31003]);
  });
});

test("D12c: with Spider, the one name that is looked up whatever the config says is v0.9.0's alone", () => {
  for (const release of IDS) {
    const made = of(release, SETS["with Spider"]);
    const names = made.kind("Service").map(({ metadata }) => metadata.name);
    expect(names.includes("database"), release).toBe(release === "0.9.0");
    expect(made.findings.includes("note CLP5210"), release).toBe(release === "0.9.0");
  }
});

test("E14: a job of another release is another Job, since a Job cannot be changed", () => {
  for (const job of ["db-table-creator", "results-cache-indices-creator"]) {
    const names = IDS.map((id) => of(id).one("Job", job).metadata.name);
    expect(new Set(names).size).toBe(IDS.length);
  }
});

test("claims and volumes are the same in all releases, so that data stays where it is", () => {
  const kept = (release: ReleaseId) => {
    const made = of(release);
    const templates = made
      .kind("StatefulSet")
      .flatMap(({ metadata, spec }) => spec.volumeClaimTemplates.map((claim: Any) => [metadata.name, claim]));
    const objects = [...made.kind("PersistentVolume"), ...made.kind("PersistentVolumeClaim")].map(
      ({ kind, metadata, spec }) => [kind, metadata.name, spec],
    );
    return [templates, objects];
  };
  for (const release of LATER) expect(kept(release)).toEqual(kept("0.9.0"));
});

describe.each(LATER)("somebody else's servers in v%s", (release) => {
  const made = of(release, `${SETS["with somebody else's servers"]}${release === NEWEST ? OFF : ""}`);

  test("are called by their own names and ports, in every place", () => {
    expect(configOf(made)).toMatchObject({
      database: { host: "db.internal", port: 3307 },
      queue: { host: "mq.internal", port: 5672 },
      redis: { host: "redis.internal", port: 6379 },
      results_cache: { host: "mongo.internal", port: 27017 },
    });
    expect(made.secret("clp-urls", "query-worker.BROKER_URL")).toContain("@mq.internal:5672");
    expect(made.kind("StatefulSet")).toEqual([]);
  });

  test("of which the site file says the address are found by it in each pod; others are left to DNS", () => {
    for (const component of ["webui", "query-scheduler", "db-table-creator"])
      expect(made.pod(component).hostAliases).toEqual([{ ip: "10.0.0.5", hostnames: ["db.internal"] }]);
  });

  test("that are on the loopback are refused: that is the pod itself", () => {
    const local = of(release, `bundled: [queue, redis, results_cache]\n${release === NEWEST ? OFF : ""}`);
    expect(local.findings).toEqual(["error CLP5204"]);
  });
});

describe("telemetry", () => {
  const REPORTING = [
    "api-server",
    "compression-scheduler",
    "compression-worker",
    "query-scheduler",
    "query-worker",
  ];
  const on = of(NEWEST);
  const off = of(NEWEST, OFF);

  test("E7: the collector has neither the engine's socket nor a detector that asks it, and no volume of its node", () => {
    const pod = on.pod("otel-collector");
    expect(pod.volumes).toEqual([{ name: "config", configMap: { name: "clp-config" } }]);
    const conf = parse(on.kind("ConfigMap")[0].data["otel-collector.yaml"]);
    expect(conf.processors.resourcedetection.detectors).toEqual(["env", "system"]);
    for (const { text } of on.files) expect(text).not.toMatch(/docker/);
  });

  test("the collector is a Deployment that keeps nothing, asked at its own health port, reached at the port of OTLP", () => {
    const { spec } = on.one("Deployment", "otel-collector");
    const [container] = spec.template.spec.containers;
    for (const probe of ["startupProbe", "readinessProbe", "livenessProbe"])
      expect(container[probe].httpGet).toEqual({ path: "/", port: 13133 });
    expect(on.one("Service", "otel-collector").spec).toMatchObject({
      type: "ClusterIP",
      ports: [{ name: "otlp", port: 4318, targetPort: "otlp" }],
    });
    expect(variable(container, "CLP_TELEMETRY_ENDPOINT")).toBe("https://telemetry.yscope.io");
  });

  test("each service that reports is told where, by the collector's Service", () => {
    for (const component of REPORTING) {
      const [container] = on.pod(component).containers;
      expect(variable(container, "CLP_DISABLE_TELEMETRY")).toBe("false");
      expect(variable(container, "OTEL_EXPORTER_OTLP_ENDPOINT")).toBe("http://clp-otel-collector:4318");
      expect(variable(container, "OTEL_SERVICE_NAME")).toBe(component);
    }
    expect(configOf(on).otel_collector).toEqual({ host: "clp-otel-collector", port: 4318 });
  });

  test("E1: who opts out has no collector, and every service that would report is told so", () => {
    expect(() => off.pod("otel-collector")).toThrow();
    for (const component of REPORTING)
      expect(variable(off.pod(component).containers[0], "CLP_DISABLE_TELEMETRY")).toBe("true");
    expect(off.kind("ConfigMap")[0].data).not.toHaveProperty("otel-collector.yaml");
  });

  test("E19: the deployment's name is the site file's, and none where it says none", () => {
    const attributes = (host?: string) =>
      variable(of(NEWEST, "", {}, host).pod("otel-collector").containers[0], "OTEL_RESOURCE_ATTRIBUTES");
    expect(attributes()).toBe(
      "service.version=0.13.0,clp.deployment.method=kubernetes,clp.storage.engine=clp-s",
    );
    expect(attributes("host: { clp_home: /home/clp/clp-package, instance_id: site-1 }")).toMatch(
      /^clp\.deployment\.id=site-1,/,
    );
  });

  test("a collector of one's own is reached where the config says", () => {
    const made = of(
      NEWEST,
      "bundled: [database, queue, redis, results_cache]\notel_collector: { host: db.internal, port: 4319 }",
    );
    const pod = made.pod("query-worker");
    expect(variable(pod.containers[0], "OTEL_EXPORTER_OTLP_ENDPOINT")).toBe("http://db.internal:4319");
    expect(pod.hostAliases).toEqual([{ ip: "10.0.0.5", hostnames: ["db.internal"] }]);
    expect(() => made.pod("otel-collector")).toThrow();
  });

  test("E13: a list of bundled services from before means one on the loopback, which no pod reaches; each way out is said", () => {
    const made = of(NEWEST, "bundled: [database, queue, redis, results_cache]");
    expect(made.findings).toEqual(["error CLP5204"]);
    expect(made.diagnostics[0]?.help).toContain("`otel_collector`");
    expect(made.diagnostics[0]?.help).toContain("`telemetry: {disable: true}`");
  });

  test("resources of the collector are the site file's", () => {
    const made = of(NEWEST, "", { resources: { otel_collector: { limits: { memory: "256Mi" } } } });
    expect(made.pod("otel-collector").containers[0].resources).toEqual({ limits: { memory: "256Mi" } });
  });
});

describe("query services that are null", () => {
  const ALL = ["query_scheduler", "query_worker", "reducer"] as const;
  const SUBSETS = [1, 2, 3, 4, 5, 6, 7].map((bits) => ALL.filter((_, index) => bits & (1 << index)));

  test.each(SUBSETS.map((some) => [some.join(", "), some] as const))(
    "E3, E15: without %s the others run, and nobody waits for what does not",
    (_, some) => {
      const made = of(NEWEST, OFF + some.map((name) => `${name}: null\n`).join(""));
      expect(made.carried).toBe(true);
      const names = new Set(
        podOwners(made).map(({ metadata }) => metadata.labels["app.kubernetes.io/component"]),
      );
      for (const name of ALL) expect(names.has(name.replace("_", "-"))).toBe(!some.includes(name));
      for (const { name } of everyContainer(made))
        if (name.startsWith("wait-for-")) expect([...names]).toContain(name.slice("wait-for-".length));
    },
  );

  test("E2: without a query worker, compression still finds that section in its config", () => {
    const { query_worker: section } = configOf(of(NEWEST, `${OFF}query_worker: null`));
    expect(section).toMatchObject({ task_soft_time_limit: 600, task_time_limit: 1200 });
  });

  test("E24: the other two are null in the config, as they are in Compose", () => {
    const config = configOf(of(NEWEST, `${OFF}query_scheduler: null\nreducer: null`));
    expect(config).toMatchObject({ query_scheduler: null, reducer: null });
  });
});

describe("what the chart does otherwise than Compose, and the manifests as Compose", () => {
  test("E17: one limit of data sets in the config and for the web UI", () => {
    const made = of(NEWEST, `${OFF}query_scheduler: { max_datasets_per_query: 50 }`);
    expect(configOf(made).query_scheduler.max_datasets_per_query).toBe(50);
    const settings = JSON.parse(made.kind("ConfigMap")[0].data["webui-settings.json"]);
    expect(settings.public.MaxDatasetsPerQuery).toBe(50);
  });

  test("E23: workers have the limits of time that the config has by default", () => {
    const limits = { task_soft_time_limit: 600, task_time_limit: 1200 };
    expect(configOf(of(NEWEST))).toMatchObject({ compression_worker: limits, query_worker: limits });
  });

  test("E22: who asks AWS as its SDK does by default has the profiles, in the API server and the log ingestor too", () => {
    const keys = "aws_authentication: { type: default }";
    const on = (release: ReleaseId, authentication: string) =>
      of(
        release,
        `${release === NEWEST ? OFF : ""}aws_config_directory: /home/clp/.aws
logs_input: { type: s3, ${keys} }
stream_output: { storage: { type: s3, s3_config: { bucket: clp, region_code: us-east-2, key_prefix: a/, ${authentication} } } }`,
      );
    for (const release of LATER.filter((id) => id !== "0.10.0")) {
      const made = on(release, keys);
      for (const component of ["api-server", "log-ingestor"])
        expect(made.pod(component).containers[0].volumeMounts).toContainEqual({
          name: "aws-config",
          mountPath: "/opt/clp/.aws",
          readOnly: true,
        });
    }
    const withKeys = on(
      NEWEST,
      "aws_authentication: { type: credentials, credentials: { access_key_id: FAKE-KEY, secret_access_key: fake-secret } }",
    );
    expect(JSON.stringify(withKeys.pod("api-server"))).not.toContain("aws-config");
    expect(JSON.stringify(withKeys.pod("log-ingestor"))).toContain("aws-config");
  });

  test("the web UI reads its one file of settings where it looks for it", () => {
    const { volumeMounts } = of(NEWEST).pod("webui").containers[0];
    expect(volumeMounts).toContainEqual({
      name: "config",
      mountPath: "/opt/clp/etc/webui/settings.json",
      subPath: "webui-settings.json",
      readOnly: true,
    });
  });
});
