/**
 * All projects that Docker Compose resolved of CLP's own files, of all releases: what is made of them lists what CLP
 * gets wrong there and nothing else, and compiles to what the inputs of which CLP made the project compile to.
 */
import { describe, expect, test } from "vitest";
import { fromCompose } from "../../src/adopt/compose/from-compose.ts";
import { releaseOf } from "../../src/clp/releases/releases.ts";
import { adoptedFiles } from "../../src/init/adopted-files.ts";
import { compile, type Sources } from "../../src/mod.ts";
import {
  type ComposeProject,
  generatedCases,
  handMadeCases,
  REFERENCE_RELEASES,
  type ReferenceCase,
  referenceSite,
} from "./reference.ts";

type Section = Readonly<Record<string, unknown>> | null;

function configOf({ containerConfig }: ReferenceCase) {
  const config = containerConfig as Readonly<Record<string, Section>> & { readonly bundled: string[] };
  const isExternal = (section: string) => config[section] !== null && !config.bundled.includes(section);
  return { config, isExternal };
}

function untold(reference: ReferenceCase): readonly string[] {
  const { isExternal } = configOf(reference);
  return reference.release === "0.9.0"
    ? ["database", "queue", "redis", "results_cache"].filter(isExternal)
    : [];
}

/** What CLP gets wrong in a case, and the compiler does otherwise: each is listed, and nothing else is. */
function corrected(reference: ReferenceCase, { services }: ComposeProject) {
  const { deployment } = reference;
  const { config, isExternal } = configOf(reference);
  const isAway = (name: string) =>
    deployment.startsWith("spider") &&
    services[name] === undefined &&
    config[name.replace("-", "_")] !== null;
  return [
    // CLP v0.9.0 tells no container where an external server is (D11).
    ...untold(reference).map((section) => `clp-config.${section}.host`),
    // Spider's compose file has no API server and no MCP server, whatever the config says (D2).
    ...["api-server", "mcp-server"].filter(isAway),
    // For an external results cache the compiler makes the indices alone (D12b).
    ...(isExternal("results_cache") ? ["results-cache-indices-creator.command"] : []),
    ...Object.entries(services).flatMap(([name, { environment, deploy }]) => {
      const url = (environment as Section)?.["RESULT_BACKEND"];
      if (!isExternal("redis") || url === undefined || (deploy as Section)?.["replicas"] === 0) return [];
      const kind = name.startsWith("query") ? "query" : "compression";
      const database = String(config["redis"]?.[`${kind}_backend_database`]);
      // CLP gives everybody the databases 0 and 1 of an external Redis, whatever the config says (D12).
      return String(url).endsWith(`/${database}`) ? [] : [`${name}.environment.RESULT_BACKEND`];
    }),
  ];
}

/** The lines that make containers what they are, by file: no remark, and of `.env` what the compose file asks for. */
function compiled(sources: Sources) {
  const { files, diagnostics } = compile(sources, { secrets: true, emit: ["compose"] });
  expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
  const main = files.find(({ path }) => path.endsWith("docker-compose.yaml"))!.text;
  const asked = new Set([...main.matchAll(/\$\{(\w+)/g)].map(([, name]) => name));
  const linesOf = (path: string, text: string) => {
    const lines = text.split("\n").filter((line) => !/^\s*(?:#|$)/.test(line));
    return path.endsWith(".env") ? lines.filter((line) => asked.has(line.split("=")[0])) : lines;
  };
  // What makes directories and what is read by people alone starts no container.
  const run = files.filter(
    ({ path }) => path.startsWith("compose/") && !/prepare\.sh$|\.example$/.test(path),
  );
  return Object.fromEntries(run.map(({ path, text }) => [path, linesOf(path, text)]));
}

describe.each(REFERENCE_RELEASES)("CLP v%s", (id) => {
  const cases = [...handMadeCases(id), ...generatedCases(id)].filter(({ compose }) => compose !== undefined);

  test("there are cases", () => expect(cases.length).toBeGreaterThan(40));

  test.each(cases)("$name ($deployment)", (reference) => {
    const { containerConfig, config, credentials } = reference;
    const project = reference.compose!;
    const { inputs, diagnostics, texts } = fromCompose(
      { name: "project.json", content: JSON.stringify(project) },
      { name: ".clp-config.yaml", content: JSON.stringify(containerConfig) },
      releaseOf(id),
    );
    const left = diagnostics.map(({ code, path }) => `${code} ${path.join(".")}`);
    const wrong = corrected(reference, project).map((path) => `CLP6572 ${path}`);
    expect(left.sort()).toEqual(wrong.sort());

    // Who is told to write an address has not written it yet.
    if (untold(reference).length > 0) return;
    const made = adoptedFiles(inputs!, texts.running, (count) => new Uint8Array(count));
    const source = (name: string) => ({ name, content: made.find(({ path }) => path === name)!.content });
    const again = compiled({
      config: source("etc/clp-config.yaml"),
      site: source("etc/clp-site.yaml"),
      credentials: source("etc/credentials.yaml"),
    });
    const { name } = project as unknown as { readonly name: string };
    const site = `${referenceSite(id)}\ncompose: {project_name: ${name}}\n`;
    const before = compiled({
      config: { name: "clp-config.yaml", content: config },
      site: { name: "clp-site.yaml", content: site },
      credentials: { name: "credentials.yaml", content: credentials },
    });
    expect(again).toEqual(before);
  });
});

describe("without the config that containers read", () => {
  const found = (name: string) => {
    const { compose } = handMadeCases("0.13.0").find((one) => one.name.endsWith(name))!;
    const { inputs, diagnostics } = fromCompose(
      { name: "project.json", content: JSON.stringify(compose) },
      undefined,
      releaseOf("0.13.0"),
    );
    expect(diagnostics.filter(({ code }) => code === "CLP6571")).toHaveLength(1);
    return {
      inputs: inputs!,
      left: diagnostics.map(({ path }) => path.join(".")).filter((one) => one !== ""),
    };
  };

  test("Spider is found by its scheduler, with its own user", () => {
    const { inputs, left } = found("04-spider");
    expect(inputs.config).toMatchObject({ compression_scheduler: { type: "spider" } });
    expect(inputs.credentials).toMatchObject({ database: { spider_username: "spider-user" } });
    expect(left).toEqual([]);
  });

  test("external servers have their addresses, and Redis its databases", () => {
    const { inputs } = found("10-external-services");
    expect(inputs.config).toMatchObject({
      bundled: [],
      database: { host: "10.0.0.5" },
      queue: { host: "10.0.0.6", port: 5673 },
      redis: { host: "10.0.0.7", port: 6380 },
      results_cache: { host: "10.0.0.8" },
    });
  });

  test("a service that is not compiled is listed once", () => {
    const { left } = found("06-s3-credentials");
    expect(left.filter((one) => one.startsWith("log-ingestor"))).toEqual(["log-ingestor"]);
  });
});
