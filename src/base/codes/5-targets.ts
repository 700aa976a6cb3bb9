import type { CodeTable } from "./entry.ts";

export const TARGET_CODES = {
} as const satisfies CodeTable<"5">;
