/** Lines while a writer makes them. */
import type { Origin } from "../base/origin.ts";
import type { Tree } from "../model/tree.ts";
import type { ComponentId } from "../model/value.ts";

export interface GrowingLine {
  readonly text: string;
  readonly origins: readonly Origin[];
  components?: readonly ComponentId[];
}

/** Says of the lines from `first` on, which a node was written to, which component it is about. */
export function mark(lines: readonly GrowingLine[], first: number, { component }: Tree): void {
  if (component === undefined) return;
  const alone = [component];
  for (const line of lines.slice(first))
    line.components = line.components === undefined ? alone : [component, ...line.components];
}
