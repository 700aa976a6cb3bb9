/**
 * Every command of docs/secrets.md on rotation, in its order, against a real MariaDB, RabbitMQ, Redis and API server:
 * at each step whoever has not restarted yet, and whoever has, can log in. In the place of a container or pod stands
 * what it has inside, with the environment of its last start.
 */
import {
  appendFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { FIXTURES } from "../fixtures.ts";
import { type ApiServer, startApiServer } from "./programs/api-server.ts";
import { bash } from "./programs/bash.ts";
import { installCommandLine } from "./programs/command-line.ts";
import { installExternalSecrets } from "./programs/external-secrets.ts";
import { program } from "./programs/programs.ts";
import { type Server, startMariaDb, startRabbitMq, startRedis } from "./programs/servers.ts";
import {
  type Block,
  blocks,
  credentialsOf,
  files,
  type Login,
  type Logins,
  NEW,
  OLD,
} from "./rotation-page.ts";

const FIXTURE = join(FIXTURES, "ok/03-spider-full");

let api: ApiServer;
let folder: string;
let database: Server;
let queue: Server;
let redis: Server;

beforeAll(async () => {
  api = await startApiServer();
  await installExternalSecrets(api);
});
afterAll(() => api?.stop());

const work = (name: string): string => join(folder, "work", name);
const bin = (): string => join(folder, "bin");

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "clp-compile-rotation-"));
  mkdirSync(work("etc"), { recursive: true });
  mkdirSync(bin());
  [database, queue, redis] = await Promise.all([
    startMariaDb([
      // As in the image, which has no users without a name: they would come before those of any host.
      "DELETE FROM mysql.global_priv WHERE User = ''",
      "FLUSH PRIVILEGES",
      "CREATE DATABASE `clp-db`",
      "CREATE DATABASE `spider-db`",
      "CREATE TABLE `clp-db`.kept (n INT)",
      "CREATE TABLE `spider-db`.kept (n INT)",
      `CREATE USER '${OLD.database.user}'@'%' IDENTIFIED BY '${OLD.database.password}'`,
      `GRANT ALL ON \`clp-db\`.* TO '${OLD.database.user}'@'%'`,
      `CREATE USER '${OLD.spider.user}'@'%' IDENTIFIED BY '${OLD.spider.password}'`,
      `GRANT ALL ON \`spider-db\`.* TO '${OLD.spider.user}'@'%'`,
      `CREATE USER 'root'@'%' IDENTIFIED BY '${OLD.root}'`,
      "GRANT ALL ON *.* TO 'root'@'%' WITH GRANT OPTION",
      `ALTER USER 'root'@'localhost' IDENTIFIED BY '${OLD.root}'`,
    ]),
    startRabbitMq(OLD.queue.user, OLD.queue.password),
    startRedis(OLD.redis),
  ]);
  for (const name of ["clp-config.yaml", "clp-site.yaml"]) cpSync(join(FIXTURE, name), work(`etc/${name}`));
  writeFileSync(
    work("etc/clp-site.yaml"),
    `${readFileSync(work("etc/clp-site.yaml"), "utf8")}\n${CLUSTER}\n`,
  );
  writeCredentials(OLD);
  for (const { info, text } of files) writeFileSync(work(info), text);
  await installPrograms();
  started(OLD);
  return async () => {
    await Promise.all([database.stop(), queue.stop(), redis.stop()]);
    rmSync(folder, { recursive: true, force: true });
  };
});

const CLUSTER = "kubernetes: {namespace: clp, storage_class: standard}";

function writeCredentials(logins: Logins): void {
  writeFileSync(work("etc/credentials.yaml"), credentialsOf(logins), { mode: 0o600 });
}

/** Containers have the environment with which they started. */
function started({ root }: Pick<Logins, "root">): void {
  writeFileSync(join(folder, "environment"), `MYSQL_ROOT_PASSWORD=${root}\n`);
}

