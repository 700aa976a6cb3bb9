/** What CLP's Helm chart 0.1.3 gets wrong and the manifests do not: one test for each defect. */
import { execFileSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { SITE } from "../../deploy.ts";
import { type Any, containersOf, type Manifests, manifests, podOwners } from "./manifests.ts";

const SPIDER = "compression_scheduler: { type: spider }\nspider_scheduler: {}\n";
const PRESTO =
  "package: { query_engine: presto }\npresto: { host: presto.internal, port: 8889 }\nresults_cache: { retention_period: null }\n";
const TYPES = ["", PRESTO, SPIDER, SPIDER + PRESTO];
const S3 = (auth: string) =>
  `{ type: s3, s3_config: { bucket: clp, key_prefix: a/, aws_authentication: ${auth} } }`;
const KEYS = S3(
  "{ type: credentials, credentials: { access_key_id: FAKE-KEY-ID, secret_access_key: fake-secret-key } }",
);

function everyContainer(made: Manifests): readonly Any[] {
  return podOwners(made).flatMap(({ spec }) => containersOf(spec.template.spec));
}

function variable(container: Any, name: string): Any {
  return container.env.find((one: Any) => one.name === name);
}

function waits(made: Manifests, component: string): readonly string[] {
  return (made.pod(component).initContainers ?? []).map(({ name }: Any) => name);
}

function configOf(made: Manifests, key: string): string {
  return made.kind("ConfigMap")[0].data[key];
}

describe("P10: Presto, which asks nobody for a password, has a port of nodes where the site file names one", () => {
  const made = (kubernetes: object) =>
    manifests(PRESTO, {
      host: `${SITE}presto: { worker_memory: 8GiB, timestamp_keys: { default: ts } }`,
      kubernetes,
    });

  test("nowhere else", () => {
    const { spec } = made({}).one("Service", "presto-coordinator");
    expect(spec.type).toBe("ClusterIP");
    expect(made({}).findings).not.toContain("warning CLP5261");
  });

  test("nor where the site file says that it has none", () => {
    const none = made({ node_ports: { presto_coordinator: null } });
    expect(none.findings).not.toContain("error CLP5300");
    expect(none.one("Service", "presto-coordinator").spec.type).toBe("ClusterIP");
  });

  test("there, with a warning", () => {
    const named = made({ node_ports: { presto_coordinator: 31889 } });
    const { spec } = named.one("Service", "presto-coordinator");
    expect(spec).toMatchObject({ type: "NodePort", ports: [{ nodePort: 31889, port: 8080 }] });
    expect(named.findings).toContain("warning CLP5261");
  });

  test("not of one that somebody else runs", () => {
    const named = manifests(PRESTO, {
      host: `${SITE}presto: { deploy: false }`,
      kubernetes: { node_ports: { presto_coordinator: 31889 } },
    });
    expect(named.findings).not.toContain("warning CLP5261");
  });
});

describe("logs", () => {
  test("K4: a pod sees its own directory of the logs alone, but for the garbage collector", () => {
    for (const storage_class of ["local-storage", "standard"]) {
      const made = manifests(`${SPIDER}mcp_server: {}\n`, { kubernetes: { storage_class } });
      for (const { metadata, spec } of podOwners(made)) {
        for (const container of spec.template.spec.containers) {
          const mounts: readonly Any[] = (container.volumeMounts ?? []).filter(
            ({ name }: Any) => name === "logs",
          );
          const seen = mounts.map(({ mountPath, subPath }) => [mountPath, subPath]);
          const own = variable({ env: [], ...container }, "CLP_LOGS_DIR")?.value as string | undefined;
          const name = metadata.name.replace(/^clp-/, "");
          if (name === "garbage-collector") expect(seen[0]).toEqual(["/var/log", undefined]);
          else if (name === "spider-scheduler") expect(seen).toEqual([["/var/log", "spider_scheduler"]]);
          else if (own === undefined) expect(seen).toEqual([]);
          else {
            const directory = own.slice("/var/log/".length);
            const user = name === "compression-scheduler" ? [["/var/log/user", "user"]] : [];
            expect(seen).toEqual([[own, directory], ...user]);
          }
        }
      }
    }
  });
});

describe("waiting", () => {
  test("H1: pods ask for the data itself, so that one restarted weeks later starts; jobs are not deleted", () => {
    const made = manifests("");
    const [wait] = made.pod("webui").initContainers;
    expect(wait.name).toBe("wait-for-db-table-creator");
    expect(wait.args[0]).toContain("SELECT 1 FROM `query_tasks` LIMIT 0");
    expect(wait.image).toBe(made.pod("webui").containers[0].image);
    for (const job of made.kind("Job")) expect(job.spec).not.toHaveProperty("ttlSecondsAfterFinished");
    expect(JSON.stringify(made.objects)).not.toContain("kubectl");
    for (const kind of ["ServiceAccount", "Role", "RoleBinding"]) expect(made.kind(kind)).toEqual([]);
    for (const { spec } of podOwners(made))
      expect(spec.template.spec.automountServiceAccountToken).toBe(false);
  });

  test("the graph is that of Compose", () => {
    const made = manifests("");
    expect(waits(made, "db-table-creator")).toEqual(["wait-for-database"]);
    expect(waits(made, "results-cache-indices-creator")).toEqual(["wait-for-results-cache"]);
    expect(waits(made, "query-scheduler")).toEqual([
      "wait-for-queue",
      "wait-for-redis",
      "wait-for-db-table-creator",
    ]);
    expect(waits(made, "reducer")).toEqual([
      "wait-for-query-scheduler",
      "wait-for-results-cache-indices-creator",
    ]);
    expect(waits(made, "compression-worker")).toEqual([]);
  });

  test("with Spider, those with its login wait for its own tables, which are made last", () => {
    const made = manifests(SPIDER);
    for (const component of ["spider-scheduler", "compression-worker", "compression-scheduler"]) {
      const wait = made.pod(component).initContainers.at(-1);
      expect(wait.args[0]).toContain("`task_kv_data`");
      expect(variable(wait, "DB_PASS").valueFrom.secretKeyRef.key).toBe("spider_password");
    }
    expect(made.pod("webui").initContainers[0].args[0]).toContain("`query_tasks`");
  });

  test("H16: a pod asks its own release, by names and logins of that release alone", () => {
    const made = manifests("", { kubernetes: { release_name: "two" } });
    for (const { env } of everyContainer(made).filter(({ name }) => name.startsWith("wait-for-"))) {
      for (const { name, value, valueFrom } of env) {
        if (name.endsWith("_HOST")) expect(value).toMatch(/^two-/);
        if (valueFrom !== undefined) expect(valueFrom.secretKeyRef.name).toMatch(/^two-/);
      }
    }
  });
});

describe("workers", () => {
  test("H2: each reducer makes known its pod's address and a port of its own, so that several work", () => {
    const made = manifests("", { kubernetes: { worker_concurrency: 3, replicas: { reducer: 2 } } });
    expect(made.one("Deployment", "reducer").spec.replicas).toBe(2);
    const { containers } = made.pod("reducer");
    expect(containers).toHaveLength(3);
    for (const [index, { command, env, ports }] of containers.entries()) {
      expect(command.slice(-4)).toEqual([
        "--reducer-host",
        "$(POD_IP)",
        "--reducer-port",
        `${14009 + index}`,
      ]);
      expect(ports[0].containerPort).toBe(14009 + index);
      expect(env.at(-1)).toEqual({
        name: "POD_IP",
        valueFrom: { fieldRef: { fieldPath: "status.podIP" } },
      });
    }
    expect(made.kind("Service").map(({ metadata }) => metadata.name)).not.toContain("clp-reducer");
  });

  test("H23: a reducer and a worker of Spider is one process to a container, whose end is seen", () => {
    const made = manifests(SPIDER, { kubernetes: { worker_concurrency: 2 } });
    expect(made.pod("reducer").containers.map(({ command }: Any) => command[0])).toEqual([
      "/opt/clp/bin/reducer-server",
      "/opt/clp/bin/reducer-server",
    ]);
    expect(made.pod("compression-worker").containers.map(({ command }: Any) => command)).toEqual(
      Array(2).fill(["/opt/clp/bin/spider_worker", "--storage_url", "$(STORAGE_URL)", "--host", "$(POD_IP)"]),
    );
  });

  test("several workers of Celery, each with the site's concurrency", () => {
    const made = manifests("", {
      kubernetes: { worker_concurrency: 5, replicas: { compression_worker: 3, query_worker: 2 } },
    });
    expect(made.one("Deployment", "compression-worker").spec.replicas).toBe(3);
    expect(made.one("Deployment", "query-worker").spec.replicas).toBe(2);
    for (const component of ["compression-worker", "query-worker"]) {
      const { args } = made.pod(component).containers[0];
      expect(args[args.indexOf("--concurrency") + 1]).toBe("5");
    }
  });

  test("D19: each worker of Celery is a node of its own name, or they share one control queue", () => {
    const made = manifests("");
    for (const component of ["compression-worker", "query-worker"]) {
      const { args } = made.pod(component).containers[0];
      expect(args[args.indexOf("-n") + 1]).toBe(`${component}@%h`);
    }
  });

  test("H21: a spread and an affinity without a selector get the worker's own", () => {
    const term = { topologyKey: "kubernetes.io/hostname" };
    const made = manifests("", {
      kubernetes: {
        scheduling: {
          query_worker: {
            topologySpreadConstraints: [{ maxSkew: 1, whenUnsatisfiable: "DoNotSchedule", ...term }],
            affinity: {
              podAntiAffinity: {
                requiredDuringSchedulingIgnoredDuringExecution: [term],
                preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 1, podAffinityTerm: term }],
              },
            },
          },
        },
      },
    });
    const pod = made.pod("query-worker");
    const { selector } = made.one("Deployment", "query-worker").spec;
    const { podAntiAffinity } = pod.affinity;
    expect(pod.topologySpreadConstraints[0].labelSelector).toEqual(selector);
    expect(podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].labelSelector).toEqual(selector);
    expect(
      podAntiAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].podAffinityTerm.labelSelector,
    ).toEqual(selector);
  });
});

