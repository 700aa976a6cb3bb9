/**
 * What `plan` says where Argo CD or Flux applies the manifests, done step by step with a real Git repository and a real
 * API server: it takes everything, and what was said of each object is what happens to it.
 */
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { parseAllDocuments } from "yaml";
import type { GitopsTool } from "../../src/base/gitops-tools.ts";
import type { KubernetesPlan, Plan, Step } from "../../src/plan/plan.ts";
import type { Any } from "../backends/kubernetes/manifests.ts";
import { FIXTURES } from "../fixtures.ts";
import { FLUX_LABELS, type Operator, startOperator } from "./gitops-operator.ts";
import { type Kubectl, quietly, state } from "./gitops-tools.ts";
import { type ApiServer, startApiServer } from "./programs/api-server.ts";
import { bash } from "./programs/bash.ts";
import { installCommandLine } from "./programs/command-line.ts";
import { installExternalSecrets } from "./programs/external-secrets.ts";
import { program } from "./programs/programs.ts";

const PAIRS = readdirSync(join(FIXTURES, "plans")).filter((name) => /^8\d-gitops-/.test(name));
const NAMESPACE = "default";

let server: ApiServer;
let folder: string;
let bin: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "clp-compile-gitops-plan-"));
  bin = join(folder, "bin");
  mkdirSync(bin);
  await installCommandLine(bin);
  writeFileSync(join(bin, "kubectl"), `#!/bin/sh\nexec '${program("kubectl")}' "$@"\n`, { mode: 0o755 });
  server = await startApiServer();
  await installExternalSecrets(server);
});

afterEach(async () => {
  const own = ["--selector", "app.kubernetes.io/part-of=clp", "--wait=false"];
  const kinds = "deploy,sts,jobs,svc,cm,secrets,pvc,externalsecrets";
  await quietly(kubectl, ["delete", kinds, ...own, "--namespace", NAMESPACE]);
  await quietly(kubectl, ["delete", "pv", ...own]);
});

afterAll(async () => {
  await server?.stop();
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
});

const kubectl: Kubectl = (args, options) => server.kubectl(args, options);

function run(text: string, cwd: string) {
  const env = {
    PATH: `${bin}:${process.env["PATH"]}`,
    HOME: folder,
    ...server.environment,
  };
  return bash(text, { cwd, env });
}

/** Inputs of a side, as they are edited. */
function edit(home: string, pair: string, side: "before" | "after"): void {
  mkdirSync(join(home, "etc"), { recursive: true });
  const of = join(FIXTURES, "plans", pair);
  const shared = join(of, "credentials.yaml");
  if (existsSync(shared)) cpSync(shared, join(home, "etc/credentials.yaml"));
  cpSync(join(of, side), join(home, "etc"), { recursive: true });
}

/** The claims that a controller makes for the first pod of each set. */
async function makeClaims(objects: readonly Any[]): Promise<void> {
  const claims = objects.flatMap(({ kind, metadata, spec }) =>
    kind !== "StatefulSet"
      ? []
      : spec.volumeClaimTemplates.map((template: Any) => ({
          apiVersion: "v1",
          kind: "PersistentVolumeClaim",
          metadata: {
            name: `${template.metadata.name}-${metadata.name}-0`,
            namespace: metadata.namespace,
            labels: { ...spec.selector.matchLabels, "app.kubernetes.io/part-of": "clp" },
          },
          spec: template.spec,
        })),
  );
  await quietly(kubectl, ["apply", "-f", "-"], claims);
}

const WAY_BACK = /^The way back/;

/** What there is to run without pods. */
function canRun(command: string): boolean {
  return (
    /^(?:clp-compile|git|argocd|flux|kubectl) ?/.test(command) &&
    !/^kubectl (?:exec|wait|rollout) /.test(command)
  );
}

