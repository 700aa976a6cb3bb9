/** The four kinds of questions, and what the answers look like: places in them are lines and columns, as programs read them. */
import { describe, expect, test } from "vitest";
import {
  type BackendName,
  compile,
  type Explanation,
  explainer,
  explanationJson,
  explanationText,
  type Sources,
  seenFrom,
} from "../compiler.ts";
import { PRESTO_ALONE } from "../presto-config.ts";

const CREDENTIALS = `database:
  username: clp-user
  password: fake-database-password
  root_username: root
  root_password: fake-root-password
  spider_username: spider-user
  spider_password: fake-spider-password
queue: { username: clp-user, password: fake-queue-password }
redis: { password: fake-redis-password }
`;

function sources(
  config: string,
  site = "host: { clp_home: /home/clp/clp-package }\n",
  credentials: string | undefined = CREDENTIALS,
): Sources {
  return {
    config: { name: "etc/clp-config.yaml", content: config },
    credentials:
      credentials === undefined ? undefined : { name: "etc/credentials.yaml", content: credentials },
    site: { name: "etc/clp-site.yaml", content: site },
  };
}

describe("a Secret of the cluster", () => {
  const SITE = `clp_version: "0.9.0"
host: { clp_home: /home/clp/clp-package }
kubernetes: { secrets: { from: existing, names: { database: team-database } } }
`;
  function ask(what: string, emit: readonly BackendName[] = ["kubernetes"]) {
    const given = sources("", SITE, undefined);
    const compilation = compile(given, { secrets: false, emit });
    return { answered: explainer(given, compilation)(what), compilation };
  }
  function explained(what: string) {
    const { answered, compilation } = ask(what);
    if (answered.kind !== "explained") throw new Error(answered.message);
    return { explanation: answered.explanation, compilation };
  }

  test("is told by its name, with what each key holds", () => {
    const { explanation } = explained("team-database");
    expect(explanation).toMatchObject({ kind: "secret", secret: false });
    expect(explanation.title).toContain("somebody else makes");
    expect(explanation.facts).toContainEqual(["root_password", "(database.root_password)"]);
    expect(explanation.origins.map(({ line }) => line)).toEqual([3, 3]);
    expect(Object.fromEntries(explained("secret:clp-urls").explanation.facts)).toMatchObject({
      "query-worker.BROKER_URL":
        "amqp://(queue.username, percent-encoded):(queue.password, percent-encoded)@clp-queue:5672",
    });
  });

  test("has the lines of Presto's files, which whoever makes it has to write", () => {
    const site = `clp_version: "0.13.0"\nhost: { clp_home: /home/clp/clp-package }\nkubernetes: { secrets: { from: existing } }\npresto: { worker_memory: 8GiB }\n`;
    const given = sources(PRESTO_ALONE, site, undefined);
    const compilation = compile(given, { secrets: false, emit: ["kubernetes", "docs"] });
    const answered = explainer(given, compilation)("clp-presto-coordinator");
    if (answered.kind !== "explained") throw new Error(answered.message);
    const { facts } = answered.explanation;
    expect(facts[0]).toEqual(["presto-coordinator-catalog.properties", "connector.name=clp"]);
    expect(facts).toContainEqual(["", "clp.metadata-db-url=jdbc:mysql://clp-database:3306"]);
    expect(facts).toContainEqual(["", "clp.metadata-db-password=(database.password)"]);
    const page = compilation.files.find(({ path }) => path === "docs/deployment.md")!.text;
    expect(page).toContain("<br/>`clp.metadata-db-password=(database.password)`<br/>");
    expect(page).toContain("In `presto-coordinator-catalog.properties` it is escaped as Java reads it");
  });

  test("has every key that the manifests refer to, and reaches those lines alone that name it", () => {
    const { explanation: section, compilation } = explained("kubernetes.secrets");
    const listed = new Map(
      section.facts.flatMap(([label, text]) =>
        label.startsWith("Secret ") ? [[label.slice("Secret ".length), text.split(", ")] as const] : [],
      ),
    );
    expect([...listed.keys()]).toEqual(["team-database", "clp-queue", "clp-redis", "clp-urls"]);
    for (const [name, keys] of listed) {
      const { explanation } = explained(name);
      expect(explanation.facts.map(([key]) => key)).toEqual(keys);
      expect(explanation.reaches.length).toBeGreaterThan(0);
      for (const { file, line } of explanation.reaches)
        expect(compilation.files.find(({ path }) => path === file)!.text.split("\n")[line - 1]).toContain(
          name,
        );
    }
    const references = compilation.files
      .filter(({ path }) => path.startsWith("kubernetes/"))
      .flatMap(({ text }) => [...text.matchAll(/secretKeyRef:\s+name: "?([\w-]+)"?\s+key: "?([\w.-]+)"?/g)])
      .map(([, name, key]) => [name!, key!] as const);
    expect(references.length).toBeGreaterThan(20);
    for (const [name, key] of references) expect(listed.get(name)).toContain(key);
  });

  test("is nothing that is known where no manifests are emitted", () => {
    expect(ask("team-database", ["compose"]).answered.kind).toBe("unknown");
  });
});

