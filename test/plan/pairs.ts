/** The pairs of deployments under `fixtures/plans`, compiled. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import {
  type BackendName,
  type Compilation,
  type CompiledFiles,
  compile,
  type Source,
  type Sources,
} from "../compiler.ts";
import { FIXTURES } from "../fixtures.ts";

/** What a `case.yaml` may say. */
interface Case {
  readonly emit?: readonly BackendName[];
  /** What somebody has changed in the earlier output since it was compiled. */
  readonly edits?: readonly { readonly file: string; readonly replace: string; readonly with: string }[];
}

export interface Pair {
  readonly name: string;
  readonly folder: string;
  readonly sources: { readonly before: Sources; readonly after: Sources };
  readonly before: CompiledFiles;
  readonly after: CompiledFiles;
  readonly compilations: { readonly before: Compilation; readonly after: Compilation };
}

/** A file of one side, or the one that both share. */
function source(folder: string, side: string, name: string): Source | undefined {
  const path = [join(folder, side, name), join(folder, name)].find(existsSync);
  return path === undefined ? undefined : { name, content: readFileSync(path) };
}

function sourcesOf(folder: string, side: string): Sources {
  const config = source(folder, side, "clp-config.yaml");
  if (config === undefined) throw new Error(`${folder}/${side} has no clp-config.yaml`);
  return {
    config,
    credentials: source(folder, side, "credentials.yaml"),
    site: source(folder, side, "clp-site.yaml"),
  };
}

function compiled(sources: Sources, where: string, emit: readonly BackendName[]): Compilation {
  const compilation = compile(sources, { emit, secrets: true });
  const errors = compilation.diagnostics.filter(({ severity }) => severity === "error");
  if (errors.length > 0) throw new Error(`${where}: ${errors.map(({ message }) => message).join("; ")}`);
  return compilation;
}

export function filesOf({ files }: Compilation): CompiledFiles {
  return { texts: new Map(files.map(({ path, text }) => [path, text])) };
}

export function pairs(): readonly Pair[] {
  const root = join(FIXTURES, "plans");
  return readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort()
    .map((name) => {
      const folder = join(root, name);
      const casePath = join(folder, "case.yaml");
      const { emit = ["compose"], edits = [] } = (
        existsSync(casePath) ? parse(readFileSync(casePath, "utf8")) : {}
      ) as Case;
      const sources = { before: sourcesOf(folder, "before"), after: sourcesOf(folder, "after") };
      const compilations = {
        before: compiled(sources.before, `${name}/before`, emit),
        after: compiled(sources.after, `${name}/after`, emit),
      };
      const texts = new Map(filesOf(compilations.before).texts);
      for (const { file, replace, with: text } of edits) {
        const old = texts.get(file);
        if (old === undefined || !old.includes(replace))
          throw new Error(`${name}: ${file} does not hold ${replace}`);
        texts.set(file, old.replaceAll(replace, text));
      }
      return { name, folder, sources, before: { texts }, after: filesOf(compilations.after), compilations };
    });
}
