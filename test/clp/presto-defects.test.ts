/** What CLP's set-up of Presto gets wrong, by number: P1 to P24. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parse, parseAllDocuments } from "yaml";
import { DEFECT_IDS } from "../../src/clp/defects/defects.ts";
import { type Compilation, compile } from "../../src/mod.ts";
import { CREDENTIALS, credentialsWith } from "../deploy.ts";
import { PRESTO_ALONE } from "../presto-config.ts";

const V13 = PRESTO_ALONE;

const V9 = [
  "package: {query_engine: presto}",
  "presto: {host: presto-coordinator, port: 8080}",
  "results_cache: {retention_period: null}",
  "api_server: null",
  "",
].join("\n");

const PLACE = "host: {clp_home: /home/clp/clp-package, addresses: {db.internal: 10.0.0.5}}\n";
const SITE = `clp_version: "0.13.0"\n${PLACE}presto: {workers: 2, worker_memory: 8GiB}\n`;

interface Made {
  readonly compilation: Compilation;
  readonly text: (path: string) => string;
  readonly services: Readonly<Record<string, Service>>;
  readonly properties: (path: string) => Readonly<Record<string, string>>;
  readonly objects: (path: string) => readonly Any[];
}

interface Service {
  readonly entrypoint?: unknown;
  readonly command?: unknown;
  readonly environment?: unknown;
  readonly volumes: readonly {
    readonly source: string;
    readonly target: string;
    readonly read_only?: boolean;
  }[];
  readonly ports?: readonly { readonly host_ip: string }[];
  readonly tmpfs?: readonly string[];
  readonly extra_hosts?: readonly string[];
  readonly depends_on: Readonly<Record<string, { readonly condition: string }>>;
  readonly deploy: { readonly resources: { readonly limits: { readonly memory: string } } };
  readonly labels: Readonly<Record<string, string>>;
  readonly healthcheck: { readonly test: readonly string[] };
}

// biome-ignore lint/suspicious/noExplicitAny: parsed objects of many kinds
type Any = any;

function made(config: string, site = SITE, credentials = CREDENTIALS): Made {
  const compilation = compile(
    {
      config: { name: "clp-config.yaml", content: config },
      site: { name: "clp-site.yaml", content: site },
      credentials: { name: "credentials.yaml", content: credentials },
    },
    { secrets: true },
  );
  expect(compilation.diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
  const text = (path: string): string => {
    const file = compilation.files.find((one) => one.path === path);
    if (file === undefined) throw new Error(`${path} was not emitted`);
    return file.text;
  };
  return {
    compilation,
    text,
    services: parse(text("compose/docker-compose.yaml")).services,
    properties: (path) =>
      Object.fromEntries(
        text(`compose/etc/presto/${path}`)
          .split("\n")
          .filter((line) => line !== "" && !line.startsWith("#"))
          .map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]),
      ),
    objects: (path) => parseAllDocuments(text(`kubernetes/${path}`)).map((document) => document.toJS()),
  };
}

const s3 = (more: string): string =>
  `archive_output: {storage: {type: s3, s3_config: {bucket: clp-archives, key_prefix: archives/, ${more}aws_authentication: {type: credentials, credentials: {access_key_id: FAKEKEY, secret_access_key: "fake$(id)\`id\`"}}}}}\n`;

const PRESTO = ["presto-coordinator", "presto-worker-1", "presto-worker-2"];
const worker = "worker-1/catalog/clp.properties";
const coordinator = "coordinator/catalog/clp.properties";

describe("CLP's set-up of Presto", () => {
  test("P1: each worker has an identity of its own, from files of its own", () => {
    const { services, properties, objects } = made(V13);
    const ids = [1, 2].map((number) => properties(`worker-${number}/node.properties`)["node.id"]);
    expect(ids).toEqual(["presto-worker-1", "presto-worker-2"]);
    for (const number of [1, 2])
      for (const { source } of services[`presto-worker-${number}`]!.volumes.filter((one) =>
        one.source.startsWith("./"),
      ))
        expect(source).toMatch(new RegExp(`^\\./etc/presto/worker-${number}/`));
    const [config] = objects("configmap.yaml");
    const nodes = Object.entries<string>(config.data).filter(([key]) => key.endsWith(".node.properties"));
    expect(nodes.map(([key, text]) => [key, /node\.id=(.*)/.exec(text)?.[1]])).toEqual([
      ["clp-presto-worker-0.node.properties", "presto-worker-1"],
      ["clp-presto-worker-1.node.properties", "presto-worker-2"],
    ]);
  });

  test("P2: address, name and login are those of CLP's own services", () => {
    const { properties } = made(V13);
    expect(properties(coordinator)).toMatchObject({
      "clp.metadata-db-url": "jdbc:mysql://database:3306",
      "clp.metadata-db-name": "clp-db",
      "clp.metadata-db-user": "clp-user",
      "clp.metadata-db-password": "fake-database-password",
    });
  });

  test("P3: nothing is downloaded, and the images' own entry points run", () => {
    const { services, objects } = made(V13);
    for (const name of PRESTO) {
      expect(services[name]).not.toHaveProperty("entrypoint");
      expect(services[name]).not.toHaveProperty("command");
    }
    for (const name of ["presto-coordinator", "presto-worker"]) {
      const { template } = objects(`${name}.yaml`).at(-1).spec;
      expect(template.spec).not.toHaveProperty("initContainers");
      for (const container of template.spec.containers) {
        expect(container).not.toHaveProperty("command");
        expect(container).not.toHaveProperty("args");
      }
    }
  });

  test("P4: a renamed database is found", () => {
    const { properties } = made(`${V13}database: {names: {clp: logs}}\n`);
    expect(properties(coordinator)["clp.metadata-db-name"]).toBe("logs");
  });

  test("P5: an external database is reached", () => {
    const external = `${V13}bundled: [queue, redis, results_cache]\ndatabase: {host: db.internal, port: 3307}\n`;
    const { services, properties, text } = made(external);
    expect(properties(coordinator)["clp.metadata-db-url"]).toBe("jdbc:mysql://database:3307");
    expect(services["presto-coordinator"]!.extra_hosts?.join()).toContain(
      "CLP_EXTRA_HOST_DATABASE_ADDR:-10.0.0.5",
    );
    expect(
      atob(
        /presto-coordinator-catalog.properties: "?([^"\n]+)/.exec(
          text("kubernetes/secrets/presto-coordinator.yaml"),
        )![1]!,
      ),
    ).toContain("jdbc:mysql://db.internal:3307");
  });

  test("P6: no variable carries a secret", () => {
    const password = "fake $HOME #c 'q' \"d\" a\\b";
    const { services, properties, text } = made(
      V13,
      SITE,
      credentialsWith(password, "fake-queue-password", "fake-redis-password"),
    );
    for (const name of PRESTO) expect(services[name]).not.toHaveProperty("environment");
    expect(properties(coordinator)["clp.metadata-db-password"]).toBe("fake $HOME #c 'q' \"d\" a\\\\b");
    expect(text("compose/docker-compose.yaml")).not.toContain("fake $HOME");
  });

  test("P7: keys of S3 reach the worker as they are, through no shell", () => {
    const { properties } = made(`${V13}${s3("region_code: us-east-2, ")}`);
    expect(properties(worker)["clp.s3-secret-access-key"]).toBe("fake$(id)`id`");
  });

  test("P8: is escaped for Java, and refused where a reader cannot be told", () => {
    const { properties } = made(
      V13,
      SITE,
      credentialsWith("\\u0041\u00e9\\", "fake-queue-password", "fake-redis-password"),
    );
    expect(properties(coordinator)["clp.metadata-db-password"]).toBe("\\\\u0041\\u00E9\\\\");
  });

  test("P9: one secret file for each reader", () => {
    const { compilation, services, text } = made(`${V13}${s3("region_code: us-east-2, ")}`);
    const secret = compilation.files.filter(
      ({ access, path }) => access === "secret" && path.includes("presto"),
    );
    expect(secret.map(({ path, mode }) => [path, mode])).toEqual([
      ["compose/etc/presto/coordinator/catalog/clp.properties", 0o600],
      ["compose/etc/presto/worker-1/catalog/clp.properties", 0o600],
      ["compose/etc/presto/worker-2/catalog/clp.properties", 0o600],
      ["kubernetes/secrets/presto-coordinator.yaml", 0o600],
      ["kubernetes/secrets/presto-worker.yaml", 0o600],
    ]);
    expect(text(`compose/etc/presto/${coordinator}`)).not.toContain("FAKEKEY");
    expect(text(`compose/etc/presto/${worker}`)).not.toContain("fake-database-password");
    for (const name of PRESTO.slice(1))
      expect(services[name]!.volumes.map(({ source }) => source).join()).not.toContain("coordinator");
  });

  test("P10: published on the loopback, or not at all, and inside the cluster", () => {
    expect(made(V13).services["presto-coordinator"]!.ports).toMatchObject([
      { host_ip: "${CLP_PRESTO_HOST:-127.0.0.1}" },
    ]);
    const hidden = made(V13, SITE.replace("workers: 2", "publish: null"));
    expect(hidden.services["presto-coordinator"]).not.toHaveProperty("ports");
    const [service] = made(V13).objects("presto-coordinator.yaml");
    expect(service.spec).toMatchObject({ type: "ClusterIP" });
  });

  test("P11: the bucket stands once, where the image looks for it", () => {
    const own = 'endpoint_url: "http://minio.internal:9000/", ';
    const endPoint = (config: string, site: string) => {
      const { "clp.s3-bucket": bucket, "clp.s3-end-point": url } = made(config, site).properties(worker);
      return [bucket, url];
    };
    const old = `clp_version: "0.9.0"\n${PLACE}presto: {worker_memory: 8GiB}\n`;
    expect(endPoint(`${V13}${s3("region_code: us-east-2, ")}`, SITE)).toEqual([
      "clp-archives",
      "https://s3.us-east-2.amazonaws.com",
    ]);
    expect(endPoint(`${V13}${s3(own)}`, SITE)).toEqual(["clp-archives", "http://minio.internal:9000"]);
    expect(endPoint(`${V9}${s3("region_code: us-east-2, ")}`, old)).toEqual([
      undefined,
      "https://clp-archives.s3.us-east-2.amazonaws.com/",
    ]);
    expect(endPoint(`${V9}${s3(own)}`, old)).toEqual([undefined, "http://minio.internal:9000/clp-archives/"]);
  });

  test("P12: no region is AWS's own endpoint", () => {
    expect(made(`${V13}${s3("")}`).properties(worker)["clp.s3-end-point"]).toBe("https://s3.amazonaws.com");
  });

  test("P13: the credentials are the deployment's, wherever they stand", () => {
    const { properties } = made(`${V13}credentials_file_path: elsewhere/credentials.yaml\n`);
    expect(properties(coordinator)["clp.metadata-db-password"]).toBe("fake-database-password");
  });

  test("P14: an image that moves is warned of, and properties follow the tag", () => {
    const old = `clp_version: "0.9.0"\n${PLACE}presto: {worker_memory: 8GiB}\n`;
    const codes = made(V9, old).compilation.diagnostics.map(({ code }) => code);
    expect(codes.filter((code) => code === "CLP4121")).toHaveLength(2);
    const images = "images: {coordinator: 'a/b:clp-v0.10.0', worker: 'a/c:clp-v0.10.0'}";
    const pinned = made(`${V9}${s3("region_code: us-east-2, ")}`, old.replace("8GiB", `8GiB, ${images}`));
    expect(pinned.compilation.diagnostics.map(({ code }) => code)).not.toContain("CLP4121");
    expect(pinned.properties(worker)["clp.s3-bucket"]).toBe("clp-archives");
  });

  test("P15: a worker is told of its own memory, which is its limit", () => {
    const { services, properties, objects } = made(V13);
    expect(properties("worker-1/config.properties")).toMatchObject({
      "query-memory-gb": "4",
      "system-memory-gb": "7",
    });
    expect(services["presto-worker-1"]!.deploy.resources.limits.memory).toBe("8g");
    const [container] = objects("presto-worker.yaml").at(-1).spec.template.spec.containers;
    expect(container.resources).toEqual({ requests: { memory: "8Gi" }, limits: { memory: "8Gi" } });
  });

  test("P16: both sides call themselves by one version, in their files", () => {
    const { properties } = made(V13);
    const version = properties("coordinator/config.properties")["presto.version"];
    expect(version).toBe("clp-v0.10.0");
    for (const number of [1, 2])
      expect(properties(`worker-${number}/config.properties`)["presto.version"]).toBe(version);
  });

  test("P17: a change of what a container reads makes it anew", () => {
    const hashOf = (site: string, name: string) =>
      made(V13, site).services[name]!.labels["clp-compile.config-hash"];
    const annotationOf = (site: string) =>
      made(V13, site).objects("presto-worker.yaml").at(-1).spec.template.metadata.annotations[
        "clp-compile/config-hash"
      ];
    const more = SITE.replace("8GiB", "16GiB");
    expect(hashOf(more, "presto-worker-1")).not.toBe(hashOf(SITE, "presto-worker-1"));
    expect(hashOf(more, "presto-coordinator")).toBe(hashOf(SITE, "presto-coordinator"));
    expect(annotationOf(more)).not.toBe(annotationOf(SITE));
    const filter = SITE.replace("8GiB", "8GiB, timestamp_keys: {default: t}");
    expect(hashOf(filter, "presto-coordinator")).not.toBe(hashOf(SITE, "presto-coordinator"));
  });

  test("P18: the split filter is made of timestamp keys, and never null", () => {
    const filterOf = (site: string): unknown =>
      JSON.parse(made(V13, site).text("compose/etc/presto/coordinator/split-filter.json"));
    expect(filterOf(SITE)).toEqual({});
    const entry = (columnName: string) => [
      {
        columnName,
        customOptions: { rangeMapping: { lowerBound: "begin_timestamp", upperBound: "end_timestamp" } },
        required: false,
      },
    ];
    const keys = SITE.replace("8GiB", "8GiB, timestamp_keys: {default: timestamp, datasets: {web: ts}}");
    expect(filterOf(keys)).toEqual({ "clp.default": entry("timestamp"), "clp.default.web": entry("ts") });
  });

  test("P19: the worker finds its own address", () => {
    expect(made(V13).properties("worker-1/node.properties")).not.toHaveProperty("node.internal-address");
  });

  test("P20: the coordinator must say that it has started, and workers are asked", () => {
    const { services } = made(V13);
    expect(services["presto-coordinator"]!.healthcheck.test.join(" ")).toContain('"starting":false');
    expect(services["presto-worker-1"]!.healthcheck.test.join(" ")).toContain("/v1/info");
    expect(services["presto-worker-1"]!.depends_on).toEqual({
      "presto-coordinator": { condition: "service_healthy" },
    });
  });

  test("P21: no pod waits by a selector, and a password of two lines is carried", () => {
    const { objects, properties } = made(
      V13,
      SITE,
      credentialsWith("two\nlines-of-a-password", "fake-queue-password", "fake-redis-password"),
    );
    const { spec } = objects("presto-worker.yaml").at(-1).spec.template;
    expect(spec).toMatchObject({ automountServiceAccountToken: false });
    expect(spec).not.toHaveProperty("initContainers");
    expect(properties(coordinator)["clp.metadata-db-password"]).toBe("two\\nlines-of-a-password");
  });

  test.each([
    ["2GiB", "-Xmx1638m", "409MB", "2g"],
    ["4GiB", "-Xmx3276m", "819MB", "4g"],
    ["5GiB", "-Xmx4096m", "1GB", "5g"],
    ["32GiB", "-Xmx26214m", "1GB", "32g"],
  ])("P22: heap and query limit follow from the coordinator's memory: %s", (memory, heap, query, limit) => {
    const { services, properties, text } = made(
      V13,
      SITE.replace("8GiB", `8GiB, coordinator_memory: ${memory}`),
    );
    expect(text("compose/etc/presto/coordinator/jvm.config").split("\n")).toContain(heap);
    expect(properties("coordinator/config.properties")["query.max-memory-per-node"]).toBe(query);
    expect(services["presto-coordinator"]!.deploy.resources.limits.memory).toBe(limit);
  });

  test("P23: a path with a colon and a dollar is mounted", () => {
    const { services } = made(`${V13}archive_output: {storage: {directory: "/data/a b:$c"}}\n`);
    expect(
      services["presto-worker-1"]!.volumes.find(({ target }) => target === "/var/data/archives"),
    ).toMatchObject({
      source: "/data/a b:$$c",
      read_only: true,
    });
  });

  test("E29: an external database is found, at its own port", () => {
    const { properties, services } = made(
      `${V13}bundled: [queue, redis, results_cache]\ndatabase: {host: db.internal, port: 3307}\n`,
    );
    expect(properties("coordinator/catalog/clp.properties")["clp.metadata-db-url"]).toBe(
      "jdbc:mysql://database:3307",
    );
    expect(services["presto-coordinator"]!.extra_hosts?.join()).toContain("10.0.0.5");
  });

  test("P24: it is one project with CLP's services", () => {
    const { services } = made(V13);
    expect(Object.keys(services)).toEqual(expect.arrayContaining(["database", "webui", ...PRESTO]));
    expect(services["presto-coordinator"]!.depends_on).toEqual({
      "db-table-creator": { condition: "service_completed_successfully" },
    });
  });
});

test("what the coordinator writes is its user's own at every start of its container", () => {
  // The mode is the one that runc gives the directory at a second start, whatever was asked for.
  const { services } = made(V13, SITE.replace("host: {", "host: {uid: 1234, gid: 5678, "));
  expect(services["presto-coordinator"]!.tmpfs).toEqual([
    "/var/lib/presto:uid=1234,gid=5678,mode=0755,size=64m",
  ]);
});

test("each has a test by its number", () => {
  const tested = new Set(
    [...readFileSync(import.meta.filename, "utf8").matchAll(/"(P\d+): /g)].map(([, id]) => id),
  );
  expect(DEFECT_IDS.filter((id) => id.startsWith("P") && !tested.has(id))).toEqual([]);
});
