/** MariaDB, Redis and RabbitMQ on loopback, each with data of its own, for as long as a test needs them. */
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { program, run } from "./programs.ts";

export interface Server {
  readonly port: number;
  /** Variables that its own tools need. */
  readonly env: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

const READY_WITHIN_MS = 120_000;

/** Where Debian keeps RabbitMQ's own scripts: those on the PATH would become another user. */
const RABBITMQ = "/usr/lib/rabbitmq/bin";

/** A port of 127.0.0.1 that nothing listens on now. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

/**
 * A shell that leads a group of its own starts the server and reads a pipe, which closes on `stop()` and
 * with the end of this process alike, even by SIGKILL: then the whole group ends.
 */
const KEEPER = '"$@" </dev/null >/dev/null 2>&1 & cat >/dev/null; kill -9 0';

/** Starts a command in a folder of its own, which goes with it, and waits until it is ready. */
export async function start(
  command: readonly string[],
  folder: string,
  env: Readonly<Record<string, string>>,
  isReady: () => Promise<boolean>,
  readyWithinMs = READY_WITHIN_MS,
): Promise<Pick<Server, "stop">> {
  const child = spawn("/bin/sh", ["-c", KEEPER, "sh", ...command], {
    cwd: folder,
    env: { ...process.env, ...env },
    stdio: ["pipe", "ignore", "ignore"],
    detached: true,
  });
  child.stdin.on("error", () => {});
  const ended = once(child, "exit");
  const stop = async (): Promise<void> => {
    child.stdin.end();
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  const until = Date.now() + readyWithinMs;
  try {
    while (!(await isReady())) {
      if (Date.now() > until) throw new Error(`${command[0]} is not ready`);
      await sleep(200);
    }
  } catch (problem) {
    await stop();
    throw problem;
  }
  return { stop };
}

function newFolder(name: string): string {
  return mkdtempSync(join(tmpdir(), `clp-compile-${name}-`));
}

export async function startMariaDb(sql: readonly string[]): Promise<Server> {
  const folder = newFolder("mariadb");
  const port = await freePort();
  const data = join(folder, "data");
  const socket = join(folder, "socket");
  const asRoot = process.getuid?.() === 0 ? ["--user=root"] : [];
  const made = await run("mariadb-install-db", ["--no-defaults", `--datadir=${data}`, ...asRoot]);
  if (made.code !== 0) throw new Error(made.stderr);
  const args = [
    "--no-defaults",
    `--datadir=${data}`,
    `--socket=${socket}`,
    `--port=${port}`,
    "--bind-address=127.0.0.1",
    `--pid-file=${join(folder, "pid")}`,
    ...asRoot,
  ];
  const client = ["--no-defaults", `--socket=${socket}`, "--user=root"];
  const isReady = async () => (await run("mariadb", [...client, "--execute=SELECT 1"])).code === 0;
  const server = await start([program("mariadbd"), ...args], folder, {}, isReady);
  const filled = await run("mariadb", client, { input: sql.map((one) => `${one};\n`).join("") });
  if (filled.code !== 0) throw new Error(filled.stderr);
  return { ...server, port, env: {} };
}

export async function startRedis(password: string): Promise<Server> {
  const folder = newFolder("redis");
  const port = await freePort();
  const args = ["--bind", "127.0.0.1", "--port", `${port}`, "--requirepass", password, "--save", ""];
  const isReady = async () =>
    (await run("redis-cli", ["-h", "127.0.0.1", "-p", `${port}`, "PING"])).code === 0;
  return { ...(await start([program("redis-server"), ...args], folder, {}, isReady)), port, env: {} };
}

export async function startRabbitMq(user: string, password: string): Promise<Server> {
  const folder = newFolder("rabbitmq");
  const [port, distribution, names] = [await freePort(), await freePort(), await freePort()];
  mkdirSync(join(folder, "home"));
  // What the image makes of RABBITMQ_DEFAULT_USER and RABBITMQ_DEFAULT_PASS.
  const quoted = (text: string) => `<<"${text.replace(/["\\]/g, "\\$&")}"/utf8>>`;
  writeFileSync(
    join(folder, "rabbitmq.config"),
    `[{rabbit, [{default_user, ${quoted(user)}}, {default_pass, ${quoted(password)}}, {tcp_listeners, [{"127.0.0.1", ${port}}]}, {loopback_users, []}]}].\n`,
  );
  const env = {
    HOME: join(folder, "home"),
    RABBITMQ_NODENAME: `clp-${port}@localhost`,
    RABBITMQ_CONFIG_FILE: join(folder, "rabbitmq"),
    RABBITMQ_MNESIA_BASE: join(folder, "mnesia"),
    RABBITMQ_LOG_BASE: join(folder, "log"),
    RABBITMQ_PID_FILE: join(folder, "pid"),
    RABBITMQ_DIST_PORT: `${distribution}`,
    RABBITMQ_ENABLED_PLUGINS_FILE: join(folder, "plugins"),
    ERL_EPMD_PORT: `${names}`,
    PATH: `${RABBITMQ}:${process.env["PATH"]}`,
  };
  // Fails with a word on how to get it.
  program("rabbitmq-server");
  const ask = promisify(execFile);
  const isReady = () =>
    ask(join(RABBITMQ, "rabbitmqctl"), ["-q", "await_startup", "--timeout", "5"], {
      env: { ...process.env, ...env },
    }).then(
      () => true,
      () => false,
    );
  // Erlang would start its server of names by itself, and leave it behind.
  const both = ["sh", "-c", "epmd & exec rabbitmq-server"];
  return { ...(await start(both, folder, env, isReady)), port, env };
}
