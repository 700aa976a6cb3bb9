/** A running project of CLP becomes inputs, and no value of it is ever shown. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { compileProject } from "../../src/adopt/compose/compiled-project.ts";
import { fromCompose } from "../../src/adopt/compose/from-compose.ts";
import { type Assignment, draftKey } from "../../src/adopt/draft.ts";
import type { Plain } from "../../src/adopt/plain.ts";
import { releaseOf } from "../../src/clp/releases/releases.ts";
import { FIXTURES } from "../fixtures.ts";

const FOLDER = join(FIXTURES, "bad/CLP6572-own-variable");
const PROJECT = readFileSync(join(FOLDER, "project.json"), "utf8");
const CONFIG = { name: ".clp-config.yaml", content: readFileSync(join(FOLDER, ".clp-config.yaml")) };

function given(content: string, config: typeof CONFIG | undefined = CONFIG) {
  return fromCompose({ name: "project.json", content }, config, undefined);
}

describe("a running project", () => {
  test("gives release, place, workers and passwords", () => {
    const { inputs } = given(PROJECT);
    expect(inputs?.site).toMatchObject({
      clp_version: "0.13.0",
      host: { clp_home: "/home/clp/clp-package", worker_concurrency: 4 },
    });
    expect(inputs?.credentials).toMatchObject({
      database: { username: "clp-user", password: "pass", root_password: "root-pass" },
      queue: { password: "pass" },
      redis: { password: "pass" },
    });
  });

  test("lists what was changed by hand", () => {
    expect(given(PROJECT).diagnostics.map(({ code, path }) => `${code} ${path.join(".")}`)).toContain(
      "CLP6572 webui.environment.OWN_VARIABLE",
    );
  });

  test("without the config of its containers says which file is missing", () => {
    const found = given(PROJECT, { name: "x", content: Buffer.from("[]") }).diagnostics;
    expect(found.find(({ code }) => code === "CLP6571")?.help).toContain("/.clp-config.yaml");
  });

  test("has a dollar sign of a password once, which Docker Compose prints twice", () => {
    const { inputs, diagnostics } = given(PROJECT.replaceAll('"pass"', () => '"fake-$$a$${B}$$$$"'));
    expect(inputs?.credentials).toMatchObject({
      database: { password: "fake-$a${B}$$" },
      redis: { password: "fake-$a${B}$$" },
    });
    expect(diagnostics.map(({ path }) => path.join(".")).filter((path) => /PASS|redis/.test(path))).toEqual(
      [],
    );
  });

  test("shows no value in a finding", () => {
    const { diagnostics, texts } = given(PROJECT.replaceAll('"pass"', '"fake-hidden-word"'));
    expect(JSON.stringify(diagnostics)).not.toContain("fake-hidden-word");
    const { text = "", masked = [] } = texts.running!;
    for (const { index } of text.matchAll(/fake-hidden-word/g))
      expect(masked.some(({ start, end }) => start <= index && index < end)).toBe(true);
  });

  test.each([
    "",
    "[]",
    "{",
    "services: 5",
    '{"services": {"web": 5}}',
    '{"services": {"web": {"image": 5}}}',
  ])("%s is none", (text) => {
    const { inputs, diagnostics } = given(text);
    expect(inputs).toBeUndefined();
    expect(diagnostics.some(({ severity }) => severity === "error")).toBe(true);
  });
});

describe("a project that was compiled", () => {
  /** The same as the compiler has it: what it makes stands beside its own compose file. */
  const compiled = (): string => {
    const project = JSON.parse(PROJECT) as {
      services: Record<string, { labels?: object; volumes?: { source: string; target: string }[] }>;
    };
    for (const [name, service] of Object.entries(project.services)) {
      service.labels = { "clp-compile.config-hash": "0" };
      for (const mount of service.volumes ?? [])
        mount.source = mount.source.replace(/^\/home\/clp\/clp-package(?=\/etc\/)/, "/srv/ops/out/compose");
      // Of the directory of logs it mounts parts.
      const logs = service.volumes?.find(({ target }) => target === "/var/log");
      if (logs !== undefined && name === "compression-scheduler") {
        logs.source += "/user";
        logs.target += "/user";
      }
    }
    return JSON.stringify(project);
  };
  const found = (text: string, config = CONFIG) => {
    const { inputs, diagnostics } = given(text, config);
    const listed = diagnostics.map(({ path }) => path.join("."));
    return { site: inputs?.site, listed: listed.filter((path) => path.includes(".volumes.")) };
  };
  const HOME = { host: { clp_home: "/home/clp/clp-package" } };

  test("has the package where its config says, and not beside the compose file", () => {
    const { site, listed } = found(compiled());
    expect(site).toMatchObject(HOME);
    expect(listed).toEqual([]);
  });

  test("has it where its logs are, where the config has a path that starts there", () => {
    const config = { ...JSON.parse(`${CONFIG.content}`), credentials_file_path: "./etc/credentials.yaml" };
    const relative = { ...CONFIG, content: Buffer.from(JSON.stringify(config)) };
    const { site, listed } = found(compiled(), relative);
    expect(site).toMatchObject(HOME);
    expect(listed).toEqual([]);
  });

  test("has it where its logs are, where nobody has the config", () => {
    const { site, listed } = found(compiled(), {
      name: "x",
      content: Buffer.from("[]"),
    });
    expect(site).toMatchObject(HOME);
    expect(listed).toEqual([]);
  });
});

