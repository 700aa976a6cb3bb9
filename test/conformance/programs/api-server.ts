/** A real Kubernetes API server on loopback, for as long as a test needs it. */

import { type ChildProcess, spawn } from "node:child_process";
import { generateKeyPairSync, randomBytes } from "node:crypto";
import { once } from "node:events";
import { closeSync, mkdtempSync, openSync, readFileSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type ProgramName, program, type RunOptions, type RunResult, run } from "./programs.ts";

export interface ApiServer {
  /** What makes any kubectl one of this server's, whose user may do everything. */
  readonly environment: Readonly<Record<string, string>>;
  /** Runs kubectl against this server. Any exit status is a result. */
  kubectl(args: readonly string[], options?: Pick<RunOptions, "input" | "cwd">): Promise<RunResult>;
  /** Ends the server and removes its data. */
  stop(): Promise<void>;
}

const READY_WITHIN_MS = 120_000;

class PortTaken extends Error {}

/**
 * Starts etcd and kube-apiserver with empty data, and waits until the API server is ready and has its
 * `default` namespace. There are no nodes and no controllers: what is applied is checked and kept, and
 * nothing runs. Pod Security admission is on; a namespace asks for it with its labels.
 *
 * If this process ends without `stop()`, in whatever way, the server ends too.
 */
export async function startApiServer(): Promise<ApiServer> {
  // Another process may take a port between our choice and its use.
  for (let attempt = 1; ; attempt++) {
    try {
      return await start();
    } catch (error) {
      if (!(error instanceof PortTaken) || attempt === 3) throw error;
    }
  }
}

