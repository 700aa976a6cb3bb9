import type { CodeTable } from "./entry.ts";

export const KEYS_CODES = {
} as const satisfies CodeTable<"2">;
