/**
 * A property of writing: whatever stands in the output folder, a run changes only files that the
 * manifest lists, or refuses and changes nothing.
 */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import fc from "fast-check";
import { expect } from "vitest";
import type { FakeConfig } from "./fake-compiler.ts";
import { runIn, treeOf } from "./workspace.ts";

// Few names, so that what is there and what is to be written often meet.
const name = fc.constantFrom("a", "b", "compose", ".env", "manifest.json", ".clp-compile-x.tmp", "ünï code");
const path = fc.array(name, { minLength: 1, maxLength: 3 }).map((steps) => steps.join("/"));
const text = fc.constantFrom("", "one\n", "two\n");

const config = fc
  .record({
    files: fc.dictionary(path, text, { maxKeys: 5 }),
    scripts: fc.dictionary(path, text, { maxKeys: 2 }),
    secrets: fc.dictionary(path, text, { maxKeys: 3 }),
  })
  .filter(isPossible);

/** No output is another's directory, twice there, or what the compiler itself makes. */
function isPossible({
  files,
  scripts,
  secrets,
}: Required<Pick<FakeConfig, "files" | "scripts" | "secrets">>): boolean {
  const paths = [files, scripts, secrets].flatMap((map) => Object.keys(map));
  return (
    new Set(paths).size === paths.length &&
    !paths.some(
      (one) =>
        one.startsWith("manifest.json") ||
        one.includes(".tmp") ||
        paths.some((other) => other.startsWith(`${one}/`)),
    )
  );
}

/** What stands in the folder before: after an earlier run, or none; then somebody worked in it. */
const intrusion = fc.oneof(
  fc.record({ kind: fc.constant("file" as const), path, text }),
  fc.record({ kind: fc.constant("directory" as const), path }),
  fc.record({ kind: fc.constant("link" as const), path, to: fc.constantFrom("outside", "nowhere", ".") }),
  fc.record({ kind: fc.constant("remove" as const), path }),
  fc.record({
    kind: fc.constant("manifest" as const),
    text: fc.constantFrom(
      "",
      "{",
      '{"version":1,"backends":[],"files":[],"secret_files":[{"path":"../outside/precious","mode":"0600"}]}',
      '{"version":1,"backends":[],"files":[],"secret_files":[{"path":"a","mode":"0600"}]}',
    ),
  }),
);

/** @param seed undefined: another one each time */
export async function checkRandomTrees(numRuns: number, seed?: number): Promise<void> {
  await fc.assert(
    fc.asyncProperty(
      fc.option(config, { nil: undefined }),
      fc.array(intrusion, { maxLength: 5 }),
      config,
      fc.boolean(),
      async (before, intrusions, after, noSecrets) => {
        const directory = mkdtempSync(join(tmpdir(), "clp-compile-tree-"));
        try {
          mkdirSync(join(directory, "etc"));
          mkdirSync(join(directory, "out"));
          writeFileSync(join(directory, "etc/credentials.yaml"), "");
          mkdirSync(join(directory, "outside"));
          writeFileSync(join(directory, "outside/precious"), "precious");
          if (before !== undefined) await compileIn(directory, before, false);
          for (const one of intrusions) intrude(join(directory, "out"), one);

          const found = { ...treeOf(directory) };
          const listed = listedBy(found["out/manifest.json"]);
          const { code, err } = await compileIn(directory, after, noSecrets);
          const left = { ...treeOf(directory) };
          delete found["etc/clp-config.yaml"];
          delete left["etc/clp-config.yaml"];
          expect([0, 4], err).toContain(code);
          if (code === 4) {
            expect(left).toEqual(found);
            return;
          }
          for (const [file, content] of Object.entries(found)) {
            const inside = file.replace(/^out\//, "");
            const isOurs = file.startsWith("out/") && (listed.has(inside) || inside === "manifest.json");
            // A directory may go when the last file in it, one of ours, went.
            if (isOurs || content === "/" || /(?:^|\/)\.clp-compile-.*\.tmp$/.test(file)) continue;
            expect(left[file], file).toBe(content);
          }
          const wanted = {
            ".gitignore": ".clp-compile-*.tmp\n",
            ...after.files,
            ...after.scripts,
            ...(noSecrets ? {} : after.secrets),
          };
          for (const [file, content] of Object.entries(wanted))
            expect(left[`out/${file}`], file).toBe(content);
          const temporaries = Object.entries(left).filter(
            ([file, content]) => /^out\/\.clp-compile-[^/]*$/.test(file) && !/^(?:\/$|-> )/.test(content),
          );
          expect(temporaries).toEqual([]);
          // What somebody put where a secret belongs stays, and check says that others can read it.
          if (noSecrets && Object.keys(after.secrets).some((file) => left[`out/${file}`] !== undefined))
            return;
          const check = await runIn(directory, ["check", ...(noSecrets ? ["--no-secrets"] : [])]);
          expect(check.code, check.out).toBe(0);
          expect(treeOf(directory)).toMatchObject(left);
        } finally {
          rmSync(directory, { recursive: true, force: true });
        }
      },
    ),
    { numRuns, ...(seed === undefined ? {} : { seed }) },
  );
}

async function compileIn(directory: string, config: FakeConfig, noSecrets: boolean) {
  writeFileSync(join(directory, "etc/clp-config.yaml"), JSON.stringify(config));
  return runIn(directory, noSecrets ? ["--no-secrets"] : []);
}

type Intrusion = typeof intrusion extends fc.Arbitrary<infer T> ? T : never;

/** Does what it can: a path may lead through a file. */
function intrude(out: string, one: Intrusion): void {
  const at = join(out, one.kind === "manifest" ? "manifest.json" : one.path);
  try {
    if (one.kind === "remove") {
      rmSync(at, { recursive: true, force: true });
      return;
    }
    mkdirSync(dirname(at), { recursive: true });
    if (one.kind === "directory") mkdirSync(at);
    else {
      rmSync(at, { recursive: true, force: true });
      if (one.kind === "link") symlinkSync(one.to === "outside" ? join(out, "../outside") : one.to, at);
      else writeFileSync(at, one.text);
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
  }
}

function listedBy(manifest: string | undefined): ReadonlySet<string> {
  try {
    const { files, secret_files: secrets } = JSON.parse(manifest ?? "");
    return new Set([...files, ...secrets].map(({ path: listed }: { path: string }) => listed));
  } catch {
    return new Set();
  }
}
