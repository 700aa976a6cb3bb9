/** A deployment on a node: inputs are compiled, made ready, applied and looked at, as docs/kubernetes.md says. */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { parse, parseAllDocuments } from "yaml";
import { TEST_RELEASE } from "../../at-release.ts";
import type { Any } from "../../backends/kubernetes/manifests.ts";
import type { RunResult } from "../../conformance/programs/programs.ts";
import { WORK } from "../deployment.ts";
import { ok } from "../machine.ts";
import { unreported } from "../telemetry.ts";
import type { Node } from "./node.ts";
import { type Compiled, providedDirectory, type SurroundOptions, surround } from "./surroundings.ts";

export interface ReleaseInputs {
  readonly config?: string;
  readonly credentials?: string;
  /** The section `kubernetes` of the site file, and what else of it is not as usual. */
  readonly kubernetes?: Readonly<Record<string, unknown>>;
  readonly host?: Readonly<Record<string, unknown>>;
  /** Of CLP; the first of them that is known, if left out. */
  readonly release?: string;
}

/** How a pod's owner is, with what its pods say where it is not well. */
export interface WorkloadState {
  /** `Deployment clp-webui`. */
  readonly name: string;
  readonly component: string;
  readonly well: boolean;
  /** Asks why it is not well; empty where it is. */
  why(): Promise<string>;
  readonly restarts: number;
}

export interface Release extends Compiled {
  /** Replaces the inputs. */
  edit(inputs: ReleaseInputs): void;
  compile(): Promise<RunResult>;
  check(): Promise<RunResult>;
  /** What the inputs would change in what is compiled, as JSON. */
  plan(): Promise<RunResult>;
  prepare(): Promise<RunResult>;
  /** Makes what an operator would have; see `surroundings.ts`. */
  surround(options?: SurroundOptions): Promise<void>;
  /** Secrets, then the rest; what kubectl says of each object. */
  apply(): Promise<string>;
  /** Compiles, surrounds, prepares, applies; throws where a step fails. */
  start(options?: SurroundOptions): Promise<void>;
  states(): Promise<readonly WorkloadState[]>;
  /** Waits until all is well and has done its work; throws with the reasons. */
  settle(): Promise<readonly WorkloadState[]>;
  pods(component?: string): Promise<readonly Any[]>;
  /** Runs kubectl in the namespace; throws where it fails. */
  kubectl(...args: readonly string[]): Promise<string>;
  /** Runs a command in the one pod of a component. */
  exec(component: string, ...command: readonly string[]): Promise<RunResult>;
  /** The directories of the node in which its logs are. */
  logs(): readonly string[];
  /** The commands of the compiled page that remove a release. */
  removal(): string;
}

const CREDENTIALS = `
database: { username: clp-user, password: fake-database-password, root_username: root, root_password: fake-root-password, spider_username: spider-user, spider_password: fake-spider-password }
queue: { username: clp-user, password: fake-queue-password }
redis: { password: fake-redis-password }
`;

/** What takes as long as the machine lets it: this only catches what hangs. */
const SETTLED_WITHIN_MS = 400_000;

/** Where the kubelet keeps what belongs to pods. */
const PODS = "/var/lib/kubelet/pods";

/** A release of a name, whose inputs and data are in a directory of that name. */
export function release(node: Node, name: string, inputs: ReleaseInputs = {}): Release {
  const self = releaseIn(node, `/home/${name}`, name);
  self.edit(inputs);
  return self;
}

