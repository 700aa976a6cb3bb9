/** The real `docker compose` takes what we emit of every fixture, and `prepare.sh` does what it says. */

import { spawnSync } from "node:child_process";
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { compile } from "../../src/mod.ts";
import { composeEnvironment, okFixtures, oneHostFixtures } from "../fixtures.ts";
import { run } from "./programs/programs.ts";

const WORK = mkdtempSync(join(tmpdir(), "clp-compile-compose-"));
chmodSync(WORK, 0o755);
afterAll(() => rmSync(WORK, { recursive: true }));

function written(name: string, sources: Parameters<typeof compile>[0], into = join(WORK, name)): string {
  const compilation = compile(sources, { secrets: true, emit: ["compose"] });
  expect(compilation.diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
  for (const { path, text, mode } of compilation.files) {
    mkdirSync(dirname(join(into, path)), { recursive: true });
    writeFileSync(join(into, path), text, { mode });
  }
  return join(into, "compose");
}

describe.each(oneHostFixtures())("$name", ({ name, sources }) => {
  const folder = written(name, sources);
  const env = composeEnvironment(sources);

  test("docker compose config accepts it without a warning", async () => {
    const { code, stderr } = await run("docker-compose", ["config", "--quiet"], { cwd: folder, env });
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  });

  test("every secret reaches its container byte for byte (invariant 4)", async () => {
    const { stdout } = await run("docker-compose", ["config", "--format", "json"], { cwd: folder, env });
    const project = JSON.parse(stdout.replaceAll("$$", "$")) as {
      services: Record<string, { environment?: Record<string, string> }>;
    };
    const credentials = parse(Buffer.from(sources.credentials!.content).toString()) as {
      database: Record<string, string>;
      queue?: Record<string, string>;
      redis?: Record<string, string>;
    };
    expect(project.services["webui"]?.environment?.["CLP_DB_PASS"]).toBe(credentials.database["password"]);
    expect(project.services["db-table-creator"]?.environment?.["CLP_DB_ROOT_PASS"]).toBe(
      credentials.database["root_password"],
    );
    const broker = project.services["query-worker"]?.environment?.["BROKER_URL"];
    if (broker !== undefined) {
      const url = new URL(broker);
      expect(decodeURIComponent(url.username)).toBe(credentials.queue?.["username"]);
      expect(decodeURIComponent(url.password)).toBe(credentials.queue?.["password"]);
      const backend = new URL(project.services["query-worker"]?.environment?.["RESULT_BACKEND"] ?? "");
      expect(decodeURIComponent(backend.password)).toBe(credentials.redis?.["password"]);
    }
  });

  test("shellcheck finds nothing in prepare.sh", async () => {
    const { code, stdout } = await run("shellcheck", ["--shell=sh", join(folder, "prepare.sh")]);
    expect({ code, stdout }).toEqual({ code: 0, stdout: "" });
  });
});

/** Runs prepare.sh by dash, the strictest common shell, as a user. */
function prepare(folder: string, user?: number, umask = "022") {
  const script = `umask ${umask}; exec sh ./prepare.sh`;
  const { status, stderr } = spawnSync("sh", ["-c", script], {
    cwd: folder,
    encoding: "utf8",
    ...(user === undefined ? {} : { uid: user, gid: user }),
  });
  return { status, stderr };
}

function modeOf(path: string): string {
  const { mode, uid, gid } = statSync(path);
  return `${(mode & 0o7777).toString(8)} ${uid}:${gid}`;
}

describe("prepare.sh", () => {
  const s3 = okFixtures().find(({ name }) => name === "06-s3-credentials")!;
  const relative = {
    ...s3.sources,
    site: {
      name: "clp-site.yaml",
      content: "host: { uid: 1000, gid: 1000, third_party_uid: 999, third_party_gid: 999 }\n",
    },
  };
  const own = { ...s3.sources, site: undefined };

  test("as root: directories with owner and mode, whatever the umask, and again without a change", () => {
    const folder = written("as-root", relative);
    for (const umask of ["077", "022"]) {
      expect(prepare(folder, undefined, umask)).toEqual({ status: 0, stderr: "" });
      expect(modeOf(join(folder, "var/data/database"))).toBe("755 999:999");
      expect(modeOf(join(folder, "var/log/compression_worker"))).toBe("755 1000:1000");
      expect(modeOf(join(folder, "var/log/.clp-config.yaml"))).toBe("600 1000:1000");
      expect(modeOf(join(folder, "etc/redis/redis.conf")).split(" ")[0]).toBe("644");
    }
  });

  test("as the deploying user, where all belongs to that user", () => {
    const folder = written("as-user", own);
    spawnSync("chown", ["-R", "1000:1000", dirname(folder)]);
    for (const umask of ["077", "022"]) {
      expect(prepare(folder, 1000, umask)).toEqual({ status: 0, stderr: "" });
      expect(modeOf(join(folder, "var/data/database"))).toBe("755 1000:1000");
      expect(modeOf(join(folder, "var/log/.clp-config.yaml"))).toBe("600 1000:1000");
    }
  });

  test("as a user that cannot give files away, it stops and says why", () => {
    const folder = written("as-other", relative);
    spawnSync("chown", ["-R", "1000:1000", dirname(folder)]);
    const { status, stderr } = prepare(folder, 1000);
    expect(status).toBe(1);
    expect(stderr).toBe(
      "prepare.sh: ./var/data/database must belong to 999:999, and only root can give it away: run this as root\n",
    );
  });

  test("something in the way of a directory is said", () => {
    const folder = written("in-the-way", own);
    mkdirSync(join(folder, "var/data"), { recursive: true });
    writeFileSync(join(folder, "var/data/redis"), "");
    const { status, stderr } = prepare(folder);
    expect(status).toBe(1);
    expect(stderr).toBe("prepare.sh: ./var/data/redis is in the way: it is no directory\n");
  });

  test("a secret file that was not written here is said", () => {
    const folder = written("no-secret", own);
    rmSync(join(folder, "var/log/.clp-config.yaml"));
    expect(prepare(folder).stderr).toContain("compile with credentials on this host");
  });

  test("hostile paths are created as they are", () => {
    const { sources } = okFixtures().find(({ name }) => name === "13-hostile-paths")!;
    const root = join(WORK, "hostile");
    const config = Buffer.from(sources.config.content)
      .toString()
      .replaceAll('"/', `"${root}/`)
      .replace("/home/clp/logs", `${root}/logs`);
    const folder = written("hostile-out", {
      ...sources,
      config: { name: "clp-config.yaml", content: config },
      site: undefined,
    });
    expect(prepare(folder)).toEqual({ status: 0, stderr: "" });
    expect(existsSync(join(root, "srv-data/clp: it's $HOME #1/database"))).toBe(true);
    expect(existsSync(join(folder, 'logs with "quotes" and \\/database'))).toBe(true);
  });

  test("reads no .env", () => {
    const folder = written("no-env", own);
    rmSync(join(folder, ".env"));
    expect(prepare(folder).status).toBe(0);
    // It asks whether the file may be read, and takes nothing from it.
    const named = readFileSync(join(folder, "prepare.sh"), "utf8").match(/^.*\.env\b.*$/gm);
    expect(named).toEqual(["ours .env"]);
    chownSync(folder, 0, 0);
  });
});
