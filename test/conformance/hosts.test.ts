/** The real programs take the files of each of several hosts, and its firewall lets in whom it should. */
import { execFileSync, spawn } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, onTestFinished, test } from "vitest";
import { compile } from "../../src/mod.ts";
import { composeEnvironment, hostsFixtures } from "../fixtures.ts";
import { placements, sourcesOf } from "../placements.ts";
import { cable } from "../veth.ts";
import { program, run } from "./programs/programs.ts";

const WORK = mkdtempSync(join(tmpdir(), "clp-compile-hosts-"));
afterAll(() => rmSync(WORK, { recursive: true }));

/** The folder of each host, by its name. */
function written(name: string, sources: Parameters<typeof compile>[0]): ReadonlyMap<string, string> {
  const { files, model } = compile(sources, { secrets: true, emit: ["compose"] });
  for (const { path, text, mode } of files) {
    const file = join(WORK, name, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text, { mode });
  }
  return new Map(
    model!.hosts!.map(({ name: host }) => [host.value, join(WORK, name, "compose/hosts", host.value)]),
  );
}

for (const { name, sources } of hostsFixtures()) {
  const env = composeEnvironment(sources);
  describe.each([...written(name, sources)])(`${name}: %s`, (_, folder) => {
    test("docker compose config accepts it without a warning", async () => {
      const { code, stderr } = await run("docker-compose", ["config", "--quiet"], { cwd: folder, env });
      expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    });

    test("shellcheck finds nothing in prepare.sh", async () => {
      const { code, stdout } = await run("shellcheck", ["--shell=sh", join(folder, "prepare.sh")]);
      expect({ code, stdout }).toEqual({ code: 0, stdout: "" });
    });

    test("nft takes its firewall", async () => {
      const { code, stderr } = await run("nft", ["--check", "--file", join(folder, "firewall.nft")]);
      expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    });

    test("systemd takes its unit", async () => {
      const units = mkdtempSync(join(WORK, "units-"));
      cpSync(join(folder, "clp-compile@.service"), join(units, "clp-compile@opt-clp.service"));
      writeFileSync(join(units, "docker.service"), "[Service]\nExecStart=/bin/true\n");
      const { code, stderr } = await run(
        "systemd-analyze",
        ["verify", "--man=no", join(units, "clp-compile@opt-clp.service")],
        { env: { SYSTEMD_UNIT_PATH: `${units}:` } },
      );
      expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    });
  });
}

describe("generated placements", () => {
  test("docker compose config accepts every host of 200 without a warning", async () => {
    const all = fc.sample(placements, 200);
    expect(new Set(all.map(({ release }) => release))).toEqual(new Set(["0.9.0", "0.13.0"]));
    const folders = all.flatMap((one, index) => [...written(`placement-${index}`, sourcesOf(one)).values()]);
    const refused: string[] = [];
    const left = folders.values();
    // Most of a call waits for its start.
    await Promise.all(
      Array.from({ length: 4 }, async () => {
        for (const folder of left) {
          const { code, stderr } = await run("docker-compose", ["config", "--quiet"], { cwd: folder });
          if (code !== 0 || stderr !== "") refused.push(`${folder}: ${stderr}`);
        }
      }),
    );
    expect(refused).toEqual([]);
    expect(folders.length).toBeGreaterThan(400);
  });
});

/** Listens on ports, and says so on one line. */
const LISTEN = `
import socket, sys
from selectors import DefaultSelector, EVENT_READ
selector = DefaultSelector()
for port in sys.argv[1:]:
    selector.register(socket.create_server(("0.0.0.0", int(port))), EVENT_READ)
print("listening", flush=True)
while True:
    for key, _ in selector.select():
        key.fileobj.accept()[0].close()
`;

/** Says which of the ports of an address it reaches from an address of its own. */
const CONNECT = `
import socket, sys
source, target, *ports = sys.argv[1:]
for port in ports:
    try:
        socket.create_connection((target, int(port)), timeout=3, source_address=(source, 0)).close()
        print(port)
    except TimeoutError:
        pass
`;

const PORTS = ["22", "3306", "4000", "5672", "27017"];

test("from another host all is reached, from a client what is for people, and from elsewhere neither", async () => {
  const { sources } = hostsFixtures().find(({ name }) => name === "30-hosts-shared-storage")!;
  const folder = written("firewall", sources).get("control")!;
  const [inside, outside] = [`clp-a-${process.pid}`, `clp-b-${process.pid}`];
  const ip = program("ip");
  const at = (space: string, ...command: readonly string[]): string =>
    execFileSync(ip, ["netns", "exec", space, ...command], { encoding: "utf8" });
  for (const space of [inside, outside]) {
    execFileSync(ip, ["netns", "add", space]);
    onTestFinished(() => void execFileSync(ip, ["netns", "del", space]));
  }
  cable({ namespace: inside, device: "eth0" }, { namespace: outside, device: "eth0" }, ip);
  const addresses = { worker: "10.0.0.21", client: "10.0.0.99", stranger: "172.30.1.1" };
  at(inside, ip, "address", "add", "10.0.0.11/24", "dev", "eth0");
  for (const address of Object.values(addresses))
    at(outside, ip, "address", "add", `${address}/24`, "dev", "eth0");
  for (const space of [inside, outside])
    for (const device of ["lo", "eth0"]) at(space, ip, "link", "set", device, "up");
  at(inside, ip, "route", "add", "default", "via", addresses.worker);

  const listener = spawn(ip, ["netns", "exec", inside, "python3", "-c", LISTEN, ...PORTS]);
  onTestFinished(() => void listener.kill());
  await new Promise((resolve) => listener.stdout.once("data", resolve));
  const reached = (from: keyof typeof addresses): readonly string[] =>
    at(outside, "python3", "-c", CONNECT, addresses[from], "10.0.0.11", ...PORTS)
      .split("\n")
      .filter((line) => line !== "");

  expect(reached("stranger")).toEqual(PORTS);
  // Twice, as after a change: it replaces itself.
  at(inside, program("nft"), "--file", join(folder, "firewall.nft"));
  at(inside, program("nft"), "--file", join(folder, "firewall.nft"));
  expect(reached("worker")).toEqual(PORTS);
  expect(reached("client")).toEqual(["22", "4000"]);
  expect(reached("stranger")).toEqual(["22"]);
  at(inside, program("nft"), "delete", "table", "inet", "clp_compile");
  expect(reached("stranger")).toEqual(PORTS);
});