/** A release of the inputs in a directory of the machine, to which its outputs go; by what name, they say. */
export function releaseIn(node: Node, home: string, named = ""): Release {
  // Those that `init` has written are found.
  const inputFiles = () =>
    existsSync(node.path(join(home, "etc/clp-config.yaml")))
      ? []
      : ["--config", "clp-config.yaml", "--credentials", "credentials.yaml"];
  const targets = ["--emit", "compose,kubernetes,docs", "--out", "out"];
  const compared = ["--emit", "compose,kubernetes", "--out", "out"];
  const compiler = (...args: readonly string[]) => node.run(["clp-compile", ...args], { cwd: home });
  let current: readonly Any[] | undefined;

  const self: Release = {
    node,
    home,
    get name() {
      return self.objects()[0].metadata.labels["app.kubernetes.io/instance"];
    },
    get namespace() {
      return self.objects().find(({ kind }) => kind === "Deployment").metadata.namespace;
    },
    objects: () => {
      current ??= compiledIn(node, join(home, "out/kubernetes"));
      return current;
    },
    edit: (inputs) => writeInputs(node, home, named, inputs),
    compile: () => {
      current = undefined;
      return compiler(...inputFiles(), ...targets);
    },
    check: () => compiler("check", ...inputFiles(), "--out", "out"),
    plan: () => compiler("plan", "--json", "--against", "out", ...inputFiles(), ...compared),
    prepare: () => node.run(["sh", "prepare.sh"], { cwd: join(home, "out/compose") }),
    surround: (options) => surround(self, options),
    apply: () => apply(node, home),
    start: async (options) => {
      await ok(self.compile());
      await self.surround(options);
      await ok(self.prepare());
      await self.apply();
    },
    kubectl: async (...args) => (await ok(node.kubectl(["--namespace", self.namespace, ...args]))).stdout,
    pods: (component) => {
      const of = component === undefined ? "" : `,app.kubernetes.io/component=${component}`;
      return list(self, "Pod", of);
    },
    states: async () => {
      const owners = (await Promise.all(OWNERS.map((kind) => list(self, kind)))).flat();
      const pods = await self.pods();
      return owners.map((owner) => stateOf(self, owner, pods));
    },
    settle: () => settle(self),
    exec: async (component, ...command) => {
      const [pod] = await self.pods(component);
      return node.kubectl(["--namespace", self.namespace, "exec", pod.metadata.name, "--", ...command]);
    },
    logs: () => logDirectories(self),
    removal: () => {
      const page = readFileSync(node.path(join(home, "out/docs/deployment.md")), "utf8");
      return /\nRemove it, [^\n]*\n\n```sh\n([\s\S]*?)```/.exec(page)![1]!;
    },
  };
  return self;
}

function writeInputs(
  node: Node,
  home: string,
  named: string,
  {
    config = "",
    credentials = CREDENTIALS,
    kubernetes = {},
    host = {},
    release: clp = TEST_RELEASE,
  }: ReleaseInputs,
): void {
  mkdirSync(node.path(home), { recursive: true });
  const site = {
    clp_version: clp,
    host: { clp_home: join(home, "clp"), ...host },
    kubernetes: {
      release_name: named,
      namespace: "clp",
      worker_concurrency: 2,
      image_pull_policy: "Never",
      ...kubernetes,
    },
  };
  const files = {
    "clp-config.yaml": config,
    "credentials.yaml": credentials,
    "clp-site.yaml": JSON.stringify(site),
  };
  for (const [file, text] of Object.entries(files)) writeFileSync(node.path(join(home, file)), text);
}

async function apply(node: Node, home: string): Promise<string> {
  const said: string[] = [];
  // There is no first one where others make the Secrets.
  for (const tree of ["kubernetes/secrets", "kubernetes"]) {
    if (!existsSync(node.path(join(home, "out", tree)))) continue;
    const { stdout, stderr } = await ok(node.kubectl(["apply", "-k", join(home, "out", tree)]));
    if (stderr !== "") throw new Error(`apply: ${stderr}`);
    said.push(stdout);
  }
  return said.join("");
}

/** Where the API server has the objects of a kind. */
const LISTED = {
  Deployment: ["/apis/apps/v1", "deployments"],
  StatefulSet: ["/apis/apps/v1", "statefulsets"],
  Job: ["/apis/batch/v1", "jobs"],
  Pod: ["/api/v1", "pods"],
} as const;

const OWNERS = ["Deployment", "StatefulSet", "Job"] as const;

/** The objects of a kind that belong to a release; `of` is added to the selector. */
async function list(
  { name, node, namespace }: Release,
  kind: keyof typeof LISTED,
  of = "",
): Promise<readonly Any[]> {
  const [api, plural] = LISTED[kind];
  const selector = encodeURIComponent(`app.kubernetes.io/instance=${name}${of}`);
  const { items } = await node.ask(`${api}/namespaces/${namespace}/${plural}?labelSelector=${selector}`);
  // A list says the kind once.
  return items.map((item: Any) => ({ ...item, kind }));
}

