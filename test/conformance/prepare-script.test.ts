/** `prepare.sh` as a shell runs it: what it makes, what it refuses and why, and what `--check` says of a host. */
import { spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { deploy } from "../deploy.ts";

const ME = { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 };
const IS_ROOT = ME.uid === 0;
const SERVICES = IS_ROOT ? { uid: 1234, gid: 1235 } : ME;

/** CLP takes no directory below /var (D51), where some systems have their temporary files. */
const TEMPORARY = tmpdir().startsWith("/var/") ? "/tmp" : tmpdir();

interface Place {
  /** The folder of the compose file. */
  readonly folder: string;
  readonly home: string;
  readonly run: (...args: readonly string[]) => { readonly code: number | null; readonly said: string };
  /** Puts a program before those of the host. */
  readonly program: (name: string, text: string) => void;
}

function place(config = "", compose: object = {}): Place {
  const root = mkdtempSync(join(TEMPORARY, "clp-compile-prepare-"));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  chmodSync(root, 0o755);
  const home = join(root, "home");
  const logs = join(root, "logs to read");
  mkdirSync(logs);
  const host = { clp_home: home, ...SERVICES, third_party_uid: ME.uid, third_party_gid: ME.gid };
  const made = deploy(`${config}\nlogs_input: { type: fs, directory: ${JSON.stringify(logs)} }\n`, {
    site: JSON.stringify({ host, compose }),
  });
  expect(made.findings.filter((finding) => finding.startsWith("error"))).toEqual([]);
  for (const { path, text, mode } of made.files) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text, { mode });
    chmodSync(join(root, path), mode);
  }
  const [folder, programs] = [join(root, "compose"), join(root, "programs")];
  mkdirSync(programs);
  const self: Place = {
    folder,
    home,
    program(name, text) {
      writeFileSync(join(programs, name), `#!/bin/sh\n${text}\n`, { mode: 0o755 });
    },
    run(...args) {
      const { status, stdout, stderr } = spawnSync("sh", [join(folder, "prepare.sh"), ...args], {
        cwd: "/",
        encoding: "utf8",
        env: { ...process.env, PATH: `${programs}:${process.env["PATH"]}`, LC_ALL: "C" },
      });
      return { code: status, said: `${stdout}${stderr}` };
    },
  };
  self.program("docker", docker());
  return self;
}

function docker(api = "1.45", compose = "2.29.1"): string {
  return `case "$1" in version) echo ${api} ;; *) echo ${compose} ;; esac`;
}

describe("prepare.sh", () => {
  test("makes every directory with owner and mode, whatever the umask, and changes nothing when it is run again", () => {
    const { home, run } = place();
    expect(run()).toEqual({ code: 0, said: "" });
    for (const name of readdirSync(join(home, "var/log"))) {
      const { mode, uid, gid } = statSync(join(home, "var/log", name));
      const isServer = ["database", "queue", "redis", "results_cache"].includes(name);
      expect({ name, mode: mode & 0o7777, uid, gid }).toEqual({
        name,
        mode: 0o755,
        ...(isServer ? ME : SERVICES),
      });
    }
    expect(readdirSync(join(home, "var/log"))).toContain("user");
    const before = statSync(join(home, "var/log/user")).ctimeMs;
    expect(run()).toEqual({ code: 0, said: "" });
    expect(statSync(join(home, "var/log/user")).ctimeMs).toBe(before);
  });

  test("R11: refuses where docker compose could not read .env, and says why", () => {
    const { folder, run } = place();
    if (IS_ROOT) {
      const { status, stderr } = spawnSync(
        "setpriv",
        ["--reuid=4321", "--regid=4321", "--clear-groups", "sh", join(folder, "prepare.sh"), "--check"],
        { encoding: "utf8" },
      );
      expect(status).toBe(1);
      expect(stderr).toContain(
        "prepare.sh: you (uid 4321) cannot read .env, and docker compose reads it as you",
      );
    } else {
      chmodSync(join(folder, ".env"), 0);
      const { code, said } = run();
      expect(code).toBe(1);
      expect(said).toContain(`you (uid ${ME.uid}) cannot read .env`);
    }
  });

  test("R11: refuses where the services' user could not read the log input", () => {
    const { folder, run } = place();
    const logs = join(folder, "../logs to read");
    chmodSync(logs, IS_ROOT ? 0o700 : 0o077);
    const { code, said } = run();
    expect(code).toBe(1);
    expect(said).toContain(
      `the services run as ${SERVICES.uid}:${SERVICES.gid} and cannot read ${join(folder, "..")}`,
    );
    chmodSync(logs, 0o711);
    expect(run()).toEqual({ code: 0, said: "" });
  });

  test("says which argument it does not know", () => {
    expect(place().run("--chekc")).toEqual({
      code: 1,
      said: "prepare.sh: unknown argument --chekc: it takes --check, or none\n",
    });
  });
});

