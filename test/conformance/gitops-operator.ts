/**
 * A person who follows a plan where Argo CD or Flux applies what is in Git: the repository is a real one, and the tool
 * takes its own commands, notices a commit late, and undoes at once what somebody does to its objects while it is
 * not at rest.
 */
import { expect } from "vitest";
import { parseAllDocuments } from "yaml";
import type { GitopsTool } from "../../src/base/gitops-tools.ts";
import type { Any } from "../backends/kubernetes/manifests.ts";
import {
  deleteAll,
  type Kubectl,
  outOfSync,
  reference,
  type Sync,
  syncByArgoCd,
  syncByFlux,
} from "./gitops-tools.ts";
import type { RunResult } from "./programs/programs.ts";

/** Where the person works. */
export interface Place {
  /** A directory with inputs and outputs: all of it but credentials is in Git. */
  readonly home: string;
  /** Compiles there; a plan says by which command. */
  readonly compile: (command?: string) => Promise<unknown>;
  readonly kubectl: Kubectl;
  /** Runs a text as it is pasted into a shell. Any exit status is a result. */
  readonly run: (text: string, cwd: string) => Promise<RunResult>;
}

export interface Operator {
  /** A command as a plan says it. */
  perform(command: string): Promise<void>;
  /** Has the tool apply what is in Git. */
  sync(): Promise<void>;
  /** How the tool is set: a plan leaves that as it was. */
  settings(tool: GitopsTool): string;
}

const GIT = "git -c user.name=test -c user.email=test@example.com -c core.editor='printf change >'";

/** @param tool what applies the folder from the beginning; undefined: nobody does yet */
export async function startOperator(place: Place, tool: GitopsTool | undefined): Promise<Operator> {
  const { home } = place;
  const shell = async (text: string): Promise<string> => {
    const { code, stdout, stderr } = await place.run(text, home);
    if (code !== 0) throw new Error(`${text}\n${stdout}${stderr}`);
    return stdout;
  };
  const source: Source = {
    fetch: async () => {
      await shell("rm -rf fetched.git && git clone --quiet origin.git fetched.git");
    },
    objects: async () => {
      const text = await shell("kubectl kustomize fetched.git/out/kubernetes");
      return parseAllDocuments(text).map((one) => one.toJS());
    },
  };
  await shell(
    "git init --quiet --bare --initial-branch main origin.git && git init --quiet --initial-branch main",
  );
  await shell("printf '/*.git/\\ncredentials.yaml\\n' > .gitignore");
  await shell(`git remote add origin ${home}/origin.git`);
  await place.compile();
  await shell(`git add . && ${GIT} commit --quiet -m before && git push --quiet -u origin main`);
  const tools = new Map<GitopsTool, Tool>();
  const use = async (name: GitopsTool): Promise<Tool> => {
    // Whoever has none yet makes one for the folder.
    const found = tools.get(name) ?? (await TOOLS[name](place.kubectl, source));
    tools.set(name, found);
    return found;
  };
  if (tool !== undefined) await use(tool);

  return {
    perform: async (command) => {
      const words = command.split(" ");
      const [program] = words;
      if (program === "clp-compile") await place.compile(command);
      else if (program === "argocd" || program === "flux") await (await use(program)).run(words);
      else if (program === "git") await shell(command.replace("git", () => GIT));
      else {
        await shell(command);
        for (const one of tools.values()) await one.look();
      }
    },
    sync: async () => {
      await source.fetch();
      for (const one of tools.values()) await one.look();
    },
    settings: (name) => tools.get(name)!.settings(),
  };
}

/** What the tool reads. */
interface Source {
  /** Takes what has been pushed. */
  fetch(): Promise<void>;
  /** The objects of what was fetched last. */
  objects(): Promise<readonly Any[]>;
}

interface Tool {
  /** Its own command line. */
  run(words: readonly string[]): Promise<void>;
  /** What it does by itself, at any time: a commit that it has not fetched yet is not there for it. */
  look(): Promise<void>;
  settings(): string;
}

/** What a tool has applied, and whether it is at work. */
function applier(kubectl: Kubectl, source: Source, sync: Sync) {
  let applied: readonly Any[] = [];
  return {
    async apply(): Promise<void> {
      const objects = await source.objects();
      await sync(kubectl, objects, applied);
      const now = new Set(objects.map(reference));
      // What is not pruned stays known to it.
      applied = [...objects, ...applied.filter((one) => !now.has(reference(one)))];
    },
    outOfSync: async () => outOfSync(kubectl, await source.objects(), applied),
    deleteAll: () => deleteAll(kubectl, applied),
  };
}

/** An Application that syncs by itself, prunes and heals. */
async function argocd(kubectl: Kubectl, source: Source): Promise<Tool> {
  const application = applier(kubectl, source, syncByArgoCd);
  const WHOLE = "--sync-policy automated --auto-prune --self-heal";
  let policy: string | undefined = WHOLE;
  await source.fetch();
  const look = async (): Promise<void> => {
    if (policy?.includes("--self-heal")) await application.apply();
  };
  return {
    settings: () => policy ?? "none",
    look,
    run: async ([, , verb, name, ...flags]) => {
      expect(name).toBe("APPLICATION");
      const said = flags.join(" ");
      switch (`${verb} ${verb === "set" ? flags.slice(0, 2).join(" ") : said}`) {
        case "set --sync-policy none":
          policy = undefined;
          return;
        case "set --sync-policy automated":
          policy = said;
          return look();
        case "sync --prune":
          await source.fetch();
          return application.apply();
        case "wait ":
          // It waits for ever for what is out of sync.
          return expect(await application.outOfSync()).toEqual([]);
        case "delete --cascade=false":
          policy = undefined;
          return;
        default:
          throw new Error(`argocd app ${verb} ${said}: unknown`);
      }
    },
  };
}

/** Whose an object of it is. */
export const FLUX_LABELS = {
  "kustomize.toolkit.fluxcd.io/name": "NAME",
  "kustomize.toolkit.fluxcd.io/namespace": "flux-system",
};

/** A Kustomization that prunes, and its source. */
async function flux(kubectl: Kubectl, source: Source): Promise<Tool> {
  // Each object says whose it is.
  const owned = async (): Promise<readonly Any[]> =>
    (await source.objects()).map(({ metadata, ...object }) => ({
      ...object,
      metadata: { ...metadata, labels: { ...metadata.labels, ...FLUX_LABELS } },
    }));
  const kustomization = applier(kubectl, { ...source, objects: owned }, syncByFlux);
  let suspended = false;
  let there = true;
  await source.fetch();
  const look = async (): Promise<void> => {
    if (there && !suspended) await kustomization.apply();
  };
  return {
    settings: () => (!there ? "deleted" : suspended ? "suspended" : "at work"),
    look,
    run: async ([, ...words]) => {
      switch (words.join(" ")) {
        case "suspend kustomization NAME":
          suspended = true;
          return;
        case "resume kustomization NAME":
          suspended = false;
          return look();
        case "reconcile source git SOURCE":
          return source.fetch();
        case "reconcile kustomization NAME --with-source":
          if (suspended) throw new Error("resource is suspended");
          await source.fetch();
          return look();
        case "delete kustomization NAME":
          there = false;
          if (!suspended) await kustomization.deleteAll();
          return;
        default:
          throw new Error(`flux ${words.join(" ")}: unknown`);
      }
    },
  };
}

const TOOLS = { argocd, flux };
