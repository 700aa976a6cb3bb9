/** Parses the command line by the table of commands, with a suggestion for what is misspelt. */

import { parseArgs } from "node:util";
import { listed } from "../../base/listed.ts";
import { shell } from "../../base/shell.ts";
import { nearest } from "../../base/suggest.ts";
import { DEFAULT_RELEASE, RELEASES, type ReleaseId, releaseOf } from "../../clp/releases/releases.ts";
import type { BackendName } from "../../mod.ts";
import type { Format } from "../../report/report.ts";
import { DEFAULT_OUT, type DiagramFormat, NAMES_FLAG } from "./choices.ts";
import { choose } from "./choose.ts";
import { COMMANDS, type Command, EVERY_FLAG, type Flag } from "./commands.ts";
import { COMMON_FLAGS } from "./common-flags.ts";
import { expectedOf, type GivenFlags, givenFlags } from "./given-flags.ts";
import { hostsIn } from "./hosts-flag.ts";
import type { Options } from "./options.ts";
import { WrongUsage } from "./wrong-usage.ts";

export type Parsed =
  | { readonly kind: "run"; readonly command: Command; readonly options: Options }
  /** Undefined: of the program as a whole. */
  | { readonly kind: "help"; readonly command: Command | undefined }
  | { readonly kind: "version" }
  | { readonly kind: "wrong"; readonly message: string; readonly help?: string; readonly command?: Command };

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
        if (token.value !== undefined) throw new WrongUsage(`--${flag.name} takes no value`);
        values.set(flag.name, []);
        continue;
      }
      // `--config --strict` is a forgotten value, not a file of that name.
      if (
        token.value === undefined ||
        (!token.inlineValue && token.value.startsWith("-") && token.value !== "-")
      ) {
        throw new WrongUsage(`--${flag.name} needs a value: ${flag.value}`, expectedOf(flag));
      }
      values.set(flag.name, [...(values.get(flag.name) ?? []), token.value]);
    }
    return {
      kind: "run",
      command,
      options: optionsOf(
        command,
        words.slice(command.name === words[0] ? 1 : 0),
        givenFlags(command, values),
      ),
    };
  } catch (error) {
    if (!(error instanceof WrongUsage)) throw error;
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
  if (suggestion !== undefined)
    throw new WrongUsage(`Unknown command "${word}"`, `Did you mean "${suggestion}"?`);
  if (/[./\\]/.test(word!) && !wantsHelp) {
    throw new WrongUsage(
      `Unknown command "${word}"`,
      `To compile that file: ${shell`clp-compile --config ${word!}`}`,
    );
  }
  throw new WrongUsage(
    `Unknown command "${word}"`,
    `Commands: ${COMMANDS.map(({ name }) => name).join(", ")}`,
  );
}

