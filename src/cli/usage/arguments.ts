/** Parses the command line by the table of commands, with a suggestion for what is misspelt. */

import { parseArgs } from "node:util";
import { shell } from "../../base/shell.ts";
import { nearest } from "../../base/suggest.ts";
import type { BackendName } from "../../mod.ts";
import type { Format } from "../../report/report.ts";
import { DEFAULT_OUT, type DiagramFormat } from "./choices.ts";
import { COMMANDS, COMMON_FLAGS, type Command, type Flag } from "./commands.ts";
import type { Options } from "./options.ts";

export type Parsed =
  | { readonly kind: "run"; readonly command: Command; readonly options: Options }
  /** Undefined: of the program as a whole. */
  | { readonly kind: "help"; readonly command: Command | undefined }
  | { readonly kind: "version" }
  | { readonly kind: "wrong"; readonly message: string; readonly help?: string; readonly command?: Command };

/** Thrown and caught in this module alone: the first mistake of a command line ends its parsing. */
class Wrong extends Error {
  readonly help: string | undefined;
  constructor(message: string, help?: string) {
    super(message);
    this.help = help;
  }
}

const EVERY_FLAG: readonly Flag[] = [...COMMON_FLAGS, ...COMMANDS.flatMap((command) => command.flags)];

/** @param argv the arguments behind the program's name */
export function parseArguments(argv: readonly string[]): Parsed {
  let command: Command | undefined;
  try {
    const { tokens } = parseArgs({
      args: [...argv],
      options: Object.fromEntries(
        EVERY_FLAG.map(({ name, short, value }) => [
          name,
          { type: value === undefined ? "boolean" : "string", ...(short === undefined ? {} : { short }) },
        ]),
      ),
      strict: false,
      allowPositionals: true,
      tokens: true,
    });

    const words = tokens.flatMap((token) => (token.kind === "positional" ? [token.value] : []));
    const wantsHelp =
      words[0] === "help" || tokens.some((token) => token.kind === "option" && token.name === "help");
    if (words[0] === "help") words.shift();
    // Before the command: the value of an unknown flag would look like one.
    for (const token of tokens) if (token.kind === "option") knownFlag(token.name, token.rawName);
    command = commandOf(words, wantsHelp);
    if (wantsHelp) return { kind: "help", command: words.length === 0 ? undefined : command };
    if (tokens.some((token) => token.kind === "option" && token.name === "version"))
      return { kind: "version" };

    const values = new Map<string, string[]>();
    for (const token of tokens) {
      if (token.kind !== "option") continue;
      const flag = flagOf(token.name, token.rawName, command);
      if (flag.value === undefined) {
        if (token.value !== undefined) throw new Wrong(`--${flag.name} takes no value`);
        values.set(flag.name, []);
        continue;
      }
      // `--config --strict` is a forgotten value, not a file of that name.
      if (
        token.value === undefined ||
        (!token.inlineValue && token.value.startsWith("-") && token.value !== "-")
      ) {
        throw new Wrong(`--${flag.name} needs a value: ${flag.value}`, expected(flag));
      }
      values.set(flag.name, [...(values.get(flag.name) ?? []), token.value]);
    }
    return {
      kind: "run",
      command,
      options: optionsOf(command, words.slice(command.name === words[0] ? 1 : 0), values),
    };
  } catch (error) {
    if (!(error instanceof Wrong)) throw error;
    return {
      kind: "wrong",
      message: error.message,
      ...(error.help === undefined ? {} : { help: error.help }),
      ...(command === undefined ? {} : { command }),
    };
  }
}

function commandOf(words: readonly string[], wantsHelp: boolean): Command {
  const word = words[0];
  const found = COMMANDS.find(({ name }) => name === (word ?? "compile"));
  if (found !== undefined) return found;
  const suggestion = nearest(
    word!,
    COMMANDS.map(({ name }) => name),
  );
  if (suggestion !== undefined) throw new Wrong(`Unknown command "${word}"`, `Did you mean "${suggestion}"?`);
  if (/[./\\]/.test(word!) && !wantsHelp) {
    throw new Wrong(
      `Unknown command "${word}"`,
      `To compile that file: ${shell`clp-compile --config ${word!}`}`,
    );
  }
  throw new Wrong(`Unknown command "${word}"`, `Commands: ${COMMANDS.map(({ name }) => name).join(", ")}`);
}

