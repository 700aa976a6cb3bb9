/** What must hold of every deployment after it has run: it is well, it is what was compiled, it keeps its secrets. */
import { existsSync, readFileSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { parse } from "yaml";
import { clientOf } from "./accounts.ts";
import { containersOf, outputOf } from "./containers.ts";
import { type ComposeFolder, type Deployment, filesBelow, type ServiceState } from "./deployment.ts";
import { type Machine, ok } from "./machine.ts";

/** Components that write a row into the metadata database, and under which name they do it. */
const VISITORS = {
  "db-table-creator": "db_table_creator",
  "compression-scheduler": "compression_scheduler",
  "query-scheduler": "query_scheduler",
  "api-server": "api_server",
  "garbage-collector": "garbage_collector",
  "log-ingestor": "log_ingestor",
  "mcp-server": "mcp_server",
  webui: "webui",
} as const;

/**
 * Where a secret is known to be seen, and why it cannot be helped: the arguments of the health checks are CLP's
 * (the database's and Redis's), as are Spider's, which takes a URL. A server hides its own once it has started.
 */
const SEEN_IN_PROCESSES = [
  /^mysqladmin\b/,
  /^redis-cli\b/,
  /^redis-server\b/,
  /spider[-_](scheduler|worker)/,
];

/** MariaDB's general log holds the statements that set passwords: nobody but its own service may see it. */
const GENERAL_LOG = "database/mysql.log";

/** What is asked of a deployment: the Compose files and the inputs beside which they were compiled. */
export interface Compiled extends ComposeFolder, Pick<Deployment, "home" | "check"> {}

export interface SoundOptions {
  /** Services that may have been started again, since something was done to them. */
  readonly restarted?: boolean;
}

/** Waits until a deployment is well, and throws with everything about it that is not as it must be. */
export async function expectSound(
  deployment: Compiled,
  { restarted = false }: SoundOptions = {},
): Promise<readonly ServiceState[]> {
  const services = await deployment.settle();
  const wrong: string[] = [];
  if (!restarted) {
    wrong.push(
      ...services.filter(({ restarts }) => restarts > 0).map(({ name }) => `${name} was started again`),
    );
  }
  const checked = await deployment.check();
  if (checked.code !== 0) wrong.push(`check is not clean: ${checked.stdout}${checked.stderr}`);
  wrong.push(...(await missingVisits(deployment, services)), ...(await leaks(deployment)));
  if (wrong.length > 0) throw new Error(wrong.join("\n"));
  return services;
}

async function missingVisits(deployment: Compiled, services: readonly ServiceState[]): Promise<string[]> {
  const names = services.map(({ name }) => name);
  if (!names.includes("database")) return [];
  const exec = ["exec", "-T", "database", ...VISITS];
  return notAmong(names, (await ok(deployment.composeItself(exec))).stdout);
}

/** Tells, in the database's container, who has written a row. */
export const VISITS = clientOf(`-N -D "$MYSQL_DATABASE" -e 'SELECT DISTINCT component FROM standin_visits'`);

/** Who of these components should have come, and has not, by the output of `VISITS`. */
export function notAmong(components: readonly string[], visits: string): string[] {
  const came = visits.split("\n");
  return components
    .map((name) => [name, VISITORS[name as keyof typeof VISITORS]] as const)
    .filter(([, row]) => row !== undefined && !came.includes(row))
    .map(([name]) => `${name} has written nothing to the database`);
}

/** The values that must stand in no public place, by their keys; short ones would be found by chance. */
function secretValues(machine: Pick<Machine, "path">, home: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const search = (value: unknown, name: string): void => {
    if (typeof value === "object" && value !== null) {
      for (const [key, inner] of Object.entries(value)) search(inner, name === "" ? key : `${name}.${key}`);
    } else if (/(password|secret_access_key|session_token)$/.test(name) && typeof value === "string") {
      if (value.length >= 6) found.set(name, value);
    }
  };
  // Where somebody puts them, or where `init` does.
  const files = ["credentials.yaml", "clp-config.yaml"].flatMap((file) => [file, join("etc", file)]);
  for (const file of files) {
    const path = machine.path(join(home, file));
    if (existsSync(path)) search(parse(readFileSync(path, "utf8")), "");
  }
  return found;
}

/** Looks for the secrets of inputs in texts. What it finds names the key and the place, never the value. */
export interface SecretSearch {
  readonly found: readonly string[];
  search(where: string, text: string): void;
}

/** Each form in which a secret of the inputs in `home` may be seen, with its key. */
function needlesOf(
  machine: Pick<Machine, "path">,
  home: string,
): readonly (readonly [name: string, form: string])[] {
  return [...secretValues(machine, home)].flatMap(([name, value]) =>
    [
      value,
      encodeURIComponent(value),
      JSON.stringify(value).slice(1, -1),
      Buffer.from(value).toString("base64"),
    ].map((form) => [name, form] as const),
  );
}

/** A text for people, in which the key stands where it had a secret of the inputs in a folder of this host. */
export function withoutSecrets(text: string, folder: string): string {
  const needles = needlesOf({ path: (inside) => inside }, folder);
  return needles.reduce((told, [name, form]) => told.replaceAll(form, `<${name}>`), text);
}

/** Looks for the secrets of the inputs in `home`. */
export function secretSearch(machine: Machine, home: string): SecretSearch {
  const needles = needlesOf(machine, home);
  const found: string[] = [];
  const search = (where: string, text: string): void => {
    for (const name of new Set(needles.filter(([, value]) => text.includes(value)).map(([one]) => one))) {
      found.push(`${name} is seen in ${where}`);
    }
  };
  return { found, search };
}

/** Looks at what lies on a host: log files, files that everybody may read, the list of processes. */
export async function searchHost(
  machine: Machine,
  { logs, out }: { readonly logs: readonly string[]; readonly out: string },
  seenInProcesses: readonly RegExp[],
  { search }: SecretSearch,
): Promise<string[]> {
  const wrong: string[] = [];
  for (const path of logs.flatMap((directory) => filesBelow(machine, directory))) {
    if (path.endsWith(GENERAL_LOG)) {
      if ((statSync(machine.path(path)).mode & 0o007) !== 0) wrong.push(`${path} is open to everybody`);
    } else search(path, readFileSync(machine.path(path), "utf8"));
  }
  for (const path of filesBelow(machine, out)) {
    const mode = statSync(machine.path(path)).mode;
    if ((mode & 0o007) !== 0)
      search(`${path}, which everybody may read`, readFileSync(machine.path(path), "utf8"));
  }
  const { stdout: processes } = await ok(machine.run(["ps", "-e", "-ww", "-o", "args="]));
  for (const line of processes.split("\n")) {
    const command = line.replace(/^\S*\//, "");
    if (!seenInProcesses.some((known) => known.test(command))) {
      search(`the process list: ${basename(line.split(" ")[0] ?? "")}`, line);
    }
  }
  return wrong;
}

/** Where secrets are seen that must not be; their values are never told. */
export async function leaks(deployment: Compiled): Promise<string[]> {
  const { machine, home } = deployment;
  const secrets = secretSearch(machine, home);
  const places = { logs: [deployment.logs()], out: join(home, "out") };
  const wrong = await searchHost(machine, places, SEEN_IN_PROCESSES, secrets);

  const { name: project } = await deployment.project();
  for (const { Id: id, Name: name, Config } of await containersOf(machine, project)) {
    secrets.search(`the output of ${name}`, await outputOf(machine, id));
    secrets.search(`the labels of ${name}`, JSON.stringify(Config.Labels));
  }
  return [...wrong, ...secrets.found];
}
