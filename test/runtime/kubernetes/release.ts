/** A deployment on a node: inputs are compiled, made ready, applied and looked at, as docs/kubernetes.md says. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { parse, parseAllDocuments } from "yaml";
import type { Any } from "../../backends/kubernetes/manifests.ts";
import type { RunResult } from "../../conformance/programs/programs.ts";
import { WORK } from "../deployment.ts";
import { ok } from "../machine.ts";
import { standIn } from "../surroundings.ts";
import { NODE, type Node } from "./node.ts";

export interface ReleaseInputs {
  readonly config?: string;
  readonly credentials?: string;
  /** The section `kubernetes` of the site file, and what else of it is not as usual. */
  readonly kubernetes?: Readonly<Record<string, unknown>>;
  readonly host?: Readonly<Record<string, unknown>>;
}

/** How a pod's owner is, with what its pods say where it is not well. */
export interface WorkloadState {
  /** `Deployment clp-webui`. */
  readonly name: string;
  readonly component: string;
  readonly well: boolean;
  /** Why it is not well; empty where it is. */
  readonly why: string;
  readonly restarts: number;
}

export interface Release {
  readonly node: Node;
  readonly name: string;
  readonly namespace: string;
  /** The directory of the inputs in the machine; the outputs are in `out` below it. */
  readonly home: string;
  /** CLP's own directory on the node, below which its data and logs are. */
  readonly clpHome: string;
  edit(inputs: ReleaseInputs): void;
  compile(): Promise<RunResult>;
  check(): Promise<RunResult>;
  prepare(): Promise<RunResult>;
  /** Makes what an operator would have: log input, the images under their names. */
  surround(): Promise<void>;
  /** Secrets, then the rest; what kubectl says of each object. */
  apply(): Promise<string>;
  /** Compiles, surrounds, prepares, labels the node, makes the namespace, applies; throws where a step fails. */
  start(): Promise<void>;
  states(): Promise<readonly WorkloadState[]>;
  /** Waits until all is well and has done its work; throws with the reasons. */
  settle(): Promise<readonly WorkloadState[]>;
  pods(component?: string): Promise<readonly Any[]>;
  /** Runs kubectl in the namespace; throws where it fails. */
  kubectl(...args: readonly string[]): Promise<string>;
  /** Runs a command in the one pod of a component. */
  exec(component: string, ...command: readonly string[]): Promise<RunResult>;
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

export function release(node: Node, name: string, inputs: ReleaseInputs = {}): Release {
  const home = `/home/${name}`;
  const clpHome = join(home, "clp");
  const namespace = String(inputs.kubernetes?.["namespace"] ?? "clp");
  const all = ["--selector", `app.kubernetes.io/instance=${name}`];
  const inputFiles = ["--config", "clp-config.yaml", "--credentials", "credentials.yaml"];
  const targets = ["--emit", "compose,kubernetes,docs", "--out", "out"];
  const write = (file: string, text: string): void => writeFileSync(node.path(join(home, file)), text);

  const self: Release = {
    node,
    name,
    namespace,
    home,
    clpHome,
    edit: ({ config = "", credentials = CREDENTIALS, kubernetes = {}, host = {} }) => {
      mkdirSync(node.path(home), { recursive: true });
      write("clp-config.yaml", config);
      write("credentials.yaml", credentials);
      const site = {
        host: { clp_home: clpHome, ...host },
        kubernetes: {
          release_name: name,
          namespace,
          worker_concurrency: 2,
          image_pull_policy: "Never",
          ...kubernetes,
        },
      };
      write("clp-site.yaml", JSON.stringify(site));
    },
    compile: () => node.run(["clp-compile", ...inputFiles, ...targets], { cwd: home }),
    check: () => node.run(["clp-compile", "check", ...inputFiles, "--out", "out"], { cwd: home }),
    prepare: () => node.run(["sh", "prepare.sh"], { cwd: join(home, "out/compose") }),
    surround: async () => {
      const objects = compiled(self);
      const config = parse(readFileSync(node.path(join(home, "clp-config.yaml")), "utf8")) ?? {};
      const names = new Map<string, string>();
      for (const object of objects) {
        const component = object.metadata.labels["app.kubernetes.io/component"];
        for (const { image } of object.spec?.template?.spec?.containers ?? []) {
          names.set(image, standIn(component, config.database?.type));
        }
        const input = object.kind === "PersistentVolume" && object.spec.accessModes[0] === "ReadOnlyMany";
        if (input) mkdirSync(node.path(object.spec.hostPath.path), { recursive: true });
      }
      for (const [image, by] of names) await tag(node, `clp-compile.test/${by}:latest`, canonical(image));
    },
    apply: async () => {
      const said: string[] = [];
      for (const tree of ["kubernetes/secrets", "kubernetes"]) {
        const { stdout, stderr } = await ok(node.kubectl(["apply", "-k", join(home, "out", tree)]));
        if (stderr !== "") throw new Error(`apply: ${stderr}`);
        said.push(stdout);
      }
      return said.join("");
    },
    start: async () => {
      self.edit(inputs);
      await ok(self.compile());
      await self.surround();
      await ok(self.prepare());
      await ok(node.kubectl(["label", "node", NODE, "--overwrite", `storage.clp-compile/${name}=`]));
      const known = await node.kubectl(["get", "namespace", namespace]);
      if (known.code !== 0) {
        await ok(node.kubectl(["create", "namespace", namespace]));
        const enforced = "pod-security.kubernetes.io/enforce=restricted";
        await ok(node.kubectl(["label", "namespace", namespace, enforced]));
      }
      await self.apply();
    },
    kubectl: async (...args) => (await ok(node.kubectl(["--namespace", namespace, ...args]))).stdout,
    pods: async (component) => {
      const of = component === undefined ? "" : `,app.kubernetes.io/component=${component}`;
      const [flag = "", selector = ""] = all;
      return JSON.parse(await self.kubectl("get", "pods", flag, `${selector}${of}`, "--output", "json"))
        .items;
    },
    states: async () => {
      const kinds = "deployments,statefulsets,jobs";
      const owners: readonly Any[] = JSON.parse(
        await self.kubectl("get", kinds, ...all, "--output", "json"),
      ).items;
      const pods = await self.pods();
      return Promise.all(owners.map((owner) => stateOf(self, owner, pods)));
    },
    settle: () => settle(self),
    exec: async (component, ...command) => {
      const [pod] = await self.pods(component);
      return node.kubectl(["--namespace", namespace, "exec", pod.metadata.name, "--", ...command]);
    },
    removal: () => {
      const page = readFileSync(node.path(join(home, "out/docs/deployment.md")), "utf8");
      return /\nRemove it, [^\n]*\n\n```sh\n([\s\S]*?)```/.exec(page)![1]!;
    },
  };
  return self;
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
export function compiled({ node, home }: Release): readonly Any[] {
  const folder = join(home, "out/kubernetes");
  const { resources } = parse(readFileSync(node.path(join(folder, "kustomization.yaml")), "utf8"));
  return resources.flatMap((file: string) =>
    parseAllDocuments(readFileSync(node.path(join(folder, file)), "utf8")).map((document) => document.toJS()),
  );
}

/** A reference as containerd keeps it: with its registry, and `library` where it names no folder. */
function canonical(image: string): string {
  const [first = "", ...rest] = image.split("/");
  if (rest.length === 0) return `docker.io/library/${image}`;
  return /[.:]|^localhost$/.test(first) ? image : `docker.io/${image}`;
}

async function tag(node: Node, from: string, to: string): Promise<void> {
  await ok(node.run(["ctr", "--namespace", "k8s.io", "images", "tag", "--force", from, to]));
}

async function stateOf(self: Release, owner: Any, pods: readonly Any[]): Promise<WorkloadState> {
  const { kind, metadata, spec, status } = owner;
  const component = metadata.labels["app.kubernetes.io/component"];
  const own = pods.filter((pod) => pod.metadata.labels["app.kubernetes.io/component"] === component);
  const well =
    kind === "Job"
      ? status.succeeded === 1
      : status.observedGeneration === metadata.generation &&
        (status.readyReplicas ?? 0) === spec.replicas &&
        (status.updatedReplicas ?? status.currentReplicas ?? 0) === spec.replicas &&
        status.replicas === spec.replicas;
  const restarts = own
    .flatMap((pod) => [...(pod.status.containerStatuses ?? []), ...(pod.status.initContainerStatuses ?? [])])
    .reduce((sum: number, { restartCount }: Any) => sum + restartCount, 0);
  return {
    name: `${kind} ${metadata.name}`,
    component,
    well,
    why: well ? "" : (await Promise.all(own.map((pod) => whyNot(self, pod)))).join("\n"),
    restarts,
  };
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
export function table(all: readonly WorkloadState[]): string {
  return all
    .map(({ name, well, why, restarts }) => {
      const again = restarts === 0 ? "" : `, restarted ${restarts} times`;
      return `${name}  ${well ? "well" : "not well"}${again}${why === "" ? "" : `\n    ${why.replaceAll("\n", "\n    ")}`}`;
    })
    .join("\n");
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
    if (all.length > 0 && waiting.length === 0) return all;
    const failed = all.some(({ well, restarts }) => !well && restarts >= 4);
    if (failed || Date.now() > until) throw new Error(`Not well: ${waiting.join(", ")}\n${table(all)}`);
    await sleep(500);
  }
}

/** The text of a file below the logs directory; empty where there is none. */
export function logOf({ node, clpHome }: Release, path: string): string {
  const file = node.path(join(clpHome, "var/log", path));
  return existsSync(file) ? readFileSync(file, "utf8") : "";
}