function answer(what: string, given: Sources) {
  return explainer(given, compile(given, { secrets: true, emit: ["compose"] }))(what);
}

function explained(what: string, config = "", site?: string): Explanation {
  const found = answer(what, sources(config, site));
  if (found.kind === "unknown") throw new Error(found.message);
  return found.explanation;
}

function refused(what: string, given = sources("")): string {
  const found = answer(what, given);
  if (found.kind === "explained") throw new Error(`${what} was explained`);
  return `${found.message} | ${found.help ?? ""}`;
}

const places = ({ reaches }: Explanation) => reaches.map(({ file }) => file);

describe("a variable of .env", () => {
  test("comes from a key that is written", () => {
    const { value, origins, reaches } = explained("CLP_WEBUI_PORT", "webui:\n  port: 4001\n");
    expect(value).toBe("4001");
    expect(origins).toEqual([{ file: "etc/clp-config.yaml", line: 2, column: 9 }]);
    expect(new Set(reaches.map(({ file }) => file))).toEqual(
      new Set([
        "compose/.env",
        "compose/.env.example",
        "compose/docker-compose.yaml",
        "compose/var/log/.clp-config.yaml",
      ]),
    );
  });

  test("comes from a default, and says its rule", () => {
    expect(explained("CLP_WEBUI_PORT").origins).toEqual([
      { rule: "default of webui.port in CLP v0.9.0: 4000" },
    ]);
  });

  test("tells the steps between", () => {
    const text = explanationText(explained("CLP_DB_DATA_DIR_HOST", "data_directory: data\n")).replace(
      /^( {2}(?:compose|manifest)\S+?:)[\d, -]+$/gm,
      "$1…",
    );
    expect(text).toBe(`CLP_DB_DATA_DIR_HOST = /home/clp/clp-package/data/database
  a variable of .env

Because
  database lies in this directory
  └─ a relative path starts at the site file's host.clp_home
     ├─ data_directory, written at etc/clp-config.yaml:1:17
     └─ host.clp_home, written at etc/clp-site.yaml:1:19

Reaches 7 lines
  compose/.env:…
  compose/.env.example:…
  compose/docker-compose.yaml:…
  compose/prepare.sh:…
  manifest.json:…

For CLP's own tools alone: docker-compose.yaml has the value itself, and does not read the variable.
`);
  });

  test("that is a secret has a place, and no value", () => {
    const secret = explained("CLP_QUEUE_PASS_ENCODED");
    expect(secret).toMatchObject({ secret: true, origins: [{ file: "etc/credentials.yaml", line: 8 }] });
    expect(secret).not.toHaveProperty("value");
    expect(explanationText(secret)).toMatch(
      /^CLP_QUEUE_PASS_ENCODED is a secret\n {2}a secret in \.env: password for the queue, percent-encoded/,
    );
  });
});

