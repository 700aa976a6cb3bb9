/**
 * What docs/presto.md says, done for real by its own commands: on an engine, and on a node of Kubernetes. The image
 * of CLP's own names is Presto's coordinator, or its worker in Java, with a stand-in of CLP's connector. Each test
 * goes on where the one before it has left the deployment.
 */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { installPrestoClient } from "../../conformance/programs/presto.ts";
import { editYaml } from "../../edit-yaml.ts";
import { shellBlocks } from "../../shell-blocks.ts";
import { composeFolder, table } from "../deployment.ts";
import { startEngine } from "../engine.ts";
import { type Node, startNode } from "../kubernetes/node.ts";
import { type Release, releaseIn } from "../kubernetes/release.ts";
import { expectSound as expectSoundRelease } from "../kubernetes/sound.ts";
import { type Machine, ok } from "../machine.ts";
import { type Compiled, expectSound } from "../sound.ts";
import { surround } from "../surroundings.ts";

const PAGE = shellBlocks("presto.md");
const [INIT, COMPILE] = PAGE.starting("clp-compile init").trim().split("\n") as [string, string];
const ENTER_AND_START = PAGE.starting("cd out/compose");
const [ENTER, , UP] = ENTER_AND_START.trim().split("\n") as [string, string, string];
const FIRST_QUERY = PAGE.starting("presto --server").trim();
const PREPARE_AND_RESTART = PAGE.starting("sh prepare.sh").trim();
const APPLY = PAGE.starting("kubectl apply");
const FORWARD = PAGE.starting("kubectl port-forward").trim();

test("the page has the commands that are followed here", () => {
  expect([UP, ...PREPARE_AND_RESTART.split("\n"), FORWARD]).toEqual([
    "docker compose up --detach --wait",
    "sh prepare.sh",
    "docker compose restart presto-coordinator presto-worker-1",
    "kubectl port-forward service/clp-presto-coordinator 8889:8080",
  ]);
});

const PASSWORD = 'fake p$HOME `id` "q" a\\b #c ü =:! x';

/** What the first compression of two datasets leaves in CLP's database. */
const DATASETS = `
INSERT INTO clp_datasets VALUES ('default', '/var/data/archives/default'), ('postgresql', '/var/data/archives/postgresql');
CREATE TABLE clp_default_column_metadata (name VARCHAR(512) NOT NULL, type TINYINT NOT NULL, PRIMARY KEY (name, type));
INSERT INTO clp_default_column_metadata VALUES ('time', 0), ('msg', 3);
`;

const AS_ROOT = [
  "sh",
  "-c",
  'MYSQL_PWD="$MYSQL_ROOT_PASSWORD" exec mariadb --default-character-set=utf8mb4 -h 127.0.0.1 -uroot -D "$MYSQL_DATABASE" -e "$1"',
  "sh",
] as const;

/** What a person pastes into one shell, until the first command that fails. */
function paste(machine: Machine, cwd: string, text: string) {
  return machine.run(["bash", "--norc", "-euo", "pipefail", "-c", text], { cwd });
}

/** Compiles the page's deployment in a directory, with the facts of this place. */
async function compiled(machine: Machine, home: string): Promise<void> {
  mkdirSync(machine.path(home), { recursive: true });
  installPrestoClient(machine.path("/usr/local/bin"));
  await ok(paste(machine, home, INIT));
  editYaml(machine.path(join(home, "etc/credentials.yaml")), [[["database", "password"], PASSWORD]]);
  editYaml(machine.path(join(home, "etc/clp-site.yaml")), [
    [["presto", "coordinator_memory"], "2GiB"],
    [["presto", "timestamp_keys"], { default: "time" }],
  ]);
  await ok(paste(machine, home, COMPILE));
}

/** The rows that a statement gives, by the client of the page, at the server of the page. */
async function rows(machine: Machine, statement: string): Promise<readonly string[]> {
  const query = FIRST_QUERY.replace("'SHOW TABLES'", () => `"$STATEMENT"`);
  expect(query).not.toBe(FIRST_QUERY);
  const { stdout } = await ok(machine.run(["bash", "-c", query], { env: { STATEMENT: statement } }));
  return stdout.split("\n").filter((line) => line !== "");
}

/** The tables of the database; a worker that has just become healthy may not be known to the coordinator yet. */
async function expectAnswer(ask: () => ReturnType<typeof paste>): Promise<void> {
  await expect
    .poll(ask, { timeout: 60_000, interval: 1000 })
    .toMatchObject({ code: 0, stdout: '"default"\n"postgresql"\n' });
}

async function expectFirstQueryAnswered(machine: Machine): Promise<void> {
  await expectAnswer(() => paste(machine, "/", FIRST_QUERY));
}

/** Every worker is there, by the name that the files give it, and gets work. */
async function expectNodes(machine: Machine, workers: readonly string[]): Promise<void> {
  const asked =
    "SELECT node_id, node_version FROM system.runtime.nodes WHERE NOT coordinator AND state = 'active' ORDER BY node_id";
  const active = workers.map((name) => `"${name}","clp-v0.10.0"`);
  await expect.poll(() => rows(machine, asked), { timeout: 120_000 }).toEqual(active);
  await expect.poll(() => rows(machine, "SELECT 1"), { timeout: 120_000 }).toEqual(['"1"']);
}

