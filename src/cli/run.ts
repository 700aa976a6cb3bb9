/** Runs one command line, from arguments to exit code. Nothing that goes wrong ends in a stack trace. */
import { print, printableLines, verbatim } from "../base/printable.ts";
import { versionLine } from "../version.ts";
import { EXIT, type ExitCode } from "./exit.ts";
import { FORBIDDEN, type Host } from "./host.ts";
import { systemCode } from "./system-error.ts";
import { type Parsed, parseArguments } from "./usage/arguments.ts";
import type { Options } from "./usage/options.ts";

/** @param argv the arguments behind the program's name */
export async function run(argv: readonly string[], host: Host): Promise<ExitCode> {
  const parsed = parseArguments(argv);
  try {
    switch (parsed.kind) {
      case "help": {
        const { commandHelp, programHelp } = await import("./usage/help.ts");
        host.out(verbatim(parsed.command === undefined ? programHelp() : commandHelp(parsed.command)));
        return EXIT.done;
      }
      case "version":
        host.out(print`${versionLine()}\n`);
        return EXIT.done;
      case "wrong":
        host.err(print`clp-compile: ${parsed.message}\n`);
        if (parsed.help !== undefined) host.err(print`  ${parsed.help}\n`);
        host.err(
          print`  See: clp-compile ${parsed.command === undefined ? "" : `${parsed.command.name} `}--help\n`,
        );
        return EXIT.usage;
      case "run":
        return await (await parsed.command.load())(parsed.options, colored(host, parsed.options.color));
      default:
        return parsed satisfies never;
    }
  } catch (error) {
    return await failed(error, parsed, host);
  }
}

/** The machine with colours as they are asked for. */
function colored(host: Host, when: Options["color"]): Host {
  if (when === "auto") return host;
  return {
    ...host,
    terminal: async (stream) => ({ ...(await host.terminal(stream)), color: when === "always" }),
  };
}

/** Says what broke. The message of an unexpected error may quote an input, so it is shown only when asked for. */
async function failed(error: unknown, parsed: Parsed, host: Host): Promise<ExitCode> {
  if (systemCode(error) === "ENOSPC") {
    // The files of a run are written elsewhere: this is standard output, and no defect of ours.
    host.err(print`clp-compile: cannot write the result: no space is left on the device\n`);
    return EXIT.fileSystem;
  }
  const { reportFindings } = await import("./findings.ts");
  const name = error instanceof Error ? error.constructor.name : typeof error;
  const place = error instanceof Error ? placeOf(error) : undefined;
  await reportFindings(
    [
      {
        code: "CLP9001",
        severity: "error",
        message: `Internal error${parsed.kind === "run" ? ` in "${parsed.command.name}"` : ""}: ${name}${place === undefined ? "" : ` in ${place}`}`,
        path: [],
        related: [],
        notes: [`clp-compile ${versionLine()}, ${runtime()}`],
        help: "This is a defect of clp-compile: please report these lines. With CLP_COMPILE_DEBUG=1 the full error follows, which may quote the inputs",
      },
    ],
    { diagnostics: parsed.kind === "run" ? parsed.options.diagnostics : "pretty" },
    host,
  );
  const debug = host.variable("CLP_COMPILE_DEBUG");
  if (debug !== undefined && debug !== FORBIDDEN && debug !== "") {
    const full = error instanceof Error ? (error.stack ?? error.message) : String(error);
    host.err(printableLines(`${full}\n`));
  }
  return EXIT.internal;
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
