/**
 * The machine as the commands see it: standard streams, the environment, the compiler itself. An
 * argument of everything, so that tests and other runtimes can bring their own.
 */
import { fstatSync, readSync, writeSync } from "node:fs";
import { once } from "../base/once.ts";
import type { Printable } from "../base/printable.ts";
import type { Compilation, CompileOptions, isOfPattern, OwnPath, Sources, Validation } from "../mod.ts";
import type { Finding } from "../report/finding.ts";
import { bun } from "./bun.ts";

/** What checks inputs. */
export interface Validator {
  readonly validate: (sources: Sources) => Validation;
}

/** What makes files of inputs. */
export interface Compiler {
  readonly compile: (sources: Sources, options: CompileOptions) => Compilation;
  /** Every service of the package: Figure 1 of the specification, as Mermaid. */
  readonly diagramOfPackage: () => string;
  /** Every path that it can ever write. */
  readonly OUTPUT_PATHS: readonly OwnPath[];
  readonly isOfPattern: typeof isOfPattern;
}

export interface Host {
  /** Against which relative paths are resolved; empty for the process's own working directory. */
  readonly directory: string;
  /** Results. False where nobody reads any more. */
  readonly out: (text: Printable) => boolean;
  /** Findings and remarks. */
  readonly err: (text: Printable) => boolean;
  readonly terminal: (stream: "out" | "err") => Promise<Terminal>;
  /** A variable of the environment; `forbidden` where the runtime would not let us look. */
  readonly variable: (name: string) => string | undefined | typeof FORBIDDEN;
  /** Up to `most` bytes of standard input. */
  readonly readInput: (most: number) => Uint8Array;
  /** The user's home directory; undefined where there is none, or the runtime would not say. */
  readonly home: () => Promise<string | undefined>;
  /** Loaded when a command needs it, and no more of it than it needs: loading is much of a short run. */
  readonly validator: () => Promise<Validator>;
  readonly compiler: () => Promise<Compiler>;
  /** Takes the findings in place of a report: of several deployments there is one, of all that they have. */
  readonly collect?: (findings: readonly Finding[], stream: "out" | "err") => void;
  /** Is told of each input just before it is looked for, whether it is there or not. */
  readonly reads?: (name: string) => void;
  /** Is called once in a run over many deployments, when all that it needs is loaded. */
  readonly holdMemory?: () => Promise<void>;
  /** Moments at which `--watch` looks at the inputs; undefined: by the clock, until a signal ends it. */
  readonly moments?: () => Moments;
}

/** Moments, one after the other. */
export interface Moments {
  /** Waits for the next; false where there is none any more. */
  readonly next: () => Promise<boolean>;
  /** Nobody waits any more. */
  readonly end: () => void;
}

export interface Terminal {
  readonly color: boolean;
  /** Columns; undefined where it is no terminal. */
  readonly width: number | undefined;
}

export const FORBIDDEN = Symbol("forbidden");

/** What of Deno is asked for, so that its permissions are looked at before they are used: it would ask the user. */
interface DenoRuntime {
  readonly noColor: boolean;
  readonly permissions: {
    readonly querySync: (
      permission:
        | { readonly name: "env"; readonly variable: string }
        | { readonly name: "run"; readonly command: string }
        | { readonly name: "sys"; readonly kind: "homedir" },
    ) => {
      readonly state: string;
    };
  };
}

const deno = (globalThis as { readonly Deno?: DenoRuntime }).Deno;

/** The permissions that Deno lacks to start a program; where one is missing, it would ask the user. */
export function permissionsLackedBy(command: string): readonly string[] {
  if (deno === undefined) return [];
  const lacks = (permission: Parameters<DenoRuntime["permissions"]["querySync"]>[0]): boolean =>
    deno.permissions.querySync(permission).state !== "granted";
  return [
    ...(lacks({ name: "run", command }) ? [`--allow-run=${command}`] : []),
    // Deno looks at this variable whenever it starts a program.
    ...(lacks({ name: "env", variable: COVERAGE }) ? [`--allow-env=${COVERAGE}`] : []),
  ];
}

const COVERAGE = "NODE_V8_COVERAGE";