function knownFlag(name: string, rawName: string): void {
  if (EVERY_FLAG.some((flag) => flag.name === name)) return;
  const suggestion = flagMeant(name);
  throw new WrongUsage(
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
  throw new WrongUsage(
    `"${command.name}" has no flag ${rawName}`,
    `It belongs to ${listed(owners.map((owner) => `"${owner.name}"`))}`,
  );
}

/** @throws {WrongUsage} for flags that contradict each other or are missing, and for wrong arguments */
function optionsOf(command: Command, words: readonly string[], flags: GivenFlags): Options {
  const { has, text, texts, list } = flags;
  const subject = words[0];
  const stdin = command.name === "validate" && subject === "-";
  refuseContradictions(flags);
  refuseTwoReaders(flags, stdin);
  if (stdin && has("config")) throw contradiction('"validate -"', "--config", "Give one of them");
  if (stdin && has("watch")) throw contradiction('"validate -"', "--watch", "Standard input is read once");
  if (!stdin && has("stdin-filename"))
    throw new WrongUsage("--stdin-filename needs the argument -", "clp-compile validate -");
  if (command.name === "init") checkInit(flags, subject);
  const placed = stdin || PLACING.some(has);
  const deployments = command.deployments === true && !stdin ? words : [];
  if (command.name === "plan") checkPlan(flags, placed);
  if (command.name === "migrate") checkMigrate(flags);
  const namedRelease = text("clp-version") as ReleaseId | undefined;
  const formats = ((command.name === "diagram" && list("format")) || ["mmd"]) as readonly DiagramFormat[];
  if (has("update") && formats.some((format) => format !== "mmd")) {
    const why = "A document gets the diagram as Mermaid, which code hosts draw themselves";
    throw contradiction("--update", "--format", why);
  }
  const named = PLACING.find(has);
  const [deployment] = deployments;
  if (deployment !== undefined && named !== undefined && !LOOKS_LIKE_A_FILE.test(deployment))
    throw contradiction(
      `"${command.name} ${deployment}"`,
      `--${named}`,
      "The project file names the inputs of a deployment",
    );
  if (has("deployment") && named !== undefined)
    throw contradiction("--deployment", `--${named}`, "The project file names the inputs of a deployment");
  checkArguments(command, words);

  const [config, ...configLayers] = texts("config");
  const [site, ...siteLayers] = texts("site");
  return {
    config,
    configLayers,
    credentials: text("credentials"),
    site,
    siteLayers,
    noSecrets: has("no-secrets"),
    credentialsFromEnv: has("credentials-from-env"),
    emit: list("emit") as readonly BackendName[] | undefined,
    out: text("out") ?? DEFAULT_OUT,
    dryRun: has("dry-run"),
    diagnostics: (text("diagnostics") ?? "pretty") as Format,
    strict: has("strict"),
    watch: has("watch"),
    quiet: has("quiet"),
    color: (text("color") ?? "auto") as Options["color"],
    stdin,
    stdinFilename: text("stdin-filename"),
    fix: has("fix"),
    prune: has("prune"),
    markdown: texts("markdown"),
    all: has("all"),
    formats,
    update: text("update"),
    json: has("json"),
    against: text("against"),
    format: (command.name === "diagram" ? "text" : (text("format") ?? "text")) as Options["format"],
    from: text("from") as Options["from"],
    to: (text("to") ?? "") as Options["to"],
    write: has("write"),
    adoptDefaults: has("adopt-defaults"),
    exitCode: has("exit-code"),
    release: releaseOf(namedRelease ?? DEFAULT_RELEASE.id),
    type: (text("type") ?? "full") as Options["type"],
    storage: (text("storage") ?? "fs") as Options["storage"],
    thisMachine: has("this-machine"),
    hosts: hostsIn(texts("hosts")),
    ...whatRuns(flags),
    namedRelease: namedRelease === undefined ? undefined : releaseOf(namedRelease),
    repository: has("repository"),
    deployment: text("deployment"),
    host: text("host"),
    names: has(NAMES_FLAG),
    deployments,
    placed,
    subject: subject ?? "",
  };
}

/** What `init` makes inputs of, where it is not an empty page. */
function whatRuns({ text }: GivenFlags): Pick<Options, "fromInstallation" | "fromHelm" | "fromCompose"> {
  return {
    fromInstallation: text("from-installation"),
    fromHelm: text("from-helm"),
    fromCompose: text("from-compose"),
  };
}

/** @throws {WrongUsage} where two want to read standard input, or one again and again */
function refuseTwoReaders({ has, text, texts }: GivenFlags, stdin: boolean): void {
  const once = "Standard input is read once";
  for (const flag of ["config", "credentials"])
    if (texts(flag).includes("-") && has("watch")) throw contradiction(`--${flag} -`, "--watch", once);
  if (text("credentials") !== "-") return;
  if (stdin) throw contradiction("--credentials -", '"validate -"', once);
  if (texts("config").includes("-")) throw contradiction("--credentials -", "--config -", once);
}

function contradiction(one: string, other: string, help?: string): WrongUsage {
  return new WrongUsage(`${one} and ${other} contradict each other`, help);
}

function refuseContradictions({ has }: GivenFlags): void {
  if (has("credentials") && has("credentials-from-env"))
    throw contradiction("--credentials", "--credentials-from-env", "Give one of them");
  if (has("watch") && has("fix")) throw contradiction("--watch", "--fix", "It would answer to its own edits");
  if (has("all") && has("emit")) throw contradiction("--all", "--emit");
}

function checkInit({ has }: GivenFlags, folder: string | undefined): void {
  const other = ["from-installation", "from-helm", "from-compose", "this-machine", "hosts"].find(has);
  if (has("repository") && other !== undefined)
    throw contradiction(
      "--repository",
      `--${other}`,
      "A repository is of many deployments, on machines of their own",
    );
  if (has("hosts") && has("this-machine"))
    throw contradiction("--hosts", "--this-machine", "The hosts have ids and CPUs of their own");
  const clash = ["type", "storage", "this-machine", "clp-version", "hosts"].find(has);
  if (has("from-installation") && clash !== undefined)
    throw contradiction("--from-installation", `--${clash}`, "The package says what it is");
  const source = ["from-helm", "from-compose"].find(has);
  const set = ["from-installation", "type", "storage", "this-machine", "hosts"].find(has);
  if (source !== undefined && set !== undefined)
    throw contradiction(`--${source}`, `--${set}`, "What runs says what it is");
  if (has("from-helm") && has("from-compose"))
    throw contradiction("--from-helm", "--from-compose", "Set up a folder for each");
  if (!has("from-installation") && folder === undefined)
    throw new WrongUsage('"init" needs an argument: DIR', "The folder to set up, such as clp");
}

/** What is said of a plan that has nothing to compare with. */
export const PLAN_AGAINST = [
  '"plan" needs --against: an output folder, or REF:PATH in git',
  "clp-compile plan --against main:out",
] as const;

/** Flags that say what is read, or where it goes. */
const PLACING = ["config", "site", "credentials", "credentials-from-env", "out"] as const;

const LOOKS_LIKE_A_FILE = /[/\\]|\.(?:ya?ml|json)$/;

function checkPlan({ has }: GivenFlags, placed: boolean): void {
  // Of a project, the output folder of each deployment is what stands there.
  if (!has("against") && placed) throw new WrongUsage(...PLAN_AGAINST);
  refuseTwoForms(has);
}

function checkMigrate({ has }: GivenFlags): void {
  if (!has("to"))
    throw new WrongUsage(
      '"migrate" needs --to: the release to go to',
      `Expected one of ${RELEASES.map(({ id }) => id).join(", ")}`,
    );
  refuseTwoForms(has);
}

function refuseTwoForms(has: GivenFlags["has"]): void {
  if (has("json") && has("format")) throw contradiction("--json", "--format", "Give one of them");
}

function checkArguments(command: Command, words: readonly string[]): void {
  const [argument] = command.arguments;
  const subject = words[0];
  const choices =
    argument?.choices === undefined ? undefined : `Expected one of ${argument.choices.join(", ")}`;
  if (argument !== undefined && !argument.optional && subject === undefined) {
    throw new WrongUsage(
      `"${command.name}" needs an argument: ${argument.name}`,
      choices ?? argument.description,
    );
  }
  const surplus =
    command.deployments === true && subject !== "-"
      ? words.find((word) => LOOKS_LIKE_A_FILE.test(word))
      : words[argument === undefined ? 0 : 1];
  if (surplus !== undefined) {
    throw new WrongUsage(
      `"${command.name}" cannot do anything with "${surplus}"`,
      LOOKS_LIKE_A_FILE.test(surplus) ? `To name the config: ${shell`--config ${surplus}`}` : undefined,
    );
  }
  if (argument?.choices !== undefined && subject !== undefined) {
    choose(argument.name, subject, argument.choices, choices);
  }
}
