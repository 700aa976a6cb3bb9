import type { BuildOptions } from "esbuild";

export function bundle(entry: Pick<BuildOptions, "entryPoints" | "stdin">, outfile: string): Promise<void>;