describe("a key", () => {
  test("of the config, written", () => {
    const key = explained("webui.port", "webui:\n  port: 4001\n");
    expect(key).toMatchObject({
      kind: "key",
      value: 4001,
      origins: [{ file: "etc/clp-config.yaml", line: 2, column: 9 }],
    });
    expect(places(key)).toContain("compose/var/log/.clp-config.yaml");
  });

  test("of the site file, by default", () => {
    expect(explained("compose.restart_policy")).toMatchObject({
      value: "on-failure:3",
      origins: [{ rule: 'default of compose.restart_policy in the site file: "on-failure:3"' }],
    });
  });

  test("of the credentials has no value", () => {
    const secret = explained("database.password");
    expect(secret).toMatchObject({
      secret: true,
      title: "a key of the credentials",
      origins: [{ file: "etc/credentials.yaml", line: 3, column: 13 }],
    });
    expect(secret).not.toHaveProperty("value");
  });

  test("that credentials and config have is that of the credentials", () => {
    expect(explained("queue.password")).toMatchObject({ title: "a key of the credentials" });
    expect(explained("queue.password").notes.join()).toContain("config:queue.password");
    expect(explained("config:queue.password")).toMatchObject({ title: "a key of the config", value: null });
  });

  test("without effect says so", () => {
    expect(explained("reducer.base_port").notes.join()).toContain("It has no effect");
  });

  test("whose section is null says so, and where that is written", () => {
    const key = explained("api_server.port", "api_server: null\n");
    expect(key).toMatchObject({
      origins: [{ file: "etc/clp-config.yaml", line: 1, column: 13 }],
      reaches: [],
    });
    expect(key.notes).toEqual(["It has no place here: api_server is null."]);
  });

  test("of another type says so", () => {
    expect(explained("logs_input.aws_authentication.type").notes).toEqual([
      "It has no place here: it belongs to the type s3.",
    ]);
    expect(explained("archive_output.storage.s3_config.bucket").notes).toEqual([
      "It has no place here: it belongs to the type s3.",
    ]);
  });

  test("with two spellings answers to both", () => {
    const config = "api_server: { query_job_polling: { initial_backoff: 7 } }\n";
    expect(explained("api_server.query_job_polling.initial_backoff", config)).toMatchObject({
      name: "api_server.query_job_polling.initial_backoff_ms",
      value: 7,
    });
    expect(explained("api_server.query_job_polling.initial_backoff_ms", config)).toMatchObject({ value: 7 });
  });

  test("that decides who runs says so", () => {
    expect(
      explained("archive_output.retention_period", "archive_output: { retention_period: 60 }\n").notes,
    ).toContain("It has a say in who runs: garbage-collector is there.");
    expect(explained("config:mcp_server").notes.join()).toContain("mcp-server is not there");
  });

  test("may be a section: its keys, and all that they reach", () => {
    const section = explained("config:webui", "webui:\n  port: 4001\n");
    expect(section.facts).toEqual([
      ["Meaning", "The web UI."],
      ["host", '"localhost", by default'],
      ["port", "4001"],
      ["results_metadata_collection_name", '"results-metadata", by default'],
      ["rate_limit", "1000, by default"],
    ]);
    expect(section.origins).toEqual([
      { file: "etc/clp-config.yaml", line: 1, column: 1 },
      { file: "etc/clp-config.yaml", line: 2, column: 9 },
    ]);
    expect(section.reaches.length).toBeGreaterThan(
      explained("webui.port", "webui:\n  port: 4001\n").reaches.length,
    );
  });

  test("of a list or a mapping with free keys", () => {
    const config = "bundled: [queue, redis, results_cache]\ndatabase: { host: db.internal }\n";
    const site = "host: { addresses: { db.internal: 10.0.0.5 } }\n";
    expect(explained("bundled", config, site)).toMatchObject({ value: ["queue", "redis", "results_cache"] });
    expect(explained('host.addresses["db.internal"]', config, site)).toMatchObject({ value: "10.0.0.5" });
    expect(explained("host.addresses.db.internal", config, site)).toMatchObject({ value: "10.0.0.5" });
  });
});

