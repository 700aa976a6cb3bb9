import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { LINK_COLORS, PALETTE } from "../../../src/backends/mermaid/deployment-diagram.ts";
import { nodeId } from "../../../src/backends/mermaid/label.ts";
import { withEachInstance } from "../../../src/model/instances.ts";
import { generated } from "../../arbitrary.ts";
import { compile, type Sources } from "../../compiler.ts";
import { deploy, SITE } from "../../deploy.ts";
import { oneHostFixtures } from "../../fixtures.ts";
import { parseFlowchart } from "./parser.ts";

const DIAGRAM = "diagram/deployment.mmd";

const read = (config: string) =>
  parseFlowchart(deploy(config, { emit: ["diagram"], secrets: false }).text(DIAGRAM));

const SPIDER = "compression_scheduler: { type: spider }\nspider_scheduler: {}\n";

describe("the diagram shows", () => {
  test("services with their published ports", async () => {
    const { nodes } = await read("webui: { host: 10.0.0.20, port: 8080 }");
    expect(nodes.find(({ id }) => id === "webui")).toEqual({
      id: "webui",
      text: "webui<br/>10.0.0.20:8080 → 4000",
      shape: "square",
    });
    expect(nodes.find(({ id }) => id === "reducer")?.text).toBe("reducer");
  });

  test("jobs in a shape of their own", async () => {
    const { nodes } = await read("");
    expect(nodes.filter(({ shape }) => shape === "stadium").map(({ id }) => id)).toEqual([
      "db_table_creator",
      "results_cache_indices_creator",
    ]);
  });

  test("servers of others in a shape of their own, with dotted edges", async () => {
    const { nodes, edges } = await read(
      "bundled: [queue, redis, results_cache]\ndatabase: { host: db.internal, port: 3307 }",
    );
    expect(nodes.find(({ id }) => id === "database")).toEqual({
      id: "database",
      text: "database (MySQL)<br/>external: db.internal:3307",
      shape: "hexagon",
    });
    expect(edges.filter(({ stroke }) => stroke === "dotted").map(({ from, to }) => `${from} ${to}`)).toEqual([
      "database db_table_creator",
    ]);
  });

  test("the collector, to which dotted edges lead from who reports, and none where telemetry is off", async () => {
    const reports = async (telemetry: string) => {
      const given = { emit: ["diagram"], secrets: false, site: `${SITE}clp_version: "0.13.0"\n` } as const;
      const { edges } = await parseFlowchart(deploy(`telemetry: ${telemetry}`, given).text(DIAGRAM));
      return edges.filter(({ text }) => text === "reports");
    };
    const edges = await reports("{ disable: false }");
    expect(edges.map(({ from, to, stroke }) => `${from} ${stroke} ${to}`)).toEqual(
      ["api_server", "compression_scheduler", "compression_worker", "query_scheduler", "query_worker"].map(
        (id) => `${id} dotted otel_collector`,
      ),
    );
    expect(await reports("{ disable: true }")).toEqual([]);
  });

  test("by which name Spider's worker runs", async () => {
    const { nodes } = await read(SPIDER);
    expect(nodes.find(({ id }) => id === "spider_compression_worker")?.text).toBe(
      "spider-compression-worker<br/>runs as compression-worker",
    );
  });

  test("only groups that have members", async () => {
    const base = `${SPIDER}package: { query_engine: presto }\npresto: { host: presto, port: 8080 }\nqueue: null\nredis: null\nresults_cache: { retention_period: null }\napi_server: null\n`;
    const { groups } = await read(base);
    expect(groups.map(({ title }) => title).sort()).toEqual([
      "Databases",
      "Initialization jobs",
      "Management & UI",
      "Schedulers",
      "Workers",
    ]);
  });
});

interface ComposeFile {
  readonly services: Readonly<
    Record<string, { readonly depends_on?: Readonly<Record<string, { readonly condition: string }>> }>
  >;
}

const WAIT = "wait-for-";

