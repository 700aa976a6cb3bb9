/** Presto's own coordinator with a stand-in of CLP's connector, on emitted files as they stand. */
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bash } from "./bash.ts";
import { program } from "./programs.ts";
import { start } from "./servers.ts";

export interface Presto {
  /** What a person pastes into a shell of the host that runs it; `presto` is a client. */
  shell(text: string): Promise<{ readonly code: number; readonly said: string }>;
  /** The rows that a statement gives. */
  rows(statement: string): Promise<readonly (readonly unknown[])[]>;
  /** The log of one of its processes. */
  log(of: "coordinator" | "worker"): string;
  stop(): Promise<void>;
}

/** A JVM of that size takes long where others work, too. This catches what hangs, and nothing else. */
const READY_WITHIN_MS = 540_000;

const here = join(import.meta.dirname, "presto");

/** The folder that build.sh fills. */
function built(): string {
  const script = join(import.meta.dirname, "build.sh");
  const path = execFileSync("sh", [script, "--folder-of", "presto"], { encoding: "utf8" }).trim();
  if (existsSync(path)) return path;
  throw new Error(
    `Cannot find Presto (looked in ${path}). To get it, run: test/conformance/programs/build.sh presto`,
  );
}

/** A client of Presto as a program `presto` in a folder. */
export function installPrestoClient(bin: string): void {
  const script = `#!/bin/sh\nexec '${process.execPath}' '${join(here, "client.mjs")}' "$@"\n`;
  writeFileSync(join(bin, "presto"), script, { mode: 0o755 });
}

/**
 * Starts it, and waits until a worker answers; throws where the coordinator does not start.
 *
 * @param compose a folder of compiled Compose files
 * @param sql what CLP's database holds; each statement ends in a semicolon
 */
export async function startPresto(compose: string, sql: string): Promise<Presto> {
  for (const needed of ["java", "mariadbd", "mariadb-install-db", "nft", "ip"] as const) program(needed);
  const work = mkdtempSync(join(tmpdir(), "clp-compile-presto-"));
  const statements = join(work, "filled.sql");
  writeFileSync(statements, sql);
  installPrestoClient(work);

  const shell: Presto["shell"] = (text) => {
    const pid = readFileSync(join(work, "pid"), "utf8").trim();
    const inside = `exec nsenter --target ${pid} --net --mount --uts -- bash --norc -euo pipefail -c "$PASTED"`;
    const env = { ...process.env, PATH: `${work}:${process.env["PATH"]}`, PASTED: text };
    return bash(inside, { cwd: work, env });
  };
  const log: Presto["log"] = (of) => readFileSync(join(work, `${of}.log`), "utf8");
  const ready = async (): Promise<boolean> => {
    if (!existsSync(join(work, "pid"))) return false;
    for (const of of ["coordinator", "worker"] as const) {
      const [failure] = /^\S+\tERROR\tmain\t[\s\S]{0,2000}/m.exec(log(of)) ?? [];
      if (failure !== undefined) throw new Error(`${of}: ${failure}`);
    }
    const cluster = await shell("curl -sf http://127.0.0.1:8080/v1/cluster");
    if (!cluster.said.includes('"activeWorkers":1')) return false;
    // The list of those that get work is a few seconds older.
    return (await shell("presto --execute 'SELECT 1'")).code === 0;
  };
  const command = ["unshare", "--mount", "--net", "--uts", "--propagation", "private"];
  const args = [join(here, "start.sh"), compose, built(), work, statements];
  const server = await start([...command, "sh", ...args], work, {}, ready, READY_WITHIN_MS);
  return {
    ...server,
    shell,
    log,
    rows: async (statement) => {
      const { code, said } = await shell(
        `presto --server http://127.0.0.1:8080 --output-format JSON --execute '${statement.replaceAll("'", "'\\''")}'`,
      );
      if (code !== 0) throw new Error(said);
      return said
        .split("\n")
        .filter((line) => line !== "")
        .map((line) => JSON.parse(line));
    },
  };
}
