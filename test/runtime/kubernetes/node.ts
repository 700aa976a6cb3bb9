/** A machine that is a node of Kubernetes, and a cluster by itself. */
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { get } from "node:http";
import { dirname, join } from "node:path";
import type { Any } from "../../backends/kubernetes/manifests.ts";
import { cache, program, type RunResult } from "../../conformance/programs/programs.ts";
import { type CommandOptions, type Machine, ok, startMachine } from "../machine.ts";

const here = import.meta.dirname;

/** The node's name. */
export const NODE = "node-1";

/** The address of the node, from its pods and from its own processes. */
export const ADDRESS = "10.199.0.2";

export interface Node extends Machine {
  /** What the API server answers to a question by its path, such as `/api/v1/pods`; throws where it refuses. */
  ask(path: string): Promise<Any>;
  /** Runs kubectl, which may do everything. Any exit status is a result. */
  kubectl(args: readonly string[], options?: CommandOptions): Promise<RunResult>;
  /** Ends one of the node's programs as a host does, and starts it again. */
  restart(name: "kubelet" | "kube-proxy" | "kube-scheduler" | "kube-controller-manager"): Promise<void>;
}

/** The folder of the store that has the images. */
function store(): string {
  const name = execFileSync("sh", [join(here, "build.sh"), "--name-of-store"], { encoding: "utf8" }).trim();
  const path = join(cache(), name);
  if (existsSync(path)) return path;
  throw new Error(`Cannot find ${path}. To get it, run as root: test/runtime/kubernetes/build.sh`);
}

/** A node that is ready, with nothing on it. */
export async function startNode(): Promise<Node> {
  program("etcd");
  const programs = (["kubelet", "bridge", "coredns"] as const).map((name) => dirname(program(name)));
  const machine = await startMachine(store());
  try {
    const { code, stderr } = await machine.run(["sh", join(here, "start-node"), ...programs], {
      timeout: 300,
    });
    if (code !== 0) throw new Error(`Cannot start a node: ${stderr}`);
  } catch (problem) {
    await machine.stop();
    throw problem;
  }
  return {
    ...machine,
    ask: (path) => ask(machine.path("/run/node/questions.sock"), path),
    kubectl: (args, options) => machine.run(["kubectl", ...args], options),
    restart: async (name) => {
      await ok(machine.run(["sh", join(here, "start-node"), "--restart", name]));
    },
  };
}

function ask(socketPath: string, path: string): Promise<Any> {
  return new Promise((done, fail) => {
    const asked = get({ socketPath, path }, async (answer) => {
      const chunks: Buffer[] = [];
      try {
        for await (const chunk of answer) chunks.push(chunk);
        const text = Buffer.concat(chunks).toString();
        if (answer.statusCode !== 200) throw new Error(`${path}: ${answer.statusCode} ${text}`);
        done(JSON.parse(text));
      } catch (problem) {
        fail(problem);
      }
    });
    asked.on("error", fail);
  });
}
