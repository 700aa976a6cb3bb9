import type { CodeTable } from "./entry.ts";

export const INTERNAL_CODES = {
} as const satisfies CodeTable<"9">;
