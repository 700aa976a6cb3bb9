/** A folder of its own for a test, and the command line run in it. */
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, onTestFinished } from "vitest";
import type { Compiler, FORBIDDEN, Host, Validator } from "../../src/cli/host.ts";
import { run } from "../../src/cli/run.ts";
import { type FakeConfig, fakeCompiler } from "./fake-compiler.ts";

export interface Outcome {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

export interface Workspace {
  readonly directory: string;
  readonly path: (name: string) => string;
  readonly write: (name: string, text: string, mode?: number) => void;
  readonly read: (name: string) => string;
  readonly link: (name: string, target: string) => void;
  readonly mode: (name: string) => string;
  /** Writes the config of the fake compiler. */
  readonly config: (config: FakeConfig) => void;
  readonly run: (...argv: readonly string[]) => Promise<Outcome>;
  /** Everything below a folder, as text. */
  readonly tree: (name: string) => Readonly<Record<string, string>>;
}

export interface WorkspaceOptions {
  readonly variables?: Readonly<Record<string, string | typeof FORBIDDEN>>;
  readonly stdin?: string;
  readonly compiler?: Compiler & Partial<Validator>;
  readonly home?: string;
  readonly holdMemory?: Host["holdMemory"];
  /** What happens at each moment at which `--watch` looks at the inputs; after the last it is ended. */
  readonly moments?: readonly (() => void)[];
}

export function workspace(options: WorkspaceOptions = {}): Workspace {
  const directory = mkdtempSync(join(tmpdir(), "clp-compile-test-"));
  onTestFinished(() => {
    rmSync(directory, { recursive: true, force: true });
  });
  const path = (name: string): string => join(directory, name);
  const write = (name: string, text: string, mode?: number): void => {
    mkdirSync(dirname(path(name)), { recursive: true });
    writeFileSync(path(name), text);
    if (mode !== undefined) chmodSync(path(name), mode);
  };
  return {
    directory,
    path,
    write,
    read: (name) => readFileSync(path(name), "utf8"),
    link(name, target) {
      mkdirSync(dirname(path(name)), { recursive: true });
      symlinkSync(target, path(name));
    },
    mode: (name) => (lstatSync(path(name)).mode & 0o7777).toString(8).padStart(4, "0"),
    config: (config) => write("etc/clp-config.yaml", JSON.stringify(config, null, 1)),
    run: (...argv) => runIn(directory, argv, options),
    tree: (name) => treeOf(path(name)),
  };
}

export async function runIn(
  directory: string,
  argv: readonly string[],
  {
    variables = {},
    stdin = "",
    compiler = fakeCompiler,
    home,
    moments = [],
    holdMemory,
  }: WorkspaceOptions = {},
): Promise<Outcome> {
  const written = { out: "", err: "" };
  const host: Host = {
    directory,
    out: (text) => {
      written.out += text;
      return true;
    },
    err: (text) => {
      written.err += text;
      return true;
    },
    terminal: async () => ({ color: false, width: undefined }),
    variable: (name) => variables[name],
    readInput: (most) => new TextEncoder().encode(stdin).subarray(0, most),
    home: async () => home,
    validator: async () => ({ validate: compiler.validate ?? fakeCompiler.validate }),
    compiler: async () => compiler,
    ...(holdMemory === undefined ? {} : { holdMemory }),
    moments() {
      const left = [...moments];
      return {
        async next() {
          const happens = left.shift();
          happens?.();
          return happens !== undefined;
        },
        end() {},
      };
    },
  };
  const code = await run(argv, host);
  return { code, ...written };
}

/** Paths below a folder with what is there: text of files, `-> target` of links, `/` of directories. */
export function treeOf(root: string, below = ""): Readonly<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const entry of readdirSync(join(root, below), { withFileTypes: true }).sort((a, b) =>
    a.name < b.name ? -1 : 1,
  )) {
    const name = below === "" ? entry.name : `${below}/${entry.name}`;
    if (entry.isSymbolicLink()) found[name] = `-> ${readlinkSync(join(root, name))}`;
    else if (entry.isDirectory()) Object.assign(found, { [`${name}/`]: "/" }, treeOf(root, name));
    else found[name] = readFileSync(join(root, name), "utf8");
  }
  return found;
}

/** A workspace with a compiled folder. */
export async function compiledIn(config: FakeConfig): Promise<Workspace> {
  const space = workspace();
  space.write("etc/credentials.yaml", "database: {}\n");
  space.config(config);
  expect(await space.run()).toMatchObject({ code: 0 });
  return space;
}