/** Removes a release by the documented commands, and throws with what they leave in the cluster. */
export async function expectRemoval(self: Release): Promise<void> {
  await ok(self.node.run(["sh", "-euc", self.removal()], { cwd: join(self.home, "out") }));
  const kinds = "deployments,statefulsets,replicasets,jobs,pods,services,configmaps,secrets,pvc,pv";
  const all = ["--all-namespaces", "--selector", `app.kubernetes.io/instance=${self.name}`];
  // Pods of what is gone go after it.
  for (const until = Date.now() + SETTLED_WITHIN_MS; ; await sleep(500)) {
    const left = await self.kubectl("get", kinds, ...all, "--output", "name");
    if (left === "") return;
    if (Date.now() > until) throw new Error(`It leaves ${left}`);
  }
}

/** The objects of the compiled public files. */
function compiledIn(node: Node, folder: string): readonly Any[] {
  const { resources } = parse(readFileSync(node.path(join(folder, "kustomization.yaml")), "utf8"));
  return resources.flatMap((file: string) =>
    parseAllDocuments(readFileSync(node.path(join(folder, file)), "utf8")).map((document) => document.toJS()),
  );
}

/** The volume of the logs, on the node's disk or made by a class, and those that go with their pods. */
function logDirectories(self: Release): readonly string[] {
  const { node } = self;
  const objects = self.objects();
  const volumes = objects.flatMap(({ spec }) => spec?.template?.spec?.volumes ?? []);
  const claims = new Set<string>(
    volumes
      .filter(({ name, persistentVolumeClaim: claim }) => name === "logs" && claim !== undefined)
      .map(({ persistentVolumeClaim: { claimName } }) => claimName),
  );
  const kept = [...claims].map((claim) => {
    const volume = objects.find(
      ({ kind, spec }) => kind === "PersistentVolume" && spec.claimRef.name === claim,
    );
    return volume?.spec.local?.path ?? volume?.spec.hostPath?.path ?? providedDirectory(self, claim);
  });
  const passing = readdirSync(node.path(PODS)).flatMap((uid) => {
    const directory = join(PODS, uid, "volumes/kubernetes.io~empty-dir");
    if (!existsSync(node.path(directory))) return [];
    return readdirSync(node.path(directory)).map((name) => join(directory, name));
  });
  return [...kept, ...passing];
}

function stateOf(self: Release, owner: Any, pods: readonly Any[]): WorkloadState {
  const { kind, metadata, spec, status } = owner;
  const component = metadata.labels["app.kubernetes.io/component"];
  const own = pods.filter((pod) => pod.metadata.labels["app.kubernetes.io/component"] === component);
  const well =
    kind === "Job"
      ? status.succeeded === 1
      : status.observedGeneration === metadata.generation &&
        (status.readyReplicas ?? 0) === spec.replicas &&
        (status.updatedReplicas ?? status.currentReplicas ?? 0) === spec.replicas &&
        status.replicas === spec.replicas &&
        // Its status may not know yet of a pod that has just been deleted.
        own.filter(isReady).length === spec.replicas;
  const restarts = own
    .flatMap((pod) => [...(pod.status.containerStatuses ?? []), ...(pod.status.initContainerStatuses ?? [])])
    .reduce((sum: number, { restartCount }: Any) => sum + restartCount, 0);
  return {
    name: `${kind} ${metadata.name}`,
    component,
    well,
    why: async () => (well ? "" : (await Promise.all(own.map((pod) => whyNot(self, pod)))).join("\n")),
    restarts,
  };
}

function isReady({ metadata, status }: Any): boolean {
  const conditions: readonly Any[] = status.conditions ?? [];
  const ready = conditions.some((one) => one.type === "Ready" && one.status === "True");
  return ready && metadata.deletionTimestamp === undefined;
}

