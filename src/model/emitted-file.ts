/** A file that the compiler emits: its text, and why each line of it is there. */
import type { Origin } from "../base/origin.ts";
import type { ComponentId } from "./value.ts";

/** Who may see a file: everybody, or those alone who may know its secrets. */
export type Access = "public" | "secret";

/** One line of a file, without its line break, and what it comes from. */
export interface Line {
  readonly text: string;
  readonly origins: readonly Origin[];
  /** The components that it is about, where it is about some: the outermost first. */
  readonly components?: readonly ComponentId[];
}

/** A file that a backend emits. Writing it, with its mode, is the caller's. */
export interface EmittedFile<A extends Access = Access> {
  /** Below the output directory, with `/`: `compose/docker-compose.yaml`. */
  readonly path: string;
  readonly access: A;
  /** 0o644, 0o755 for scripts, 0o600 for secrets. */
  readonly mode: number;
  /** Ends with a line break. */
  readonly text: string;
  /** The origins of line n stand at index n - 1. Never empty for a line. */
  readonly origins: readonly (readonly Origin[])[];
  /** The components that line n is about stand at index n - 1; absent where no line is about any. */
  readonly components?: readonly (readonly ComponentId[])[];
}

const NONE: readonly ComponentId[] = [];

/** Joins lines to a file. */
export function emittedFile<A extends Access>(
  path: string,
  access: A,
  lines: readonly Line[],
  mode = access === "secret" ? 0o600 : 0o644,
): EmittedFile<A> {
  return {
    path,
    access,
    mode,
    text: `${lines.map((line) => line.text).join("\n")}\n`,
    origins: lines.map((line) => line.origins),
    ...(lines.some((line) => line.components !== undefined)
      ? { components: lines.map((line) => line.components ?? NONE) }
      : {}),
  };
}