async function follow(operator: Operator, steps: readonly Step[], home: string): Promise<void> {
  for (const { text, commands } of steps.filter((step) => !WAY_BACK.test(step.text))) {
    // An own word, where the plan asks for one.
    if (REVISION.test(text))
      await ok(run(`sed -i 's/gitops: /secret_revision: rotated, gitops: /' etc/clp-site.yaml`, home));
    for (const command of commands.map(String)) if (canRun(command)) await operator.perform(command);
  }
}

async function ok(result: ReturnType<typeof run>): Promise<string> {
  const { code, stdout, stderr } = await result;
  expect({ code, stderr }).toMatchObject({ code: 0 });
  return stdout;
}

async function planIn(home: string): Promise<KubernetesPlan> {
  // Exit status 3: something changes.
  const { stdout, stderr } = await run("clp-compile plan --json --emit kubernetes --against out", home);
  expect(stderr).toBe("");
  return (JSON.parse(stdout) as Plan).kubernetes!;
}

/** The tool by which a side is applied. */
function toolOf(objects: readonly Any[]): GitopsTool | undefined {
  const marks = objects.flatMap(({ metadata }) => Object.keys(metadata.annotations ?? {})).join();
  return marks.includes("argoproj") ? "argocd" : marks.includes("fluxcd") ? "flux" : undefined;
}

const key = ({ kind, metadata }: Any): string => `${kind} ${metadata.name}`;

/** The objects of the release as the cluster has them, by kind and name. */
async function inCluster(): Promise<ReadonlyMap<string, Any>> {
  const kinds = "cm,svc,deploy,sts,jobs,pvc,pv,externalsecrets";
  const own = ["--selector", "app.kubernetes.io/managed-by=clp-compile"];
  const said = await quietly(kubectl, ["get", kinds, "--namespace", NAMESPACE, ...own, "--output=json"]);
  return new Map(JSON.parse(said).items.map((one: Any) => [key(one), one]));
}

interface Start {
  readonly home: string;
  readonly operator: Operator;
  readonly plan: KubernetesPlan;
  readonly tool: GitopsTool | undefined;
}

/** The earlier deployment is applied, and the inputs of the later one are written. */
async function start(pair: string, named = pair): Promise<Start> {
  const home = join(folder, named);
  edit(home, pair, "before");
  const compile = (command = "clp-compile --emit kubernetes") => ok(run(command, home));
  await compile();
  const tool = toolOf(await builtIn(home));
  const operator = await startOperator({ home, kubectl, run, compile }, tool);
  if (existsSync(join(home, "out/kubernetes/secrets")))
    await ok(run("kubectl apply -k out/kubernetes/secrets", home));
  if (tool === undefined) await ok(run("kubectl apply -k out/kubernetes", home));
  else await operator.sync();
  await makeClaims(await builtIn(home));
  edit(home, pair, "after");
  return { home, operator, plan: await planIn(home), tool };
}

async function builtIn(home: string): Promise<readonly Any[]> {
  return parseAllDocuments(await ok(run("kubectl kustomize out/kubernetes", home))).map((one) => one.toJS());
}

describe.each(PAIRS)("%s", (pair) => {
  test("each step is taken, and each object becomes what was said of it", async () => {
    const { home, operator, plan, tool } = await start(pair);
    const before = await inCluster();
    const settings = tool === undefined ? undefined : operator.settings(tool);
    await follow(operator, plan.steps, home);

    const [after, compiled] = [await inCluster(), await builtIn(home)];
    expect([...after.keys()].sort()).toEqual(compiled.map(key).sort());
    expect(renewed(before, after)).toEqual(expectedAnew(plan, before));
    expect(restarts(before, after)).toEqual(expectedRestarts(plan, compiled));
    const later = toolOf(compiled);
    const own = later === "flux" ? FLUX_LABELS : {};
    for (const one of compiled) {
      expect([key(one), marks(after.get(key(one)))]).toEqual([key(one), marks(one, own)]);
    }

    if (later === undefined) return;
    if (tool === later) expect(operator.settings(tool)).toBe(settings);
    const first = await state(kubectl, NAMESPACE);
    await operator.sync();
    expect(await state(kubectl, NAMESPACE)).toEqual(first);
    expect(await ok(run("git status --porcelain", home))).toBe("");
    expect(await ok(run("git log origin/main -1 --format=%s", home))).toBe("change\n");
    expect(await ok(run("git ls-files out/kubernetes/secrets", home))).toBe("");
  });
});

