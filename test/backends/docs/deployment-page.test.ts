import { describe, expect, test } from "vitest";
import { audience } from "../../../src/backends/docs/ports-section.ts";
import { type Compilation, compile, type Sources } from "../../../src/mod.ts";
import { deploy } from "../../deploy.ts";
import { okFixtures } from "../../fixtures.ts";

const PAGE = "docs/deployment.md";

function page(compilation: Compilation): string {
  const file = compilation.files.find(({ path }) => path === PAGE);
  if (file === undefined)
    throw new Error(`no page: ${compilation.diagnostics.map(({ message }) => message).join("; ")}`);
  return file.text;
}

/** The page of a config: the lines below a heading, up to the next one. */
function section(config: string, heading: string, site?: string): readonly string[] {
  const text = deploy(config, {
    emit: ["docs"],
    secrets: false,
    ...(site === undefined ? {} : { site }),
  }).text(PAGE);
  const lines = text.split("\n");
  const start = lines.indexOf(`## ${heading}`);
  if (start < 0) return [];
  const end = lines.findIndex((line, index) => index > start && line.startsWith("## "));
  return lines.slice(start + 1, end < 0 ? undefined : end);
}

function pageOf(sources: Sources): string | undefined {
  const { files } = compile(sources, { secrets: false, emit: ["docs"] });
  return files.find(({ path }) => path === PAGE)?.text;
}

/** A row of a table by its first cell. */
function row(lines: readonly string[], first: string): readonly string[] {
  const found = lines.find((line) => line.startsWith(`| \`${first}\``));
  if (found === undefined) throw new Error(`no row ${first} in\n${lines.join("\n")}`);
  return found.split(" | ").map((cell) => cell.replace(/^\| | \|$/g, ""));
}