/** The environment of a program that is started: all of it, or, under Deno, what of these we may see. */
export function environmentFor(names: readonly string[]): Readonly<Record<string, string | undefined>> {
  if (deno === undefined) return process.env;
  const seen = names.map((name) => [name, variable(name)] as const);
  return Object.fromEntries(seen.filter((entry): entry is [string, string] => typeof entry[1] === "string"));
}

function variable(name: string): string | undefined | typeof FORBIDDEN {
  if (deno !== undefined && deno.permissions.querySync({ name: "env", variable: name }).state !== "granted") {
    return FORBIDDEN;
  }
  return process.env[name];
}

function isSet(name: string): boolean {
  const value = variable(name);
  return typeof value === "string" && value !== "";
}

async function terminal(stream: "out" | "err"): Promise<Terminal> {
  const descriptor = stream === "out" ? 1 : 2;
  // Asking the file first is cheap; the module for terminals brings sockets with it.
  let width: number | undefined;
  try {
    if (fstatSync(descriptor).isCharacterDevice() && (await import("node:tty")).isatty(descriptor)) {
      width = (stream === "out" ? process.stdout : process.stderr).columns || 80;
    }
  } catch {
    // A closed stream is no terminal.
  }
  return { width, color: isColored(width !== undefined) };
}

function isColored(onTerminal: boolean): boolean {
  if (isSet("NO_COLOR") || deno?.noColor) return false;
  const forced = variable("FORCE_COLOR");
  if (typeof forced === "string") return forced !== "0" && forced !== "false";
  return onTerminal && variable("TERM") !== "dumb";
}

/** Writes all of a text, also to a pipe that is slow to read. */
function write(descriptor: number, text: string): boolean {
  const bytes = new TextEncoder().encode(text);
  let written = 0;
  while (written < bytes.length) {
    try {
      written += writeSync(descriptor, bytes, written);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === "EPIPE" || code === "EBADF") return false;
      if (code !== "EAGAIN") throw error;
      pause();
    }
  }
  return true;
}

function pause(): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
}

async function home(): Promise<string | undefined> {
  if (
    deno !== undefined &&
    deno.permissions.querySync({ name: "sys", kind: "homedir" }).state !== "granted"
  ) {
    return undefined;
  }
  try {
    const { homedir } = await import("node:os");
    return homedir() || undefined;
  } catch {
    return undefined;
  }
}

/**
 * Has V8 collect garbage once the heap has doubled: by itself it waits until there is four times as much, so that a
 * run over a thousand deployments would take ten times the memory that it needs. Other runtimes have no such flag.
 */
async function holdMemory(): Promise<void> {
  if (deno !== undefined || bun !== undefined) return;
  const { setFlagsFromString } = await import("node:v8");
  setFlagsFromString("--heap-growing-percent=100");
}

/** Reads a descriptor to its end, or up to `most` bytes. */
export function readUpTo(descriptor: number, most: number): Uint8Array {
  let buffer = new Uint8Array(Math.min(most, 64 * 1024));
  let length = 0;
  while (length < most) {
    if (length === buffer.length) {
      const larger = new Uint8Array(Math.min(most, buffer.length * 4));
      larger.set(buffer);
      buffer = larger;
    }
    let count: number;
    try {
      count = readSync(descriptor, buffer, length, buffer.length - length, null);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === "EOF") break;
      if (code !== "EAGAIN") throw error;
      pause();
      continue;
    }
    if (count === 0) break;
    length += count;
  }
  return buffer.subarray(0, length);
}

async function loadCompiler(): Promise<Compiler> {
  const compiler = await import("./compiler.ts");
  // Bun collects garbage after each eight megabytes, which is the middle of the first compile, and waits for it.
  // Begun here it has little to look at, goes on beside the compile, and the next one is due after its end.
  bun?.gc(false);
  return compiler;
}

export function processHost(): Host {
  return {
    directory: "",
    out: (text) => write(1, text),
    err: (text) => write(2, text),
    terminal,
    variable,
    readInput: (most) => readUpTo(0, most),
    home,
    holdMemory,
    validator: () => import("../validate.ts"),
    compiler: once(loadCompiler),
  };
}
