/** What the cluster would refuse is said beforehand, at its place in the site file. */
import { describe, expect, test } from "vitest";
import { SITE } from "../../deploy.ts";
import { manifests } from "./manifests.ts";

const TERM = { topologyKey: "kubernetes.io/hostname" };
const SPREAD = { maxSkew: 1, whenUnsatisfiable: "DoNotSchedule", ...TERM };
const scheduling = (reducer: object) => ({ scheduling: { reducer } });
const resources = (requests: object, limits: object = {}) => ({ resources: { webui: { requests, limits } } });
const nodeTerm = (expression: object, key = "matchExpressions") =>
  scheduling({
    affinity: {
      nodeAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ [key]: [expression] }] },
      },
    },
  });

function refused(kubernetes: object): readonly string[] {
  const made = manifests("", { kubernetes });
  for (const { primary } of made.diagnostics) expect(primary?.span.file).toBe("site");
  expect(made.carried).toBe(false);
  expect(made.files).toEqual([]);
  return made.diagnostics.map(({ code, message }) => `${code} ${message}`);
}

describe("names of Secrets", () => {
  const names = (held: object, from = "manifests") => ({ secrets: { from, names: held } });
  const SHARED = { database: "clp-login", queue: "clp-login" };

  test.each([
    [names(SHARED), "Cannot call the Secret of queue clp-login: that is the one of database"],
    [
      names({ queue: "clp-database" }),
      "Cannot call the Secret of queue clp-database: that is the one of database",
    ],
    [
      names({ database: "clp-queue" }),
      "Cannot call the Secret of database clp-queue: that is the one of queue",
    ],
    [names(SHARED, "existing"), "Cannot call the Secret of queue clp-login: that is the one of database"],
  ])("%j", (kubernetes, message) => {
    expect(refused(kubernetes)).toEqual([`CLP5272 ${message}`]);
  });

  const ingress = { class: "nginx", hosts: { webui: "clp.example.com" }, tls_secret: "clp-database" };
  test.each([
    [
      { image_pull_secrets: ["registry-login", "clp-database"] },
      "Cannot find the login of a registry in the Secret clp-database: that is the one of database",
    ],
    [
      { ingress },
      "Cannot find the certificate of the Ingress in the Secret clp-database: that is the one of database",
    ],
  ])("of one's own are not ours: %j", (kubernetes, message) => {
    expect(refused(kubernetes)).toEqual([`CLP5272 ${message}`]);
  });

  test("one that somebody else makes may hold a login or a certificate, too", () => {
    const kubernetes = { secrets: { from: "existing" }, image_pull_secrets: ["clp-database"], ingress };
    expect(manifests("", { kubernetes }).findings).toEqual([]);
  });

  test("one that somebody else makes may hold sections whose keys are apart", () => {
    const kubernetes = names({ database: "clp-login", urls: "clp-login" }, "existing");
    expect(manifests("", { kubernetes }).findings).toEqual([]);
  });
});

describe("resources", () => {
  test.each([
    [
      resources({ memory: "1500m" }),
      "CLP5206 Cannot use the amount 1500m of memory: nothing is finer than a byte",
    ],
    [
      resources({ cpu: "100u" }),
      "CLP5206 Cannot use the amount 100u of cpu: nothing is finer than a thousandth of a CPU",
    ],
    [
      resources({ memory: "2Gi" }, { memory: "1Gi" }),
      "CLP5206 Cannot request 2Gi of memory: the limit is 1Gi",
    ],
    [resources({ gpu: 1 }), "CLP5206 Cannot ask for gpu: containers have no such resource"],
    [resources({ "example.com/gpu": 1 }), "CLP5206 Cannot request example.com/gpu without the same limit"],
    [resources({ cpu: "1e30" }), "CLP5206 Cannot use the amount 1e30: no quantity is so large"],
  ])("%j", (kubernetes, message) => {
    expect(refused(kubernetes)).toContain(message);
  });

  test("nor more than the limit that Presto's worker has by its own memory", () => {
    const config =
      "package: { query_engine: presto }\npresto: { host: presto.internal, port: 8889 }\nresults_cache: { retention_period: null }\n";
    const made = manifests(config, {
      host: `${SITE}presto: { worker_memory: 8GiB, timestamp_keys: { default: ts } }`,
      kubernetes: { resources: { presto_worker: { requests: { memory: "16Gi" } } } },
    });
    expect(made.carried).toBe(false);
    expect(made.diagnostics).toMatchObject([
      { code: "CLP5206", message: "Cannot request 16Gi of memory: the limit is 8Gi" },
    ]);
  });

  test("what can be had is taken", () => {
    const kubernetes = resources(
      { cpu: "500m", memory: "1Gi", "example.com/gpu": 1 },
      { memory: "2Gi", "example.com/gpu": 1, "ephemeral-storage": "1G" },
    );
    expect(manifests("", { kubernetes }).findings).toEqual([]);
  });
});

