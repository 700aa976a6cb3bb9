/**
 * What an operator has before a deployment is started: the images under the names that Compose asks for, a log
 * input, an AWS directory, the addresses at which something is published, and the services that are not
 * bundled. All of it is made from the compiled files.
 */
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { parse } from "yaml";
import { RELEASES } from "../../src/clp/releases/releases.ts";
import type { RunResult } from "../conformance/programs/programs.ts";
import { accounts, FIRST_PASSWORD, STATEMENTS } from "./accounts.ts";
import { nameImage } from "./containers.ts";
import { familiar } from "./image-names.ts";
import { loadImages } from "./images.ts";
import { type Machine, ok } from "./machine.ts";

/** What Compose has resolved, as far as it is asked here. */
export interface Project {
  readonly name: string;
  readonly services: Readonly<Record<string, ComposeService>>;
}

export interface ComposeService {
  readonly image: string;
  /** 0: it has no container, and only says what it waits for. */
  readonly scale?: number;
  readonly environment?: Readonly<Record<string, string | null>>;
  readonly extra_hosts?: readonly string[];
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly ports?: readonly { readonly host_ip?: string; readonly published?: string }[];
  readonly volumes?: readonly { readonly type: string; readonly source: string; readonly target: string }[];
}

export interface SurroundOptions {
  /** Services that are not bundled and yet not to be there: whoever says so starts them with `startExternal`. */
  readonly without?: readonly External[];
  /** Of CLP, where no manifest lies beside the files. */
  readonly release?: string;
}

export type External = "database" | "queue" | "redis" | "results_cache";

export const EXTERNAL: readonly External[] = ["database", "queue", "redis", "results_cache"];

const INSIDE = { database: 3306, queue: 5672, redis: 6379, results_cache: 27017 } as const;

interface Config {
  readonly bundled?: readonly string[];
  readonly database?: { readonly type?: string; readonly names?: { readonly clp?: string } };
}

const SERVERS = { database: "mariadb", queue: "rabbitmq", redis: "redis", results_cache: "mongo" } as const;

/** Which of the images stands for a server that a deployment may leave to others. */
function serverImage(service: External, config: ContainerConfig): string {
  const isMysql = service === "database" && config.database?.type === "mysql";
  return `clp-compile.test/${isMysql ? "mysql" : SERVERS[service]}:latest`;
}

/** Those of the images that a deployment of these services needs and that are in no store. */
export function extraImages(services: readonly string[], config: ContainerConfig): readonly string[] {
  return [
    ...(config.database?.type === "mysql" ? ["mysql"] : []),
    ...(services.some(isPresto) ? ["presto"] : []),
  ];
}

/** One image is both: it does what the files ask for that are mounted into it. */
function isPresto(service: string): boolean {
  return /^presto-(coordinator|worker(-\d+)?)$/.test(service);
}

/** Which of the images stands for a service of a release of CLP. */
export function placeholder(service: string, config: ContainerConfig, release: string): string {
  const server = EXTERNAL.find((one) => one === service.replace("-", "_"));
  if (server !== undefined) return serverImage(server, config);
  if (service === "otel-collector") return "clp-compile.test/otel-collector:latest";
  if (isPresto(service)) return "clp-compile.test/presto:latest";
  // A release that cannot be compiled for is made of the first one's files, edited: so is its image.
  const { id } = RELEASES.find((one) => one.id === release) ?? RELEASES[0];
  return `clp-compile.test/package:${id}`;
}

/** Makes it, for the deployment that is compiled in `folder`, from inputs that are outside at `inputs`. */
export async function surround(
  machine: Machine,
  project: Project,
  inputs: string,
  folder: string,
  { without = [], release = compiledFor(machine, folder) }: SurroundOptions = {},
): Promise<void> {
  const config = containerConfig(machine, folder);
  await answerNames(machine, project, config);
  const images = new Map<string, string>();
  const addresses = new Set<string>();
  for (const [name, service] of Object.entries(project.services)) {
    images.set(service.image, placeholder(name, config, release));
    for (const { host_ip: address } of service.ports ?? []) {
      if (address !== undefined && !/^(127\.|0\.0\.0\.0$|::1?$)/.test(address)) addresses.add(address);
    }
    for (const { target, source } of service.volumes ?? []) {
      if (target === "/opt/clp/.aws") awsDirectory(machine.path(source), config);
      if (target === "/mnt/logs" || target.startsWith("/mnt/logs/")) {
        mkdirSync(machine.path(source), { recursive: true });
      }
    }
  }
  for (const image of extraImages(Object.keys(project.services), config)) {
    const known = await machine.run(["docker", "image", "inspect", `clp-compile.test/${image}`]);
    if (known.code !== 0) await loadImages(machine, [image]);
  }
  await nameImages(machine, images);
  for (const address of addresses) await give(machine, address);
  for (const external of EXTERNAL) {
    if (isExternal(config, external) && !without.includes(external)) {
      await startExternal(machine, project, inputs, folder, external);
    }
  }
}

export type ContainerConfig = Config & Record<string, unknown>;

