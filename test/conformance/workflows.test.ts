/** The workflows of this repository, as actionlint reads them, and what they may do. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { run } from "./programs/programs.ts";

const ROOT = join(import.meta.dirname, "../..");
const FOLDER = join(ROOT, ".github/workflows");
const NAMES = readdirSync(FOLDER);

interface Workflow {
  readonly permissions?: unknown;
  readonly jobs: Readonly<
    Record<
      string,
      {
        readonly permissions?: Readonly<Record<string, string>>;
        readonly "timeout-minutes"?: number;
        readonly container?: unknown;
        readonly strategy?: { readonly matrix: Readonly<Record<string, readonly unknown[]>> };
        readonly steps: readonly {
          readonly uses?: string;
          readonly run?: string;
          readonly with?: Readonly<Record<string, unknown>>;
        }[];
      }
    >
  >;
}

function workflow(name: string): Workflow {
  return parse(readFileSync(join(FOLDER, name), "utf8")) as Workflow;
}

test.each(NAMES)("%s has no finding", async (name) => {
  // Whatever a shell script of it says is asked by shellcheck, which actionlint runs.
  const { code, stdout, stderr } = await run("actionlint", ["-no-color", join(FOLDER, name)]);
  expect(`${stdout}${stderr}`).toBe("");
  expect(code).toBe(0);
});

test.each(NAMES)("%s pins every action by its commit, and lets no job do more than it says", (name) => {
  const { permissions, jobs } = workflow(name);
  expect(permissions).toEqual({});
  for (const [id, job] of Object.entries(jobs)) {
    expect(job.permissions, id).toBeDefined();
    expect(job["timeout-minutes"], id).toBeGreaterThan(0);
    for (const { uses, with: inputs } of job.steps) {
      if (uses === undefined) continue;
      expect(uses).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40}$/);
      if (uses.startsWith("actions/checkout@")) expect(inputs?.["persist-credentials"]).toBe(false);
    }
  }
});

test("only what publishes may write, and only after somebody's approval", () => {
  for (const name of NAMES)
    for (const [id, { permissions = {} }] of Object.entries(workflow(name).jobs))
      if (Object.values(permissions).includes("write")) expect(`${name} ${id}`).toBe("release.yml publish");
  const { publish } = workflow("release.yml").jobs;
  expect(publish).toMatchObject({ environment: "release", needs: "make" });
});

test("a job in a container owns its checkout before anything asks git there", () => {
  const inContainers = NAMES.flatMap((name) => Object.values(workflow(name).jobs)).filter(
    ({ container }) => container !== undefined,
  );
  expect(inContainers).not.toEqual([]);
  for (const { steps } of inContainers)
    expect(steps.find(({ run: command }) => command !== undefined)?.run).toBe('chown "$(id -u):$(id -g)" .');
});

test("CI runs on every Node that package.json promises", () => {
  expect(workflow("ci.yml").jobs["node"]?.strategy?.matrix["node"]).toEqual([20, 22, 24]);
});
