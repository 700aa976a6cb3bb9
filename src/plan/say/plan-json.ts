/** A plan for programs: schema/plan.schema.json says what it holds. */
import type { Plan } from "../plan.ts";

/** JSON with a line break at its end. */
export function planJson(plan: Plan): string {
  return `${JSON.stringify(plan, null, 2)}\n`;
}
