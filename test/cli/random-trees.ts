/**
 * A property of writing: whatever stands in the output folder, and whatever its manifest says of it, a run
 * changes only files that the compiler wrote, or refuses and changes nothing.
 *
 * What is whose is decided here by how a file was made for the test, and not by the code under test.
 */
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import fc from "fast-check";
import { expect } from "vitest";
import { BACKENDS } from "../../src/cli/usage/choices.ts";
import type { FakeConfig } from "./fake-compiler.ts";
import { runIn, treeOf } from "./workspace.ts";

/** Paths of the compiler, and how a file of that kind looks with a text in it. */
const OURS: Readonly<Record<string, (text: string) => string>> = {
  "compose/docker-compose.yaml": (text) => `# Made by clp-compile. Yes.\n${text}`,
  "compose/.env": (text) => `# Made by clp-compile.\n${text}`,
  "compose/prepare.sh": (text) => `#!/bin/sh\n# Made by clp-compile. So.\n${text}`,
  "compose/hosts/db-1/.env": (text) => `# Made by clp-compile.\n${text}`,
  "compose/etc/redis/redis.conf": (text) => `databases 2\nlogfile ${JSON.stringify(text)}\n`,
  "compose/etc/mysql/conf.d/logging.cnf": (text) => `[mysqld]\nx=${JSON.stringify(text)}\n`,
  "compose/etc/webui/settings.json": (text) => JSON.stringify({ public: text, server: {} }),
  "helm/values.secret.yaml": (text) => `credentials:\n  a: ${JSON.stringify(text)}\n`,
  "helm/values.yaml": (text) => `# Values of chart clp 0.1.3\n${text}`,
  "kubernetes/queue.yaml": (text) => `# Made by clp-compile.\n${text}`,
  "kubernetes/secrets/queue.yaml": (text) => `# Made by clp-compile.\n${text}`,
  "docs/deployment.md": (text) => `<!-- Made by clp-compile. -->\n${text}`,
};
/** Paths where only others write, the data of a deployment that runs in the folder among them. */
const THEIRS = [
  "compose/var/data/database/ibdata1",
  "compose/var/log/queue.log",
  "compose/docker-compose.override.yaml",
  "compose/hosts/db-1/var/data/x",
  "compose/hosts/Db-1/.env",
  "compose/etc/own.conf",
  ".git/config",
  "helm/own.yaml",
  "kubernetes/own.yaml",
  "kubernetes/secrets/own.yaml",
  "docs/ünï code.md",
  ".clp-compile-x.tmp",
  "compose/clp-compile-0123456789abcdef-1.tmp",
];

/** Temporary files of the compiler, which any run may remove. */
const TEMPORARY = /(?:^|\/)\.clp-compile-(?:[0-9a-f]{16}-(?:\d+|manifest)|claim)\.tmp$/;

const ownPath = fc.constantFrom(...Object.keys(OURS));
const anyPath = fc.oneof(ownPath, fc.constantFrom(...THEIRS));
const text = fc.constantFrom("", "one\n", "two\n", "three: 3\n");
/** Of our kind, also with the line ends of another system; or of no kind of ours. */
const made = fc.constantFrom("ours" as const, "ours-crlf" as const, "theirs" as const);

function contentOf(path: string, kind: "ours" | "ours-crlf" | "theirs", words: string): string {
  const make = OURS[path];
  if (kind === "theirs" || make === undefined) return `services: {mine: ${JSON.stringify(words)}}\n`;
  return kind === "ours" ? make(words) : make(words).replaceAll("\n", "\r\n");
}

const config = fc
  .record({
    files: fc.dictionary(ownPath, text, { maxKeys: 6 }),
    scripts: fc.dictionary(ownPath, text, { maxKeys: 2 }),
    secrets: fc.dictionary(ownPath, text, { maxKeys: 4 }),
  })
  .map((one): Required<Pick<FakeConfig, "files" | "scripts" | "secrets">> => {
    const taken = new Set<string>();
    const emitted = (map: Readonly<Record<string, string>>): Record<string, string> =>
      Object.fromEntries(
        Object.entries(map).flatMap(([path, words]) => {
          if (taken.has(path)) return [];
          taken.add(path);
          return [[path, OURS[path]!(words)]];
        }),
      );
    return { files: emitted(one.files), scripts: emitted(one.scripts), secrets: emitted(one.secrets) };
  });
type Config = typeof config extends fc.Arbitrary<infer T> ? T : never;

const sha256 = (content: string): string => createHash("sha256").update(content).digest("hex");

/** An entry that somebody writes into a manifest or a claim: true, false, of anything. */
const claimed = fc.record({
  path: fc.oneof({ weight: 6, arbitrary: ownPath }, { weight: 1, arbitrary: anyPath }),
  made,
  text,
  list: fc.constantFrom("files" as const, "secret_files" as const, "pending" as const),
  hashed: fc.boolean(),
});
type Claimed = typeof claimed extends fc.Arbitrary<infer T> ? T : never;

