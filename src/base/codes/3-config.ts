import type { CodeTable } from "./entry.ts";

export const CONFIG_CODES = {
} as const satisfies CodeTable<"3">;
