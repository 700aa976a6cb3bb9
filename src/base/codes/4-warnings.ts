import type { CodeTable } from "./entry.ts";

export const WARNING_CODES = {
} as const satisfies CodeTable<"4">;