function entryOf({ path, made: kind, text: words, list, hashed }: Claimed): object {
  const withHash = list === "files" || (list === "pending" && hashed);
  return { path, mode: "0644", ...(withHash ? { sha256: sha256(contentOf(path, kind, words)) } : {}) };
}

function manifestOf(claims: readonly Claimed[]): string {
  const list = (name: string): readonly object[] => claims.filter((one) => one.list === name).map(entryOf);
  const pending = list("pending");
  return JSON.stringify({
    version: 1,
    compiler: "0.1.0",
    release: "0.9.0",
    deployment: "full",
    backends: BACKENDS,
    files: list("files"),
    secret_files: list("secret_files"),
    ...(pending.length > 0 ? { pending } : {}),
  });
}

/** What stands in the folder before: after an earlier run, or none; then somebody worked in it. */
const intrusion = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant("file" as const), path: anyPath, made, text }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("directory" as const), path: anyPath }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant("link" as const),
      path: fc.oneof(anyPath, anyPath.map(dirname)),
      to: fc.constantFrom("outside", "nowhere", "."),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant("remove" as const),
      path: fc.oneof(anyPath, fc.constant("manifest.json")),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant("claims" as const),
      path: fc.constantFrom("manifest.json", "manifest.json", ".clp-compile-claim.tmp"),
      claims: fc.array(claimed, { maxLength: 6 }),
      /** Added to what is there, or in its place. */
      added: fc.boolean(),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant("manifest" as const),
      text: fc.constantFrom("", "{", "<<<<<<< HEAD\n{}\n=======\n", '{"name":"my web app"}'),
    }),
  },
);
type Intrusion = typeof intrusion extends fc.Arbitrary<infer T> ? T : never;

const flags = fc.record({
  noSecrets: fc.boolean(),
  prune: fc.boolean(),
  emit: fc.option(fc.subarray([...BACKENDS], { minLength: 1 }), { nil: undefined, freq: 3 }),
});