describe("a component", () => {
  test("that runs: why, what it waits for, and its lines", () => {
    const reducer = explained("reducer");
    expect(reducer).toMatchObject({
      kind: "component",
      value: "service",
      title: "a service of this deployment",
    });
    expect(reducer.facts).toContainEqual([
      "Waits for",
      "query-scheduler (healthy), results-cache-indices-creator (completed)",
    ]);
    expect(reducer.facts).toContainEqual([
      "Variables",
      "CLP_PACKAGE_CONTAINER_IMAGE_REF, CLP_REDUCER_CONCURRENCY, CLP_REDUCER_LOGGING_LEVEL, CLP_RESTART_POLICY",
    ]);
    expect(reducer.origins).toEqual([{ rule: 'default of package.query_engine in CLP v0.9.0: "clp-s"' }]);
    expect(reducer.reaches.length).toBeGreaterThan(20);
  });

  test("that does not run: why not", () => {
    const absent = explained("mcp-server");
    expect(absent).toMatchObject({ value: "absent", reaches: [] });
    expect(absent.origins).toContainEqual({ rule: "default of mcp_server in CLP v0.9.0: null" });
  });

  test("that somebody else runs", () => {
    const external = explained(
      "database",
      "bundled: [queue, redis, results_cache]\ndatabase: { host: db.internal, port: 3307 }\n",
      "host: { addresses: { db.internal: 10.0.0.5 } }\n",
    );
    expect(external).toMatchObject({
      value: "external",
      origins: [{ file: "etc/clp-config.yaml", line: 1, column: 10 }],
    });
    expect(external.facts).toContainEqual(["At", "db.internal:3307"]);
  });

  test("has the name of its service, too", () => {
    const config = "compression_scheduler: { type: spider }\nspider_scheduler: {}\n";
    expect(explained("compression-worker", config)).toMatchObject({ name: "spider-compression-worker" });
    expect(explained("component:spider-compression-worker", config)).toMatchObject({ value: "service" });
  });
});

describe("a line of an input", () => {
  const CONFIG = `# A comment
webui:
  port: 4001
  #rate_limit: 1000
bundled:
  - database
  - queue
  - redis
  - results_cache
results_cache: { port: 27018, retention_period: 60 }
#query_worker:
  #logging_level: "INFO"
`;

  test.each([
    [2, "webui", undefined],
    [3, "webui.port", 4001],
    [5, "bundled", ["database", "queue", "redis", "results_cache"]],
    [8, "bundled", ["database", "queue", "redis", "results_cache"]],
    // What stands there switched off has its default.
    [4, "webui.rate_limit", 1000],
    [11, "query_worker", undefined],
    [12, "query_worker.logging_level", "INFO"],
  ])("%d is about %s, as if asked for by name", (line, name, value) => {
    const found = explained(`etc/clp-config.yaml:${line}`, CONFIG);
    expect(found).toEqual(explained(`config:${name}`, CONFIG));
    expect(found.value).toEqual(value);
    expect(found.reaches.length).toBeGreaterThan(0);
  });

  test("with several keys says what they reach together", () => {
    const found = explained("etc/clp-config.yaml:10", CONFIG);
    expect(found.facts).toEqual([
      ["results_cache.port", "27018"],
      ["results_cache.retention_period", "60"],
    ]);
    for (const key of ["results_cache.port", "results_cache.retention_period"])
      expect(found.reaches).toEqual(expect.arrayContaining([...explained(key, CONFIG).reaches]));
  });

  test("of the credentials tells no secret", () => {
    const found = explained("etc/credentials.yaml:3");
    expect(found).toMatchObject({ name: "database.password", secret: true });
    expect(JSON.stringify(found)).not.toContain("fake");
  });

  test.each([
    [
      1,
      "Cannot explain line 1 of etc/clp-config.yaml: no value is written there | The next is webui, at etc/clp-config.yaml:2",
    ],
    [99, "Cannot explain line 99 of etc/clp-config.yaml: it has 13 lines | "],
    [0, "Cannot explain line 0 of etc/clp-config.yaml: it has 13 lines | "],
  ])("%d is refused where there is nothing", (line, said) => {
    expect(refused(`etc/clp-config.yaml:${line}`, sources(CONFIG))).toBe(said);
  });
});