describe("the page says", () => {
  test("what runs, and when it starts", () => {
    const lines = section("", "Services");
    expect(row(lines, "reducer")).toEqual([
      "`reducer`",
      "Reducers for performing the final stages of aggregation jobs",
      "`ghcr.io/y-scope/clp/clp-package:0.9.0`",
      "`query-scheduler` is healthy; `results-cache-indices-creator` has completed",
      "`grep -qs ':36B9 0*:0000 0A' /proc/net/tcp /proc/net/tcp6`",
    ]);
    expect(row(lines, "query-worker")[4]).toBe("the container runs");
    expect(row(lines, "database")[4]).toBe(
      "`mysqladmin ping --silent -h 127.0.0.1 -u $CLP_DB_USER --password=$CLP_DB_PASS`",
    );
  });

  test("which of two workers goes by one name", () => {
    const config = "compression_scheduler: { type: spider }\nspider_scheduler: {}";
    expect(row(section(config, "Services"), "compression-worker")[0]).toBe(
      "`compression-worker` (spider-compression-worker)",
    );
  });

  test("the one-time jobs", () => {
    expect(row(section("", "One-time jobs"), "db-table-creator")[3]).toBe("`database` is healthy");
  });

  test("external servers, and only where there are some", () => {
    expect(section("", "External servers")).toEqual([]);
    const lines = section(
      "bundled: [queue, redis, results_cache]\ndatabase: { host: db.internal, port: 3307 }",
      "External servers",
    );
    expect(row(lines, "database").slice(2)).toEqual([
      "`db.internal:3307`",
      "`10.0.0.5`",
      "`db-table-creator`",
    ]);
  });

  test.each([
    ["127.0.0.1", "this host alone (loopback)"],
    ["127.0.0.53", "this host alone (loopback)"],
    ["0.0.0.0", "**everybody who reaches this host** (all interfaces)"],
    ["10.0.0.20", "everybody who reaches `10.0.0.20` (an address of this host)"],
  ])("who reaches a port on %s", (host, expected) => {
    expect(audience(host)).toBe(expected);
    expect(row(section(`webui: { host: ${host}, port: 8080 }`, "Ports"), "webui")).toEqual([
      "`webui`",
      "http",
      `\`${host}:8080\` → \`4000\``,
      expected,
      "`CLP_WEBUI_HOST`, `CLP_WEBUI_PORT`",
    ]);
  });

  test("the ports of nodes", () => {
    const site = "kubernetes: { expose_databases: true, node_ports: { webui: 31000, database: 31306 } }";
    const text = section("", "Ports", site).join("\n");
    expect(text).toContain("| `webui` | http | `31000` → `4000` |");
    expect(text).toContain("| `database` | mysql | `31306` → `3306` |");
    expect(section("", "Ports", "").join("\n")).not.toContain("30306");
  });

  test("where data lies, whose it is, and what must be kept", () => {
    const site =
      "host: { clp_home: /home/clp, uid: 1001, gid: 1002, third_party_uid: 999, third_party_gid: 998 }";
    const lines = section("logs_input: { type: fs, directory: /srv/logs }", "Volumes", site);
    expect(row(lines, "/home/clp/var/data/archives")).toEqual([
      "`/home/clp/var/data/archives`",
      "archives",
      "**yes: back it up**",
      "`1001:1002`",
      "`0755`",
      "`/var/data/archives`",
      "`compression-worker`, `query-worker` (reads), `garbage-collector`",
    ]);
    expect(row(lines, "/home/clp/var/data/database")[3]).toBe("`999:998`");
    expect(row(lines, "/srv/logs").slice(2, 6)).toEqual([
      "yours: it is only read",
      "–",
      "–",
      "`/mnt/logs/srv/logs`",
    ]);
  });

  test("variables with their values, and which may differ on one host", () => {
    const lines = section("webui: { port: 8080, rate_limit: 50 }", "Variables");
    expect(row(lines, "CLP_WEBUI_PORT")).toEqual(["`CLP_WEBUI_PORT`", "`8080`", "yes"]);
    expect(row(lines, "CLP_WEBUI_RATE_LIMIT").slice(1)).toEqual(["`50`", ""]);
  });

  test("secrets by name", () => {
    expect(row(section("", "Secrets"), "queue.password")).toEqual([
      "`queue.password`",
      "password for the queue",
      "`CLP_QUEUE_PASS`, `CLP_QUEUE_PASS_ENCODED`",
    ]);
  });

  test("which Secrets have them, as the Kubernetes backend names those", () => {
    const text = section("", "Secrets", "kubernetes: { release_name: logs }").join("\n");
    for (const { sources } of okFixtures()) {
      const { secretPaths, model } = compile(sources, { secrets: false, emit: ["kubernetes"], named: [] });
      const sections = model?.secrets.map(({ id }) => id.split(".")[0]!.replaceAll("_", "-")) ?? [];
      for (const { path } of secretPaths) {
        const [, folder, file = ""] = path.split("/");
        const group = file.replace(/\.yaml$/, "");
        if (folder !== "secrets" || group === "kustomization") continue;
        if (sections.includes(group)) continue;
        const own = model?.files.some(({ reader }) => reader === group);
        if (own) expect(pageOf(sources)).toContain(`\`clp-${group}\``);
        else expect(text).toContain(`\`logs-${group}\``);
      }
    }
    expect(text).toContain("what begins with `database.` is a key of `logs-database`");
  });

  test("how to look after it with Docker Compose", () => {
    const text = section("webui: { host: 0.0.0.0 }", "Running it with Docker Compose").join("\n");
    for (const command of [
      "sh prepare.sh ",
      "docker compose up --detach --wait",
      "docker compose stop ",
      "docker compose ps --all",
      "docker compose logs --follow --tail 100 webui",
      "curl -fsS http://127.0.0.1:4000/ -o /dev/null",
    ]) {
      expect(text).toContain(command);
    }
    expect(text).toContain("| `reducer` | `/home/clp/clp-package/var/log/reducer` |");
    expect(text).toContain("`compression-scheduler` may take up to 300 seconds");
  });

  test("how to look after it on Kubernetes", () => {
    const site =
      "host: { clp_home: /home/clp }\nkubernetes: { release_name: logs, namespace: observability }";
    const text = section("", "Running it on Kubernetes", site).join("\n");
    for (const command of [
      "kubectl apply -k kubernetes/secrets\nkubectl apply -k kubernetes\n",
      "helm upgrade --install logs clp/clp --version 0.1.3 --namespace observability",
      "kubectl --namespace observability get pods,jobs --selector app.kubernetes.io/instance=logs",
      "kubectl --namespace observability rollout restart",
    ]) {
      expect(text).toContain(command);
    }
    // The claims of StatefulSets stand in no file, and volumes wait for them.
    const instance = "--selector app.kubernetes.io/instance=logs";
    expect(text).toContain(
      [
        `kubectl --namespace observability delete persistentvolumeclaims ${instance} --wait=false`,
        "kubectl delete -k kubernetes --ignore-not-found --timeout 10m",
        `kubectl --namespace observability delete jobs ${instance} --timeout 5m`,
        "kubectl delete -k kubernetes/secrets --ignore-not-found --timeout 5m",
        "",
      ].join("\n"),
    );
  });
});

