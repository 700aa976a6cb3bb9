/** The programs by which pods wait, and the probes by which they are asked, against real servers with hostile passwords. */
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Any, containersOf, type Manifests, manifests } from "../backends/kubernetes/manifests.ts";
import { program } from "./programs/programs.ts";
import { freePort, type Server, startMariaDb, startRabbitMq, startRedis } from "./programs/servers.ts";

const PASSWORD = "p@ss: w/ord #1 $HOME `x` \"q\" 'r' \\ %25";

/** A sentence as the package's own image has it: there `mariadb`, here another client of the same interface. */
const MARIADB_MODULE = `
import pymysql
pymysql.err.MySQLError.errno = property(lambda self: self.args[0])
def connect(*, connect_timeout, **rest):
    return pymysql.connect(connect_timeout=connect_timeout, **rest)
`;

const CREDENTIALS = JSON.stringify({
  database: {
    username: "clp-user",
    password: PASSWORD,
    root_username: "root",
    root_password: "fake-root-password",
    spider_username: "spider-user",
    spider_password: "fake-spider-password",
  },
  queue: { username: "clp user/1", password: PASSWORD },
  redis: { password: PASSWORD },
});

const SPIDER = "compression_scheduler: { type: spider }\nspider_scheduler: {}\n";

let mariaDb: Server;
let redis: Server;
let queue: Server;
let folder: string;
let made: Manifests;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "clp-compile-waiting-"));
  writeFileSync(join(folder, "mariadb.py"), MARIADB_MODULE);
  const escaped = PASSWORD.replaceAll("\\", "\\\\").replaceAll("'", "\\'");
  mariaDb = await startMariaDb([
    "CREATE DATABASE `clp-db`",
    "CREATE DATABASE `spider-db`",
    `CREATE USER 'clp-user'@'%' IDENTIFIED BY '${escaped}'`,
    "GRANT ALL ON `clp-db`.* TO 'clp-user'@'%'",
    "CREATE USER 'spider-user'@'%' IDENTIFIED BY 'fake-spider-password'",
    "GRANT ALL ON `spider-db`.* TO 'spider-user'@'%'",
    "DROP USER IF EXISTS ''@'localhost'",
  ]);
  redis = await startRedis(PASSWORD);
  queue = await startRabbitMq("clp user/1", PASSWORD);
  made = manifests(SPIDER, { credentials: CREDENTIALS });
});

afterAll(async () => {
  await Promise.all([mariaDb, redis, queue].map((server) => server?.stop()));
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
});

interface Ended {
  /** Undefined: it was still running, and was ended. */
  readonly code: number | undefined;
  readonly said: string;
}

