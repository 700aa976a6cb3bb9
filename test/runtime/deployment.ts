/** A deployment on a machine: inputs are compiled, made ready, started and looked at, as an operator does it. */
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { parse } from "yaml";
import { readDotenv } from "../../src/plan/read/env-file-text.ts";
import type { RunResult } from "../conformance/programs/programs.ts";
import { type Container, containersOf, outputOf } from "./containers.ts";
import { type CommandOptions, type Machine, OPERATOR, ok, type User } from "./machine.ts";
import { siteForStandIns } from "./stand-ins.ts";
import { type Project, type SurroundOptions, surround } from "./surroundings.ts";
import { unreported } from "./telemetry.ts";

/** How a service is, with the end of what it has said where it is not well. */
export interface ServiceState {
  readonly name: string;
  readonly id: string;
  readonly startedAt: string;
  readonly restarts: number;
  readonly status: "healthy" | "running" | "done" | "unhealthy" | "starting" | "failed" | "missing";
  /** Asks why it is not well; empty where it is. */
  why(): Promise<string>;
}

export interface DeploymentOptions {
  /** Who compiles, prepares and starts. */
  readonly user?: User;
  readonly umask?: string;
  /** The directory of the inputs in the machine; the outputs are in `out` below it. */
  readonly home?: string;
  /** True for inputs that are compiled as they are, whatever release of CLP they name. */
  readonly asWritten?: boolean;
  /** Options of every call of the compiler. */
  readonly flags?: readonly string[];
}

/** A folder with the Compose files of a host, on it. */
export interface ComposeFolder {
  readonly machine: Machine;
  readonly folder: string;
  /** The secrets that stand in no file, by their variables; none where `.env` has them. */
  secretVariables(): Promise<Readonly<Record<string, string>>>;
  /** What Compose is told, by `.env` and by the environment. */
  variables(): Promise<ReadonlyMap<string, string>>;
  prepare(options?: CommandOptions): Promise<RunResult>;
  compose(args: readonly string[], options?: CommandOptions): Promise<RunResult>;
  /** The same as root, for what no documentation says: Compose itself, without `docker`, which starts it twice. */
  composeItself(args: readonly string[]): Promise<RunResult>;
  /**
   * `docker compose up`, as the documentation says. Where it fails, its error output is followed by how each service is
   * and the end of what those have said that are not well.
   */
  up(): Promise<RunResult>;
  project(): Promise<Project>;
  states(): Promise<readonly ServiceState[]>;
  /** Waits until everything is well and has done its work; throws with the reasons. */
  settle(): Promise<readonly ServiceState[]>;
  /** The logs directory. */
  logs(): string;
  /** The text of a log below the logs directory. */
  log(path: string): string;
  /** Says that other files stand there now. */
  renewed(): void;
}

export interface Deployment extends ComposeFolder {
  readonly home: string;
  readonly user: User;
  /** Replaces inputs by others: file names of the directory, and their texts. */
  edit(files: Readonly<Record<string, string>>): void;
  compiler(...args: string[]): Promise<RunResult>;
  compile(): Promise<RunResult>;
  check(): Promise<RunResult>;
  /** What the inputs would change in what is compiled, as JSON. */
  plan(): Promise<RunResult>;
  /** Makes what an operator would have; see `surroundings.ts`. */
  surround(options?: SurroundOptions): Promise<void>;
  /** Compiles, surrounds, prepares and starts; throws where a step fails. */
  start(): Promise<void>;
  /** `down`, with the anonymous volumes, and the directory of inputs and outputs is removed. */
  remove(): Promise<void>;
}

/** Where `docker` has it, and whence it runs alone. */
const COMPOSE = "/usr/libexec/docker/cli-plugins/docker-compose";

const RUN = ["healthy", "running", "done"] as const;

