/** `diagram --all` against the specification's Figure 1, transcribed here as data. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { figure1 } from "../../../src/backends/mermaid/figure-1.ts";
import { CATALOGUE } from "../../../src/clp/components/catalogue.ts";
import { DEFAULT_RELEASE } from "../../../src/clp/releases/releases.ts";
import { type Flowchart, parseFlowchart } from "./parser.ts";

const NODES: Readonly<Record<string, string>> = {
  database: "database (MySQL)",
  queue: "queue (RabbitMQ)",
  redis: "redis (Redis)",
  results_cache: "results-cache (MongoDB)",
  compression_scheduler: "compression-scheduler",
  query_scheduler: "query-scheduler",
  spider_scheduler: "spider-scheduler",
  compression_worker: "compression-worker",
  spider_compression_worker: "spider-compression-worker",
  query_worker: "query-worker",
  reducer: "reducer",
  api_server: "api-server",
  garbage_collector: "garbage-collector",
  webui: "webui",
  mcp_server: "mcp-server",
  log_ingestor: "log-ingestor",
  db_table_creator: "db-table-creator",
  results_cache_indices_creator: "results-cache-indices-creator",
};

/** In the order of the figure: from, condition, to, colour. */
const EDGES = [
  ["database", "healthy", "db_table_creator", "#ffa500"],
  ["results_cache", "healthy", "results_cache_indices_creator", "#ffa500"],
  ["queue", "healthy", "compression_scheduler", "#ff0000"],
  ["redis", "healthy", "compression_scheduler", "#ff0000"],
  ["queue", "healthy", "query_scheduler", "#ff0000"],
  ["redis", "healthy", "query_scheduler", "#ff0000"],
  ["query_scheduler", "healthy", "reducer", "#800080"],
  ["db_table_creator", "completed_successfully", "api_server", "#0000ff"],
  ["db_table_creator", "completed_successfully", "compression_scheduler", "#0000ff"],
  ["db_table_creator", "completed_successfully", "garbage_collector", "#0000ff"],
  ["db_table_creator", "completed_successfully", "log_ingestor", "#0000ff"],
  ["db_table_creator", "completed_successfully", "mcp_server", "#0000ff"],
  ["db_table_creator", "completed_successfully", "query_scheduler", "#0000ff"],
  ["db_table_creator", "completed_successfully", "spider_compression_worker", "#0000ff"],
  ["db_table_creator", "completed_successfully", "spider_scheduler", "#0000ff"],
  ["db_table_creator", "completed_successfully", "webui", "#0000ff"],
  ["results_cache_indices_creator", "completed_successfully", "api_server", "#008000"],
  ["results_cache_indices_creator", "completed_successfully", "garbage_collector", "#008000"],
  ["results_cache_indices_creator", "completed_successfully", "mcp_server", "#008000"],
  ["results_cache_indices_creator", "completed_successfully", "reducer", "#008000"],
  ["results_cache_indices_creator", "completed_successfully", "webui", "#008000"],
] as const;

/** Each group's members; a group is a member of another by its title. */
const GROUPS: Readonly<Record<string, readonly string[]>> = {
  Databases: ["database", "results_cache", "Celery Dependencies"],
  "Celery Dependencies": ["queue", "redis"],
  "Initialization jobs": ["db_table_creator", "results_cache_indices_creator"],
  Schedulers: ["compression_scheduler", "query_scheduler", "spider_scheduler"],
  Workers: ["compression_worker", "spider_compression_worker", "query_worker", "reducer"],
  "Management & UI": ["api_server", "log_ingestor", "garbage_collector", "webui"],
  AI: ["mcp_server"],
};

const STYLES = [
  "linkStyle 0,1 stroke:#ffa500",
  "linkStyle 2,3,4,5 stroke:#ff0000",
  "linkStyle 6 stroke:#800080",
  "linkStyle 7,8,9,10,11,12,13,14,15 stroke:#0000ff",
  "linkStyle 16,17,18,19,20 stroke:#008000",
  "style celery_dependencies fill:#ffffe0",
  "style spider_compression_worker fill:#008080",
  "style spider_scheduler fill:#008080",
];

