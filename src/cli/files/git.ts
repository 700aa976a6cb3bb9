/** Reads files of a commit by asking git; nothing is checked out. */
import { spawnSync } from "node:child_process";
import { environmentFor, permissionsLackedBy } from "../host.ts";

/** Bytes of all that is read at once. */
const MOST = 16 * 1024 * 1024;

export type GitAnswer =
  /** Undefined for a path that the commit does not have. */
  | { readonly kind: "files"; readonly texts: readonly (string | undefined)[] }
  | { readonly kind: "refused"; readonly reason: string; readonly help?: string };

/**
 * Reads files of a commit, all at once.
 *
 * @param directory where git is called; empty for the working directory
 * @param reference a commit by any of its names
 * @param paths from the top of the repository, or from `directory` with a leading `./`
 */
export function readFromGit(directory: string, reference: string, paths: readonly string[]): GitAnswer {
  const lacked = permissionsLackedBy("git");
  if (lacked.length > 0) {
    return {
      kind: "refused",
      reason: `Deno was not given the permission ${lacked.join(" and ")}`,
      help: `Add ${lacked.join(" ")}, or compare with a folder: git worktree add ../before REF`,
    };
  }
  // Names go by standard input, where none is taken for an option.
  const names = [`${reference}^{tree}`, ...paths.map((path) => `${reference}:${path}`)];
  if (names.some((name) => /[\n\r\0]/.test(name)))
    return { kind: "refused", reason: "a name has a line break" };
  const { error, status, stdout, stderr } = spawnSync("git", ["cat-file", "--batch"], {
    input: `${names.join("\n")}\n`,
    maxBuffer: MOST,
    env: {
      ...environmentFor([
        "PATH",
        "HOME",
        "XDG_CONFIG_HOME",
        "GIT_DIR",
        "GIT_WORK_TREE",
        "GIT_CEILING_DIRECTORIES",
      ]),
      // What git says is looked at below: in English.
      LC_ALL: "C",
    },
    ...(directory === "" ? {} : { cwd: directory }),
  });
  // Where git ends before it has read all, what it said tells more.
  if (error !== undefined && (error as NodeJS.ErrnoException).code !== "EPIPE") {
    const { code } = error as NodeJS.ErrnoException;
    return code === "ENOENT"
      ? { kind: "refused", reason: "the program git is not installed", help: FOLDER }
      : {
          kind: "refused",
          reason:
            code === "ENOBUFS" ? "it is larger than any compiled folder" : `git: ${code ?? error.message}`,
        };
  }
  if (status !== 0) return refusalOf(stderr.toString());
  const [tree, ...texts] = objectsIn(stdout);
  if (tree === undefined) {
    return {
      kind: "refused",
      reason: `git does not know the commit ${reference}`,
      help: "git branch --all lists branches, git tag lists tags",
    };
  }
  return { kind: "files", texts };
}

const FOLDER = "Compare with a folder that an earlier compilation wrote";

/** What git said instead of an answer, and the way out of what happens to everybody. */
function refusalOf(stderr: string): GitAnswer {
  const [said = ""] = stderr.split("\n");
  const reason = said.replace(/^(?:fatal|error): /, "");
  if (/^not a git repository/.test(reason)) {
    return {
      kind: "refused",
      reason: "the working directory is in no git repository",
      help: `${FOLDER}, or run plan inside the repository`,
    };
  }
  if (/^detected dubious ownership/.test(reason)) {
    return {
      kind: "refused",
      reason: "the repository belongs to another user",
      help: "git config --global --add safe.directory DIRECTORY lets git read it; `git status` shows which one",
    };
  }
  return { kind: "refused", reason: reason === "" ? "git ended without a word" : reason };
}

/** The answers of `git cat-file --batch`, in the order of the questions. */
function objectsIn(output: Uint8Array): readonly (string | undefined)[] {
  const decoder = new TextDecoder();
  const found: (string | undefined)[] = [];
  for (let at = 0; at < output.length; ) {
    const end = output.indexOf(10, at);
    const head = decoder.decode(output.subarray(at, end));
    at = end + 1;
    const [, type, size] = /^[0-9a-f]+ (blob|tree|commit|tag) (\d+)$/.exec(head) ?? [];
    if (size === undefined) {
      found.push(undefined);
      continue;
    }
    // A submodule whose repository is this one leads to a commit: it has content, and is no file.
    const isRead = type === "blob" || type === "tree";
    found.push(isRead ? decoder.decode(output.subarray(at, at + Number(size))) : undefined);
    at += Number(size) + 1;
  }
  return found;
}