describe("a line", () => {
  const at = (
    needle: string,
    file = "compose/docker-compose.yaml",
    config = "webui:\n  port: 4001\n",
  ): string => {
    const compilation = compile(sources(config), { secrets: true, emit: ["compose"] });
    const line = compilation.files
      .find(({ path }) => path === file)
      ?.text.split("\n")
      .findIndex((text) => text.includes(needle));
    return `${file}:${(line ?? -1) + 1}`;
  };

  test("comes from a key, and says what else does", () => {
    const line = explained(at("CLP_WEBUI_PORT"), "webui:\n  port: 4001\n");
    expect(line).toMatchObject({
      kind: "line",
      value: 'published: "${CLP_WEBUI_PORT:-4001}"',
      origins: [{ file: "etc/clp-config.yaml", line: 2, column: 9 }],
      facts: [["About", "webui"]],
    });
    expect(places(line)).toContain("compose/.env.example");
  });

  test("takes a column", () => {
    expect(explained(`${at("CLP_WEBUI_PORT")}:9`, "webui:\n  port: 4001\n").kind).toBe("line");
  });

  test("that is a fact says which", () => {
    expect(explained(at("condition: service_healthy")).origins[0]?.rule).toMatch(
      /^dependency on .* in CLP v0\.9\.0$/,
    );
  });

  test("with a secret is not shown", () => {
    const line = explained(at("CLP_DB_PASS", "compose/.env"));
    expect(line).toMatchObject({
      secret: true,
      origins: [{ file: "etc/credentials.yaml", line: 3, column: 13 }],
    });
    expect(explanationText(line)).not.toContain("fake");
    expect(explanationJson(line)).not.toContain('"value"');
  });

  test("of a secret file without a secret is shown", () => {
    expect(explained(at("CLP_WEBUI_PORT", "compose/.env"), "webui:\n  port: 4001\n").value).toBe(
      "CLP_WEBUI_PORT=4001",
    );
  });
});

describe("what has no name", () => {
  test.each([
    [
      "CLP_WEBUI_PROT",
      'Cannot explain "CLP_WEBUI_PROT": nothing has that name | Did you mean CLP_WEBUI_PORT',
    ],
    ["webui.prt", "Did you mean webui.port"],
    ["rate_limt", "Did you mean webui.rate_limit"],
    ["reducr", "Did you mean reducer"],
    [
      "compose/docker-compose.yml:3",
      "no file compose/docker-compose.yml is emitted | Did you mean compose/docker-compose.yaml:3?",
    ],
    ["compose/.env.example:9999", "Cannot explain line 9999 of compose/.env.example: it has"],
    ["compose/.env.example:0", "Cannot explain line 0"],
    ["???", "Ask about a variable of .env"],
  ])("%s", (what, said) => {
    expect(refused(what)).toContain(said);
  });

  test("a secret file without credentials", () => {
    expect(refused("compose/.env:3", { ...sources(""), credentials: undefined })).toContain(
      "it holds secrets, and no credentials were given",
    );
  });
});

describe("for programs", () => {
  test("has value, origins and reaches, and nothing else", () => {
    const { reaches, ...rest } = JSON.parse(
      explanationJson(seenFrom("out", explained("CLP_DB_NAME", "database: { names: { clp: logs } }\n"))),
    ) as { reaches: { file: string; line: number }[] };
    expect(rest).toEqual({
      value: "logs",
      origins: [{ file: "etc/clp-config.yaml", line: 1, column: 27 }],
    });
    expect(reaches.every((place) => Object.keys(place).join() === "file,line")).toBe(true);
    // In the compose file it reaches the label of each container that reads it, too.
    expect(reaches.length).toBeGreaterThan(5);
    expect([...new Set(reaches.map(({ file }) => file))]).toEqual([
      "out/compose/.env",
      "out/compose/.env.example",
      "out/compose/docker-compose.yaml",
      "out/compose/var/log/.clp-config.yaml",
      "out/compose/var/www/webui/server/dist/settings.json",
    ]);
  });

  test("a derived value says by which rules", () => {
    expect(explained("CLP_DATA_DIR_HOST", "data_directory: data\n").origins).toEqual([
      {
        file: "etc/clp-config.yaml",
        line: 1,
        column: 17,
        rule: "a relative path starts at the site file's host.clp_home",
      },
      {
        file: "etc/clp-site.yaml",
        line: 1,
        column: 19,
        rule: "a relative path starts at the site file's host.clp_home",
      },
    ]);
  });
});
