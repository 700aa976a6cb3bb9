/** A file that the compiler emits: its text, and why each line of it is there. */

import { once } from "../base/once.ts";
import type { Origin } from "../base/origin.ts";
import type { Text } from "./text.ts";
import type { ComponentId } from "./value.ts";

/** Who may see a file: everybody, or those alone who may know its secrets. */
export type Access = "public" | "secret";

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
  /** The components that line n is about stand at index n - 1; undefined where no line is about any. */
  readonly components?: readonly (readonly ComponentId[])[] | undefined;
}

const NONE: readonly ComponentId[] = [];

/** A file of a text. What its lines come from is found out when it is first asked for. */
export function emittedFile<A extends Access>(
  path: string,
  access: A,
  { text, reasons }: Text,
  mode = access === "secret" ? 0o600 : 0o644,
): EmittedFile<A> {
  const found = once(reasons);
  const origins = once(() => found().map((reason) => reason.origins));
  const components = once(() =>
    found().some((reason) => reason.components !== undefined)
      ? found().map((reason) => reason.components ?? NONE)
      : undefined,
  );
  // Own properties that are listed: a copy, and JSON, have what they give.
  return {
    path,
    access,
    mode,
    text,
    get origins() {
      return origins();
    },
    get components() {
      return components();
    },
  };
}