/** The config that containers read, of the Compose files in `folder`. */
export function containerConfig(machine: Machine, folder: string): ContainerConfig {
  const text = readFileSync(machine.path(join(folder, "var/log/.clp-config.yaml")), "utf8");
  return parse(text) as ContainerConfig;
}

/** The release of CLP for which the files in `folder` are compiled: their manifest, which stands above, has it. */
export function compiledFor(machine: Machine, folder: string): string {
  const path = machine.path(join(folder, "manifest.json"));
  if (!existsSync(path) && folder !== "/") return compiledFor(machine, dirname(folder));
  return (JSON.parse(readFileSync(path, "utf8")) as { release: string }).release;
}

/** Gives the machine an address, as one of its own; one that it has in a network stays there. */
async function give(machine: Machine, address: string): Promise<void> {
  const { stdout } = await ok(machine.run(["ip", "-oneline", "address", "show", "to", address]));
  if (stdout === "") await ok(machine.run(["ip", "address", "add", address, "dev", "lo"]));
}

async function nameImages(machine: Machine, images: ReadonlyMap<string, string>): Promise<void> {
  const byDigest = new Map<string, string>();
  for (const [name, image] of images) {
    if (name.includes("@")) byDigest.set(name, image);
    else await nameImage(machine, image, name);
  }
  if (byDigest.size === 0) return;
  // No command gives an image a digest: a registry does. The engine's own list is written instead.
  await ok(machine.run(["stop-engine"]));
  const path = machine.path("/var/lib/docker/image/overlay2/repositories.json");
  const list = JSON.parse(readFileSync(path, "utf8")) as {
    Repositories: Record<string, Record<string, string>>;
  };
  for (const [name, image] of byDigest) {
    const repository = familiar(name.slice(0, name.indexOf("@")).replace(/:[^/:]*$/, ""));
    const id = list.Repositories[image.slice(0, image.lastIndexOf(":"))]?.[image];
    if (id === undefined) throw new Error(`there is no image ${image}`);
    list.Repositories[repository] = {
      ...list.Repositories[repository],
      [`${repository}@${name.slice(name.indexOf("@") + 1)}`]: id,
    };
  }
  writeFileSync(path, JSON.stringify(list));
  await ok(machine.run(["start-engine"]));
}

/** An AWS directory that has the profiles which the config names, with obvious fakes. */
export function awsDirectory(path: string, config: unknown): void {
  const profiles = new Set<string>();
  const search = (value: unknown): void => {
    if (typeof value !== "object" || value === null) return;
    for (const [key, inner] of Object.entries(value)) {
      if (key === "profile" && typeof inner === "string") profiles.add(inner);
      search(inner);
    }
  };
  search(config);
  mkdirSync(path, { recursive: true });
  const text = [...profiles].map(
    (name) => `[${name}]\naws_access_key_id = FAKE\naws_secret_access_key = fake-profile-secret\n`,
  );
  writeFileSync(join(path, "credentials"), text.join(""));
  chmodSync(join(path, "credentials"), 0o644);
}

/** Whether a deployment uses a service, and somebody else runs it. */
export function isExternal(config: ContainerConfig, service: External): boolean {
  const isUsed = config[service] !== null && config[service] !== undefined;
  const needsNoQueue =
    (config["compression_scheduler"] as { type?: string } | undefined)?.type === "spider" &&
    (config["package"] as { query_engine?: string } | undefined)?.query_engine === "presto";
  const isNeeded = !needsNoQueue || !(service === "queue" || service === "redis");
  return isUsed && isNeeded && !(config.bundled ?? []).includes(service);
}

/** Starts a service that is not bundled where the compiled files look for it, with the inputs' credentials. */
export async function startExternal(
  machine: Machine,
  project: Project,
  inputs: string,
  folder: string,
  service: External,
): Promise<void> {
  const config = containerConfig(machine, folder);
  const { host, port } = config[service] as { host: string; port: number };
  const address = whereIs(project, config, host);
  if (address !== "0.0.0.0") await give(machine, address);
  const { env, command, image, setUp } = externalServer(service, config, credentialsIn(inputs));
  const name = externalName(service);
  await machine.run(["docker", "rm", "--force", "--volumes", name]);
  await ok(
    machine.run(
      [
        [
          "docker",
          "run",
          "--detach",
          "--user",
          "1000:1000",
          "--name",
          name,
          "--publish",
          `${address}:${port}:${INSIDE[service]}`,
        ],
        Object.keys(env).flatMap((variable) => ["--env", variable]),
        [image, ...command],
      ].flat(),
      { env },
    ),
  );
  const inIt = ["docker", "exec", "--interactive", name];
  if (setUp !== undefined) await done(name, () => machine.run([...inIt, ...setUp.command], setUp));
  if (service === "results_cache") await done(name, () => machine.run([...inIt, ...PING]));
}

const PING = ["mongosh", "--quiet", "--eval", 'db.runCommand("ping").ok'];

type Credentials = Readonly<Record<string, Readonly<Record<string, string>> | undefined>>;

