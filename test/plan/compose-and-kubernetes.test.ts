/**
 * The plans of Docker Compose and of Kubernetes agree: whom one makes anew for the sake of what it is, runs
 * or reads, the other does, too. What only one of them has is left out by name.
 */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type Compilation, compile, type Plan, plan as planBetween, type Source } from "../../src/mod.ts";
import { filesOf, pairs } from "./pairs.ts";

/** Both targets of a side; static volumes of a cluster need absolute paths, which a home gives. */
function bothTargets(folder: string, side: string): Compilation {
  const source = (name: string): Source | undefined => {
    const path = [join(folder, side, name), join(folder, name)].find(existsSync);
    return path === undefined ? undefined : { name, content: readFileSync(path) };
  };
  return compile(
    {
      config: source("clp-config.yaml")!,
      credentials: source("credentials.yaml"),
      site: source("clp-site.yaml"),
    },
    { emit: ["compose", "kubernetes"], secrets: true },
  );
}

/** Aspects of a container that a pod has as well; ports, restart policy and project are one host's matter. */
const SHARED = new Set(["image", "user", "environment", "command", "extra host", "config file", "secret"]);

/** What Docker Compose does not see by itself is restarted by a step of the plan, as in the cluster. */
function composeFates({ compose }: Plan): readonly string[] {
  return compose!.components.flatMap(({ name, kind, action, changes }) => {
    // For external servers containers of their own wait; each pod waits by itself.
    if (name.startsWith("wait-for-")) return [];
    if (action === "add" || action === "remove") return [`${name} ${action}`];
    const why = changes.filter(({ aspect }) => SHARED.has(aspect));
    // A Job that has done its work is not done again for the sake of another password.
    return why.some(({ aspect }) => kind === "service" || aspect !== "secret") ? [`${name} anew`] : [];
  });
}

function kubernetesFates(plan: Plan, release: string): readonly string[] {
  const fates = new Map<string, Set<string>>();
  const add = (name: string, fate: string) => fates.set(name, (fates.get(name) ?? new Set()).add(fate));
  for (const { kind, name, action, restartsPods } of plan.kubernetes!.objects) {
    const component = name.slice(release.length + 1);
    // A Job that says something else has another name.
    if (kind === "Job" && action !== "change")
      add(component.replace(/-[0-9a-f]{8}$/, ""), action === "create" ? "add" : "remove");
    if (kind !== "Deployment" && kind !== "StatefulSet") continue;
    if (action === "create") add(component, "add");
    else if (action === "delete") add(component, "remove");
    else if (restartsPods || action === "replace") add(component, "anew");
  }
  for (const { commands } of plan.kubernetes!.steps) {
    for (const command of commands) {
      if (!command.startsWith("kubectl rollout restart")) continue;
      for (const [, name] of command.matchAll(/\b(?:deployment|statefulset)\/(\S+)/g))
        add(name!.slice(release.length + 1), "anew");
    }
  }
  return [...fates].map(([name, all]) => `${name} ${all.size > 1 ? "anew" : [...all][0]!}`);
}

/** Whom one of the two alone makes anew, and why. */
const DIFFERENCES: Readonly<Record<string, { readonly why: string; readonly of: readonly string[] }>> = {
  "07-concurrency": {
    why: "concurrency follows the host's CPUs here, and kubernetes.worker_concurrency there",
    of: ["compression-worker anew", "query-worker anew", "reducer anew"],
  },
  "17-s3-on": {
    why: "a config with keys moves from the ConfigMap to a Secret, so that every pod mounts another volume",
    of: ["db-table-creator anew", "query-scheduler anew", "reducer anew"],
  },
  "18-profile-to-keys": {
    why: "as before; and pods mount profiles from a Secret where containers mount a directory",
    of: ["api-server anew", "db-table-creator anew", "query-scheduler anew", "reducer anew", "webui anew"],
  },
  "28-mariadb-to-mysql": {
    why: "the web UI's pod waits by asking the database, by the client of its program",
    of: ["webui anew"],
  },
};

/** Their sites differ in what is the cluster's alone, or its tool restarts all pods by a word in the site file. */
const OF_CLUSTERS = new Set([
  "34-kubernetes",
  "48-storage-class",
  "83-gitops-storage",
  "84-gitops-rotation",
  "86-gitops-ends",
  "88-gitops-begins-with-flux",
  "89-gitops-from-flux-to-argocd",
]);

describe("whom the plans make anew", () => {
  for (const { name, folder, before: edited, compilations } of pairs()) {
    // What was edited by hand, or compiled by another release, is one target's matter.
    const isEdited = [...edited.texts].some(
      ([path, text]) => compilations.before.files.find((file) => file.path === path)?.text !== text,
    );
    const [old, now] = [bothTargets(folder, "before"), bothTargets(folder, "after")];
    // Which host runs what is Docker Compose's matter alone.
    const isOnHosts = (old.model?.hosts ?? now.model?.hosts) !== undefined;
    if (isEdited || isOnHosts || OF_CLUSTERS.has(name) || !old.ok || !now.ok) continue;
    test(name, () => {
      const plan = planBetween(filesOf(old), filesOf(now), now.model);
      const [here, there] = [composeFates(plan), kubernetesFates(plan, "clp")];
      const differ = [
        ...here.filter((fate) => !there.includes(fate)),
        ...there.filter((fate) => !here.includes(fate)),
      ];
      // Where volumes move, or CLP is of another release, all of it is stopped, and every pod is a new one.
      const isDown = plan.kubernetes!.steps.some(({ commands }) =>
        commands.some((command) =>
          /^kubectl (?:delete -k kubernetes --ignore-not-found$|scale deployment,statefulset .*--replicas 0$)/.test(
            command,
          ),
        ),
      );
      expect(differ.filter((fate) => !isDown || !fate.endsWith(" anew")).toSorted()).toEqual(
        DIFFERENCES[name]?.of ?? [],
      );
    });
  }
});