function knownFlag(name: string, rawName: string): void {
  if (EVERY_FLAG.some((flag) => flag.name === name)) return;
  const suggestion = flagMeant(name);
  throw new Wrong(
    `Unknown flag ${rawName}`,
    suggestion === undefined ? undefined : `Did you mean --${suggestion}?`,
  );
}

/** The nearest flag, or the only one that begins like it or as which it begins: `-o` and `--output` for `--out`. */
function flagMeant(name: string): string | undefined {
  const names = [...new Set(EVERY_FLAG.map((flag) => flag.name))];
  const near = name.length === 1 ? undefined : nearest(name, names);
  if (near !== undefined) return near;
  const alike = names.filter((one) => one.startsWith(name) || name.startsWith(one));
  return alike.length === 1 ? alike[0] : undefined;
}

function flagOf(name: string, rawName: string, command: Command): Flag {
  const found = [...COMMON_FLAGS, ...command.flags].find((flag) => flag.name === name);
  if (found !== undefined) return found;
  const owners = COMMANDS.filter(({ flags }) => flags.some((flag) => flag.name === name));
  throw new Wrong(
    `"${command.name}" has no flag ${rawName}`,
    `It belongs to ${owners.map((owner) => `"${owner.name}"`).join(" and ")}`,
  );
}

function expected(flag: Flag): string | undefined {
  return flag.choices === undefined
    ? undefined
    : `Expected ${flag.list ? "some" : "one"} of ${flag.choices.join(", ")}`;
}

/** What people call a choice elsewhere. */
const NICKNAMES: Readonly<Record<string, string>> = {
  docker: "compose",
  "docker-compose": "compose",
  k8s: "kubernetes",
  kubectl: "kubernetes",
  kustomize: "kubernetes",
  chart: "helm",
  values: "helm",
  mermaid: "diagram",
  markdown: "docs",
  config: "clp-config",
  site: "clp-site",
};

function nicknameIn(value: string, choices: readonly string[]): string | undefined {
  const meant = Object.hasOwn(NICKNAMES, value) ? NICKNAMES[value] : undefined;
  return meant !== undefined && choices.includes(meant) ? meant : undefined;
}

/** Checks a value against the choices of its flag or argument. */
function choose(what: string, value: string, choices: readonly string[], help: string | undefined): string {
  if (choices.includes(value)) return value;
  const suggestion = nicknameIn(value, choices) ?? nearest(value, choices);
  throw new Wrong(
    `${what} cannot be "${value}"`,
    suggestion === undefined ? help : `Did you mean "${suggestion}"? ${help}`,
  );
}