/** What a service's own log says once it has done work with others. */
export const WORK: Readonly<Record<string, readonly [log: string, line: string]>> = {
  "compression-scheduler": [
    "compression_scheduler/compression_scheduler.log",
    "went to a compression worker and back",
  ],
  "query-scheduler": ["query_scheduler/query_scheduler.log", "went to a query worker and back"],
  reducer: ["reducer/reducer.log", "reducers are known to the query scheduler"],
};

/** The folder of a host, whoever brought it there. */
export function composeFolder(
  machine: Machine,
  folder: string,
  { user = "root", umask = "022" }: Pick<DeploymentOptions, "user" | "umask"> = {},
  secretVariables: ComposeFolder["secretVariables"] = async () => ({}),
): ComposeFolder {
  const own = { user, umask, cwd: folder };
  let current: Project | undefined;
  const self: ComposeFolder = {
    machine,
    folder,
    secretVariables,
    variables: async () =>
      new Map([...(dotenvIn(machine, folder) ?? []), ...Object.entries(await secretVariables())]),
    prepare: (options) => machine.run(["sh", "prepare.sh"], { ...own, ...options }),
    compose: async (args, options) =>
      machine.run(["docker", "compose", ...args], { ...own, env: await secretVariables(), ...options }),
    composeItself: async (args) =>
      machine.run([COMPOSE, ...args], { ...own, user: "root", env: await secretVariables() }),
    up: async () => {
      const started = await self.compose(["up", "--detach", "--wait"]);
      return started.code === 0 ? started : { ...started, stderr: await withReasons(self, started.stderr) };
    },
    project: async () => {
      if (current === undefined) {
        const { stdout } = await ok(self.composeItself(["config", "--format", "json"]));
        current = JSON.parse(stdout) as Project;
      }
      return current;
    },
    states: async () => states(self, await self.project()),
    settle: () => settle(self),
    logs: () => logsDirectory(machine, folder),
    log: (path) => readFileSync(machine.path(join(self.logs(), path)), "utf8"),
    renewed: () => {
      current = undefined;
    },
  };
  return self;
}

/** Puts inputs into a machine. `from` is a folder outside, whose `expected` is left there. */
export function deployment(
  machine: Machine,
  from: string,
  {
    user = "root",
    umask = "022",
    home = `/srv/${basename(from)}`,
    flags = [],
    asWritten = false,
  }: DeploymentOptions = {},
): Deployment {
  const inputs = machine.path(home);
  mkdirSync(inputs, { recursive: true });
  for (const name of readdirSync(from)) {
    if (!name.startsWith("expected")) cpSync(join(from, name), join(inputs, name), { recursive: true });
  }
  const site = join(inputs, "clp-site.yaml");
  if (!asWritten) writeFileSync(site, siteForStandIns(site));
  const folder = join(home, "out/compose");
  const host = composeFolder(machine, folder, { user, umask }, async () => {
    if (!leavesSecretsToEnvironment(site)) return {};
    const inputFiles = ["--config", "clp-config.yaml", "--credentials", "credentials.yaml"];
    const { stdout } = await ok(self.compiler("secrets", "--format", "json", ...inputFiles));
    return JSON.parse(stdout);
  });

  const inputsOf = (): string[] => {
    const has = existsSync(join(inputs, "credentials.yaml"));
    const credentials = has ? ["--credentials", "credentials.yaml"] : [];
    return ["--config", "clp-config.yaml", ...credentials, "--emit", "compose", "--out", "out"];
  };
  const takeOwnership = async (): Promise<void> => {
    if (user === "operator") {
      const [uid, gid] = [`${OPERATOR.uid}`, `${OPERATOR.gid}`];
      await ok(machine.run(["install", "--directory", "--owner", uid, "--group", gid, "/home/clp"]));
      await ok(machine.run(["chown", "-R", `${uid}:${gid}`, home]));
    }
  };

  const self: Deployment = {
    ...host,
    home,
    user,
    edit: (files) => {
      for (const [name, text] of Object.entries(files)) writeFileSync(join(inputs, name), text);
    },
    compiler: async (...args) => {
      await takeOwnership();
      return machine.run(["clp-compile", ...args, ...flags], { user, umask, cwd: home });
    },
    check: () => self.compiler("check", ...inputsOf()),
    plan: () => {
      return self.compiler("plan", "--json", "--against", "out", ...inputsOf());
    },
    compile: () => {
      self.renewed();
      return self.compiler(...inputsOf());
    },
    surround: async (options) => {
      await surround(machine, await self.project(), inputs, folder, options);
    },
    start: async () => {
      await ok(self.compile());
      await self.surround();
      await ok(self.prepare());
      await ok(self.up());
    },
    remove: async () => {
      if (existsSync(machine.path(folder)))
        await ok(self.composeItself(["down", "--volumes", "--timeout", "0"]));
      await ok(machine.run(["rm", "-rf", home, "/home/clp"]));
    },
  };
  return self;
}

