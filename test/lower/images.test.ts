/** From where the images of containers come, for every release and for Docker Compose and Kubernetes alike. */
import { describe, expect, test } from "vitest";
import { parseAllDocuments } from "yaml";
import { RELEASES } from "../../src/clp/releases/releases.ts";
import { deploy } from "../deploy.ts";

const DIGEST = `sha256:${"1".repeat(64)}`;
const REGISTRY = "registry.example.com:5000/mirror";
const NEWEST = "0.13.0";

interface Pulled {
  /** By the service of Docker Compose. */
  readonly compose: Readonly<Record<string, string>>;
  /** By the component; all containers of its pods, init containers too. */
  readonly kubernetes: Readonly<Record<string, readonly string[]>>;
  readonly pullSecrets: readonly unknown[];
  readonly findings: readonly string[];
  readonly inContainers: string;
}

function pulled(images: object, release = NEWEST, config = "", kubernetes: object = {}): Pulled {
  const site = { clp_version: release, host: { clp_home: "/home/clp/clp-package" }, images, kubernetes };
  const made = deploy(config, { site: JSON.stringify(site), emit: ["compose", "kubernetes"] });
  const environment = new Map(
    made
      .text("compose/.env")
      .split("\n")
      .map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)] as const),
  );
  const { services } = made.data("compose/docker-compose.yaml") as {
    services: Record<string, { image: string }>;
  };
  const owners = made.files
    .filter(({ path }) => /^kubernetes\/[a-z-]+\.yaml$/.test(path))
    .flatMap(({ text }) => parseAllDocuments(text).map((one) => one.toJS()))
    .filter(({ spec }) => spec?.template !== undefined);
  return {
    compose: Object.fromEntries(
      Object.entries(services).map(([name, { image }]) => [
        name,
        image.replace(/\$\{(\w+):-[^}]*\}/, (_, variable) => environment.get(variable)!),
      ]),
    ),
    kubernetes: Object.fromEntries(
      owners.map(({ metadata, spec }) => {
        const { initContainers = [], containers } = spec.template.spec;
        return [
          metadata.labels["app.kubernetes.io/component"],
          [...initContainers, ...containers].map(({ image }: { image: string }) => image),
        ];
      }),
    ),
    pullSecrets: owners.map(({ spec }) => spec.template.spec.imagePullSecrets),
    findings: made.findings,
    inContainers: (made.data("compose/var/log/.clp-config.yaml") as { container_image_ref: string })
      .container_image_ref,
  };
}

describe.each(RELEASES)("$name", ({ id, images }) => {
  test("E12: a registry has all images, under the names that the release gives them", () => {
    const { compose, kubernetes } = pulled({ registry: REGISTRY }, id);
    for (const image of [...Object.values(compose), ...Object.values(kubernetes).flat()])
      expect(image.startsWith(`${REGISTRY}/`), image).toBe(true);
    const { database, queue, webui } = compose;
    expect({ database, queue, webui }).toEqual({
      database: `${REGISTRY}/${images.mariadb}`,
      queue: `${REGISTRY}/${images.queue}`,
      webui: `${REGISTRY}/y-scope/clp/clp-package:${id}`,
    });
    expect(kubernetes["results-cache"]).toEqual([`${REGISTRY}/${images.resultsCache}`]);
    if (images.otelCollector !== undefined)
      expect(compose["otel-collector"]).toBe(`${REGISTRY}/${images.otelCollector.replace("ghcr.io/", "")}`);
  });

  test("one that is named is taken as it is, with its digest, and both targets have the same", () => {
    const { compose, kubernetes } = pulled(
      {
        registry: REGISTRY,
        package: `r.example.com/clp@${DIGEST}`,
        database: "r.example.com/mariadb:1",
        queue: `r.example.com/queue:1@${DIGEST}`,
        redis: "localhost:5000/redis:1",
        results_cache: "mongo:1",
      },
      id,
    );
    expect(compose).toMatchObject({
      database: "r.example.com/mariadb:1",
      queue: `r.example.com/queue:1@${DIGEST}`,
      redis: "localhost:5000/redis:1",
      "results-cache": "mongo:1",
      "query-worker": `r.example.com/clp@${DIGEST}`,
      "db-table-creator": `r.example.com/clp@${DIGEST}`,
    });
    for (const [component, [image]] of Object.entries(kubernetes)) expect(image).toBe(compose[component]);
  });
});