async function installPrograms(): Promise<void> {
  await installCommandLine(bin());
  const script = (name: string, text: string) =>
    writeFileSync(join(bin(), name), `#!/bin/sh\n${text}\n`, { mode: 0o755 });
  const set = Object.entries(queue.env).map(([name, value]) => `${name}='${value}'`);
  script("mysql", `exec '${program("mariadb")}' --no-defaults --host=127.0.0.1 --port=${database.port} "$@"`);
  script("redis-cli", `exec '${program("redis-cli")}' -h 127.0.0.1 -p "$(cat '${folder}/redis-port')" "$@"`);
  script("rabbitmqctl", `exec env ${set.join(" ")} rabbitmqctl "$@"`);
  writeFileSync(join(folder, "redis-port"), `${redis.port}`);
  // Whatever comes after the name of a service that is there, or after `--`, is run as in its container.
  const inside = `set -a; . '${folder}/environment'; exec "$@"`;
  script(
    "docker",
    `[ "$1 $2" = "compose --project-directory" ] || exit 90
directory=$3 command=$4
services=$('${program("docker-compose")}' --project-directory "$directory" config --services) || exit 91
shift 4
case $command in
  exec) shift; printf '%s\\n' "$services" | grep -qx "$1" || exit 92; shift; ${inside} ;;
  up) env > '${folder}/environment-of-up'; exit 0 ;;
esac
exit 93`,
  );
  // No controllers run here, for whom \`rollout status\` would wait.
  script(
    "kubectl",
    `case " $* " in
  *" exec -i "*) '${program("kubectl")}' "$1" "$2" get "$5" >&2 || exit 92; shift 6; ${inside} ;;
  *" rollout status "*) exit 0 ;;
esac
exec '${program("kubectl")}' "$@"`,
  );
}

function shell(text: string): Promise<{ readonly code: number; readonly said: string }> {
  const env = {
    PATH: `${bin()}:${process.env["PATH"]}`,
    HOME: folder,
    ...api.environment,
  };
  return bash(text, { cwd: work(""), env });
}

async function succeed(text: string): Promise<string> {
  const { code, said } = await shell(text);
  expect({ text, code, said }).toEqual({ text, code: 0, said: expect.any(String) });
  return said;
}

/** Who of these gets in, to the data that were there before. */
async function whoGetsIn(logins: Logins): Promise<readonly string[]> {
  const mysql = ({ user, password }: Login, name: string) =>
    `MYSQL_PWD='${password}' mysql -u '${user}' -e 'SELECT n FROM \`${name}\`.kept'`;
  const asked = {
    database: mysql(logins.database, "clp-db"),
    spider: mysql(logins.spider, "spider-db"),
    root: mysql({ user: "root", password: logins.root }, "clp-db"),
    queue: `printf %s '${logins.queue.password}' | rabbitmqctl -q authenticate_user -- '${logins.queue.user}'`,
    redis: `REDISCLI_AUTH='${logins.redis}' redis-cli -e PING 2>&1 | grep -qx PONG`,
  };
  const answers = await Promise.all(
    Object.entries(asked).map(async ([name, text]) => ((await shell(text)).code === 0 ? [name] : [])),
  );
  return answers.flat();
}

const ALL = ["database", "spider", "root", "queue", "redis"];
/** Root has no second password: nobody but a job and a person logs in so. */
const SERVICES = ALL.filter((name) => name !== "root");

/** The servers start anew: Redis with the password that it is told, the others with what they have. */
async function restartServers(logins: Logins): Promise<void> {
  started(logins);
  await redis.stop();
  redis = await startRedis(logins.redis);
  writeFileSync(join(folder, "redis-port"), `${redis.port}`);
}

async function rotate(
  [learn, ...steps]: readonly Block[],
  { told }: { readonly told: () => Promise<Logins> },
): Promise<void> {
  expect(await whoGetsIn(OLD)).toEqual(ALL);
  expect(await whoGetsIn(NEW)).toEqual([]);
  await succeed(learn!.text);
  expect(await whoGetsIn(OLD)).toEqual(SERVICES);
  expect(await whoGetsIn(NEW)).toEqual(ALL);
  writeCredentials(NEW);
  for (const { text } of steps.slice(0, -1)) await succeed(text);
  expect(await whoGetsIn(OLD)).toEqual(SERVICES);
  await restartServers(await told());
  expect(await whoGetsIn(NEW)).toEqual(ALL);
  await succeed(steps.at(-1)!.text);
  expect(await whoGetsIn(OLD)).toEqual([]);
  expect(await whoGetsIn(NEW)).toEqual(ALL);
}

test("with Docker Compose", async () => {
  await succeed("clp-compile --emit compose");
  expect(blocks("compose")).toHaveLength(3);
  await rotate(blocks("compose"), {
    async told() {
      const env = readFileSync(work("out/compose/.env"), "utf8");
      expect(env).toContain(NEW.database.password);
      expect(env).not.toContain("fake-old");
      return NEW;
    },
  });
});

