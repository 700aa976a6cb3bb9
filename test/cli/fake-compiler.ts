/** A compiler whose config lists what it emits, so that tests of the command line say what they need. */
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import type { Diagnostic } from "../../src/base/diagnostic.ts";
import type { Origin } from "../../src/base/origin.ts";
import type { Compiler, Validator } from "../../src/cli/host.ts";
import { BACKENDS } from "../../src/cli/usage/choices.ts";
import {
  type Compilation,
  type EmittedFile,
  isOfPattern,
  OUTPUT_PATHS,
  type Source,
  type SourceText,
} from "../../src/mod.ts";

export interface FakeConfig {
  /** Text by path. */
  readonly files?: Readonly<Record<string, string>>;
  readonly scripts?: Readonly<Record<string, string>>;
  readonly secrets?: Readonly<Record<string, string>>;
  /** Secret files that the target cannot carry. */
  readonly withheld?: readonly string[];
  readonly findings?: readonly Pick<Diagnostic, "code" | "severity" | "message">[];
  /** Throws an exception of that text. */
  readonly defect?: string;
}

const GITIGNORE = "# Made by clp-compile.\n.env\n.clp-compile-*.tmp\n";

function textOf(source: Source): SourceText {
  const { name, content } = source;
  const text = typeof content === "string" ? content : new TextDecoder().decode(content);
  return { file: "config", name, text, masked: [] };
}

const mode = (bits: number): string => bits.toString(8).padStart(4, "0");

/** Each stands on its own message. */
function diagnosticsOf({ findings = [] }: FakeConfig, { text }: SourceText): readonly Diagnostic[] {
  return findings.map((one): Diagnostic => {
    const start = Math.max(0, text.indexOf(one.message));
    const span = { file: "config" as const, start, end: start + one.message.length };
    return { ...one, path: [], primary: { span, text: "" }, related: [], notes: [] };
  });
}

const compile: Compiler["compile"] = (sources, options): Compilation => {
  const text = textOf(sources.config);
  const config: FakeConfig = /^(?:#|$)/.test(text.text) ? {} : JSON.parse(text.text);
  if (config.defect !== undefined) throw new TypeError(config.defect);
  const texts = { config: text };
  const diagnostics = diagnosticsOf(config, text);
  if (diagnostics.some(({ severity }) => severity === "error")) {
    return {
      ok: false,
      diagnostics,
      texts,
      files: [],
      secretPaths: [],
      backends: [],
      needsCredentials: true,
      withoutSecrets: [],
      skipped: [],
    };
  }

  const emit = (path: string, content: string, bits: number, access: "public" | "secret"): EmittedFile => {
    const start = Math.max(0, text.text.indexOf(JSON.stringify(path)));
    const origin: Origin = {
      kind: "source",
      path: ["files", path],
      span: { file: "config", start, end: start + path.length + 2 },
    };
    return { path, access, mode: bits, text: content, origins: content.split("\n").map(() => [origin]) };
  };
  const entries = (map: Readonly<Record<string, string>> | undefined): readonly [string, string][] =>
    Object.entries(map ?? {});
  const folders = [config.files, config.scripts, config.secrets].flatMap((map) =>
    Object.keys(map ?? {}).map((path) => path.split("/")[0]!),
  );
  const backends = options.emit ?? BACKENDS.filter((name) => folders.includes(name));
  const isWanted = (path: string): boolean => {
    const folder = BACKENDS.find((name) => path.startsWith(`${name}/`));
    return folder === undefined || backends.includes(folder);
  };
  const byPath = (a: { readonly path: string }, b: { readonly path: string }): number =>
    a.path < b.path ? -1 : 1;
  const listed = [
    emit(".gitignore", GITIGNORE, 0o644, "public"),
    ...entries(config.files).map(([path, content]) => emit(path, content, 0o644, "public")),
    ...entries(config.scripts).map(([path, content]) => emit(path, content, 0o755, "public")),
  ].filter(({ path }) => isWanted(path));
  const secrets = entries(config.secrets)
    .map(([path, content]) => emit(path, content, 0o600, "secret"))
    .filter(({ path }) => isWanted(path));
  const secretPaths = [...secrets.map(({ path }) => path), ...(config.withheld ?? [])].sort();
  const manifest = {
    version: 1,
    compiler: "0.1.0",
    release: "0.9.0",
    deployment: "full",
    backends: BACKENDS.filter((name) => backends.includes(name) || options.kept?.backends.includes(name)),
    files: [
      ...listed.map(({ path, mode: bits, text: content }) => ({
        path,
        mode: mode(bits),
        sha256: bytesToHex(sha256(utf8ToBytes(content))),
      })),
      ...(options.kept?.files ?? []).map((one) => ({ ...one, mode: mode(one.mode) })),
    ].sort(byPath),
    secret_files: [
      ...secretPaths.map((path) => ({ path, mode: "0600" })),
      ...(options.kept?.secretFiles ?? []).map(({ path }) => ({ path, mode: "0600" })),
    ].sort(byPath),
    ...(options.kept?.pending.length
      ? { pending: options.kept.pending.map((one) => ({ ...one, mode: mode(one.mode) })) }
      : {}),
  };
  const files = [
    ...listed,
    ...(options.secrets ? secrets : []),
    emit("manifest.json", `${JSON.stringify(manifest, null, 2)}\n`, 0o644, "public"),
  ].sort((a, b) => (a.path < b.path ? -1 : 1));
  return {
    ok: true,
    diagnostics,
    texts,
    files,
    secretPaths: secretPaths.map((path) => ({ path, mode: 0o600 })),
    backends,
    needsCredentials: true,
    withoutSecrets: [],
    skipped: [],
  };
};

export const fakeCompiler: Compiler & Validator = {
  compile,
  validate: (sources) => compile(sources, { secrets: false }),
  diagramOfPackage: () => "flowchart LR\n  a --> b\n",
  OUTPUT_PATHS,
  isOfPattern,
};