/** Runs a command for some seconds at most. */
function runFor(
  seconds: number,
  command: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<Ended> {
  const [name = "", ...args] = command;
  return new Promise((done, fail) => {
    const child = spawn(name, args, {
      env: { PATH: process.env["PATH"], ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let said = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (chunk: Buffer) => {
        said += chunk.toString();
      });
    }
    const timer = setTimeout(() => child.kill("SIGKILL"), seconds * 1000);
    child.on("error", fail);
    child.on("close", (code) => {
      clearTimeout(timer);
      done({ code: code ?? undefined, said });
    });
  });
}

/** The variables of a container, as the kubelet makes them of the Secrets. */
function variablesOf(container: Any): Record<string, string> {
  return Object.fromEntries(
    container.env.map(({ name, value = "", valueFrom }: Any) => [
      name,
      valueFrom === undefined ? value : made.secret(valueFrom.secretKeyRef.name, valueFrom.secretKeyRef.key),
    ]),
  );
}

/** Runs the program of an init container, with some variables changed. */
async function wait(
  component: string,
  on: string,
  change: (variables: Record<string, string>) => Record<string, string>,
  seconds: number,
): Promise<Ended> {
  const container = containersOf(made.pod(component)).find(({ name }) => name === `wait-for-${on}`);
  const variables = variablesOf(container);
  const command = [program("python3"), ...container.command.slice(1), ...container.args];
  return runFor(seconds, command, { ...variables, ...change(variables), PYTHONPATH: folder });
}

const LONG = 30;
const SHORT = 4;

describe("a pod waits for the database and its tables", () => {
  const here = () => ({ DB_HOST: "127.0.0.1", DB_PORT: `${mariaDb.port}` });

  test("until they are there", async () => {
    expect(await wait("db-table-creator", "database", here, LONG)).toEqual({ code: 0, said: "" });
    const early = await wait("webui", "db-table-creator", here, SHORT);
    expect(early.code).toBeUndefined();
    expect(early.said).toContain("ProgrammingError 1146\n");
    await sql("CREATE TABLE `clp-db`.query_tasks (id INT)");
    expect(await wait("webui", "db-table-creator", here, LONG)).toEqual({ code: 0, said: "" });
  });

  test("until Spider's are there, by Spider's own login", async () => {
    const early = await wait("spider-scheduler", "db-table-creator", here, SHORT);
    expect(early.code).toBeUndefined();
    expect(early.said).toContain("ProgrammingError 1146\n");
    await sql("CREATE TABLE `spider-db`.task_kv_data (id INT)");
    for (const component of ["spider-scheduler", "compression-worker", "compression-scheduler"]) {
      expect(await wait(component, "db-table-creator", here, LONG)).toEqual({ code: 0, said: "" });
    }
  });

  test("with a wrong password, or where nobody listens, for ever, and says why", async () => {
    const wrong = await wait("db-table-creator", "database", () => ({ ...here(), DB_PASS: "wrong" }), SHORT);
    expect(wrong.code).toBeUndefined();
    expect(wrong.said).toContain("OperationalError 1045\n");
    const port = await freePort();
    const down = await wait("db-table-creator", "database", () => ({ ...here(), DB_PORT: `${port}` }), SHORT);
    expect(down.code).toBeUndefined();
    expect(down.said).toContain("OperationalError 2003\n");
    expect(`${wrong.said}${down.said}`).not.toContain(PASSWORD);
  });

  async function sql(statement: string): Promise<void> {
    const login = { password: PASSWORD, user: "clp-user" };
    const spider = { password: "fake-spider-password", user: "spider-user" };
    const { user, password } = statement.includes("spider-db") ? spider : login;
    const code = `import os, pymysql\npymysql.connect(host="127.0.0.1", port=${mariaDb.port}, user=os.environ["U"], password=os.environ["P"]).cursor().execute(os.environ["S"])`;
    const env = { U: user, P: password, S: statement };
    expect(await runFor(LONG, [program("python3"), "-c", code], env)).toEqual({ code: 0, said: "" });
  }
});

describe("a pod waits for the broker and for Redis", () => {
  const here = (variables: Record<string, string>) => ({
    BROKER_URL: variables["BROKER_URL"]?.replace("clp-queue:5672", `127.0.0.1:${queue.port}`) ?? "",
    RESULT_BACKEND: variables["RESULT_BACKEND"]?.replace("clp-redis:6379", `127.0.0.1:${redis.port}`) ?? "",
  });
  const wrong = (variables: Record<string, string>) =>
    Object.fromEntries(
      Object.entries(here(variables)).map(([name, url]) => [name, url.replace("p%40ss", "wrong")]),
    );

  test("by the log-in that its own client will use", async () => {
    expect(await wait("query-scheduler", "queue", here, LONG)).toEqual({ code: 0, said: "" });
    expect(await wait("query-scheduler", "redis", here, LONG)).toEqual({ code: 0, said: "" });
  });

  test("with a wrong password for ever, and says why without it", async () => {
    const broker = await wait("query-scheduler", "queue", wrong, 8);
    expect(broker.code).toBeUndefined();
    expect(broker.said).toContain("AccessRefused\n");
    const backend = await wait("query-scheduler", "redis", wrong, SHORT);
    expect(backend.code).toBeUndefined();
    expect(backend.said).toContain("AuthenticationError\n");
    expect(`${broker.said}${backend.said}`).not.toContain("wrong%3A");
  });
});

describe("a probe succeeds with the right password, and not with a wrong one", () => {
  /** The probe of a component's container that runs a command, with the ports of this machine. */
  async function probe(
    component: string,
    change: (command: readonly string[]) => readonly string[],
    variables: Readonly<Record<string, string>>,
  ): Promise<number | undefined> {
    const [container] = made.pod(component).containers;
    const { exec } =
      container.readinessProbe.exec === undefined ? container.startupProbe : container.readinessProbe;
    const command = change(exec.command);
    return (await runFor(LONG, command, { ...variablesOf(container), ...variables })).code;
  }

  test("of MariaDB", async () => {
    const here = ([sh = "", c = "", script = ""]: readonly string[]) => [
      sh,
      c,
      script.replace("mysqladmin -h", `mysqladmin --no-defaults -P ${mariaDb.port} -h`),
    ];
    expect(await probe("database", here, {})).toBe(0);
    expect(await probe("database", here, { MYSQL_PASSWORD: "wrong" })).not.toBe(0);
  });

  test("of Redis", async () => {
    const here = (command: readonly string[]) => [...command.slice(0, -1), "-p", `${redis.port}`, "PING"];
    expect(await probe("redis", here, {})).toBe(0);
    expect(await probe("redis", here, { REDISCLI_AUTH: "wrong" })).not.toBe(0);
  });

  test("of RabbitMQ", async () => {
    const same = (command: readonly string[]) => command;
    expect(await probe("queue", same, queue.env)).toBe(0);
    expect(await probe("queue", same, { ...queue.env, RABBITMQ_DEFAULT_PASS: "wrong" })).not.toBe(0);
  });
});