test("E18: a digest reaches the manifests of the collector, too", () => {
  const { kubernetes } = pulled({ otel_collector: `r.example.com/otel@${DIGEST}` });
  expect(kubernetes["otel-collector"]).toEqual([`r.example.com/otel@${DIGEST}`]);
});

test("without a word all images are the release's", () => {
  const { compose } = pulled({});
  expect(compose["redis"]).toBe("redis:7.4.8");
  expect(compose["webui"]).toBe("ghcr.io/y-scope/clp/clp-package:0.13.0");
});

test("one of CLP's own services may be another build; its pod waits with that", () => {
  const { compose, kubernetes } = pulled({
    webui: "r.example.com/webui:1",
    compression_worker: "r.example.com/w:2",
  });
  expect(compose["webui"]).toBe("r.example.com/webui:1");
  expect(new Set(kubernetes["webui"])).toEqual(new Set(["r.example.com/webui:1"]));
  expect(compose["compression-worker"]).toBe("r.example.com/w:2");
  expect(compose["query-worker"]).toBe("ghcr.io/y-scope/clp/clp-package:0.13.0");
});

test("the worker of Spider goes by the name of its service", () => {
  const { compose } = pulled(
    { compression_worker: "r.example.com/w:2" },
    NEWEST,
    "compression_scheduler: {type: spider}\nspider_scheduler: {}",
  );
  expect(compose["compression-worker"]).toBe("r.example.com/w:2");
});

test("both types of the database are `database`", () => {
  for (const type of ["mariadb", "mysql"])
    expect(
      pulled({ database: "r.example.com/db:1" }, NEWEST, `database: {type: ${type}}`).compose["database"],
    ).toBe("r.example.com/db:1");
});

describe("the package's image", () => {
  test("stands in the containers' config, too", () => {
    expect(pulled({ package: "r.example.com/clp:1" }).inContainers).toBe("r.example.com/clp:1");
    expect(pulled({ registry: REGISTRY }).inContainers).toBe(`${REGISTRY}/y-scope/clp/clp-package:0.13.0`);
  });

  test("of the config is taken as it is, and is no other than the site file's", () => {
    const config = "container_image_ref: r.example.com/clp:1";
    expect(pulled({ registry: REGISTRY }, NEWEST, config).compose["webui"]).toBe("r.example.com/clp:1");
    expect(pulled({ package: "r.example.com/clp:1" }, NEWEST, config).findings).not.toContain(
      "error CLP2070",
    );
    const site = JSON.stringify({ clp_version: NEWEST, images: { package: "r.example.com/clp:2" } });
    expect(deploy(config, { site }).findings).toContain("error CLP2070");
  });

  test("of another release is warned of, wherever it is named", () => {
    const isTold = (image: string): boolean =>
      pulled({ package: image }).findings.includes("warning CLP4050");
    expect(isTold("ghcr.io/y-scope/clp/clp-package:0.12.0")).toBe(true);
    expect(isTold("r.example.com/clp:0.12.0")).toBe(true);
    expect(isTold(`r.example.com/clp:0.12.0@${DIGEST}`)).toBe(true);
    for (const other of [
      "r.example.com/clp:0.13.0",
      "r.example.com/clp:2026-01",
      `r.example.com/clp@${DIGEST}`,
    ])
      expect(isTold(other), other).toBe(false);
  });
});