/** Why the outputs in `out` cannot be started on one machine; undefined where they can. */
export function whyNotOnOne(machine: Machine, out: string): string | undefined {
  if (existsSync(machine.path(join(out, "compose/prepare.sh")))) return undefined;
  return "The site file has several hosts: what is tried here is a deployment on one machine.";
}

function leavesSecretsToEnvironment(site: string): boolean {
  if (!existsSync(site)) return false;
  const { compose } = (parse(readFileSync(site, "utf8")) ?? {}) as { compose?: { secrets?: string } };
  return compose?.secrets === "environment";
}

/** What `.env` says; undefined where there is none. */
function dotenvIn(machine: Machine, folder: string): ReadonlyMap<string, string> | undefined {
  const path = machine.path(join(folder, ".env"));
  return existsSync(path) ? readDotenv(readFileSync(path, "utf8")) : undefined;
}

/** As `.env` says, or, where there is none, as the directories of components are mounted. */
function logsDirectory(machine: Machine, folder: string): string {
  const env = dotenvIn(machine, folder);
  if (env !== undefined) return resolve(folder, env.get("CLP_LOGS_DIR_HOST") ?? "var/log");
  const compiled = readFileSync(machine.path(join(folder, "docker-compose.yaml")), "utf8");
  const mounts = Object.values((parse(compiled) as Project).services).flatMap(({ volumes = [] }) => volumes);
  const mounted = mounts.find(({ target }) => target.startsWith("/var/log/"));
  if (mounted === undefined) throw new Error("no component mounts a directory of logs");
  return resolve(folder, dirname(mounted.source));
}

/** Those that are to have a container. */
function runningServices({ services }: Project): readonly string[] {
  return Object.keys(services).filter((name) => services[name]?.scale !== 0);
}

async function states(self: ComposeFolder, project: Project): Promise<readonly ServiceState[]> {
  const containers = await containersOf(self.machine, project.name);
  const byService = new Map(
    containers.map((one) => [one.Config.Labels["com.docker.compose.service"], one] as const),
  );
  const jobs = new Set(
    Object.values(project.services).flatMap(({ depends_on: needed = {} }) =>
      Object.keys(needed).filter((name) => needed[name]?.condition === "service_completed_successfully"),
    ),
  );
  return runningServices(project).map((name): ServiceState => {
    const container = byService.get(name);
    if (container === undefined) {
      const why = async () => "it has no container";
      return { name, id: "", startedAt: "", restarts: 0, status: "missing", why };
    }
    const { State: state, RestartCount: restarts, Id: id } = container;
    const status = statusOf(state, jobs.has(name));
    const well = (RUN as readonly string[]).includes(status);
    const why = async () => (well ? "" : whyNot(self, container));
    return { name, id, startedAt: state.StartedAt, restarts, status, why };
  });
}

async function whyNot({ machine }: ComposeFolder, { Id: id, State: state }: Container): Promise<string> {
  const output = await outputOf(machine, id, 8);
  const check = state.Health?.Log?.at(-1)?.Output.trim();
  return `${output.trim()}${check ? `\nhealth check: ${check}` : ""}`;
}