async function whyNot(self: Release, pod: Any): Promise<string> {
  const { name } = pod.metadata;
  const lines = [`${name}: ${pod.status.phase}`];
  for (const { type, status, message } of pod.status.conditions ?? []) {
    if (status === "False" && message !== undefined) lines.push(`  ${type}: ${message}`);
  }
  const containers = [...(pod.status.initContainerStatuses ?? []), ...(pod.status.containerStatuses ?? [])];
  for (const { name: container, state, ready } of containers) {
    if (ready || state.terminated?.exitCode === 0) continue;
    lines.push(`  ${container}: ${JSON.stringify(state.waiting ?? state.terminated ?? "not ready")}`);
    const { stdout, stderr } = await self.node.kubectl([
      ...["--namespace", self.namespace, "logs", name, "--container", container, "--tail", "6"],
    ]);
    lines.push(
      ...`${stdout}${stderr}`
        .trimEnd()
        .split("\n")
        .map((line) => `    ${line}`),
    );
  }
  return lines.join("\n");
}

/** The workloads as lines, for a person. */
export async function table(all: readonly WorkloadState[]): Promise<string> {
  const width = Math.max(...all.map(({ name }) => name.length));
  const lines = await Promise.all(
    all.map(async ({ name, well, why, restarts }) => {
      const status = !well ? "not well" : name.startsWith("Job ") ? "done" : "healthy";
      const again = restarts === 0 ? "" : `, restarted ${restarts} times`;
      const because = await why();
      const reason = because === "" ? "" : `\n    ${because.replaceAll("\n", "\n    ")}`;
      return `${name.padEnd(width)}  ${status}${again}${reason}`;
    }),
  );
  return lines.join("\n");
}

async function settle(self: Release): Promise<readonly WorkloadState[]> {
  const until = Date.now() + SETTLED_WITHIN_MS;
  for (;;) {
    const all = await self.states();
    const components = new Set(all.map(({ component }) => component));
    const waiting = [
      ...all.filter(({ well }) => !well).map(({ name }) => name),
      ...Object.entries(WORK)
        // Reducers are one process to a container here; the query scheduler knows whether they came.
        .filter(([component]) => components.has(component) && component !== "reducer")
        .filter(([, [log, line]]) => !logOf(self, log).includes(line))
        .map(([component, [log]]) => `${component} (${log} does not tell of its work)`),
    ];
    // A collector that has not started has said nothing that could be read.
    if (waiting.length === 0 && components.has("otel-collector"))
      waiting.push(...(await missingReports(self)));
    if (all.length > 0 && waiting.length === 0) return all;
    const failed = all.some(({ well, restarts }) => !well && restarts >= 4);
    if (failed || Date.now() > until) throw new Error(`Not well: ${waiting.join(", ")}\n${await table(all)}`);
    await sleep(500);
  }
}

/** Waits until no pod is left that has been told to end: while it is asked for its output, it may go. */
export async function untilEnded(self: Release): Promise<void> {
  for (const until = Date.now() + SETTLED_WITHIN_MS; ; await sleep(500)) {
    const ending = (await self.pods()).filter(({ metadata }) => metadata.deletionTimestamp !== undefined);
    if (ending.length === 0) return;
    if (Date.now() > until)
      throw new Error(`Do not end: ${ending.map(({ metadata }) => metadata.name).join(", ")}`);
  }
}

async function missingReports(self: Release): Promise<readonly string[]> {
  const containers: readonly Any[] = self
    .objects()
    .flatMap(({ spec }) => spec?.template?.spec?.containers ?? []);
  const environments = containers.map(({ env = [] }) =>
    Object.fromEntries(env.map(({ name, value }: Any) => [name, value])),
  );
  const collector = "app.kubernetes.io/component=otel-collector";
  return unreported(environments, await self.kubectl("logs", "--selector", collector, "--tail", "-1"));
}

/** The text of a file below the logs directory; empty where there is none. */
export function logOf(self: Release, path: string): string {
  const found = self.logs().map((directory) => self.node.path(join(directory, path)));
  return found
    .filter((file) => existsSync(file))
    .map((file) => readFileSync(file, "utf8"))
    .join("");
}
