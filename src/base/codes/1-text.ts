import type { CodeTable } from "./entry.ts";

export const TEXT_CODES = {
} as const satisfies CodeTable<"1">;