describe("scheduling", () => {
  test.each([
    [scheduling({ tolerations: [{ value: "x" }] }), "Cannot tolerate a taint without its key"],
    [
      scheduling({ tolerations: [{ key: "a", operator: "Exists", value: "x" }] }),
      "Cannot compare a value with the operator Exists",
    ],
    [
      scheduling({ tolerations: [{ key: "a", operator: "Exists", tolerationSeconds: 5 }] }),
      "Cannot tolerate for some seconds what does not evict",
    ],
    [nodeTerm({ key: "a", operator: "In", values: [] }), "Cannot use the operator In with 0 values"],
    [
      nodeTerm({ key: "a", operator: "Exists", values: ["x"] }),
      "Cannot use the operator Exists with 1 values",
    ],
    [nodeTerm({ key: "a", operator: "Gt", values: ["1", "2"] }), "Cannot use the operator Gt with 2 values"],
    [
      nodeTerm({ key: "a", operator: "In", values: ["x"] }, "matchFields"),
      "Cannot select nodes by this field",
    ],
    [
      scheduling({
        affinity: {
          nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [] } },
        },
      }),
      "Cannot require one of no terms",
    ],
    [
      scheduling({ topologySpreadConstraints: [SPREAD, SPREAD] }),
      "Cannot spread twice over kubernetes.io/hostname",
    ],
    [
      scheduling({
        topologySpreadConstraints: [{ ...SPREAD, whenUnsatisfiable: "ScheduleAnyway", minDomains: 2 }],
      }),
      "Cannot ask for minDomains and schedule anyway",
    ],
    [
      scheduling({
        topologySpreadConstraints: [{ ...SPREAD, matchLabelKeys: ["app.kubernetes.io/instance"] }],
      }),
      "Cannot use the label app.kubernetes.io/instance twice for one selection",
    ],
  ])("%j", (kubernetes, message) => {
    expect(refused(kubernetes)).toEqual([`CLP5207 ${message}`]);
  });

  test("a label of nodes that is no more is a warning", () => {
    const kubernetes = scheduling({ nodeSelector: { "beta.kubernetes.io/os": "linux" } });
    const made = manifests("", { kubernetes });
    expect(made.carried).toBe(true);
    expect(made.findings).toEqual(["warning CLP5208"]);
  });
});

describe("the place", () => {
  test("uid 0, of the owner whose pods run", () => {
    const host = (uid: string) => SITE.replace("{ ", `{ ${uid}: 0, `);
    expect(manifests("", { host: host("uid") }).findings).toEqual(["error CLP5202"]);
    expect(manifests("", { host: host("third_party_uid") }).findings).toEqual(["error CLP5202"]);
    expect(manifests("", { host: host("gid") }).findings).toEqual([]);
    const external =
      "bundled: []\ndatabase: { host: db.internal }\nqueue: { host: db.internal }\nredis: { host: db.internal }\nresults_cache: { host: db.internal }";
    expect(manifests(external, { host: host("third_party_uid") }).findings).toEqual([]);
  });

  test("relative paths, once for all of them", () => {
    const host = "host: { home: /home/clp }";
    expect(manifests("", { host }).findings).toEqual(["error CLP5203"]);
    const kubernetes = { storage_class: "fast-rwx" };
    expect(manifests("", { host, kubernetes }).findings).toEqual([]);
    const input = "logs_input: { directory: logs }";
    expect(manifests(input, { host, kubernetes }).findings).toEqual(["error CLP5203"]);
  });

  test("an external service on the loopback, which in a pod is the pod", () => {
    const config = "bundled: [queue, redis, results_cache]\ndatabase: { host: localhost, port: 3310 }";
    expect(manifests(config).findings).toEqual(["error CLP5204"]);
  });

  test("more processes than a pod has room for", () => {
    expect(refused({ worker_concurrency: 5000 })).toEqual([
      "CLP5205 Cannot run 5000 processes in a pod of reducer: 500 at most",
    ]);
  });

  test("a colon in a path that containers see", () => {
    expect(manifests('logs_input: { directory: "/srv/a:b" }').findings).toEqual(["error CLP5209"]);
    expect(manifests('data_directory: "/srv-data/a:b"').findings).toEqual([]);
  });
});
