/**
 * Compiles any inputs, starts them in a throw-away machine with the images of this folder, says how each service
 * is, and removes everything. `npm run try -- --config C --credentials K [--site S] [--on docker|kubernetes]`
 */
import { cpSync, existsSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { deployment, table, whyNotOnOne } from "./deployment.ts";
import { startEngine } from "./engine.ts";
import { onKubernetes } from "./kubernetes/try.ts";
import { cannotStart } from "./machine.ts";
import { leaks, withoutSecrets } from "./sound.ts";

const USAGE = "Usage: npm run try -- --config FILE --credentials FILE [--site FILE] [--on docker|kubernetes]";

/** What is given, as files that a machine can take. */
export interface Inputs {
  readonly config: string;
  readonly credentials: string;
  readonly site?: string;
}

/** Starts inputs on one kind of target, and gives lines to print; throws where it cannot even try. */
export type Target = (folder: string) => Promise<{ readonly well: boolean; readonly report: string }>;

const TARGETS: Readonly<Record<string, () => Promise<Target>>> = {
  docker: async () => onDocker,
  kubernetes: async () => onKubernetes,
};

/** Why a call cannot be meant, or which of its files are not there; undefined where nothing is wrong. */
export function refuse(args: readonly string[]): string | undefined {
  const call = read(args);
  if (typeof call === "string") return call;
  const { on: _, ...files } = call;
  const lacking = Object.values(files).filter((path) => !statSync(path, { throwIfNoEntry: false })?.isFile());
  return lacking.length === 0 ? undefined : lacking.map((path) => `There is no file ${path}`).join("\n");
}

export async function main(args: readonly string[]): Promise<number> {
  const call = read(args);
  const missing = typeof call === "string" ? call : cannotStart();
  if (typeof call === "string" || missing !== undefined) {
    console.error(missing);
    return 2;
  }
  const { on, ...files } = call;
  const folder = collect(files);
  const remove = () => rmSync(folder, { recursive: true, force: true });
  process.once("exit", remove);
  try {
    const { well, report } = await (await TARGETS[on]!())(folder);
    // It may have the end of a log, in which anything stands.
    console.log(withoutSecrets(report, folder));
    return well ? 0 : 1;
  } finally {
    remove();
  }
}

/** What is asked for, with the paths of files as this process finds them; a text says what is wrong. */
function read(args: readonly string[]): (Inputs & { readonly on: string }) | string {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        config: { type: "string", short: "c", multiple: true },
        credentials: { type: "string", multiple: true },
        site: { type: "string", multiple: true },
        on: { type: "string", multiple: true, default: ["docker"] },
      },
    });
    for (const [name, given] of Object.entries(values))
      if (given.length > 1)
        return `--${name} is given ${given.length} times, and once is all that is started`;
    const [[config], [credentials], [site], [on = ""]] = [
      values.config ?? [],
      values.credentials ?? [],
      values.site ?? [],
      values.on,
    ];
    if (config === undefined || credentials === undefined || !Object.hasOwn(TARGETS, on)) return USAGE;
    const beside = join(from(config), "..", "clp-site.yaml");
    const chosen = site === undefined ? (existsSync(beside) ? beside : undefined) : from(site);
    return {
      config: from(config),
      credentials: from(credentials),
      ...(chosen === undefined ? {} : { site: chosen }),
      on,
    };
  } catch (problem) {
    return `${(problem as Error).message}\n${USAGE}`;
  }
}

/** A path as it was typed: npm runs this in the folder of the repository, wherever it was called. */
function from(path: string): string {
  return resolve(process.env["INIT_CWD"] ?? ".", path);
}

/** The inputs under the names that the compiler looks for, in a folder of their own. */
function collect({ config, credentials, site }: Inputs): string {
  const folder = mkdtempSync(join(tmpdir(), "clp-compile-try-"));
  cpSync(config, join(folder, "clp-config.yaml"));
  cpSync(credentials, join(folder, "credentials.yaml"));
  if (site !== undefined) cpSync(site, join(folder, "clp-site.yaml"));
  return folder;
}

const onDocker: Target = async (folder) => {
  const machine = await startEngine();
  try {
    const it = deployment(machine, folder, { home: "/srv/clp-compile-try", asWritten: true });
    const compiled = await it.compile();
    if (compiled.code !== 0) return { well: false, report: compiled.stderr };
    const several = whyNotOnOne(machine, join(it.home, "out"));
    if (several !== undefined) return { well: false, report: several };
    await it.surround();
    const prepared = await it.prepare();
    if (prepared.code !== 0) return { well: false, report: prepared.stderr };
    const started = await it.up();
    if (started.code !== 0) return { well: false, report: started.stderr };
    try {
      const services = await it.settle();
      const seen = await leaks(it);
      return { well: seen.length === 0, report: [await table(services), ...seen].join("\n") };
    } catch (problem) {
      return { well: false, report: (problem as Error).message };
    }
  } finally {
    await machine.stop();
  }
};
