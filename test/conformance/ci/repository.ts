/** A checkout of the example of an operations repository, and the program as CI services find it. */
import { execFileSync } from "node:child_process";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { onTestFinished } from "vitest";

export const ROOT = join(import.meta.dirname, "../../..");
export const EXAMPLE = join(ROOT, "fixtures/repos/operations");

/** What the example commits. */
export const EMIT = "compose,diagram";

export interface Repository {
  readonly folder: string;
  /** A folder beside the repository that goes with it. */
  readonly scratch: string;
  readonly read: (path: string) => string;
  readonly write: (path: string, text: string) => void;
  /** Changes one text of a file to another, which must be there. */
  readonly edit: (path: string, from: string, to: string) => void;
  readonly git: (...args: readonly string[]) => string;
  readonly commit: (message: string) => string;
  /** Runs the program there. */
  readonly run: (...args: readonly string[]) => void;
  /** Compiles for what is committed there. */
  readonly compile: () => void;
  /** Moves everything into a folder of its own. */
  readonly move: (into: string) => void;
  /** The environment of a CI job: the program is on the PATH. */
  readonly env: NodeJS.ProcessEnv;
}

/** The built program, as `npm run build` leaves it. */
export function builtProgram(): string {
  const { bin } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as {
    bin: Record<string, string>;
  };
  const path = join(ROOT, bin["clp-compile"]!);
  if (!existsSync(path)) throw new Error(`Cannot find ${path}. To get it, run: npm run build`);
  return path;
}

/**
 * A checkout of this repository as it is, committed.
 *
 * @param bundle true for the commit of a release, which has the built program
 */
export function ownCheckout(
  { scratch, env }: Pick<Repository, "scratch" | "env">,
  bundle: boolean,
): { readonly folder: string; readonly commit: string } {
  const folder = join(scratch, bundle ? "release" : "source");
  const git = (...args: readonly string[]): string => execFileSync("git", args, { env, encoding: "utf8" });
  git("init", "--quiet", folder);
  // What is committed or will be, and nothing that is ignored.
  git("--git-dir", join(folder, ".git"), "--work-tree", ROOT, "add", "--all");
  git("-C", folder, "checkout-index", "--all");
  if (bundle) {
    mkdirSync(join(folder, "dist"));
    for (const name of ["clp-compile.cjs", "cli.cjs"])
      cpSync(join(dirname(builtProgram()), name), join(folder, "dist", name));
    git("-C", folder, "add", "--force", "dist");
  }
  git("-C", folder, "commit", "--quiet", "--message", "As it is");
  return { folder, commit: git("-C", folder, "rev-parse", "HEAD").trim() };
}

/** A folder with programs for the PATH that write down that they were called, and fail. */
export function failing({ scratch }: Pick<Repository, "scratch">, ...names: readonly string[]): string {
  const folder = join(scratch, "failing");
  mkdirSync(folder, { recursive: true });
  for (const name of names) {
    writeFileSync(join(folder, name), `#!/bin/sh\necho "$0 $*" >>'${join(scratch, "called")}'\nexit 99\n`);
    chmodSync(join(folder, name), 0o755);
  }
  return folder;
}

/** A new checkout with one commit, `main`. */
export function operationsRepository(): Repository {
  const scratch = mkdtempSync(join(tmpdir(), "clp-compile-ci-"));
  onTestFinished(() => rmSync(scratch, { recursive: true, force: true }));
  const folder = join(scratch, "operations");
  cpSync(EXAMPLE, folder, { recursive: true });
  const bin = join(scratch, "bin");
  mkdirSync(bin);
  writeFileSync(join(bin, "clp-compile"), `#!/bin/sh\nexec '${process.execPath}' '${builtProgram()}' "$@"\n`);
  chmodSync(join(bin, "clp-compile"), 0o755);
  const env = {
    PATH: [bin, process.env["PATH"]].join(delimiter),
    HOME: scratch,
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_AUTHOR_NAME: "Test",
    GIT_AUTHOR_EMAIL: "test@example.com",
    GIT_COMMITTER_NAME: "Test",
    GIT_COMMITTER_EMAIL: "test@example.com",
  };
  const git = (...args: readonly string[]): string =>
    execFileSync("git", args, { cwd: folder, env, encoding: "utf8" }).trim();
  const repository: Repository = {
    folder,
    scratch,
    read: (path) => readFileSync(join(folder, path), "utf8"),
    write(path, text) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    },
    edit(path, from, to) {
      const text = repository.read(path);
      if (!text.includes(from)) throw new Error(`${path} has no ${from}`);
      repository.write(path, text.replace(from, to));
    },
    git,
    commit(message) {
      git("add", "--all");
      git("commit", "--quiet", "--message", message);
      return git("rev-parse", "HEAD");
    },
    run(...args) {
      execFileSync("clp-compile", args, { cwd: folder, env, stdio: "pipe" });
    },
    compile: () => repository.run("--no-secrets", "--emit", EMIT),
    move(into) {
      const entries = readdirSync(folder).filter((name) => name !== ".git");
      mkdirSync(join(folder, into));
      for (const name of entries) renameSync(join(folder, name), join(folder, into, name));
    },
    env,
  };
  git("init", "--quiet", "--initial-branch", "main");
  // Whether the example's own output is fresh is a test of its own.
  repository.compile();
  repository.commit("The deployment");
  return repository;
}