const THEME = {
  theme: "base",
  themeVariables: {
    primaryColor: "#0066cc",
    primaryTextColor: "#fff",
    primaryBorderColor: "transparent",
    lineColor: "#007fff",
    secondaryColor: "#007fff",
    tertiaryColor: "#fff",
  },
};

const lines = figure1(DEFAULT_RELEASE, CATALOGUE);
const texts = lines.map(({ text }) => text.trim());
const text = `${lines.map((line) => line.text).join("\n")}\n`;

function membersByTitle({ groups }: Flowchart): Readonly<Record<string, readonly string[]>> {
  const titles = new Map(groups.map(({ id, title }) => [id, title]));
  return Object.fromEntries(
    groups.map(({ title, members }) => [title, members.map((member) => titles.get(member) ?? member).sort()]),
  );
}

describe("Figure 1", () => {
  test("18 nodes with their labels", async () => {
    const { nodes } = await parseFlowchart(text);
    expect(Object.fromEntries(nodes.map((node) => [node.id, node.text]))).toEqual(NODES);
  });

  test("21 edges with their conditions, in its order", async () => {
    const { edges } = await parseFlowchart(text);
    expect(edges.map((edge) => [edge.from, edge.text, edge.to])).toEqual(
      EDGES.map((edge) => edge.slice(0, 3)),
    );
  });

  test("the colours of the edges", async () => {
    const { edges } = await parseFlowchart(text);
    expect(edges.map(({ style }) => style.find((one) => one.startsWith("stroke:")))).toEqual(
      EDGES.map(([, , , color]) => `stroke:${color}`),
    );
  });

  test("7 groups, one inside another", async () => {
    const expected = Object.entries(GROUPS).map(([title, members]) => [title, [...members].sort()]);
    expect(membersByTitle(await parseFlowchart(text))).toEqual(Object.fromEntries(expected));
  });

  test("the styles", () => {
    expect(texts.filter((line) => /^(linkStyle|style|classDef|class) /.test(line))).toEqual(STYLES);
  });

  test("the theme, and from left to right", () => {
    const [, init = ""] = /^%%(\{.*?\})%%$/ms.exec(text) ?? [];
    expect(JSON.parse(init.replace("init:", '"init":'))).toEqual({ init: THEME });
    expect(texts).toContain("graph LR");
  });

  test("every line has an origin", () => {
    expect(lines.filter(({ origins }) => origins.length === 0)).toEqual([]);
  });

  test("follows the facts: without a component neither it nor its edges are there", async () => {
    const less = CATALOGUE.filter(({ id }) => id !== "query-scheduler");
    const { nodes, edges } = await parseFlowchart(
      figure1(DEFAULT_RELEASE, less)
        .map((line) => line.text)
        .join("\n"),
    );
    expect(nodes).toHaveLength(17);
    expect(edges).toHaveLength(17);
    expect(edges.map(({ style }) => style.filter((one) => one.startsWith("stroke:")))).not.toContainEqual([]);
  });

  test.each(["figure-1.svg", "figure-1-dark.svg"])("docs/images/%s shows it", async (name) => {
    // To draw it anew: clp-compile diagram --all --format svg
    const svg = readFileSync(join(import.meta.dirname, "../../../docs/images", name), "utf8");
    const shown = (pattern: RegExp) => [...new Set([...svg.matchAll(pattern)].map(([, id]) => id))].sort();
    const { nodes, edges } = await parseFlowchart(text);
    expect(shown(/id="my-svg-flowchart-(\w+)-\d+"/g)).toEqual(nodes.map(({ id }) => id).sort());
    expect(shown(/data-id="L_(\w+)_0"/g)).toEqual(edges.map(({ from, to }) => `${from}_${to}`).sort());
  });
});
