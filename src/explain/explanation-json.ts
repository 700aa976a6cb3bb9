/** An explanation for programs; its shape is interface. */
import type { Explanation } from "./explanation.ts";

/** JSON with a line break at its end: `value` unless it is secret, `origins`, `reaches`. */
export function explanationJson({ value, origins, reaches }: Explanation): string {
  return `${JSON.stringify({ ...(value === undefined ? {} : { value }), origins, reaches }, null, 2)}\n`;
}