function optionsOf(
  command: Command,
  words: readonly string[],
  values: ReadonlyMap<string, readonly string[]>,
): Options {
  const given = (name: string): boolean => values.has(name);
  // Commands may have flags of one name: its own counts.
  const flagNamed = (name: string): Flag =>
    [...command.flags, ...EVERY_FLAG].find((flag) => flag.name === name)!;
  /** The last one counts, so that a wrapper's flag can be overridden. */
  const text = (name: string): string | undefined => {
    const value = values.get(name)?.at(-1);
    if (value === "") throw new Wrong(`--${name} needs a value: ${flagNamed(name).value}`);
    const { choices } = flagNamed(name);
    return value === undefined || choices === undefined
      ? value
      : choose(`--${name}`, value, choices, expected(flagNamed(name)));
  };
  /** Every value of a flag that repeats. */
  const texts = (name: string): readonly string[] => {
    const all = values.get(name) ?? [];
    if (all.includes("")) throw new Wrong(`--${name} needs a value: ${flagNamed(name).value}`);
    return [...new Set(all)];
  };
  const list = (name: string): readonly string[] | undefined => {
    const flag = flagNamed(name);
    const items = values
      .get(name)
      ?.flatMap((value) => value.split(","))
      .map((item) => item.trim());
    return items === undefined
      ? undefined
      : [...new Set(items.map((item) => choose(`--${name}`, item, flag.choices ?? [], expected(flag))))];
  };

  if (given("credentials") && given("credentials-from-env")) {
    throw new Wrong("--credentials and --credentials-from-env contradict each other", "Give one of them");
  }
  const stdin = command.name === "validate" && words[0] === "-";
  if (stdin && given("config"))
    throw new Wrong('"validate -" and --config contradict each other', "Give one of them");
  if (!stdin && given("stdin-filename"))
    throw new Wrong("--stdin-filename needs the argument -", "clp-compile validate -");
  if (given("all") && given("emit")) throw new Wrong("--all and --emit contradict each other");

  if (command.name === "init") {
    const [clash] = ["type", "storage", "this-machine"].filter(given);
    if (given("from-installation") && clash !== undefined)
      throw new Wrong(
        `--from-installation and --${clash} contradict each other`,
        "The package says what it is",
      );
    if (!given("from-installation") && words.length === 0)
      throw new Wrong('"init" needs an argument: DIR', "The folder to set up, such as clp");
  }

  const formats = ((command.name === "diagram" && list("format")) || ["mmd"]) as readonly DiagramFormat[];
  if (given("update") && formats.some((format) => format !== "mmd"))
    throw new Wrong(
      "--update and --format contradict each other",
      "A document gets the diagram as Mermaid, which code hosts draw themselves",
    );

  if (command.name === "plan") {
    if (!given("against"))
      throw new Wrong(
        '"plan" needs --against: an output folder, or REF:PATH in git',
        "clp-compile plan --against main:out",
      );
    if (given("json") && given("format"))
      throw new Wrong("--json and --format contradict each other", "Give one of them");
  }

  const [argument] = command.arguments;
  const subject = words[0];
  if (argument !== undefined && !argument.optional && subject === undefined) {
    throw new Wrong(
      `"${command.name}" needs an argument: ${argument.name}`,
      argument.choices === undefined
        ? argument.description
        : `Expected one of ${argument.choices.join(", ")}`,
    );
  }
  const surplus = words[argument === undefined || (argument.name === "-" && subject !== "-") ? 0 : 1];
  if (surplus !== undefined) {
    throw new Wrong(
      `"${command.name}" cannot do anything with "${surplus}"`,
      /[./\\]/.test(surplus) ? `To name the config: ${shell`--config ${surplus}`}` : undefined,
    );
  }
  if (argument?.choices !== undefined && subject !== undefined) {
    choose(argument.name, subject, argument.choices, `Expected one of ${argument.choices.join(", ")}`);
  }

  return {
    config: text("config"),
    credentials: text("credentials"),
    site: text("site"),
    noSecrets: given("no-secrets"),
    credentialsFromEnv: given("credentials-from-env"),
    emit: list("emit") as readonly BackendName[] | undefined,
    out: text("out") ?? DEFAULT_OUT,
    dryRun: given("dry-run"),
    diagnostics: (text("diagnostics") ?? "pretty") as Format,
    strict: given("strict"),
    quiet: given("quiet"),
    color: (text("color") ?? "auto") as Options["color"],
    stdin,
    stdinFilename: text("stdin-filename"),
    fix: given("fix"),
    prune: given("prune"),
    markdown: texts("markdown"),
    all: given("all"),
    formats,
    update: text("update"),
    json: given("json"),
    against: text("against"),
    format: (command.name === "plan" ? (text("format") ?? "text") : "text") as Options["format"],
    exitCode: given("exit-code"),
    type: (text("type") ?? "full") as Options["type"],
    storage: (text("storage") ?? "fs") as Options["storage"],
    thisMachine: given("this-machine"),
    fromInstallation: text("from-installation"),
    subject: subject ?? "",
  };
}
