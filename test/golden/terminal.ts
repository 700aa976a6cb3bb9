/** Runs a command line in this process and catches what a terminal of 80 columns without colours would show. */
import { run } from "../../src/cli/run.ts";

export interface Shown {
  readonly exit: number;
  /** Results. */
  readonly out: string;
  /** Findings and remarks. */
  readonly err: string;
}

/**
 * @param directory where relative paths start
 * @param input what stands on standard input
 */
export async function show(directory: string, args: readonly string[], input = ""): Promise<Shown> {
  const texts = { out: "", err: "" };
  const exit = await run(args, {
    directory,
    out: (text) => {
      texts.out += text;
      return true;
    },
    err: (text) => {
      texts.err += text;
      return true;
    },
    terminal: async () => ({ color: false, width: 80 }),
    variable: () => undefined,
    home: async () => "/home/user",
    readInput: () => new TextEncoder().encode(input),
    validator: () => import("../../src/mod.ts"),
    compiler: () => import("../../src/mod.ts"),
  });
  return { exit, ...texts };
}
