/** What comes from inputs and from files on disk may hold anything: before a terminal shows it, it is made printable. */
import { printable } from "../report/printable.ts";

/** The same data with all its texts made printable. */
export function harmless<T>(value: T): T {
  if (typeof value === "string") return printable(value) as T;
  if (Array.isArray(value)) return value.map(harmless) as T;
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, harmless(item)])) as T;
}