/** What `up` has said, without its lines of progress, and how the services are; no secret of theirs. */
async function withReasons(self: ComposeFolder, stderr: string): Promise<string> {
  // Of files that Compose refuses there is nothing that could be asked.
  const services = await self.states().catch(() => []);
  const told = [
    stderr.trim().split("\n").slice(-5).join("\n"),
    ...(services.length === 0 ? [] : [await table(services)]),
  ];
  const secrets = [...(await self.variables())].filter(
    ([name, value]) => /PASS|SECRET|TOKEN/.test(name) && value !== "",
  );
  return secrets
    .sort(([, one], [, other]) => other.length - one.length)
    .reduce((text, [name, value]) => text.replaceAll(value, `<${name}>`), told.join("\n"));
}

function statusOf(state: Container["State"], isJob: boolean): ServiceState["status"] {
  if (state.Status === "exited") return isJob && state.ExitCode === 0 ? "done" : "failed";
  if (state.Status === "restarting" || state.Status === "dead") return "failed";
  if (state.Status !== "running") return "starting";
  switch (state.Health?.Status) {
    case undefined:
      return "running";
    case "healthy":
    case "unhealthy":
    case "starting":
      return state.Health.Status;
    default:
      return "starting";
  }
}

/** The services as lines, for a person. */
export async function table(all: readonly ServiceState[]): Promise<string> {
  const width = Math.max(...all.map(({ name }) => name.length));
  const lines = await Promise.all(
    all.map(async ({ name, status, restarts, why }) => {
      const again = restarts === 0 ? "" : `, started again ${restarts} times`;
      const because = await why();
      const reason = because === "" ? "" : `\n    ${because.replaceAll("\n", "\n    ")}`;
      return `${name.padEnd(width)}  ${status}${again}${reason}`;
    }),
  );
  return lines.join("\n");
}

/** Work takes as long as the machine lets it: this only catches what hangs. */
const SETTLED_WITHIN_MS = 240_000;

async function settle(self: ComposeFolder): Promise<readonly ServiceState[]> {
  const services = runningServices(await self.project());
  const until = Date.now() + SETTLED_WITHIN_MS;
  for (;;) {
    const all = await self.states();
    const waiting = [
      ...all.filter(({ status }) => !(RUN as readonly string[]).includes(status)).map(({ name }) => name),
      ...Object.entries(WORK)
        .filter(([name]) => services.includes(name))
        .filter(([, [log, line]]) => !logSays(self, log, line))
        .map(([name, [log]]) => `${name} (${log} does not tell of its work)`),
    ];
    // A collector that has not started has said nothing that could be read.
    if (waiting.length === 0) waiting.push(...(await missingReports(self, all)));
    if (waiting.length === 0) return all;
    const failed = all.some(({ status, restarts }) => status === "failed" && restarts >= 3);
    if (failed || Date.now() > until) throw new Error(`Not well: ${waiting.join(", ")}\n${await table(all)}`);
    await sleep(500);
  }
}

async function missingReports(self: ComposeFolder, all: readonly ServiceState[]): Promise<readonly string[]> {
  const collector = all.find(({ name }) => name === "otel-collector");
  if (collector === undefined) return [];
  const { services } = await self.project();
  return unreported(
    Object.values(services).map(({ environment = {} }) => environment),
    await outputOf(self.machine, collector.id),
  );
}

function logSays(self: ComposeFolder, log: string, line: string): boolean {
  const path = self.machine.path(join(self.logs(), log));
  return existsSync(path) && readFileSync(path, "utf8").includes(line);
}

/** All files below a directory of the machine. */
export function filesBelow(machine: Machine, directory: string): readonly string[] {
  return readdirSync(machine.path(directory), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(machine.path("/").length - 1))
    .map((path) => (path.startsWith("/") ? path : `/${path}`));
}
