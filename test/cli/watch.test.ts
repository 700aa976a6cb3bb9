/** `--watch`: again whenever an input has changed, whatever it is changed to, until it is ended. */
import { renameSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { buildWorker, start } from "./processes.ts";
import { runIn, type Workspace, workspace } from "./workspace.ts";

const nothing = (): void => {};

/** The command line, with what happens at each look at the inputs. */
async function watched(space: Workspace, argv: readonly string[], ...moments: readonly (() => void)[]) {
  const { code, out, err } = await runIn(space.directory, [...argv, "--watch"], { moments });
  return { code, out, changed: [...err.matchAll(/^Changed: (.*)$/gm)].map(([, names]) => names), err };
}

const COMPILE = ["compile", "--no-secrets"];

describe("a change", () => {
  test("is compiled once nothing changes any more", async () => {
    const space = workspace();
    space.config({ files: { "compose/docker-compose.yaml": "one\n" } });
    const { code, changed } = await watched(
      space,
      COMPILE,
      nothing,
      () => space.write("etc/clp-config.yaml", "{"),
      () => space.config({ files: { "compose/docker-compose.yaml": "two\n" } }),
      nothing,
    );
    expect({ code, changed }).toEqual({ code: 0, changed: ["etc/clp-config.yaml"] });
    expect(space.read("out/compose/docker-compose.yaml")).toBe("two\n");
  });

  test("may replace a file, as editors do, or remove it and bring it back", async () => {
    const space = workspace();
    space.config({ files: { "compose/docker-compose.yaml": "one\n" } });
    const { changed, err } = await watched(
      space,
      COMPILE,
      () => {
        space.write("etc/new", '{"files": {"compose/docker-compose.yaml": "two\\n"}}');
        renameSync(space.path("etc/new"), space.path("etc/clp-config.yaml"));
      },
      nothing,
      () => renameSync(space.path("etc/clp-config.yaml"), space.path("etc/aside")),
      nothing,
      () => renameSync(space.path("etc/aside"), space.path("etc/clp-config.yaml")),
      nothing,
    );
    expect(changed).toEqual(["etc/clp-config.yaml", "etc/clp-config.yaml", "etc/clp-config.yaml"]);
    expect(err).toContain("Cannot find the config etc/clp-config.yaml");
    expect(space.read("out/compose/docker-compose.yaml")).toBe("two\n");
  });

  test("may bring a file that was not there", async () => {
    const space = workspace();
    space.config({ files: { "compose/docker-compose.yaml": "one\n" } });
    const { changed } = await watched(
      space,
      ["validate"],
      () => space.write("etc/clp-site.yaml", "host: {}\n"),
      nothing,
    );
    expect(changed).toEqual(["etc/clp-site.yaml"]);
  });

  test("that the compiler does not survive is not the end", async () => {
    const space = workspace();
    space.config({ files: { "compose/docker-compose.yaml": "one\n" } });
    const { code, err } = await watched(
      space,
      COMPILE,
      () => space.config({ defect: "fake defect" }),
      nothing,
      () => space.config({ files: { "compose/docker-compose.yaml": "two\n" } }),
      nothing,
    );
    expect(code).toBe(0);
    expect(err).toContain("CLP9001");
    expect(space.read("out/compose/docker-compose.yaml")).toBe("two\n");
  });

  test("nothing is done where nothing has changed", async () => {
    const space = workspace();
    space.config({ files: { "compose/docker-compose.yaml": "one\n" } });
    const { changed, err } = await watched(space, COMPILE, nothing, nothing, nothing);
    expect(changed).toEqual([]);
    expect(err.match(/^Waiting for changes of /gm)).toHaveLength(1);
  });

  test("of the project file counts, too", async () => {
    const space = workspace();
    space.write("prod/clp-config.yaml", '{"files": {}}');
    space.write("clp-compile.yaml", "deployments: {prod: {config: [prod/clp-config.yaml], out: prod/out}}\n");
    const { changed, err } = await watched(
      space,
      ["validate", "prod"],
      () => space.write("clp-compile.yaml", "deployments: {other: {config: [prod/clp-config.yaml]}}\n"),
      nothing,
    );
    expect(changed).toEqual(["clp-compile.yaml"]);
    expect(err).toContain('no deployment "prod"');
  });
});

describe("a wrong command line", () => {
  test("ends it at once", async () => {
    const space = workspace();
    space.write("clp-compile.yaml", "deployments: {prod: {config: [prod/clp-config.yaml]}}\n");
    expect((await watched(space, ["validate", "staging"], nothing, nothing)).code).toBe(2);
  });

  test.each([
    [["validate", "--fix"], "--watch and --fix contradict each other"],
    [["validate", "-"], '"validate -" and --watch contradict each other'],
    [["diagram"], '"diagram" has no flag --watch'],
  ])("%s", async (argv, message) => {
    const { code, err } = await watched(workspace(), argv);
    expect(code).toBe(2);
    expect(err).toContain(message);
  });
});

describe("a signal", () => {
  let built: Awaited<ReturnType<typeof buildWorker>>;
  beforeAll(async () => {
    built = await buildWorker();
  });
  afterAll(() => built.remove());

  test.each(["SIGINT", "SIGTERM"] as const)(
    "%s ends it with 0, and what was begun is done",
    async (signal) => {
      const space = workspace();
      space.config({ files: { "compose/docker-compose.yaml": "one\n", "compose/prepare.sh": "two\n" } });
      const { code } = await start(built.worker, space.directory, [...COMPILE, "--watch"], (child) => {
        child.kill(signal);
      });
      expect(code).toBe(0);
      expect(Object.keys(space.tree("out")).filter((name) => name.includes("tmp"))).toEqual([]);
      expect(space.read("out/compose/prepare.sh")).toBe("two\n");
    },
  );
});