describe("before the first start in a cluster", () => {
  const inCluster = (config: string, site: string) =>
    section(config, "Running it on Kubernetes", `host: { clp_home: /home/clp }\n${site}`).join("\n");

  test("one node is labelled, and has the directories", () => {
    const text = inCluster("", "kubernetes: { release_name: logs }");
    expect(text).toContain("kubectl label node NODE storage.clp-compile/logs=\n");
    expect(text).toContain("On that node there must be `/home/clp/var/data/database`, ");
  });

  test("where there are several, each has them", () => {
    const text = inCluster("", "kubernetes: { distributed: true }");
    expect(text).not.toContain("kubectl label");
    expect(text).toContain("On every node there must be `/home/clp/var/data/database`, ");
  });

  test("a storage class that provides volumes leaves the log input, whose owner is the operator's choice", () => {
    expect(inCluster("", "kubernetes: { storage_class: fast }")).toContain(
      "On every node there must be `/`.\n",
    );
  });

  test("AWS profiles become a Secret", () => {
    const profile = "aws_authentication: { type: profile, profile: default }";
    const config = `logs_input: { type: s3, ${profile} }\naws_config_directory: "/home/it's $HOME"\napi_server: null\nlog_ingestor: null\n`;
    expect(inCluster(config, "")).toContain(
      "kubectl --namespace default create secret generic clp-aws-config --from-file='/home/it'\\''s $HOME' ",
    );
  });

  test("relative paths mean nothing there", () => {
    expect(section("", "Running it on Kubernetes", "").join("\n")).toContain(
      "set `host.clp_home` in the site file",
    );
  });
});

describe.each(okFixtures().map((fixture) => [fixture.name, fixture] as const))("%s", (_, { sources }) => {
  const without = compile(sources, { secrets: false, emit: ["docs", "diagram"] });
  const lines = page(without).split("\n");

  test("has the diagram that the diagram backend emits", () => {
    const diagram = without.files.find(({ path }) => path === "diagram/deployment.mmd")?.text;
    expect(page(without)).toContain(`\n\`\`\`mermaid\n${diagram}\`\`\`\n`);
  });

  test("has tables whose rows are as long as their heads", () => {
    let width = 0;
    for (const line of lines) {
      const cells = line.startsWith("| ") ? line.split(/(?<!\\)\|/).length : 0;
      if (width !== 0 && cells !== 0) expect([line, cells]).toEqual([line, width]);
      width = cells;
    }
  });

  test("every line has an origin", () => {
    const file = without.files.find(({ path }) => path === PAGE)!;
    expect(file.origins).toHaveLength(lines.length - 1);
    expect(file.origins.filter((origins) => origins.length === 0)).toEqual([]);
  });

  test("is the same with and without secrets", () => {
    const withSecrets = compile(sources, { secrets: true, emit: ["docs", "diagram"] });
    expect(page(withSecrets)).toBe(page(without));
  });
});
