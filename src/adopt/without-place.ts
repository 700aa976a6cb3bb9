/** What is wrong with inputs that were tried and never written. */
import type { Diagnostic } from "../base/diagnostic.ts";

/** The finding without its places: they are in no file that anybody could look at. */
export function withoutPlace({ primary: _, fix: _fix, ...rest }: Diagnostic): Diagnostic {
  return { ...rest, related: [] };
}