async function start(): Promise<ApiServer> {
  program("kubectl");
  const dir = mkdtempSync(join(tmpdir(), "clp-compile-api-server-"));
  const at = (name: string) => join(dir, name);
  const group = startGroup(dir);
  const stop = () => group.stop();
  try {
    const [port, clientPort, peerPort] = await freePorts(3);
    const [server, client, peer] = [
      `https://127.0.0.1:${port}`,
      `http://127.0.0.1:${clientPort}`,
      `http://127.0.0.1:${peerPort}`,
    ];
    const token = randomBytes(16).toString("hex");
    const { privateKey } = generateKeyPairSync("ec", { namedCurve: "prime256v1" });
    const secret = { mode: 0o600 };
    writeFileSync(at("tokens.csv"), `${token},conformance,conformance,system:masters\n`, secret);
    writeFileSync(at("accounts.pem"), privateKey.export({ type: "sec1", format: "pem" }), secret);

    group.spawn("etcd", etcdFlags(at("etcd"), client, peer));
    group.spawn("kube-apiserver", apiServerFlags(at, port!, client));

    const kubeconfig = at("kubeconfig");
    writeFileSync(kubeconfig, kubeconfigOf(server, at("certificates/apiserver.crt"), token), secret);
    const environment = {
      KUBECONFIG: kubeconfig,
      KUBECACHEDIR: at("cache"),
      // Nothing of the person who runs the tests.
      KUBERC: "off",
      // For a patch kubectl would read the server's description of types anew, a tenth of a second for each object. Of
      // the earlier description it makes the same patches, and reads it once.
      KUBECTL_OPENAPIV3_PATCH: "false",
    };
    const env = { ...environment, KUBECTL_EXTERNAL_DIFF: undefined };
    const kubectl: ApiServer["kubectl"] = (args, options) => run("kubectl", args, { ...options, env });

    await untilReady(group, kubectl);
    return { environment, kubectl, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function etcdFlags(directory: string, client: string, peer: string): readonly string[] {
  return [
    `--data-dir=${directory}`,
    "--unsafe-no-fsync",
    `--listen-client-urls=${client}`,
    `--advertise-client-urls=${client}`,
    `--listen-peer-urls=${peer}`,
    `--initial-advertise-peer-urls=${peer}`,
    `--initial-cluster=default=${peer}`,
  ];
}

function apiServerFlags(at: (name: string) => string, port: number, etcd: string): readonly string[] {
  return [
    `--etcd-servers=${etcd}`,
    "--bind-address=127.0.0.1",
    `--secure-port=${port}`,
    // It makes its own certificate there.
    `--cert-dir=${at("certificates")}`,
    `--token-auth-file=${at("tokens.csv")}`,
    "--authorization-mode=RBAC",
    // What a controller would make or let go: a namespace's `default` account, for which a pod would wait, and claims.
    "--disable-admission-plugins=ServiceAccount,StorageObjectInUseProtection",
    "--service-account-issuer=https://kubernetes.default.svc",
    `--service-account-key-file=${at("accounts.pem")}`,
    `--service-account-signing-key-file=${at("accounts.pem")}`,
    "--service-cluster-ip-range=10.96.0.0/16",
    // Endpoints of the API server itself may not be on loopback.
    "--endpoint-reconciler-type=none",
    "--allow-privileged=true",
  ];
}

function kubeconfigOf(server: string, authority: string, token: string): string {
  const named = "conformance";
  return JSON.stringify({
    apiVersion: "v1",
    kind: "Config",
    clusters: [{ name: named, cluster: { server, "certificate-authority": authority } }],
    users: [{ name: named, user: { token } }],
    contexts: [{ name: named, context: { cluster: named, user: named } }],
    "current-context": named,
  });
}

async function untilReady(
  group: ReturnType<typeof startGroup>,
  kubectl: ApiServer["kubectl"],
): Promise<void> {
  const until = Date.now() + READY_WITHIN_MS;
  for (const asked of [
    ["get", "--raw=/readyz"],
    ["get", "namespace", "default"],
  ]) {
    for (;;) {
      const answer = await kubectl(asked);
      if (answer.code === 0) break;
      group.failIfEnded();
      if (Date.now() > until) {
        throw new Error(`The API server is not ready: ${answer.stderr}${group.log("kube-apiserver")}`);
      }
      await sleep(100);
    }
  }
}

/**
 * Programs that end together and whose directory then goes. A shell of its own session sees to that: it
 * reads process ids from a pipe, and the pipe closes on `stop()` and with the end of this process alike,
 * even by SIGKILL.
 */
function startGroup(dir: string) {
  const script = `
    while read -r pid; do pids="$pids $pid"; done
    kill -KILL $pids 2>/dev/null
    rm -rf -- "$0" 2>/dev/null || { sleep 1; rm -rf -- "$0"; }`;
  const janitor = spawn("/bin/sh", ["-c", script, dir], {
    stdio: ["pipe", "ignore", "ignore"],
    detached: true,
    env: { ...process.env, pids: "" },
  });
  janitor.stdin.on("error", () => {});
  janitor.unref();
  const ended = once(janitor, "exit");
  const children: { name: ProgramName; child: ChildProcess }[] = [];

  const log = (name: ProgramName) => {
    const lines = readFileSync(join(dir, `${name}.log`), "utf8")
      .trimEnd()
      .split("\n");
    return ["", `The end of what ${name} says:`, ...lines.slice(-20), ""].join("\n");
  };
  return {
    log,
    spawn(name: ProgramName, args: readonly string[]) {
      const output = openSync(join(dir, `${name}.log`), "w");
      const child = spawn(program(name), args, { cwd: dir, stdio: ["ignore", output, output] });
      closeSync(output);
      child.on("error", () => {});
      child.unref();
      if (child.pid !== undefined) janitor.stdin.write(`${child.pid}\n`);
      children.push({ name, child });
    },
    failIfEnded() {
      for (const { name, child } of children) {
        if (child.pid !== undefined && child.exitCode === null && child.signalCode === null) continue;
        const said = log(name);
        if (said.includes("address already in use")) throw new PortTaken(said);
        throw new Error(`${name} ended before it was ready.${said}`);
      }
    },
    async stop() {
      janitor.ref();
      janitor.stdin.end();
      await ended;
    },
  };
}

/** Ports of 127.0.0.1 that nothing listens on now. */
async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer());
  const ports: number[] = [];
  for (const server of servers) {
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    ports.push((server.address() as AddressInfo).port);
  }
  for (const server of servers) {
    server.close();
    await once(server, "close");
  }
  return ports;
}
