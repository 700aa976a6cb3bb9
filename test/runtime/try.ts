/**
 * Compiles any inputs, starts them in a throw-away machine with the images of this folder, says how each service
 * is, and removes everything. `npm run try -- --config C --credentials K [--site S] [--on docker|kubernetes]`
 */
import { cpSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { deployment, table } from "./deployment.ts";
import { startEngine } from "./engine.ts";
import { onKubernetes } from "./kubernetes/try.ts";
import { cannotStart } from "./machine.ts";
import { leaks } from "./sound.ts";

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

export async function main(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      config: { type: "string", short: "c" },
      credentials: { type: "string" },
      site: { type: "string" },
      on: { type: "string", default: "docker" },
    },
  });
  const { config, credentials, site, on } = values;
  const target = TARGETS[on];
  if (config === undefined || credentials === undefined || target === undefined) {
    console.error(USAGE);
    return 2;
  }
  const missing = cannotStart();
  if (missing !== undefined) {
    console.error(missing);
    return 2;
  }
  const folder = collect({ config, credentials, ...(site === undefined ? {} : { site }) });
  const remove = () => rmSync(folder, { recursive: true, force: true });
  process.once("exit", remove);
  try {
    const { well, report } = await (await target())(folder);
    console.log(report);
    return well ? 0 : 1;
  } finally {
    remove();
  }
}

/** The inputs under the names that the compiler looks for, in a folder of their own. */
function collect({ config, credentials, site }: Inputs): string {
  const folder = mkdtempSync(join(tmpdir(), "clp-compile-try-"));
  const beside = join(config, "..", "clp-site.yaml");
  cpSync(resolve(config), join(folder, "clp-config.yaml"));
  cpSync(resolve(credentials), join(folder, "credentials.yaml"));
  if (site !== undefined || existsSync(beside))
    cpSync(resolve(site ?? beside), join(folder, "clp-site.yaml"));
  return folder;
}

const onDocker: Target = async (folder) => {
  const machine = await startEngine();
  try {
    const it = deployment(machine, folder, { home: "/srv/clp-compile-try", asWritten: true });
    const compiled = await it.compile();
    if (compiled.code !== 0) return { well: false, report: compiled.stderr };
    await it.surround();
    const prepared = await it.prepare();
    if (prepared.code !== 0) return { well: false, report: prepared.stderr };
    const started = await it.up();
    if (started.code !== 0) {
      const why = started.stderr.trim().split("\n").slice(-3).join("\n");
      return { well: false, report: `${await table(await it.states())}\n\n${why}` };
    }
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
