/** An explanation for programs; its shape is interface. */
import type { Explanation } from "./explain.ts";

export function explanationJson({ value, origins, reaches }: Explanation): string {
  return `${JSON.stringify({ ...(value === undefined ? {} : { value }), origins, reaches }, null, 2)}\n`;
}