describe("what a compiled project has otherwise than CLP's own", () => {
  const LABELS = { "clp-compile.config-hash": "0" };
  type Project = { services: Record<string, Record<string, unknown>> };
  const adopted = (change: (services: Project["services"]) => void) => {
    const project = JSON.parse(PROJECT) as Project;
    for (const service of Object.values(project.services)) service["labels"] = LABELS;
    change(project.services);
    const { inputs, diagnostics } = given(JSON.stringify(project));
    return { inputs: inputs!, listed: diagnostics.map(({ path }) => path.join(".")) };
  };

  test("are encoded passwords in URLs", () => {
    const { inputs } = adopted((services) => {
      const written = JSON.stringify(services)
        .replaceAll('"pass"', '"fake/word#"')
        .replaceAll(":pass@", ":fake%2Fword%23@");
      Object.assign(services, JSON.parse(written));
    });
    expect(inputs.credentials).toMatchObject({
      queue: { password: "fake/word#" },
      redis: { password: "fake/word#" },
    });
  });

  test("are containers that wait", () => {
    const { listed } = adopted((services) => {
      services["wait-for-database"] = { image: services["webui"]!["image"], labels: LABELS };
    });
    expect(listed.filter((path) => path.startsWith("wait-for-"))).toEqual([]);
  });
});

test("a compiled project has the names that one container is told", () => {
  const said = (file: "config" | "site", path: readonly string[], value: Plain): Assignment => ({
    file,
    path,
    value,
    from: { name: "what runs", span: undefined },
  });
  const keys = [
    said("site", ["clp_version"], "0.9.0"),
    said("site", ["host", "clp_home"], "/home/clp/clp-package"),
    said("config", ["compression_scheduler", "type"], "spider"),
    said("config", ["spider_scheduler"], {}),
    said("config", ["bundled"], ["queue", "redis", "results_cache"]),
    said("config", ["database", "host"], "10.0.0.5"),
  ];
  const draft = new Map(keys.map((one) => [draftKey(one), one]));
  const { compiled, errors } = compileProject(releaseOf("0.9.0"), draft, false);
  expect(errors).toEqual([]);
  const names = [...compiled.values()].filter(({ path }) => path[1] === "extra_hosts");
  expect(names.map(({ path, value }) => `${path.join(".")} ${value}`)).toEqual([
    "compression-scheduler.extra_hosts.database 10.0.0.5",
  ]);
});

describe("a directory and a name", () => {
  const adopted = (project: string, config: string) =>
    fromCompose({ name: "project.json", content: project }, { name: CONFIG.name, content: config }, undefined)
      .inputs!;

  test("of logs is found by the folder of the scheduler's", () => {
    const project = JSON.parse(PROJECT) as Record<"services", Record<string, { volumes?: object[] }>>;
    // Each service has a folder of its own, as the compiler mounts them.
    for (const service of Object.values(project.services))
      service.volumes = (service.volumes ?? []).filter(
        (mount) => !JSON.stringify(mount).includes("/var/log"),
      );
    project.services["compression-scheduler"]!.volumes!.push({
      type: "bind",
      source: "/home/clp/clp-package/logs/user",
      target: "/var/log/user",
    });
    expect(adopted(JSON.stringify(project), `${CONFIG.content}`).config).toMatchObject({
      logs_directory: "/home/clp/clp-package/logs",
    });
  });

  test("under which a service is published has the address that CLP has looked up", () => {
    const project = JSON.parse(PROJECT) as { services: { webui: { ports: { host_ip: string }[] } } };
    project.services.webui.ports[0]!.host_ip = "10.0.0.20";
    const config = JSON.parse(`${CONFIG.content}`) as { webui: { host: string } };
    config.webui.host = "web.internal";
    const { config: made, site } = adopted(JSON.stringify(project), JSON.stringify(config));
    expect(made).toMatchObject({ webui: { host: "web.internal" } });
    expect(site).toMatchObject({ host: { addresses: { "web.internal": "10.0.0.20" } } });
  });
});

test("the group of the Docker socket is the site file's", () => {
  // Of a release whose collector reads the engine's logs.
  const project = JSON.parse(PROJECT.replaceAll(/(clp-package:v)[\d.]+/g, "$10.13.0")) as {
    services: Record<string, object>;
  };
  project.services["otel-collector"] = { group_add: ["123"] };
  const { inputs } = given(JSON.stringify(project));
  expect(inputs?.site).toMatchObject({ clp_version: "0.13.0", compose: { docker_gid: 123 } });
});

