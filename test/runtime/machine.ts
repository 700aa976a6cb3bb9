/**
 * A throw-away machine: processes, mounts, network and control groups of its own on this one, under an overlay
 * that keeps nothing. Whatever a deployment's inputs say, nothing outside is written.
 */
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, realpathSync } from "node:fs";
import { constants as os } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { cache, program, type RunResult } from "../conformance/programs/programs.ts";

const here = import.meta.dirname;
const dist = join(here, "../../dist");

/** The group to which Docker's socket belongs. */
const DOCKER_GROUP = 990;

/** Who runs a command: `operator` is an ordinary user of the docker group. */
export type User = "root" | "operator";
export const OPERATOR = { uid: 1000, gid: 1000 } as const;

export interface CommandOptions {
  readonly user?: User;
  /** A directory of the machine; its root if left out. */
  readonly cwd?: string;
  readonly input?: string;
  readonly umask?: string;
  /** Added to the little that a command finds otherwise. */
  readonly env?: Readonly<Record<string, string>>;
  /** After how many seconds the command is killed; for what could hang. */
  readonly timeout?: number;
}

export interface Machine {
  /** Its first process, as it is called outside. */
  readonly pid: number;
  /** The path, in the machine, of the socket at which its engine is asked. */
  readonly engine: string;
  /** The path from outside of a path of the machine. */
  path(inside: string): string;
  /** Runs a command in the machine. Any exit status is a result. */
  run(command: readonly string[], options?: CommandOptions): Promise<RunResult>;
  /** Ends the machine and all that is in it. */
  stop(): Promise<void>;
}

/** A command's result, if it has succeeded. */
export async function ok(result: Promise<RunResult>): Promise<RunResult> {
  const { code, stdout, stderr } = await result;
  if (code !== 0) throw new Error(`exit code ${code}\n${stderr || stdout}`);
  return { code, stdout, stderr };
}

/** Says what is missing for a machine, in words for whoever asked for one. */
export function cannotStart(): string | undefined {
  if (process.platform !== "linux" || process.getuid?.() !== 0) {
    return "This starts real deployments in namespaces of its own: it needs root and Linux.";
  }
  if (!existsSync(join(dist, "clp-compile.cjs"))) {
    return "The compiler is not built. Run: npm run build";
  }
  return undefined;
}

/** A folder of the cache whose name `build.sh` knows. */
export function folder(kind: "engine" | "store" | "musl"): string {
  const script = join(here, "build.sh");
  const name = execFileSync("sh", [script, `--name-of-${kind}`], { encoding: "utf8" }).trim();
  const path = join(cache(), name);
  if (existsSync(path)) return path;
  throw new Error(`Cannot find ${path}. To get it, run as root: test/runtime/build.sh`);
}

/**
 * A machine with Docker's programs and the images of `images/`; the engine is not started yet.
 *
 * @param store the folder of the images: the engine's, if left out
 */
export async function startMachine(store = folder("store")): Promise<Machine> {
  const missing = cannotStart();
  if (missing !== undefined) throw new Error(missing);
  const keeper = spawn(
    "sh",
    [
      join(here, "machine/keep.sh"),
      folder("engine"),
      program("docker-compose"),
      store,
      realpathSync(process.execPath),
      dist,
    ],
    // A session of its own: signals of a terminal concern this process, and its end is told by the pipe.
    { stdio: ["pipe", "pipe", "pipe"], detached: true },
  );
  const errors: Buffer[] = [];
  keeper.stderr.on("data", (chunk: Buffer) => errors.push(chunk));
  const ended = once(keeper, "close");
  const pid = await firstProcess(keeper);
  if (pid === undefined) throw new Error(`Cannot start a machine: ${Buffer.concat(errors)}`);
  // Not a reason for this process to live on.
  keeper.unref();
  return {
    pid,
    engine: "/run/docker.sock",
    path: (inside) => join(`/proc/${pid}/root`, inside),
    run: (command, options) => runIn(pid, command, options),
    stop: async () => {
      keeper.ref();
      keeper.stdin.end();
      await ended;
    },
  };
}

async function firstProcess(keeper: ChildProcess): Promise<number | undefined> {
  for await (const line of createInterface({ input: keeper.stdout! })) {
    const [, pid] = /^ready (\d+)$/.exec(line) ?? [];
    if (pid !== undefined) return Number(pid);
  }
  return undefined;
}

function runIn(
  pid: number,
  command: readonly string[],
  { user = "root", cwd = "/", input = "", umask = "022", env = {}, timeout = 600 }: CommandOptions = {},
): Promise<RunResult> {
  const variables = {
    PATH: "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
    LANG: "C.UTF-8",
    HOME: user === "root" ? "/root" : "/home/operator",
    // Programs of Go, most of which end before they have anything to collect.
    GOGC: "400",
    // As test/conformance/programs/api-server.ts says.
    KUBECTL_OPENAPIV3_PATCH: "false",
    ...env,
  };
  const { uid, gid } = OPERATOR;
  const become =
    user === "root"
      ? []
      : ["setpriv", `--reuid=${uid}`, `--regid=${gid}`, `--groups=${gid},${DOCKER_GROUP}`, "--"];
  const enter = ["--target", `${pid}`, "--mount", "--net", "--pid", "--uts", "--ipc", "--cgroup"];
  const change = ["sh", "-c", 'umask "$1" && cd -- "$2" && shift 2 && exec "$@"', "sh", umask, cwd];
  const child = spawn(
    "nsenter",
    [...enter, "timeout", "--signal=KILL", `${timeout}`, ...become, ...change, ...command],
    { stdio: "pipe", env: variables },
  );
  const stdout: Buffer[] = [];
  const stderr: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => stdout.push(chunk));
  child.stderr.on("data", (chunk: Buffer) => stderr.push(chunk));
  child.stdin.on("error", () => {});
  child.stdin.end(input);
  return new Promise((done, fail) => {
    child.on("error", fail);
    child.on("close", (code, signal) => {
      done({
        code: code ?? 128 + (signal === null ? 0 : os.signals[signal]),
        stdout: Buffer.concat(stdout).toString(),
        stderr: Buffer.concat(stderr).toString(),
      });
    });
  });
}