test("the way back from another release takes the commit back, and what the cluster had is there again", async () => {
  const { home, operator, plan } = await start("82-gitops-release", "way-back");
  const before = await inCluster();
  const settings = operator.settings("argocd");
  await follow(operator, plan.steps, home);
  await makeClaims(await builtIn(home));
  const [back] = plan.steps.filter(({ text }) => WAY_BACK.test(text));
  for (const command of back!.commands.map(String))
    if (canRun(command)) await operator.perform(command.replace("COMMIT", "HEAD"));

  const after = await inCluster();
  const templates = (all: Cluster) => [...all].map(([name, { spec }]) => [name, spec?.template?.spec]).sort();
  // What held data stays, though the earlier release has no use for it.
  const left = (name: string): boolean => before.has(name) || name !== "PersistentVolumeClaim clp-tmp";
  expect(templates(new Map([...after].filter(([name]) => left(name))))).toEqual(templates(before));
  expect(operator.settings("argocd")).toBe(settings);
  expect(await ok(run("git status --porcelain", home))).toBe("");
});

function names(plan: KubernetesPlan, actions: readonly string[]): readonly string[] {
  return plan.objects
    .filter(({ action }) => actions.includes(action))
    .map(({ kind, name }) => `${kind} ${name}`);
}

type Cluster = ReadonlyMap<string, Any>;

/** Those that are other objects than before, by their uid. */
function renewed(before: Cluster, after: Cluster): readonly string[] {
  return [...after]
    .filter(([name, { metadata }]) => before.get(name)?.metadata.uid !== metadata.uid)
    .map(([name]) => name)
    .sort();
}

function isDown({ objects }: KubernetesPlan): boolean {
  return objects.some(({ action, kind }) => action === "replace" && kind !== "Job");
}

function expectedAnew(plan: KubernetesPlan, before: Cluster): readonly string[] {
  const made = names(plan, ["create", "replace"]);
  return (isDown(plan) ? [...new Set([...before.keys(), ...made])] : [...made]).sort();
}

/** Those whose pods a controller makes anew, since their template is another. */
function restarts(before: Cluster, after: Cluster): readonly string[] {
  return [...after]
    .filter(([name, { spec, metadata }]) => {
      const old = before.get(name);
      const template = (one: Any) => JSON.stringify(one.spec.template);
      return (
        old?.metadata.uid === metadata.uid &&
        /^(?:Deployment|StatefulSet) /.test(name) &&
        template(old) !== template({ spec })
      );
    })
    .map(([name]) => name)
    .sort();
}

const REVISION = /^Write another word for `kubernetes.secret_revision`/;

function expectedRestarts({ objects, steps }: KubernetesPlan, compiled: readonly Any[]): readonly string[] {
  const all = steps.some(({ text }) => REVISION.test(text));
  const workloads = compiled.filter(({ kind }) => /^(?:Deployment|StatefulSet)$/.test(kind)).map(key);
  const said = objects.filter(({ restartsPods }) => restartsPods).map(({ kind, name }) => `${kind} ${name}`);
  return [...(all ? workloads : said)].sort();
}

/** Labels and annotations, but for those that the cluster's programs note for themselves. */
function marks({ metadata: { labels, annotations = {} } }: Any, own: object = {}): object {
  const { "kubectl.kubernetes.io/last-applied-configuration": _, ...said } = annotations;
  return { labels: { ...labels, ...own }, said };
}