describe("images", () => {
  const adopted = (running: (image: string, service: string) => string) => {
    const project = JSON.parse(PROJECT) as { services: Record<string, { image: string }> };
    for (const [name, service] of Object.entries(project.services))
      service.image = running(service.image, name);
    const { inputs, diagnostics } = given(JSON.stringify(project));
    const { images } = inputs!.site as { images?: unknown };
    const listed = diagnostics.filter(({ path }) => path.includes("image"));
    return { images, reference: inputs!.config["container_image_ref"], listed };
  };
  const REGISTRY = "registry.example.com:5000/mirror";
  const inRegistry = (image: string) => `${REGISTRY}/${image.replace(/^ghcr\.io\//, "")}`;

  test("that one registry has all of are one line", () => {
    expect(adopted(inRegistry)).toEqual({ images: { registry: REGISTRY }, reference: undefined, listed: [] });
  });

  test("beside a registry are named one by one", () => {
    expect(adopted((image, service) => (service === "redis" ? image : inRegistry(image)))).toEqual({
      images: { registry: REGISTRY, redis: "redis:7.4.8" },
      reference: undefined,
      listed: [],
    });
  });

  test("of single services are named one by one", () => {
    const own: Record<string, string> = { redis: "redis:7.4.9", reducer: "acme/clp-package:0.13.0-fix" };
    expect(adopted((image, service) => own[service] ?? image)).toEqual({
      images: own,
      reference: undefined,
      listed: [],
    });
  });

  test("are read where CLP would not be installed", () => {
    const { inputs } = given(
      PROJECT.replaceAll("/home/clp/clp-package", "/opt/clp").replaceAll(
        /"image": "([^"]*)"/g,
        (_, image: string) => `"image": "${inRegistry(image)}"`,
      ),
    );
    expect(inputs?.site).toMatchObject({ images: { registry: REGISTRY } });
  });
});

describe("a command", () => {
  const said = (command: readonly string[]): string => {
    const project = JSON.parse(PROJECT) as { services: { redis: { command: readonly string[] } } };
    project.services.redis.command = command;
    return JSON.stringify(
      given(JSON.stringify(project)).diagnostics.filter(({ path }) => path[0] === "redis"),
    );
  };
  const conf = "/etc/redis/redis.conf";

  test("that is another one is listed once, without its words", () => {
    const found = JSON.parse(
      said(["redis-server", conf, "--own", "--requirepass", "-fake-hidden-word", "x"]),
    );
    expect(
      found.map(({ code, path }: { code: string; path: string[] }) => `${code} ${path.join(".")}`),
    ).toEqual(["CLP6572 redis.command"]);
    expect(JSON.stringify(found)).not.toContain("fake-hidden-word");
  });

  test("may have a password that looks like an option", () => {
    const text = PROJECT.replaceAll('"pass"', '"-fake-hidden-word"');
    const { inputs, diagnostics } = given(text);
    expect(inputs?.credentials).toMatchObject({ redis: { password: "-fake-hidden-word" } });
    expect(JSON.stringify(diagnostics)).not.toContain("fake-hidden-word");
  });

  test("of the reducer says its interval and how many processes there are by different options", () => {
    const text = PROJECT.replace(/("--upsert-interval",\s*)"100"/, '$1"200"');
    expect(text).not.toBe(PROJECT);
    expect(given(text).inputs?.site).toMatchObject({ host: { worker_concurrency: 4 } });
  });
});

describe("what an operator has added", () => {
  const adopted = (service: string, more: object) => {
    const project = JSON.parse(PROJECT) as { services: Record<string, object> };
    Object.assign(project.services[service]!, more);
    const { inputs, diagnostics } = given(JSON.stringify(project));
    return { site: inputs?.site, listed: diagnostics.map(({ path }) => path.join(".")) };
  };

  test("limits of a container are the site file's", () => {
    const limits = { cpus: 1.5, memory: "2147483648" };
    const { site, listed } = adopted("database", { deploy: { replicas: 1, resources: { limits } } });
    expect(site).toMatchObject({
      compose: { resources: { database: { limits: { cpu: "1.5", memory: "2Gi" } } } },
    });
    expect(listed.filter((path) => path.startsWith("database.deploy"))).toEqual([]);
  });

  test.each([
    ["ulimits", { ulimits: { nofile: 65536 } }],
    ["mem_limit", { mem_limit: "1073741824" }],
    ["entrypoint", { entrypoint: ["/own.sh"] }],
    ["labels.team", { labels: { team: "search" } }],
    ["networks.edge", { networks: { default: null, edge: null } }],
    ["deploy.resources.reservations", { deploy: { resources: { reservations: { cpus: 1 } } } }],
  ])("%s of a service is listed", (path, more) => {
    expect(adopted("webui", more).listed).toContain(`webui.${path}`);
  });
});
