/** A defect of the compiler, as a finding: what broke, without what may quote an input. */
import type { Finding } from "../report/finding.ts";
import { versionLine } from "../version.ts";

/** @param command the command that ran, where one did */
export function internalError(error: unknown, command: string | undefined): Finding {
  const name = error instanceof Error ? error.constructor.name : typeof error;
  const place = error instanceof Error ? placeOf(error) : undefined;
  return {
    code: "CLP9001",
    severity: "error",
    message: `Internal error${command === undefined ? "" : ` in "${command}"`}: ${name}${place === undefined ? "" : ` in ${place}`}`,
    path: [],
    related: [],
    notes: [`clp-compile ${versionLine()}, ${runtime()}`],
    help: "This is a defect of clp-compile: please report these lines. With CLP_COMPILE_DEBUG=1 the full error follows, which may quote the inputs",
  };
}

/** `lowerDatabase (mod.ts:12:9)`: the innermost place in the program, without its directory. */
function placeOf(error: Error): string | undefined {
  const frame = error.stack?.split("\n").find((line) => /^\s+at /.test(line));
  const match = /^\s+at (?:async )?(?:(\S+) )?\(?(?:.*[\\/])?([^\\/()]+:\d+:\d+)\)?$/.exec(frame ?? "");
  return match === null
    ? undefined
    : [match[1], match[1] === undefined ? match[2] : `(${match[2]})`].join(" ").trim();
}

function runtime(): string {
  const { node, deno, bun } = process.versions as Readonly<Record<string, string | undefined>>;
  if (deno !== undefined) return `Deno ${deno}`;
  return bun === undefined ? `Node ${node}` : `Bun ${bun}`;
}