/** Nodes, edges and conditions of a deployment's diagram against its compose file. */
async function expectAgreement(sources: Sources): Promise<void> {
  const { files, model } = compile(sources, { secrets: false, emit: ["compose", "diagram"] });
  const text = (path: string) => files.find((file) => file.path === path)?.text ?? "";
  const { services } = parse(text("compose/docker-compose.yaml")) as ComposeFile;
  const { nodes, edges, groups } = await parseFlowchart(text(DIAGRAM));
  // Of several like containers the diagram has one node.
  const ids = new Map(withEachInstance(model!).components.map(({ name, id }) => [name, nodeId(id)]));

  const dependencies = Object.entries(services)
    .filter(([name]) => !name.startsWith(WAIT))
    .flatMap(([name, { depends_on = {} }]) =>
      Object.entries(depends_on).map(([on, { condition }]) => ({ name, on, condition })),
    );
  const waits = dependencies
    .filter(({ on }) => !on.startsWith(WAIT))
    .map(({ name, on, condition }) => `${ids.get(on)} ${condition} ${ids.get(name)}`);
  const solid = edges.filter(({ stroke }) => stroke !== "dotted");
  const dotted = edges.filter(({ stroke }) => stroke === "dotted");
  // What waits for a server of somebody else uses it: the diagram has the server, and not the waiting.
  const drawn = new Set(dotted.map(({ from, to }) => `${from} ${to}`));
  const external = dependencies
    .filter(({ on }) => on.startsWith(WAIT))
    .map(({ name, on }) => `${ids.get(on.slice(WAIT.length))} ${ids.get(name)}`);
  expect(external.filter((edge) => !drawn.has(edge))).toEqual([]);
  expect(solid.map(({ from, text: label, to }) => `${from} service_${label} ${to}`).sort()).toEqual(
    [...new Set(waits)].sort(),
  );

  const own = nodes.filter(({ shape }) => shape !== "hexagon");
  expect(own.map(({ id }) => id).sort()).toEqual(
    [
      ...new Set(
        Object.keys(services)
          .filter((name) => !name.startsWith(WAIT))
          .map((name) => ids.get(name)),
      ),
    ].sort(),
  );
  for (const { id } of nodes) expect(groups.filter(({ members }) => members.includes(id))).toHaveLength(1);
}

test("the diagrams of generated deployments say what their compose files say", async () => {
  await fc.assert(
    fc.asyncProperty(generated, async ({ config, site }) => {
      await expectAgreement({
        config: { name: "clp-config.yaml", content: config },
        site: { name: "clp-site.yaml", content: site },
      });
    }),
    { numRuns: 25 },
  );
});

describe.each(oneHostFixtures().map((fixture) => [fixture.name, fixture] as const))(
  "%s",
  (_, { sources }) => {
    test("the diagram says what the compose file says", async () => {
      await expectAgreement(sources);
    });

    test("every line has an origin", () => {
      const file = diagramOf(sources);
      expect(file?.origins.filter((origins) => origins.length === 0)).toEqual([]);
    });
  },
);

function diagramOf(sources: Sources) {
  return compile(sources, { secrets: false, emit: ["diagram"] }).files.find(({ path }) => path === DIAGRAM);
}

/** Relative luminance of `#rrggbb`, as WCAG 2 has it. */
function luminance(color: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(color.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, two: string): number {
  const [dark, light] = [luminance(one), luminance(two)].sort((a, b) => a - b) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

describe("colours", () => {
  test("contrast is counted as WCAG counts it", () => {
    expect(contrast("#ffffff", "#000000")).toBeCloseTo(21);
    fc.assert(
      fc.property(fc.nat(0xffffff), (n) => contrast(`#${n.toString(16).padStart(6, "0")}`, "#777777") >= 1),
    );
  });

  const { jobs, ...groups } = LINK_COLORS;
  const lines = [...new Set([...jobs, ...Object.values(groups)])];
  // White, and the dark pages of GitHub, GitLab and VS Code.
  const pages = ["#ffffff", "#0d1117", "#1f1e24", "#1e1e1e"];
  test.each(lines)("edges of %s are seen on light and dark pages, and on panels (3:1)", (color) => {
    for (const ground of [...pages, PALETTE.panel.fill, PALETTE.celery.fill]) {
      expect([ground, contrast(color, ground) >= 3]).toEqual([ground, true]);
    }
  });

  test("text is readable on its own ground, whatever the page (4.5:1)", () => {
    const { service, job, spider, external, text, labelBackground, panel, celery } = PALETTE;
    const pairs = [
      ...[service, job, spider, external].map(({ fill, color }) => [color, fill] as const),
      ...[labelBackground, panel.fill, celery.fill].map((ground) => [text, ground] as const),
    ];
    expect(pairs.filter(([color, ground]) => contrast(color, ground) < 4.5)).toEqual([]);
  });
});