/** @param part which part of all folders these are: each draws others */
export async function checkRandomTrees(numRuns: number, part: number): Promise<void> {
  const { seed } = fc.readConfigureGlobal();
  const directory = mkdtempSync(join(tmpdir(), "clp-compile-tree-"));
  try {
    await fc.assert(
      fc.asyncProperty(
        fc.option(config, { nil: undefined }),
        fc.array(intrusion, { maxLength: 6 }),
        config,
        flags,
        async (before, intrusions, after, { noSecrets, prune, emit }) => {
          rmSync(join(directory, "out"), { recursive: true, force: true });
          mkdirSync(join(directory, "out"), { recursive: true });
          mkdirSync(join(directory, "etc"), { recursive: true });
          mkdirSync(join(directory, "outside"), { recursive: true });
          writeFileSync(join(directory, "etc/credentials.yaml"), "");
          writeFileSync(join(directory, "outside/precious"), "precious");
          if (before !== undefined) await compileIn(directory, before, []);
          for (const one of intrusions) intrude(join(directory, "out"), one);

          const found = treeOf(directory);
          const argv = [
            ...(noSecrets ? ["--no-secrets"] : []),
            ...(prune ? ["--prune"] : []),
            ...(emit === undefined ? [] : ["--emit", emit.join(",")]),
          ];
          const { code, err } = await compileIn(directory, after, argv);
          const left = treeOf(directory);
          expect([0, 4], err).toContain(code);
          if (code === 4) {
            expect(withoutConfig(left)).toEqual(withoutConfig(found));
            return;
          }
          const emitted = emittedBy(after, emit, noSecrets);
          for (const [file, content] of Object.entries(found)) {
            if (file === "etc/clp-config.yaml" || file === "out/manifest.json") continue;
            if (TEMPORARY.test(file) && content !== "/" && !content.startsWith("-> ")) continue;
            // A directory may go when the last file in it, one of ours, went.
            if (content === "/") continue;
            if (left[file] !== content)
              expect(
                mayChange(file, content, found["out/manifest.json"], emitted),
                `${file}: ${content}`,
              ).toBe(left[file] === undefined ? "remove" : "replace");
          }
          for (const [path, content] of emitted) expect(left[`out/${path}`], path).toBe(content);
          if (emit !== undefined && !prune) {
            for (const file of Object.keys(found)) {
              const other = BACKENDS.find((name) => file.startsWith(`out/${name}/`));
              if (other !== undefined && !emit.includes(other) && !TEMPORARY.test(file))
                expect(left[file], file).toBe(found[file]);
            }
          }
          expect(Object.keys(left).filter((file) => isLeft(file, left[file]!))).toEqual([]);
          // Of other backends, what may be half written stays pending.
          const { pending = [] } = JSON.parse(left["out/manifest.json"]!);
          const wasAsked = ({ path }: { path: string }): boolean =>
            emit === undefined || prune || emit.some((name) => path.startsWith(`${name}/`));
          expect(pending.filter(wasAsked)).toEqual([]);
          // What somebody put where a secret belongs stays, and check says that others can read it.
          const secrets = Object.keys(after.secrets);
          if (noSecrets && secrets.some((path) => left[`out/${path}`] !== undefined)) return;
          // Other backends' files may be what other inputs gave.
          if (emit !== undefined) return;
          const check = await runIn(directory, ["check", ...argv.filter((flag) => flag === "--no-secrets")]);
          expect(check.code, check.out).toBe(0);
          expect(treeOf(directory)).toEqual(left);
        },
      ),
      { numRuns, ...(seed === undefined ? {} : { seed: seed + part }) },
    );
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** A temporary file in a directory of ours. */
function isLeft(file: string, content: string): boolean {
  return (
    /^out\/\.clp-compile-[0-9a-f]{16}-[^/]*$/.test(file) && content !== "/" && !content.startsWith("-> ")
  );
}

function withoutConfig(tree: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const { "etc/clp-config.yaml": _, ...rest } = tree;
  return rest;
}

/** What a run has to leave, by its path. */
function emittedBy(
  { files, scripts, secrets }: Config,
  emit: readonly string[] | undefined,
  noSecrets: boolean,
): ReadonlyMap<string, string> {
  const all = Object.entries({ ...files, ...scripts, ...(noSecrets ? {} : secrets) });
  return new Map(all.filter(([path]) => emit === undefined || emit.includes(path.split("/")[0]!)));
}

/**
 * What a run may do to a file that stood there. Undefined for what was never ours, or is not known to be:
 * an answer that needs nothing of the code under test.
 */
function mayChange(
  file: string,
  content: string,
  manifest: string | undefined,
  emitted: ReadonlyMap<string, string>,
): "replace" | "remove" | undefined {
  const path = file.replace(/^out\//, "");
  if (path === ".gitignore" && file.startsWith("out/"))
    return content.startsWith("# Made by clp-compile.") ? "replace" : undefined;
  const make = OURS[path];
  if (!file.startsWith("out/") || make === undefined || content.startsWith("-> ")) return undefined;
  const lf = content.replaceAll("\r\n", "\n");
  const isKind = ["", "one\n", "two\n", "three: 3\n"].some((words) => make(words) === lf);
  const entries = manifest === undefined ? [] : entriesOf(manifest);
  // What cannot be believed is not acted on.
  if (entries === undefined) return undefined;
  const listed = entries.filter((entry) => entry.path === path);
  const isHash = listed.some(({ sha256: hash }) => hash === sha256(content) || hash === sha256(lf));
  if (emitted.has(path))
    return (isKind && (manifest === undefined || listed.length > 0)) || isHash ? "replace" : undefined;
  const isSecret = listed.some(({ sha256: hash }) => hash === undefined);
  return isHash || (isSecret && isKind) ? "remove" : undefined;
}

/** What a manifest lists; undefined for one that is damaged, or lists a path of somebody else. */
function entriesOf(
  manifest: string,
): readonly { readonly path: string; readonly sha256?: string }[] | undefined {
  try {
    const { version, files, secret_files: secrets, pending = [] } = JSON.parse(manifest);
    const all = [...files, ...secrets, ...pending];
    return version === 1 && all.every(({ path }) => path === ".gitignore" || path in OURS) ? all : undefined;
  } catch {
    return undefined;
  }
}

async function compileIn(directory: string, one: FakeConfig, argv: readonly string[]) {
  writeFileSync(join(directory, "etc/clp-config.yaml"), JSON.stringify(one));
  return runIn(directory, argv);
}

/** Does what it can: a path may lead through a file. */
function intrude(out: string, one: Intrusion): void {
  const at = join(out, one.kind === "manifest" ? "manifest.json" : one.path);
  // Nobody moves the folder itself away.
  if (at === out) return;
  try {
    if (one.kind === "remove") {
      rmSync(at, { recursive: true, force: true });
      return;
    }
    if (one.kind === "claims" && one.added) {
      const known = entriesBefore(at);
      const added = JSON.parse(manifestOf(one.claims));
      if (known !== undefined) {
        for (const list of ["files", "secret_files", "pending"])
          if (known[list] !== undefined || added[list] !== undefined)
            added[list] = [...(known[list] ?? []), ...(added[list] ?? [])];
        writeFileSync(at, JSON.stringify(added));
        return;
      }
    }
    mkdirSync(dirname(at), { recursive: true });
    if (one.kind === "directory") {
      mkdirSync(at);
      return;
    }
    rmSync(at, { recursive: true, force: true });
    if (one.kind === "link") symlinkSync(one.to === "outside" ? join(out, "../outside") : one.to, at);
    else
      writeFileSync(
        at,
        one.kind === "file"
          ? contentOf(one.path, one.made, one.text)
          : one.kind === "claims"
            ? manifestOf(one.claims)
            : one.text,
      );
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
  }
}

function entriesBefore(at: string): Record<string, readonly object[]> | undefined {
  try {
    return JSON.parse(readFileSync(at, "utf8"));
  } catch {
    return undefined;
  }
}