describe("what is warned of", () => {
  test.each([
    ["r.example.com/redis", true],
    ["r.example.com:5000/redis", true],
    ["redis", true],
    ["r.example.com:5000/redis:7", false],
    [`redis@${DIGEST}`, false],
  ])("%s: %s", (redis, isLatest) => {
    expect(pulled({ redis }).findings.includes("warning CLP2072")).toBe(isLatest);
  });
});

describe("an image of what does not run here is told, and no other", () => {
  test.each([
    [{ mcp_server: "r.example.com/mcp:1" }, "", true],
    [{ mcp_server: "r.example.com/mcp:1" }, "mcp_server: {}", false],
    [
      { redis: "r.example.com/redis:1" },
      "bundled: [database, queue, results_cache, otel_collector]\nredis: {host: redis.internal}",
      true,
    ],
    [{ package: "r.example.com/clp:1", webui: "r.example.com/webui:1" }, "", false],
    [{ presto_worker: "r.example.com/w:1" }, "", true],
  ] as const)("%j %s", (images, config, isTold) => {
    expect(pulled(images, NEWEST, config).findings.includes("note CLP2073")).toBe(isTold);
  });
});

test("every pod pulls with the site file's Secrets, each once, and with none where it names none", () => {
  const { pullSecrets } = pulled({}, NEWEST, "", { image_pull_secrets: ["b", "a", "b"] });
  expect(new Set(pullSecrets.map((one) => JSON.stringify(one)))).toEqual(
    new Set(['[{"name":"b"},{"name":"a"}]']),
  );
  expect(new Set(pulled({}).pullSecrets)).toEqual(new Set([undefined]));
});

describe("with CLP's chart", () => {
  const chart = (release: string, images: object, kubernetes: object = {}) =>
    deploy("", {
      site: JSON.stringify({
        clp_version: release,
        host: { clp_home: "/home/clp/clp-package" },
        images,
        kubernetes,
      }),
      emit: ["helm"],
    });

  test("0.4.0 a registry has all images, those of the chart's own choice too", () => {
    const { image } = chart(NEWEST, { registry: REGISTRY }).data("helm/values.yaml") as {
      image: Record<string, { repository: string }>;
    };
    for (const [name, { repository }] of Object.entries(image))
      expect(repository.startsWith(`${REGISTRY}/`), name).toBe(true);
    expect(image["kubectl"]?.repository).toBe(`${REGISTRY}/bitnami/kubectl`);
  });

  test("0.4.0 an image by its digest has it", () => {
    const { image } = chart(NEWEST, { redis: `r.example.com/redis@${DIGEST}` }).data("helm/values.yaml") as {
      image: Record<string, object>;
    };
    expect(image["redis"]).toMatchObject({ repository: "r.example.com/redis", digest: DIGEST });
  });

  test.each(["0.9.0", "0.10.0", "0.11.0", "0.12.0"])("of v%s only the package's own is taken", (release) => {
    expect(chart(release, { registry: REGISTRY }).findings).toContain("error CLP5241");
    expect(chart(release, { redis: "r.example.com/redis:1" }).findings).toContain("error CLP5241");
    const taken = chart(release, { package: "r.example.com/clp:1" });
    expect(taken.findings).not.toContain("error CLP5241");
    expect(taken.text("helm/values.yaml")).toContain("repository: r.example.com/clp\n");
  });

  test("none has a value for one of CLP's services alone, and what does not run matters to none", () => {
    expect(chart(NEWEST, { webui: "r.example.com/webui:1" }).findings).toContain("error CLP5241");
    expect(chart(NEWEST, { mcp_server: "r.example.com/mcp:1" }).findings).not.toContain("error CLP5241");
  });

  test("none has a value for logins", () => {
    expect(chart(NEWEST, {}, { image_pull_secrets: ["login"] }).findings).toContain("warning CLP5240");
  });
});