/** The credentials of the inputs at `inputs`; none where there is no file. */
export function credentialsIn(inputs: string): Credentials {
  const path = join(inputs, "credentials.yaml");
  return existsSync(path) ? (parse(readFileSync(path, "utf8")) as Credentials) : {};
}

/** How a server that is not bundled is started, so that it takes the inputs' logins. */
export interface ExternalServer {
  readonly image: string;
  readonly env: Readonly<Record<string, string>>;
  readonly command: readonly string[];
  /** The port at which it listens. */
  readonly port: number;
  /** What is done in it as soon as it can be. */
  readonly setUp?: SetUp;
}

export interface SetUp {
  readonly command: readonly string[];
  readonly input: string;
}

/** One that knows the users, passwords and databases of the inputs. */
export function externalServer(
  service: External,
  config: ContainerConfig,
  { database = {}, queue = {}, redis = {} }: Credentials,
): ExternalServer {
  const env: Record<string, string | undefined> = {};
  const command: string[] = [];
  let setUp: SetUp | undefined;
  switch (service) {
    case "database":
      env["MYSQL_ROOT_PASSWORD"] = FIRST_PASSWORD;
      setUp = { command: STATEMENTS, input: accounts(config.database?.names?.clp ?? "", database) };
      break;
    case "queue":
      env["RABBITMQ_DEFAULT_USER"] = queue["username"];
      env["RABBITMQ_DEFAULT_PASS"] = queue["password"];
      env["RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS"] = "+fnl";
      break;
    case "redis":
      command.push("redis-server", "--databases", "16", "--requirepass", redis["password"] ?? "");
      break;
    case "results_cache":
      command.push("--bind_ip", "0.0.0.0");
      break;
  }
  return {
    image: serverImage(service, config),
    env: Object.fromEntries(
      Object.entries(env).filter((one): one is [string, string] => one[1] !== undefined),
    ),
    command,
    port: INSIDE[service],
    ...(setUp === undefined ? {} : { setUp }),
  };
}

/** The container of a service that is not bundled. */
export function externalName(service: External): string {
  return `external-${service.replace("_", "-")}`;
}

/** The address at which containers find a host; `0.0.0.0` where it is the host itself, by whatever address. */
function whereIs(project: Project, config: ContainerConfig, host: string): string {
  for (const { extra_hosts: hosts = [] } of Object.values(project.services)) {
    for (const line of hosts) {
      const [, name, address] = /^([^:=]+)[:=](.*)$/.exec(line) ?? [];
      if (name === host && address !== undefined) return address === "host-gateway" ? "0.0.0.0" : address;
    }
  }
  if (/^[\d.]+$/.test(host) || host.includes(":")) return host;
  return NAMED[firstAt(config, host)];
}

/** The first of the services that are not bundled at a host: a machine may run several. */
export function firstAt(config: ContainerConfig, host: string): External {
  const known = EXTERNAL.find((one) => isExternal(config, one) && hostOf(config, one) === host);
  if (known === undefined) throw new Error(`nothing is at ${host}`);
  return known;
}

function hostOf(config: ContainerConfig, service: External): string {
  return (config[service] as { host: string }).host;
}

/** Where a host is whose name no compiled file gives an address, by what it runs: DNS says it. */
const NAMED = {
  database: "10.98.0.1",
  queue: "10.98.0.2",
  redis: "10.98.0.3",
  results_cache: "10.98.0.4",
} as const;

/** Where the machine's DNS is, at which containers ask; no address of the loopback, which would be their own. */
const DNS = "10.98.0.53";

/** A DNS that knows the services which are not bundled, where the compiled files leave a name to it. */
async function answerNames(machine: Machine, project: Project, config: ContainerConfig): Promise<void> {
  const hosts = EXTERNAL.filter((one) => isExternal(config, one)).map((one) => hostOf(config, one));
  const names = [...new Set(hosts)]
    .map((host) => ({ host, address: whereIs(project, config, host) }))
    .filter(({ host, address }) => address === NAMED[firstAt(config, host)] && host !== address)
    .map(({ host, address }) => `--address=/${host}/${address}`);
  if (names.length === 0) return;
  await give(machine, DNS);
  // One that knows other names, of what was compiled before.
  await machine.run(["sh", "-c", "kill $(cat /run/dnsmasq.pid)"]);
  const server = ["--no-resolv", "--no-hosts", "--bind-interfaces", `--listen-address=${DNS}`];
  await ok(machine.run(["dnsmasq", "--user=root", "--pid-file=/run/dnsmasq.pid", ...server, ...names]));
  // Docker hands it on to the containers that it makes from now on.
  await ok(
    machine.run(["sh", "-c", 'rm -f /etc/resolv.conf; echo "nameserver $1" >/etc/resolv.conf', "sh", DNS]),
  );
}

/** Tries until a server, which may be starting, has done something. */
export async function done(server: string, action: () => Promise<RunResult>): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    const { code, stdout, stderr } = await action();
    if (code === 0) return;
    if (tries === 300) throw new Error(`${server} does not answer: ${stderr || stdout}`);
    await sleep(200);
  }
}
