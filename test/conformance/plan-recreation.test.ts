/** Whom `plan` says that Docker Compose makes anew, and whose hash the real one has changed: the same. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import {
  type Compilation,
  type CompiledFiles,
  compile,
  type Plan,
  plan as planBetween,
} from "../../src/mod.ts";
import { type Generated, generated } from "../arbitrary.ts";
import { composeEnvironment } from "../fixtures.ts";
import { filesOf, pairs } from "../plan/pairs.ts";
import { run } from "./programs/programs.ts";

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

type Environment = Readonly<Record<string, string>>;

/** Docker Compose's own hash of each service. */
async function hashes(files: CompiledFiles, env: Environment): Promise<ReadonlyMap<string, string>> {
  // Paths are part of the hash, so both sides stand in folders of one name.
  const folder = mkdtempSync(join(tmpdir(), "clp-plan-"));
  folders.push(folder);
  const at = join(folder, "compose");
  for (const [path, text] of files.texts) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  // What stands for a secret has to be something.
  if (!files.texts.has("compose/.env")) {
    const example = (files.texts.get("compose/.env.example") ?? "").replace(/^(\w+)=$/gm, "$1=unknown");
    writeFileSync(join(at, ".env"), example);
  }
  const args = ["--project-directory", "/srv/compose", "--env-file", join(at, ".env")];
  const { code, stdout, stderr } = await run(
    "docker-compose",
    [...args, "-f", join(at, "docker-compose.yaml"), "config", "--hash", "*"],
    { env },
  );
  if (code !== 0) throw new Error(stderr);
  return new Map(
    stdout
      .trim()
      .split("\n")
      .map((line) => line.split(" ") as [string, string]),
  );
}

function compiled({ config, credentials, site }: Generated): Compilation {
  return compile(
    {
      config: { name: "clp-config.yaml", content: config },
      credentials: { name: "credentials.yaml", content: credentials },
      site: { name: "clp-site.yaml", content: site },
    },
    { secrets: true, emit: ["compose"] },
  );
}

interface Side {
  readonly files: CompiledFiles;
  /** What its commands have in their environment. */
  readonly env: Environment;
}

/** `service fate` of each, by Docker Compose and by the plan. */
async function fates(before: Side, after: Side, plan: Plan) {
  const [old, now] = [await hashes(before.files, before.env), await hashes(after.files, after.env)];
  const fate = (service: string): string => {
    if (!old.has(service)) return "add";
    if (!now.has(service)) return "remove";
    return old.get(service) === now.get(service) ? "stay" : "recreate";
  };
  const told = (plan.compose?.components ?? []).map(({ name, action, changes }) => {
    // Containers of another project are made anew whatever their hash is.
    const byName = plan.compose?.project !== undefined && changes.length === 1;
    const stays = byName || action === "restart" || action === "reorder" || action === "keep";
    return `${name} ${stays ? "stay" : action}`;
  });
  return {
    real: [...new Set([...now.keys(), ...old.keys()])].sort().map((name) => `${name} ${fate(name)}`),
    told: told.sort(),
  };
}

describe("whom plan says that docker compose makes anew", () => {
  const composed = pairs().filter(({ before, after }) =>
    [before, after].every(({ texts }) => texts.has("compose/docker-compose.yaml")),
  );
  for (const { name, sources, before, after, compilations } of composed) {
    test(name, async () => {
      const plan = planBetween(before, after, compilations.after.model);
      // What somebody has set in .env alone is in the old containers, too.
      if (plan.compose?.warnings.some(({ kind }) => kind === "lost override")) return;
      const { real, told } = await fates(
        { files: before, env: composeEnvironment(sources.before) },
        { files: after, env: composeEnvironment(sources.after) },
        plan,
      );
      expect(told).toEqual(real);
    });
  }

  test("between generated deployments", async () => {
    await fc.assert(
      fc.asyncProperty(generated, generated, async (one, other) => {
        const [before, after] = [compiled(one), compiled(other)];
        const plan = planBetween(filesOf(before), filesOf(after), after.model);
        const { real, told } = await fates(
          { files: filesOf(before), env: {} },
          { files: filesOf(after), env: {} },
          plan,
        );
        expect(told).toEqual(real);
      }),
      { numRuns: 25, seed: 7 },
    );
  });
});
