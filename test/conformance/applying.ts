/** Manifests in a real cluster's API server: written to a folder, and applied by kubectl without a word of warning. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect } from "vitest";
import { type Manifests, podOf, podOwners } from "../backends/kubernetes/manifests.ts";
import { type ApiServer, startApiServer } from "./programs/api-server.ts";

const TREES = ["kubernetes/secrets", "kubernetes"] as const;

/**
 * The folders of manifests in the order in which they are applied: the manifests refer to the Secrets, which are
 * not among them where somebody else makes them.
 */
export function treesOf({ files }: Manifests): readonly (typeof TREES)[number][] {
  return TREES.filter((tree) => files.some(({ path }) => path === `${tree}/kustomization.yaml`));
}

export const STRICT = ["--validate=strict", "--warnings-as-errors"];

const RESTRICTED = "restricted";

export interface Cluster {
  /** Runs kubectl, which must succeed without a word on stderr: a warning is a failure. */
  readonly kubectl: (args: readonly string[], input?: string) => Promise<string>;
  /** Writes the files to a folder of that name, which has all of them for kustomize, and tells its path. */
  readonly write: (name: string, made: Manifests) => string;
  readonly ensureNamespace: (made: Manifests) => Promise<void>;
  /**
   * Each, by its name, is taken by a strict dry run, and its pods in a namespace that enforces the standard
   * `restricted`.
   */
  readonly takesEach: (named: ReadonlyMap<string, Manifests>) => Promise<void>;
  readonly stop: () => Promise<void>;
}

export async function startCluster(): Promise<Cluster> {
  const folder = mkdtempSync(join(tmpdir(), "clp-compile-kubernetes-"));
  const server: ApiServer = await startApiServer();
  const namespaces = new Set(["default"]);

  async function kubectl(args: readonly string[], input?: string): Promise<string> {
    const { code, stdout, stderr } = await server.kubectl(args, input === undefined ? {} : { input });
    expect({ args, code, stderr }).toEqual({ args, code: 0, stderr: "" });
    return stdout;
  }

  function write(name: string, made: Manifests): string {
    const root = join(folder, name);
    const all = { path: "kustomization.yaml", text: JSON.stringify({ resources: treesOf(made) }) };
    for (const { path, text } of [...made.files, all]) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    }
    return root;
  }

  async function makeNamespace(name: string, labels: Readonly<Record<string, string>> = {}): Promise<void> {
    if (namespaces.has(name)) return;
    namespaces.add(name);
    const object = { apiVersion: "v1", kind: "Namespace", metadata: { name, labels } };
    await kubectl(["create", "-f", "-"], JSON.stringify(object));
  }

  /** In one run of kubectl for all objects, and one for all pods: most of a run's work is to learn the server's types. */
  async function take(all: readonly Manifests[]): Promise<void> {
    const texts = all.flatMap(({ files }) =>
      files.filter(({ path }) => !path.endsWith("kustomization.yaml")).map(({ text }) => text),
    );
    const dryRun = ["--dry-run=server", ...STRICT, "-f", "-"];
    const applied = await kubectl(["apply", ...dryRun], texts.join("---\n"));
    expect(applied.trim().split("\n")).toHaveLength(all.flatMap(({ objects }) => objects).length);

    const pods = all.flatMap((made) => podOwners(made).map((owner) => podOf(owner, RESTRICTED)));
    const list = JSON.stringify({ apiVersion: "v1", kind: "List", items: pods });
    const created = await kubectl(["create", ...dryRun], list);
    expect(created.trim().split("\n")).toHaveLength(pods.length);
  }

  return {
    kubectl,
    write,
    ensureNamespace: ({ options }) => makeNamespace(options.namespace.value),
    async takesEach(named) {
      await makeNamespace(RESTRICTED, { "pod-security.kubernetes.io/enforce": RESTRICTED });
      for (const { options } of named.values()) await makeNamespace(options.namespace.value);
      try {
        await take([...named.values()]);
      } catch (error) {
        // Which of them it is, each says when it is asked alone.
        for (const [name, made] of named)
          await take([made]).catch((cause: unknown) => {
            throw new Error(`${name} is not taken`, { cause });
          });
        throw error;
      }
    },
    async stop() {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