test("with Docker Compose whose secrets stand in no file", async () => {
  appendFileSync(work("etc/clp-site.yaml"), "compose: {secrets: environment}\n");
  for (const name of ["sops", "age-keygen"] as const) symlinkSync(program(name), join(bin(), name));
  await succeed("age-keygen -o ../key 2>/dev/null");
  const rule = '{creation_rules: [{path_regex: "^secrets[.]yaml$", age: "%s"}]}';
  await succeed(`printf '${rule}' "$(age-keygen -y ../key)" > .sops.yaml`);
  await succeed("clp-compile --emit compose");
  writeCredentials(NEW);
  expect(blocks("environment")).toHaveLength(1);
  await succeed(`export SOPS_AGE_KEY_FILE=../key\n${blocks("environment")[0]!.text}`);
  const given = readFileSync(join(folder, "environment-of-up"), "utf8").split("\n");
  expect(given).toEqual(
    expect.arrayContaining([
      `CLP_DB_USER=${NEW.database.user}`,
      `CLP_DB_PASS=${NEW.database.password}`,
      `CLP_QUEUE_PASS=${NEW.queue.password}`,
      `CLP_REDIS_PASS=${NEW.redis}`,
    ]),
  );
  expect(readFileSync(work("secrets.yaml"), "utf8")).not.toContain("fake-");
});

async function secret(name: string, key: string): Promise<string> {
  const said = await succeed(`kubectl --namespace clp get secret ${name} --output=jsonpath='{.data.${key}}'`);
  return Buffer.from(said, "base64").toString();
}

describe("on Kubernetes", () => {
  test("with Secrets of the manifests", async () => {
    await succeed("clp-compile --emit kubernetes,docs && kubectl create namespace clp");
    await succeed("kubectl apply -k out/kubernetes/secrets && kubectl apply -k out/kubernetes");
    expect(blocks("kubernetes")).toHaveLength(4);
    await rotate(blocks("kubernetes"), {
      told: async () => ({
        ...NEW,
        root: await secret("clp-database", "root_password"),
        redis: await secret("clp-redis", "password"),
      }),
    });
    const restarted = JSON.parse(
      await succeed("kubectl --namespace clp get deployments,statefulsets --output=json"),
    ).items.filter(
      (one: { spec: { template: { metadata: { annotations?: Record<string, string> } } } }) =>
        one.spec.template.metadata.annotations?.["kubectl.kubernetes.io/restartedAt"] === undefined,
    );
    expect(restarted.map(({ metadata }: { metadata: { name: string } }) => metadata.name)).toEqual([
      "clp-queue",
    ]);
  });

  test("with Secrets that are there already", async () => {
    await succeed("kubectl create namespace clp --dry-run=client -o yaml | kubectl apply -f -");
    await succeed("mkdir clp-redis && printf %s fake-old > clp-redis/password");
    const [block] = blocks("existing");
    await succeed(block!.text);
    expect(await secret("clp-redis", "password")).toBe("fake-old");
    await succeed(`printf %s '${NEW.redis}' > clp-redis/password`);
    await succeed(block!.text);
    expect(await secret("clp-redis", "password")).toBe(NEW.redis);
  });

  test("with Secrets from a store: the operator is asked to look", async () => {
    const store = "secrets: {from: external-secrets, store: {name: vault}, key: 'clp/{section}'}";
    const site = readFileSync(work("etc/clp-site.yaml"), "utf8");
    writeFileSync(work("etc/clp-site.yaml"), site.replace("namespace: clp,", `namespace: clp, ${store},`));
    await succeed("kubectl create namespace clp --dry-run=client -o yaml | kubectl apply -f -");
    await succeed(
      "clp-compile --no-secrets --emit kubernetes && kubectl apply -f out/kubernetes/external-secrets.yaml",
    );
    await succeed(blocks("external-secrets")[0]!.text);
    const said = await succeed("kubectl --namespace clp get externalsecrets --output=json");
    const { items } = JSON.parse(said) as { items: { metadata: { annotations: object } }[] };
    expect(items.length).toBeGreaterThan(3);
    for (const { metadata } of items) expect(metadata.annotations).toMatchObject({ "force-sync": "2026-01" });
  });
});
