/**
 * docs/several-hosts.md, followed for real: a deployment on three hosts with an engine each, in a network of their
 * own. Each test goes on where the one before it has left the hosts.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { RunResult } from "../../conformance/programs/programs.ts";
import { CREDENTIALS } from "../../deploy.ts";
import { type Deployment, deployment } from "../deployment.ts";
import { type Machine, ok } from "../machine.ts";
import { type HostMachine, type SeveralHosts, startHosts } from "../several-hosts.ts";
import { notAmong, VISITS } from "../sound.ts";
import { surround } from "../surroundings.ts";

const PAGE = readFileSync(join(import.meta.dirname, "../../../docs/several-hosts.md"), "utf8");
const [, RELEASE = ""] = /^clp_version: "(.*)"$/m.exec(PAGE)!;
const HOME = "/srv/cluster";
const FOLDER = "/home/clp/clp-package";
const OUTSIDER = "10.0.0.99";

/** The blocks of a language. */
function blocks(language: string): readonly string[] {
  return [...PAGE.matchAll(new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``, "g"))].map(
    ([, text]) => text!,
  );
}

const COMMANDS = blocks("sh").flatMap((block) =>
  block.split("\n").flatMap(
    (line) =>
      line
        .replace(/\s+#.*$/, "")
        .replace(/^sudo /, "")
        .trim() || [],
  ),
);
const [SITE = "", CONFIG = ""] = blocks("yaml");

/** This kernel mounts no NFS: the same directories are mounted on all hosts by somebody. */
function site(components: Readonly<Record<string, string>> = {}): string {
  const text = SITE.replaceAll(/\{ nfs: .* \}$/gm, "{ mounted: true }").replace("cpus: 16", "cpus: 2");
  return Object.entries(components).reduce((all, [from, to]) => all.replace(from, to), text);
}

let cluster: SeveralHosts;
let inputs: Deployment;
let waiting: readonly Promise<RunResult>[] = [];

beforeAll(async () => {
  cluster = await startHosts({
    addresses: { control: "10.0.0.11", "worker-1": "10.0.0.21", "worker-2": "10.0.0.22" },
    operator: OUTSIDER,
    folder: FOLDER,
    shared: [`${FOLDER}/var/data/archives`, `${FOLDER}/var/data/streams`, "/srv/logs"],
    owner: 1000,
  });
  const from = mkdtempSync(join(tmpdir(), "clp-compile-hosts-"));
  writeFileSync(join(from, "clp-config.yaml"), CONFIG);
  writeFileSync(join(from, "clp-site.yaml"), site());
  writeFileSync(join(from, "credentials.yaml"), CREDENTIALS);
  inputs = deployment(cluster.operator, from, { home: HOME });
  rmSync(from, { recursive: true });
});
afterAll(() => cluster?.stop());

/** Brings each host its folder by the commands of the page. */
async function bring(): Promise<void> {
  const brought = COMMANDS.filter((line) => line.startsWith("rsync --archive out/"));
  expect(brought).toHaveLength(cluster.hosts.length);
  for (const line of brought) await ok(cluster.operator.run(["sh", "-c", line], { cwd: HOME }));
  for (const host of cluster.hosts) {
    host.renewed();
    // The images, under the names that are asked for.
    await surround(host.machine, await host.project(), host.machine.path(FOLDER), FOLDER, {
      release: RELEASE,
    });
  }
}

function on(host: HostMachine, line: string): Promise<RunResult> {
  return host.machine.run(["sh", "-c", line], { cwd: FOLDER });
}

const PREPARE = COMMANDS.find((line) => line.endsWith("prepare.sh"))!;
const UP = COMMANDS.find((line) => line.startsWith("docker compose up"))!;

/** What `up` on a host says at last. Where another host comes later than it waits, `up` again goes on. */
async function up(host: HostMachine): Promise<RunResult> {
  const once = await on(host, UP);
  return once.code === 0 ? once : on(host, UP);
}

async function expectWell(): Promise<void> {
  for (const host of cluster.hosts) await host.settle();
  const services = (
    await Promise.all(cluster.hosts.map(async (host) => Object.keys((await host.project()).services)))
  ).flat();
  const keeper = (
    await Promise.all(
      cluster.hosts.map(async (host) => ({ host, services: (await host.project()).services })),
    )
  ).find(({ services }) => "database" in services)!.host;
  const visits = await ok(keeper.compose(["exec", "-T", "database", ...VISITS]));
  expect(notAmong(services, visits.stdout)).toEqual([]);
}

test("workers wait for the host that comes last, and say for whom and where", async () => {
  await ok(inputs.compile());
  await bring();
  for (const host of cluster.hosts) await ok(on(host, PREPARE));
  const [control, ...workers] = cluster.hosts;
  waiting = workers.map((host) => up(host));
  for (const host of workers) {
    await expect
      .poll(async () => (await host.compose(["logs", "wait-for-query-scheduler"])).stdout, {
        timeout: 120_000,
        interval: 1000,
      })
      .toContain("query-scheduler on control, at 10.0.0.11:7000");
  }
  waiting = [...waiting, up(control!)];
  for (const { code, stderr } of await Promise.all(waiting))
    expect({ code, stderr: code === 0 ? "" : stderr }).toEqual({ code: 0, stderr: "" });
});

test("every client logs in across the network, and work is done", expectWell);

test("the query worker of each host reaches the reducer of the other at the address that it makes known", async () => {
  const control = cluster.host("control");
  for (const [worker, address] of [
    ["worker-1", "10.0.0.22"],
    ["worker-2", "10.0.0.21"],
  ]) {
    await expect
      .poll(() => control.log("query_scheduler/query_scheduler.log"), { timeout: 120_000, interval: 1000 })
      .toMatch(new RegExp(`query-worker@${worker} went to the reducer at ${address}:1400[0-9]`));
  }
  expect(control.log("query_scheduler/query_scheduler.log")).not.toMatch(
    /aggregation ended: .*(rror|refused|timed out)/,
  );
});

/** Says which of the ports of an address it reaches. */
const CONNECT = `
import socket, sys
for port in sys.argv[2:]:
    try:
        socket.create_connection((sys.argv[1], int(port)), timeout=5).close()
        print(port)
    except TimeoutError:
        pass
`;

async function reached(from: Machine, address: string, ports: readonly number[]): Promise<readonly number[]> {
  const { stdout } = await ok(from.run(["python3", "-c", CONNECT, address, ...ports.map(String)]));
  return stdout
    .split("\n")
    .filter((line) => line !== "")
    .map(Number);
}

const SSH = 22;
const FOR_PEOPLE = [3001, 4000];
const FOR_HOSTS = [3306, 5672, 6379, 7000, 27017];

test("its firewall keeps who is no host from what is for hosts, and nothing else", async () => {
  const { operator } = cluster;
  const [control, one, other] = cluster.hosts.map(({ address }) => address) as [string, string, string];
  const [, worker] = cluster.hosts.map(({ machine }) => machine) as [Machine, Machine];
  const ports = [SSH, ...FOR_PEOPLE, ...FOR_HOSTS].sort((a, b) => a - b);
  expect(await reached(operator, control, ports)).toEqual(ports);
  expect(await reached(operator, one, [14009])).toEqual([14009]);

  const apply = COMMANDS.find((line) => line.startsWith("nft --file"))!;
  for (const host of cluster.hosts) {
    await ok(on(host, apply));
    await ok(on(host, apply));
  }
  expect(await reached(operator, control, ports)).toEqual([SSH, ...FOR_PEOPLE]);
  expect(await reached(operator, one, [SSH, 14009])).toEqual([SSH]);
  expect(await reached(worker, control, ports)).toEqual(ports);
  expect(await reached(worker, other, [14009])).toEqual([14009]);
  await ok(operator.run(["ssh", control, "docker compose version"]));
  // Docker still makes networks and publishes, and containers still find each other.
  const restarted = await on(
    cluster.host("worker-1"),
    "docker compose restart compression-worker query-worker reducer",
  );
  expect(restarted.code).toBe(0);
  await expectWell();
});

/** Often enough for a host on which a job came before its server had read its files again. */
const RESTARTS = 3;

/** What systemd would do on a host, from its unit: the command, and again where it fails. */
async function startUnit(host: HostMachine): Promise<RunResult> {
  const unit = readFileSync(host.machine.path(join(FOLDER, "clp-compile@.service")), "utf8");
  const [, command = ""] = /^ExecStart=(.*)$/m.exec(unit)!;
  expect(unit).toMatch(/^Restart=on-failure$/m);
  let result = await on(host, command);
  for (let again = 0; again < RESTARTS && result.code !== 0; again += 1) result = await on(host, command);
  return result;
}

test.each(["worker-1", "control"])("%s is back after a power cut, by its unit's command", async (name) => {
  const host = cluster.host(name);
  await host.cutPower();
  const { code, stderr } = await startUnit(host);
  expect({ code, stderr: code === 0 ? "" : stderr }).toEqual({ code: 0, stderr: "" });
  // Who gave up on it meanwhile is started again where it runs.
  for (const other of cluster.hosts) if (other !== host) await ok(startUnit(other));
  await expectWell();
});

interface HostsPlan {
  readonly hosts: {
    readonly moves: readonly { readonly component: string; readonly from: string; readonly to: string }[];
    readonly warnings: readonly { readonly kind: string; readonly loud: boolean }[];
    readonly steps: readonly {
      readonly on?: string;
      readonly text: string;
      readonly commands: readonly string[];
    }[];
  };
}

async function sql(host: HostMachine, query: string): Promise<string> {
  const command = `MYSQL_PWD="$MYSQL_ROOT_PASSWORD" mariadb -N -uroot -D "$MYSQL_DATABASE" -e "$1"`;
  const { stdout } = await ok(host.compose(["exec", "-T", "database", "sh", "-c", command, "sh", query]));
  return stdout.trim();
}

test("the database moves to another host with what it holds, as plan says", async () => {
  await sql(cluster.host("control"), "CREATE TABLE kept (n INT); INSERT INTO kept VALUES (42)");
  inputs.edit({
    "clp-site.yaml": site({
      "[infrastructure, schedulers, rest]": "[queue, redis, results-cache, schedulers, rest]",
      "  - name: worker-{n}":
        "  - { name: worker-2, address: 10.0.0.22, cpus: 2, components: [workers, database] }\n  - name: worker-{n}",
      "count: 2": "count: 1",
    }),
  });
  const { hosts: plan } = JSON.parse((await ok(inputs.plan())).stdout) as HostsPlan;
  expect(plan.moves).toContainEqual(
    expect.objectContaining({ component: "database", from: "control", to: "worker-2" }),
  );
  expect(plan.warnings).toContainEqual(expect.objectContaining({ kind: "data left behind", loud: true }));

  const starting: Promise<RunResult>[] = [];
  for (const step of plan.steps) {
    const lines = step.commands.join("\n");
    if (lines.startsWith("clp-compile")) {
      await ok(inputs.compile());
      await bring();
    } else if (step.on === undefined) {
      for (const host of cluster.hosts) await ok(on(host, lines));
    } else if (lines.includes(" up ")) starting.push(on(cluster.host(step.on), lines));
    else await ok(on(cluster.host(step.on), lines));
  }
  for (const { code, stderr } of await Promise.all(starting))
    expect({ code, stderr: code === 0 ? "" : stderr }).toEqual({ code: 0, stderr: "" });
  expect(starting).toHaveLength(cluster.hosts.length);
  expect(await sql(cluster.host("worker-2"), "SELECT n FROM kept")).toBe("42");
  expect(await reached(cluster.operator, "10.0.0.22", [3306])).toEqual([]);
  expect(await reached(cluster.host("control").machine, "10.0.0.22", [3306])).toEqual([3306]);
  await expectWell();
});
