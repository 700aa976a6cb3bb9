/** Runs one command line, from arguments to exit code. Nothing that goes wrong ends in a stack trace. */
import { print, printableLines, verbatim } from "../base/printable.ts";
import { shell } from "../base/shell.ts";
import { versionLine } from "../version.ts";
import { EXIT, type ExitCode } from "./exit.ts";
import { FORBIDDEN, type Host } from "./host.ts";
import { hasProject } from "./project/has-project.ts";
import { systemCode } from "./system-error.ts";
import { type Parsed, PLAN_AGAINST, parseArguments } from "./usage/arguments.ts";
import { PROJECT_FILE } from "./usage/choices.ts";
import type { Command } from "./usage/command.ts";
import type { Options } from "./usage/options.ts";
import { WrongUsage } from "./usage/wrong-usage.ts";

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
        return wrongUsage(parsed, parsed.command, host);
      case "run":
        return await runCommand(parsed, colored(host, parsed.options.color));
      default:
        return parsed satisfies never;
    }
  } catch (error) {
    if (error instanceof WrongUsage)
      return wrongUsage(error, parsed.kind === "run" ? parsed.command : undefined, host);
    return await failed(error, parsed, host);
  }
}

/** Runs a command, with `--watch` again and again; then no failure of one run is the end of it. */
async function runCommand(parsed: Parsed & { readonly kind: "run" }, host: Host): Promise<ExitCode> {
  const { command, options } = parsed;
  if (!options.watch) return await perform(command, options, host);
  const { watch } = await import("./watch.ts");
  const runOnce = async (own: Host): Promise<ExitCode> => {
    try {
      return await perform(command, options, own);
    } catch (error) {
      return error instanceof WrongUsage ? wrongUsage(error, command, own) : await failed(error, parsed, own);
    }
  };
  return await watch(runOnce, options, host);
}

/** Runs a command: for the deployments of the project file where there is one, and no flag names another input. */
async function perform(command: Command, options: Options, host: Host): Promise<ExitCode> {
  if (command.deployments === true && !options.placed && hasProject(host))
    return await (await import("./project/run-project.ts")).runProject(command, options, host);
  if (options.deployment !== undefined) {
    if (!hasProject(host))
      throw new WrongUsage(
        `Cannot find the deployment "${options.deployment}": there is no ${PROJECT_FILE} here`,
      );
    const { runDeployment } = await import("./project/run-project.ts");
    return await runDeployment(command, options.deployment, options, host);
  }
  const [name] = options.deployments;
  if (name !== undefined)
    throw new WrongUsage(
      `"${command.name}" cannot do anything with "${name}": there is no ${PROJECT_FILE} here`,
      shell`To name the config: --config ${name}`,
    );
  if (command.name === "plan" && options.against === undefined) throw new WrongUsage(...PLAN_AGAINST);
  return await (await command.load())(options, host);
}

function wrongUsage(
  { message, help }: { readonly message: string; readonly help?: string | undefined },
  command: Command | undefined,
  host: Host,
): ExitCode {
  host.err(print`clp-compile: ${message}\n`);
  if (help !== undefined) host.err(print`  ${help}\n`);
  host.err(print`  See: clp-compile ${command === undefined ? "" : `${command.name} `}--help\n`);
  return EXIT.usage;
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
  const [{ reportFindings }, { internalError }] = await Promise.all([
    import("./findings.ts"),
    import("./internal-error.ts"),
  ]);
  const finding = internalError(error, parsed.kind === "run" ? parsed.command.name : undefined);
  await reportFindings(
    [finding],
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