describe("prepare.sh --check", () => {
  test("says all that is not as it must be, and changes nothing", () => {
    const { folder, home, run } = place();
    rmSync(join(folder, ".env"));
    const { code, said } = run("--check");
    expect(code).toBe(1);
    expect(said).toContain(`prepare.sh: ${home}/var/log/reducer is missing: run this without --check\n`);
    expect(said).toContain("prepare.sh: .env is missing: compile with credentials on this host\n");
    expect(existsSync(home)).toBe(false);
  });

  test("says that all is well where it is", () => {
    const { run } = place();
    run();
    expect(run("--check")).toEqual({ code: 0, said: "prepare.sh: everything is as it must be\n" });
  });

  test("says that the log input is not there: a mistyped path", () => {
    const { folder, run } = place();
    run();
    rmSync(join(folder, "../logs to read"), { recursive: true });
    const { code, said } = run("--check");
    expect(code).toBe(1);
    expect(said).toContain("logs to read is missing, or hidden from you, and containers mount it");
    // Without --check Docker is left to say it: nodes of a cluster may have it elsewhere.
    expect(run().code).toBe(0);
  });

  test.each([
    ["1.43", "2.29.1", "Docker Engine 25 or later is needed (API 1.44, and this one has 1.43)"],
    ["1.45", "2.23.3", "Docker Compose 2.24 or later is needed, and this one is 2.23.3"],
    ["1.44", "v2.24.0", undefined],
    ["1.52", "5.5.0", undefined],
    ["2.0", "v2.27.0-desktop.2", undefined],
    ["unknown", "5.5.0", "this one has unknown"],
  ])("asks Docker for its versions: API %s, Compose %s", (api, compose, said) => {
    const { program, run } = place();
    run();
    program("docker", docker(api, compose));
    const checked = run("--check");
    expect(checked.code).toBe(said === undefined ? 0 : 1);
    expect(checked.said).toContain(said ?? "everything is as it must be");
  });

  test("says how it is run where Docker runs without root", () => {
    const { program, run } = place();
    run();
    program(
      "docker",
      `case "$1" in version) echo 1.45 ;; info) echo '[name=seccomp,profile=builtin name=rootless]' ;; *) echo 2.29.1 ;; esac`,
    );
    const { code, said } = run("--check");
    const isOnHost = / 4294967295$/.test(readFileSync("/proc/self/uid_map", "utf8").split("\n")[0] ?? "");
    expect(code).toBe(isOnHost ? 1 : 0);
    expect(said).toContain(
      isOnHost
        ? 'run this by nsenter --preserve-credentials --user --mount --wd=. --target "$(cat "$XDG_RUNTIME_DIR/docker.pid")" sh prepare.sh'
        : "everything is as it must be",
    );
  });

  test("says that Docker does not answer, with its own last words", () => {
    const { program, run } = place();
    run();
    program("docker", "echo 'first words'; echo 'permission denied: the socket' >&2; exit 1");
    const { code, said } = run("--check");
    expect(code).toBe(1);
    expect(said).toBe("prepare.sh: cannot ask Docker for its version: permission denied: the socket\n");
  });
});

describe("SELinux", () => {
  const labels = (label: string) => ({
    selinuxenabled: "exit 0",
    stat: `[ "$2" = %C ] && echo ${label}`,
    chcon: 'for last; do :; done; echo "$*" >> "$LABELS"',
  });

  test("z: what prepare.sh makes is labelled for all containers, once, and what is the operator's is not", () => {
    const { folder, home, program, run } = place("", { selinux: "z" });
    const log = join(folder, "../labels");
    process.env["LABELS"] = log;
    onTestFinished(() => {
      delete process.env["LABELS"];
    });
    for (const [name, text] of Object.entries(labels("unconfined_u:object_r:user_home_t:s0")))
      program(name, text);
    expect(run().code).toBe(0);
    const said = spawnSync("cat", [log], { encoding: "utf8" }).stdout;
    expect(said).toContain(`-R -t container_file_t -l s0 -- ${home}/var/data/database\n`);
    expect(said).toContain("-R -t container_file_t -l s0 -- etc/redis/redis.conf\n");
    expect(said).not.toContain("logs to read");
    rmSync(log);
    for (const [name, text] of Object.entries(labels("system_u:object_r:container_file_t:s0")))
      program(name, text);
    expect(run().code).toBe(0);
    expect(existsSync(log)).toBe(false);
  });

  test("labels are left alone where the site file does not ask for them, and where SELinux is off", () => {
    const { program, run } = place();
    program("chcon", "exit 1");
    program("selinuxenabled", "exit 0");
    expect(run()).toEqual({ code: 0, said: "" });
    const off = place("", { selinux: "z" });
    off.program("chcon", "exit 1");
    off.program("selinuxenabled", "exit 1");
    expect(off.run()).toEqual({ code: 0, said: "" });
  });
});