describe("what the page has, with Docker Compose", () => {
  const HOME = "/srv/first";
  const FOLDER = join(HOME, "out/compose");
  let machine: Machine;
  let it: Compiled;

  beforeAll(async () => {
    machine = await startEngine();
    it = {
      ...composeFolder(machine, FOLDER),
      home: HOME,
      check: () => machine.run(["clp-compile", "check"], { cwd: HOME }),
    };
  });
  afterAll(() => machine?.stop());

  /** Lines of the page, in the folder of the compose file. */
  const follow = async (lines: string) => {
    const { code, stderr } = await paste(machine, HOME, `${ENTER}\n${lines}`);
    if (code !== 0) throw new Error(`${stderr}\n${table(await it.states())}`);
  };
  const sql = (statements: string) => ok(it.compose(["exec", "-T", "database", ...AS_ROOT, statements]));
  /** The containers by their services. */
  const containers = async () => Object.fromEntries((await it.states()).map(({ name, id }) => [name, id]));

  test("up ends when everything is healthy", async () => {
    await compiled(machine, HOME);
    await surround(machine, await it.project(), machine.path(join(HOME, "etc")), FOLDER);
    await ok(paste(machine, HOME, ENTER_AND_START));
    const services = await expectSound(it);
    const presto = services.filter(({ name }) => name.startsWith("presto-"));
    expect(presto.map(({ name, status }) => [name, status])).toEqual([
      ["presto-coordinator", "healthy"],
      ["presto-worker-1", "healthy"],
    ]);
  });

  test("the first query is answered at the loopback, out of CLP's database", async () => {
    await sql(DATASETS);
    await expectFirstQueryAnswered(machine);
    await expectNodes(machine, ["presto-worker-1"]);
    const columns = await rows(machine, 'DESCRIBE clp.default."default"');
    expect(columns.map((line) => line.split(",").slice(0, 2).join())).toEqual([
      '"msg","varchar"',
      '"time","bigint"',
    ]);
  });

  test("another user of the database is read when the two are restarted", async () => {
    const password = `${PASSWORD} 2`;
    await sql(
      `CREATE USER 'clp-2'@'%' IDENTIFIED BY '${password.replaceAll("\\", "\\\\")}'; GRANT ALL ON \`clp-db\`.* TO 'clp-2'@'%'`,
    );
    editYaml(machine.path(join(HOME, "etc/credentials.yaml")), [
      [["database", "username"], "clp-2"],
      [["database", "password"], password],
    ]);
    await ok(paste(machine, HOME, COMPILE));
    await follow(UP);
    await sql("DROP USER 'clp-user'@'%'");
    const before = await paste(machine, "/", FIRST_QUERY);
    expect(before.code).not.toBe(0);

    await follow(PREPARE_AND_RESTART);
    await follow(UP);
    await expectFirstQueryAnswered(machine);
    await expectNodes(machine, ["presto-worker-1"]);
    await expectSound(it, { restarted: true });
  });

  test("another timestamp key makes the coordinator anew, and nobody else", async () => {
    const before = await containers();
    editYaml(machine.path(join(HOME, "etc/clp-site.yaml")), [
      [["presto", "timestamp_keys"], { default: "ts" }],
    ]);
    await ok(paste(machine, HOME, COMPILE));
    await follow(UP);
    const after = await containers();
    const renewed = Object.keys(after).filter((name) => after[name] !== before[name]);
    expect(renewed).toEqual(["presto-coordinator"]);
    const filter = "/opt/presto-server/etc/split-filter.json";
    const { stdout } = await ok(it.compose(["exec", "-T", "presto-coordinator", "cat", filter]));
    expect(JSON.parse(stdout)["clp.default"]).toMatchObject([{ columnName: "ts" }]);
    await expectFirstQueryAnswered(machine);
    await expectNodes(machine, ["presto-worker-1"]);
    await expectSound(it, { restarted: true });
  });

  test("a second worker comes beside the first, and goes again", async () => {
    const site = machine.path(join(HOME, "etc/clp-site.yaml"));
    for (const workers of [["presto-worker-1", "presto-worker-2"], ["presto-worker-1"]]) {
      const before = await containers();
      editYaml(site, [[["presto", "workers"], workers.length]]);
      await ok(paste(machine, HOME, COMPILE));
      it.renewed();
      await follow(`sh prepare.sh\n${UP} --remove-orphans`);
      await expectNodes(machine, workers);
      const after = await containers();
      expect(Object.keys(before).filter((name) => name in after && after[name] !== before[name])).toEqual([]);
    }
    await expectSound(it, { restarted: true });
  });
});

describe("what the page has, on Kubernetes", () => {
  const HOME = "/home/first";
  let node: Node;
  let it: Release;

  beforeAll(async () => {
    node = await startNode();
    it = releaseIn(node, HOME);
  });
  afterAll(() => node?.stop());

  test("what is applied becomes ready", async () => {
    await compiled(node, HOME);
    await it.surround();
    await ok(it.prepare());
    const { stderr } = await ok(paste(node, HOME, APPLY));
    expect(stderr).toBe("");
    await expectSoundRelease(it);
  });

  test("a query is answered through the forwarded port", async () => {
    await ok(it.exec("database", ...AS_ROOT, DATASETS));
    const script = `
${FORWARD} >/dev/null &
trap 'kill $!' EXIT
until bash -c '</dev/tcp/127.0.0.1/8889' 2>/dev/null; do sleep 0.2; done
${FIRST_QUERY}`;
    await expectAnswer(() => paste(node, HOME, script));
  });
});