describe("storage", () => {
  test("H3: every claim has the class of the site file", () => {
    const made = manifests("", { kubernetes: { storage_class: "fast-rwx" } });
    const templates = made.kind("StatefulSet").flatMap(({ spec }) => spec.volumeClaimTemplates);
    expect(templates).toHaveLength(7);
    const claims = [...templates, ...made.kind("PersistentVolumeClaim")].filter(
      ({ metadata }) => metadata.name !== "clp-logs-input",
    );
    for (const { spec } of claims) expect(spec.storageClassName).toBe("fast-rwx");
  });

  test("H4: a class that provides volumes gets no volume of the compiler's but the log input", () => {
    const made = manifests("", { kubernetes: { storage_class: "fast-rwx" } });
    const [input, ...others] = made.kind("PersistentVolume");
    expect(others).toEqual([]);
    expect(input.spec).toMatchObject({
      hostPath: { path: "/", type: "Directory" },
      accessModes: ["ReadOnlyMany"],
    });
    expect(input.spec).not.toHaveProperty("nodeAffinity");
    for (const id of ["logs", "tmp"]) {
      const volume = made.pod("compression-worker").volumes.find(({ name }: Any) => name === id);
      expect(volume).toEqual({ name: id, emptyDir: {} });
    }
    const provided = made.kind("PersistentVolumeClaim").filter(({ spec }) => spec.volumeName === undefined);
    expect(provided.map(({ metadata, spec }) => [metadata.name, spec.accessModes])).toEqual([
      ["clp-logs", ["ReadWriteOnce"]],
      ["clp-archives", ["ReadWriteMany"]],
      ["clp-streams", ["ReadWriteMany"]],
    ]);
  });

  test("what the garbage collector has still to delete outlives its pod, whatever the class", () => {
    for (const storage_class of ["local-storage", "fast-rwx"]) {
      const { volumes } = manifests("", { kubernetes: { storage_class } }).pod("garbage-collector");
      expect(volumes).toContainEqual({ name: "logs", persistentVolumeClaim: { claimName: "clp-logs" } });
    }
  });

  test("H4: on a single node, volumes must exist, on the node that the operator labels and no control plane", () => {
    const made = manifests("");
    const volumes = made.kind("PersistentVolume");
    for (const { metadata, spec } of volumes) {
      expect(spec.nodeAffinity.required.nodeSelectorTerms).toEqual([
        { matchExpressions: [{ key: "storage.clp-compile/clp", operator: "Exists" }] },
      ]);
      if (metadata.name.endsWith("logs-input")) expect(spec.hostPath.type).toBe("Directory");
      else expect(spec.local.path).toMatch(/^\/home\/clp\/clp-package\/var\//);
    }
    expect(volumes.length).toBeGreaterThan(10);
  });

  test("H4: on several nodes, directories are not made by the kubelet, which would make them root's", () => {
    const made = manifests("", { kubernetes: { distributed: true } });
    for (const { spec } of made.kind("PersistentVolume")) {
      expect(spec.hostPath.type).toBe("Directory");
      expect(spec).not.toHaveProperty("nodeAffinity");
    }
  });

  test("the group of the operator's own files is left alone, and volumes of a class get the pod's", () => {
    for (const kubernetes of [{}, { distributed: true }]) {
      for (const { spec } of podOwners(manifests("", { kubernetes }))) {
        expect(spec.template.spec.securityContext).not.toHaveProperty("fsGroup");
        expect(spec.template.spec.securityContext).not.toHaveProperty("fsGroupChangePolicy");
      }
    }
    for (const { spec } of podOwners(manifests("", { kubernetes: { storage_class: "fast-rwx" } }))) {
      expect(spec.template.spec.securityContext).toMatchObject({
        fsGroup: spec.template.spec.securityContext.runAsGroup,
        fsGroupChangePolicy: "OnRootMismatch",
      });
    }
  });

  test("a node may carry the labels of any number of releases", () => {
    const labels = ["one", "two"].map((release_name) => {
      const terms = manifests("", { kubernetes: { release_name } })
        .kind("PersistentVolume")
        .map(({ spec }) => JSON.stringify(spec.nodeAffinity.required.nodeSelectorTerms));
      expect(new Set(terms).size).toBe(1);
      return JSON.parse(terms[0]!)[0].matchExpressions;
    });
    expect(labels).toEqual([
      [{ key: "storage.clp-compile/one", operator: "Exists" }],
      [{ key: "storage.clp-compile/two", operator: "Exists" }],
    ]);
  });

  test("what is mounted below a log directory while pods run is seen; below the whole disk, all is read-only", () => {
    const mount = (directory: string) =>
      manifests(`logs_input: { directory: ${directory} }`)
        .pod("compression-worker")
        .containers[0].volumeMounts.find(({ name }: Any) => name === "logs-input");
    // The API server refuses both in one mount.
    expect(mount("/srv/logs")).toEqual({
      name: "logs-input",
      mountPath: "/mnt/logs/srv/logs",
      readOnly: true,
      mountPropagation: "HostToContainer",
    });
    expect(mount("/")).toEqual({
      name: "logs-input",
      mountPath: "/mnt/logs",
      readOnly: true,
      recursiveReadOnly: "IfPossible",
    });
  });

  test("H5: volumes are this release's alone, and bound to their claims by name", () => {
    const made = manifests("", { kubernetes: { release_name: "a", namespace: "team-1" } });
    expect(made.kind("StorageClass")).toEqual([]);
    const claims = new Map<string, Any>();
    for (const { metadata, spec } of made.kind("PersistentVolumeClaim")) claims.set(metadata.name, spec);
    for (const { metadata, spec } of made.kind("StatefulSet")) {
      for (const template of spec.volumeClaimTemplates) {
        claims.set(`${template.metadata.name}-${metadata.name}-0`, template.spec);
      }
    }
    const volumes = made.kind("PersistentVolume");
    expect(volumes).toHaveLength(claims.size);
    for (const { metadata, spec } of volumes) {
      expect(metadata.name).toMatch(/^team-1\.a\./);
      expect(spec.claimRef.namespace).toBe("team-1");
      const claim = claims.get(spec.claimRef.name);
      expect(claim.volumeName).toBe(metadata.name);
      expect(claim).not.toHaveProperty("selector");
      for (const key of ["accessModes", "storageClassName", "volumeMode"])
        expect(claim[key]).toEqual(spec[key]);
      expect(claim.resources.requests.storage).toBe(spec.capacity.storage);
    }
  });

  test("the log input is read-only in the volume, and no pod has a hostPath", () => {
    const made = manifests("logs_input: { directory: /srv/logs }");
    for (const component of ["compression-worker", "compression-scheduler", "webui"]) {
      const pod = made.pod(component);
      expect(pod.volumes).toContainEqual({
        name: "logs-input",
        persistentVolumeClaim: { claimName: "clp-logs-input", readOnly: true },
      });
      const mount = pod.containers[0].volumeMounts.find(({ name }: Any) => name === "logs-input");
      expect(mount).toMatchObject({ mountPath: "/mnt/logs/srv/logs", readOnly: true });
    }
    for (const { spec } of podOwners(made)) {
      for (const volume of spec.template.spec.volumes ?? []) expect(volume).not.toHaveProperty("hostPath");
    }
  });

  test("H19: claims outlive their StatefulSet, and volumes their claims", () => {
    const made = manifests("");
    for (const { spec } of made.kind("StatefulSet")) {
      expect(spec).not.toHaveProperty("persistentVolumeClaimRetentionPolicy");
    }
    for (const { spec } of made.kind("PersistentVolume")) {
      expect(spec.persistentVolumeReclaimPolicy).toBe("Retain");
    }
  });
});

describe("what runs where", () => {
  test("H7: on a single node, every pod bears the control plane's taint, and on several none", () => {
    const toleration = {
      key: "node-role.kubernetes.io/control-plane",
      operator: "Exists",
      effect: "NoSchedule",
    };
    const tolerations = [{ key: "dedicated", operator: "Exists" }];
    const scheduling = { reducer: { tolerations } };
    for (const { metadata, spec } of podOwners(manifests("", { kubernetes: { scheduling } }))) {
      const own = metadata.name === "clp-reducer" ? tolerations : [];
      expect(spec.template.spec.tolerations).toEqual([...own, toleration]);
    }
    for (const { spec } of podOwners(manifests("", { kubernetes: { distributed: true } }))) {
      expect(spec.template.spec).not.toHaveProperty("tolerations");
    }
  });

  test("H8: with Presto the config says where it is, and no query service runs", () => {
    const made = manifests(PRESTO);
    expect(configOf(made, "clp-config.yaml")).toContain(
      "presto:\n  host: presto-coordinator\n  port: 8080\n",
    );
    expect(JSON.parse(configOf(made, "webui-server-settings.json")).PrestoHost).toBe("presto-coordinator");
    for (const component of ["query-scheduler", "query-worker", "reducer"]) {
      expect(() => made.pod(component)).toThrow();
    }
  });

  test("H10: a region that is not given is null, no word", () => {
    const made = manifests(
      `stream_output: { storage: ${S3("{ type: ec2 }")} }\napi_server: null\nlog_ingestor: null`,
    );
    expect(JSON.parse(configOf(made, "webui-server-settings.json")).StreamFilesS3Region).toBeNull();
  });

  test("H12: Spider runs, and external services are reached where the config says", () => {
    const made = manifests(SPIDER);
    expect(made.pod("spider-scheduler").containers[0].args).toContain("clp-spider-scheduler");
    expect(made.kind("Service").map(({ metadata }) => metadata.name)).toContain("database");
    const outside = manifests(
      "bundled: [queue, redis, results_cache]\ndatabase: { host: db.internal, port: 3307 }",
    );
    expect(configOf(outside, "clp-config.yaml")).toContain("  host: db.internal\n");
    expect(outside.pod("webui").hostAliases).toEqual([{ ip: "10.0.0.5", hostnames: ["db.internal"] }]);
    expect(() => outside.pod("database")).toThrow();
  });

  test("H13: AWS profiles come from a Secret, at the path where CLP looks for them", () => {
    const made = manifests(
      `aws_config_directory: /home/clp/.aws\narchive_output: { storage: ${S3("{ type: profile, profile: clp }")} }`,
    );
    const pod = made.pod("compression-worker");
    expect(pod.volumes).toContainEqual({ name: "aws-config", secret: { secretName: "clp-aws-config" } });
    expect(pod.containers[0].volumeMounts).toContainEqual({
      name: "aws-config",
      mountPath: "/opt/clp/.aws",
      readOnly: true,
    });
    expect(made.findings).toContain("note CLP5211");
    expect(made.secretPaths.join()).not.toContain("aws");
  });

  test("H15: images are pinned, and pulled as the site file says", () => {
    const made = manifests("", { kubernetes: { image_pull_policy: "Never" } });
    for (const { image, imagePullPolicy } of everyContainer(made)) {
      expect(image).toMatch(/:[\w.-]*\d[\w.-]*$/);
      expect(imagePullPolicy).toBe("Never");
    }
  });

  test("H17: names fit whatever the release is called, and two long ones stay two", () => {
    const [a, b] = ["x", "y"].map((last) =>
      manifests(SPIDER, {
        kubernetes: { release_name: `${"r".repeat(52)}${last}`, namespace: `${"9".repeat(63)}` },
      }),
    ) as [Manifests, Manifests];
    for (const { kind, metadata } of a.objects) {
      const longest =
        kind === "StatefulSet" ? 52 : ["Service", "Job", "Deployment"].includes(kind) ? 63 : 253;
      expect(metadata.name.length).toBeLessThanOrEqual(longest);
      expect(metadata.name).toMatch(/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/);
    }
    const scheduler = a.one("Service", "spider-scheduler").metadata.name;
    expect(scheduler.length).toBeLessThanOrEqual(40);
    expect(a.pod("spider-scheduler").containers[0].args).toContain(scheduler);
    const names = (made: Manifests, kind: string) => made.kind(kind).map(({ metadata }) => metadata.name);
    for (const kind of ["Service", "Deployment", "StatefulSet", "Job"]) {
      const both = [...names(a, kind), ...names(b, kind)].filter((name) => name !== "database");
      expect(new Set(both).size).toBe(both.length);
    }
  });

  test("H17: one NodePort for two services is refused, if both run", () => {
    const kubernetes = { node_ports: { webui: 30301 } };
    expect(() => manifests("", { kubernetes })).toThrow("CLP3041");
    expect(manifests("api_server: null", { kubernetes }).carried).toBe(true);
  });

  test("H18: ports of nodes are the site's, and all else is as in Compose", () => {
    const made = manifests("webui: { port: 8080 }", { kubernetes: { node_ports: { webui: 31000 } } });
    expect(made.one("Service", "webui").spec.ports).toEqual([
      { name: "http", nodePort: 31000, port: 4000, protocol: "TCP", targetPort: "http" },
    ]);
    const { SqlDbClpArchivesTableName } = JSON.parse(configOf(made, "webui-client-settings.json"));
    expect(SqlDbClpArchivesTableName).toBe("");
  });

  test("H20: no Service is headless, and those of StatefulSets neither", () => {
    for (const config of TYPES) {
      const made = manifests(config);
      for (const { spec } of made.kind("Service")) expect(spec.clusterIP).toBeUndefined();
      const names = new Set(made.kind("Service").map(({ metadata }) => metadata.name));
      for (const { spec } of made.kind("StatefulSet")) expect(names).toContain(spec.serviceName);
    }
  });

  test("H22: numbers of a million and more are written as digits, in words and variables", () => {
    const made = manifests("webui: { rate_limit: 1000000 }\nreducer: { upsert_interval: 5000000 }");
    expect(variable(made.pod("webui").containers[0], "RATE_LIMIT").value).toBe("1000000");
    expect(made.pod("reducer").containers[0].command).toContain("5000000");
    expect(made.text("kubernetes/webui.yaml")).toContain('value: "1000000"');
  });

  test("what would not heed SIGTERM as process 1 is not process 1, as with an init in Compose", () => {
    const made = manifests("mcp_server: {}\n");
    const shared = podOwners(made)
      .filter(({ spec }) => spec.template.spec.shareProcessNamespace === true)
      .map(({ metadata }) => metadata.labels["app.kubernetes.io/component"])
      .sort();
    expect(shared).toEqual(["garbage-collector", "query-scheduler", "reducer"]);
  });

  test("the query scheduler's name means its own pod, and MongoDB's its own too", () => {
    const made = manifests("mcp_server: {}");
    expect(made.pod("query-scheduler").hostname).toBe("clp-query-scheduler");
    expect(configOf(made, "clp-config.yaml")).toContain("host: clp-query-scheduler\n");
    expect(made.pod("results-cache").hostAliases).toEqual([
      { ip: "127.0.0.1", hostnames: ["clp-results-cache"] },
    ]);
    const { args } = made.pod("mcp-server").containers[0];
    expect(args[args.indexOf("--host") + 1]).toBe("0.0.0.0");
  });
});

describe("secrets", () => {
  const PASSWORDS = /fake-(database|root|spider|queue|redis)-/;

  test("H11: no public file holds a secret, plain or in base64, and URLs come from a Secret too", () => {
    for (const config of [
      ...TYPES,
      `archive_output: { storage: ${KEYS} }`,
      `stream_output: { storage: ${KEYS} }`,
    ]) {
      const made = manifests(config);
      for (const { path, access, text, mode } of made.files) {
        expect(mode).toBe(access === "secret" ? 0o600 : 0o644);
        expect(path.startsWith("kubernetes/secrets/")).toBe(access === "secret");
        if (access === "public") expect(text).not.toMatch(/fake-|FAKE-|ZmFrZS|RkFLRS/);
      }
      for (const secret of made.kind("Secret")) expect(secret).not.toHaveProperty("stringData");
    }
    const made = manifests("");
    expect(variable(made.pod("query-worker").containers[0], "BROKER_URL").valueFrom.secretKeyRef).toEqual({
      name: "clp-urls",
      key: "query-worker.BROKER_URL",
    });
    expect(made.secret("clp-urls", "query-worker.BROKER_URL")).toBe(
      "amqp://clp-user:fake-queue-password@clp-queue:5672",
    );
  });

  test("H11: the container's config stands in a Secret where it holds S3 keys, and its hash says nothing of them", () => {
    const [a, b] = [KEYS, KEYS.replace("fake-secret-key", "fake-other-key")].map((storage) =>
      manifests(`archive_output: { storage: ${storage} }`),
    ) as [Manifests, Manifests];
    expect(a.kind("ConfigMap")[0].data).not.toHaveProperty("clp-config.yaml");
    expect(a.secret("clp-config", "clp-config.yaml")).toContain("secret_access_key: fake-secret-key");
    const publicOf = (made: Manifests) => made.files.filter(({ access }) => access === "public");
    expect(publicOf(a)).toEqual(
      publicOf(b).map((file, index) => ({ ...file, origins: publicOf(a)[index]?.origins })),
    );
    const elsewhere = KEYS.replace(/bucket: [\w-]+/, "bucket: clp-elsewhere");
    expect(mark(manifests(`archive_output: { storage: ${elsewhere} }`), "query-worker")).not.toBe(
      mark(a, "query-worker"),
    );
  });

  test("H11: databases have no NodePort unless the site file exposes them", () => {
    const types = (made: Manifests) =>
      ["database", "results-cache", "queue", "redis"].map(
        (component) => made.one("Service", component).spec.type,
      );
    expect(types(manifests(""))).toEqual(["ClusterIP", "ClusterIP", "ClusterIP", "ClusterIP"]);
    expect(types(manifests("", { kubernetes: { expose_databases: true } }))).toEqual([
      "NodePort",
      "NodePort",
      "ClusterIP",
      "ClusterIP",
    ]);
  });

  test("H14: probes prove the password, name no variable that the kubelet would empty, and show no password", () => {
    const made = manifests("");
    const ready = (component: string) => made.pod(component).containers[0].readinessProbe;
    expect(ready("redis").exec.command).toEqual(["redis-cli", "-e", "-h", "127.0.0.1", "PING"]);
    expect(variable(made.pod("redis").containers[0], "REDISCLI_AUTH").valueFrom.secretKeyRef.name).toBe(
      "clp-redis",
    );
    expect(ready("database").exec.command.at(-1)).toMatch(/^MYSQL_PWD="\$MYSQL_PASSWORD" exec mysqladmin/);
    for (const { readinessProbe, livenessProbe, startupProbe } of everyContainer(made)) {
      expect(JSON.stringify([readinessProbe, livenessProbe, startupProbe])).not.toMatch(
        /\$\(|--password|-a"/,
      );
    }
    expect(ready("api-server").httpGet).toEqual({ path: "/health", port: 3001 });
  });

  test("the queue's probe takes a user that looks like an option", () => {
    const command: readonly string[] = manifests("").pod("queue").containers[0].startupProbe.exec.command;
    expect(command.slice(0, -1)).toEqual(["sh", "-c"]);
    const script = `rabbitmqctl() { printf '%s|' "$@"; cat; }\n${command.at(-1)}`;
    const env = {
      PATH: process.env["PATH"],
      RABBITMQ_DEFAULT_USER: "--password=é x",
      RABBITMQ_DEFAULT_PASS: "-n $X\\n%s",
    };
    const said = execFileSync("sh", ["-c", script], { encoding: "utf8", env });
    expect(said).toBe("-q|authenticate_user|--|--password=é x|-n $X\\n%s");
  });

  test("the queue proves its password while it starts, since that takes seconds on a busy node, and is then asked for its port", () => {
    const { startupProbe, readinessProbe, livenessProbe } = manifests("").pod("queue").containers[0];
    expect(startupProbe.exec.command.at(-1)).toMatch(/^printf %s "\$RABBITMQ_DEFAULT_PASS" \|/);
    expect(startupProbe.timeoutSeconds).toBe(30);
    expect(readinessProbe.tcpSocket).toEqual({ port: 5672 });
    expect(livenessProbe.tcpSocket).toEqual({ port: 5672 });
  });

  test("H19: pods are made anew when something that they read changes, and on a new word after a rotation", () => {
    const [before, after] = [manifests(""), manifests("database: { names: { clp: logs } }")];
    for (const component of ["query-scheduler", "webui", "api-server"]) {
      expect(mark(after, component)).not.toBe(mark(before, component));
    }
    for (const component of ["database", "redis", "query-worker", "reducer"])
      expect(mark(after, component)).toBe(mark(before, component));
    const rotated = manifests("", { kubernetes: { secret_revision: "2026-10" } });
    for (const { kind, spec } of podOwners(rotated)) {
      const { annotations = {} } = spec.template.metadata;
      if (kind === "Job") expect(annotations).toEqual({});
      else expect(annotations["clp-compile/secret-revision"]).toBe("2026-10");
    }
    expect(JSON.stringify(rotated.objects)).not.toMatch(PASSWORDS);
  });

  test("H19: a Job that says something else is another Job, since a Job cannot be changed", () => {
    const name = (config: string) => manifests(config).one("Job", "db-table-creator").metadata.name;
    expect(name("")).toBe(name(""));
    expect(name("database: { names: { clp: other } }")).not.toBe(name(""));
    expect(name("container_image_ref: registry.internal/clp:1")).not.toBe(name(""));
  });
});

function mark(made: Manifests, component: string): string {
  const owner = podOwners(made).find(
    ({ metadata }) => metadata.labels["app.kubernetes.io/component"] === component,
  );
  return owner.spec.template.metadata.annotations["clp-compile/config-hash"];
}

describe("resources", () => {
  test("H19: requests and limits of the site file stand in each container, as the API server writes them", () => {
    const made = manifests("", {
      kubernetes: {
        resources: { database: { requests: { cpu: "1000m", memory: "1024Mi" }, limits: { memory: 2e9 } } },
      },
    });
    expect(made.pod("database").containers[0].resources).toEqual({
      requests: { cpu: "1", memory: "1Gi" },
      limits: { memory: "2G" },
    });
    expect(made.pod("redis").containers[0]).not.toHaveProperty("resources");
  });
});
