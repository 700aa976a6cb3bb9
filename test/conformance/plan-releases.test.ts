/** A real API server takes what a plan to another release tells an operator to do, in its order (E14). */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { RELEASES, type ReleaseId, releaseOf } from "../../src/clp/releases/releases.ts";
import { type CompiledFiles, compile, type Plan, plan as planBetween } from "../../src/mod.ts";
import type { Any } from "../backends/kubernetes/manifests.ts";
import { CREDENTIALS } from "../deploy.ts";
import { filesOf } from "../plan/pairs.ts";
import { type ApiServer, startApiServer } from "./programs/api-server.ts";

let server: ApiServer;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "clp-compile-plan-"));
  server = await startApiServer();
});

afterAll(async () => {
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function kubectl(args: readonly string[], options: { input?: string; cwd?: string } = {}) {
  const { code, stdout, stderr } = await server.kubectl(args, options);
  expect({ args, code, stderr }).toMatchObject({ args, code: 0 });
  return stdout;
}

function commandsOf({ kubernetes, helm }: Plan): readonly string[] {
  // The last step of manifests is the way back.
  const steps = helm?.steps ?? kubernetes!.steps.slice(0, -1);
  return steps.flatMap(({ commands }) => commands.map(String));
}

/** What there is to run without controllers: no pods, and no claims of StatefulSets. */
function canRun(command: string): boolean {
  return (
    command.startsWith("kubectl ") &&
    !/^kubectl (?:exec|wait|rollout) |\b(?:pvc|persistentvolumeclaim)\b/.test(command)
  );
}

describe("manifests of another release", () => {
  function compiled(release: ReleaseId, namespace: string, storage: string): CompiledFiles {
    const compilation = compile(
      {
        config: {
          name: "clp-config.yaml",
          content: `logs_input: {directory: /home/clp/logs}\n${release === "0.13.0" ? "telemetry: {disable: true}\n" : ""}`,
        },
        credentials: { name: "credentials.yaml", content: CREDENTIALS },
        site: {
          name: "clp-site.yaml",
          content: `clp_version: "${release}"\nhost: {clp_home: /home/clp/clp-package}\nkubernetes: {namespace: ${namespace}, release_name: ${namespace}, ${storage}, node_ports: {webui: 31000, api_server: 31301}}\n`,
        },
      },
      { secrets: true, emit: ["kubernetes"] },
    );
    expect(compilation.diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
    return filesOf(compilation);
  }

  function place({ texts }: CompiledFiles, at: string): void {
    rmSync(at, { recursive: true, force: true });
    for (const [path, text] of texts) {
      mkdirSync(dirname(join(at, path)), { recursive: true });
      writeFileSync(join(at, path), text);
    }
  }

  const CLASS = "distributed: true, storage_class: nfs";
  test.each([
    ["0.9.0", "0.13.0", "distributed: false"],
    ["0.9.0", "0.13.0", CLASS],
    ["0.10.0", "0.11.0", CLASS],
    ["0.13.0", "0.9.0", "distributed: false"],
    ["0.13.0", "0.12.0", CLASS],
  ] as const)("%s → %s, %s", async (from, to, storage) => {
    const namespace = `plan-${from}-${to}-${storage === CLASS ? "class" : "local"}`.replaceAll(".", "-");
    await kubectl(["create", "namespace", namespace]);
    const [before, after] = [compiled(from, namespace, storage), compiled(to, namespace, storage)];
    const at = join(folder, namespace);
    place(before, at);
    await kubectl(["apply", "-k", "kubernetes/secrets"], { cwd: at });
    await kubectl(["apply", "-k", "kubernetes"], { cwd: at });

    for (const command of commandsOf(planBetween(before, after))) {
      if (command === "clp-compile") place(after, at);
      else if (canRun(command)) await kubectl(command.split(" ").slice(1), { cwd: at });
    }

    expect(await kubectl(["diff", "-k", "kubernetes"], { cwd: at })).toBe("");
    const { items } = JSON.parse(
      await kubectl(["get", "deployment,statefulset,job", "--namespace", namespace, "--output", "json"]),
    ) as { readonly items: readonly Any[] };
    for (const { kind, spec, metadata } of items) {
      if (kind !== "Job") expect(spec.replicas).toBeGreaterThan(0);
      expect(metadata.labels["app.kubernetes.io/version"]).toBe(to);
    }
    await kubectl(["delete", "service", "--all", "--namespace", namespace]);
  });
});

describe("CLP's own chart", () => {
  const KINDS = ["Job", "StatefulSet", "PersistentVolumeClaim", "Deployment"];

  /** What the chart of a release makes, as it was rendered. */
  function rendered(release: ReleaseId): string {
    const file = new URL(
      `../../../shared/reference/v${release}/helm-chart-${releaseOf(release).chart}-rendered/default.json`,
      import.meta.url,
    );
    const { objects } = JSON.parse(readFileSync(fileURLToPath(file), "utf8")) as {
      readonly objects: readonly Any[];
    };
    const items = objects.filter(({ kind }) => KINDS.includes(kind));
    return JSON.stringify({ apiVersion: "v1", kind: "List", items });
  }

  function chart(release: ReleaseId, namespace: string): CompiledFiles {
    const header = `# helm install clp clp/clp --version ${releaseOf(release).chart} --namespace ${namespace} -f values.yaml\n`;
    return {
      texts: new Map([
        ["manifest.json", JSON.stringify({ release, deployment: "full", files: [] })],
        ["helm/values.yaml", `${header}clpConfig: {}\n`],
      ]),
    };
  }

  const IDS: readonly ReleaseId[] = RELEASES.map(({ id }) => id);
  const HOPS = IDS.slice(1).map((to, index) => [IDS[index]!, to] as const);

  test.each(HOPS)("%s → %s is refused before the plan's commands, and taken after them", async (from, to) => {
    const namespace = `chart-${from}-${to}`.replaceAll(".", "-");
    await kubectl(["create", "namespace", namespace]);
    const apply = (release: ReleaseId) =>
      server.kubectl(["apply", "--namespace", namespace, "-f", "-"], { input: rendered(release) });
    expect((await apply(from)).code).toBe(0);
    const refused = await apply(to);
    expect(refused.code).not.toBe(0);
    expect(refused.stderr).toMatch(/field is immutable|updates to statefulset spec|spec is immutable/);

    const commands = commandsOf(planBetween(chart(from, namespace), chart(to, namespace)));
    for (const command of commands) if (canRun(command)) await kubectl(command.split(" ").slice(1));
    const deletes = commands.filter((command) => command.startsWith("kubectl delete job"));
    const reinstalls = commands.some((command) => command.startsWith("helm uninstall"));
    // Where Jobs alone are in the way, nothing is made anew; where more is, Jobs alone would not do.
    expect(deletes).toHaveLength(reinstalls ? 0 : 1);
    const jobs = ["clp-db-table-creator", "clp-results-cache-indices-creator"];
    await kubectl(["delete", "job", "--namespace", namespace, "--ignore-not-found", ...jobs]);
    const again = await apply(to);
    expect({ code: again.code === 0, stderr: again.stderr.includes("Job.batch") }).toEqual({
      code: !reinstalls,
      stderr: false,
    });
  });
});
