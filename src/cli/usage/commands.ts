/**
 * The command line as a table: what `--help` prints, what is accepted, and what shell completion and
 * the man page are made of. Nothing of a command is loaded before it is known to be the one.
 */
import { shell } from "../../base/shell.ts";
import { RELEASES } from "../../clp/releases/releases.ts";
import {
  DIAGRAM_FORMATS,
  INIT_STORAGES,
  INIT_TYPES,
  NAMES_FLAG,
  PLAN_FORMATS,
  SCHEMAS,
  SECRETS_FORMATS,
  SHELLS,
} from "./choices.ts";
import type { Command, Flag } from "./command.ts";
import { COMMON_FLAGS, DEPLOYMENT, DEPLOYMENTS, INPUTS, REPORT, WATCH } from "./common-flags.ts";

export type { Argument, Command, Flag } from "./command.ts";

const RELEASE_IDS = RELEASES.map(({ id }) => id);
const OLDEST = RELEASES[0].id;
const NEWEST = RELEASES.at(-1)!.id;

export const COMMANDS: readonly Command[] = [
  {
    name: "compile",
    summary: "Compile the configuration into the output folder (the default command)",
    arguments: [DEPLOYMENTS],
    deployments: true,
    flags: [
      {
        name: "prune",
        description:
          "Remove what earlier runs wrote for backends that --emit does not name; otherwise it stays",
      },
      WATCH,
    ],
    common: [...INPUTS, "emit", "out", "dry-run", ...REPORT],
    examples: [
      { command: "clp-compile", does: "compiles etc/clp-config.yaml into out/" },
      {
        command: "clp-compile compile prod staging",
        does: "compiles two deployments of clp-compile.yaml, the project file",
      },
      {
        command: "clp-compile -c prod/clp-config.yaml --emit compose,diagram --no-secrets",
        does: "writes what can be committed, for Docker Compose alone",
      },
    ],
    load: async () => (await import("../commands/compile.ts")).compileCommand,
  },
  {
    name: "check",
    summary: "Compare the output folder with what the inputs give; write nothing",
    arguments: [DEPLOYMENTS],
    deployments: true,
    flags: [
      {
        name: "markdown",
        value: "FILE",
        repeats: true,
        description: "Compare the diagram of a Markdown file, too, which diagram --update keeps fresh",
      },
      WATCH,
    ],
    common: [...INPUTS, "emit", "out", ...REPORT],
    examples: [
      {
        command: "clp-compile check --no-secrets",
        does: "fails (3) in CI when the committed output is stale",
      },
      {
        command: "clp-compile check --no-secrets --markdown README.md",
        does: "fails when the diagram of the README is stale, too",
      },
      {
        command: "clp-compile check --diagnostics sarif 2> check.sarif",
        does: "the same, for code scanning",
      },
    ],
    load: async () => (await import("../commands/check.ts")).checkCommand,
  },
  {
    name: "validate",
    summary: "Check the inputs alone",
    arguments: [
      { name: "-", optional: true, description: "Read the config from standard input" },
      DEPLOYMENTS,
    ],
    deployments: true,
    flags: [
      {
        name: "stdin-filename",
        value: "NAME",
        default: "<stdin>",
        description: "What findings call the config that is read from standard input",
      },
      {
        name: "fix",
        description:
          "Apply the certain fixes and show them (--dry-run: only show); of -, print the fixed text",
      },
      WATCH,
    ],
    common: [...INPUTS, "emit", "dry-run", ...REPORT],
    examples: [
      { command: "clp-compile validate --fix", does: "mends what is certain, comments and layout stay" },
      {
        command: "clp-compile validate --watch",
        does: "checks the files again each time that they are saved",
      },
      { command: "clp-compile validate --diagnostics github", does: "annotates a pull request" },
      {
        command: "clp-compile validate - --stdin-filename etc/clp-config.yaml < buffer.yaml",
        does: "checks text that an editor has not saved",
      },
    ],
    load: async () => (await import("../commands/validate.ts")).validateCommand,
  },
  {
    name: "diagram",
    summary: "Draw the services, their dependencies and ports as a Mermaid diagram",
    arguments: [],
    flags: [
      {
        name: "all",
        description: "Every service of the package, whatever the configuration; needs no input",
      },
      {
        name: "format",
        value: "FORMAT",
        choices: DIAGRAM_FORMATS,
        list: true,
        default: "mmd",
        description: "mmd is printed; svg and png are drawn into OUT/diagram, by Chromium",
      },
      {
        name: "update",
        value: "FILE",
        description: "Replace the block between the markers of a Markdown file instead of printing",
      },
      DEPLOYMENT,
    ],
    common: ["config", "site", "out", "dry-run", ...REPORT],
    examples: [
      {
        command: "clp-compile diagram > deployment.mmd",
        does: "draws the deployment that the config describes",
      },
      { command: "clp-compile diagram --all --update docs/architecture.md", does: "keeps a document fresh" },
      { command: "clp-compile diagram --format svg,png", does: "draws pictures into out/diagram" },
    ],
    load: async () => (await import("../commands/diagram.ts")).diagramCommand,
  },
  {
    name: "explain",
    summary: "Say where a value comes from and where it goes, or what a code means",
    arguments: [
      {
        name: "WHAT",
        optional: false,
        offer: "codes",
        description:
          "A variable of .env, a key, a component, a host, a Secret of the cluster, FILE:LINE of an input or an output, the code of a finding, or the number of a defect of CLP (D45)",
      },
    ],
    flags: [
      {
        name: "json",
        description: "Print value, origins and reach as JSON; of a code or a defect what is known of it",
      },
      DEPLOYMENT,
    ],
    common: [...INPUTS, "emit", "out", ...REPORT],
    examples: [
      {
        command: "clp-compile explain CLP_WEBUI_PORT",
        does: "says which line of which input gives the variable its value, and what reads it",
      },
      {
        command: "clp-compile explain compose/docker-compose.yaml:31",
        does: "says why that line is what it is",
      },
      {
        command: "clp-compile explain results_cache.retention_period --json",
        does: "lists what a key reaches",
      },
      { command: "clp-compile explain etc/clp-config.yaml:12", does: "says what is written there reaches" },
      { command: "clp-compile explain mcp-server", does: "says why a component runs, or why it does not" },
      { command: "clp-compile explain CLP6101", does: "says what the code means and what to do" },
    ],
    load: async () => (await import("../commands/explain.ts")).explainCommand,
  },
  {
    name: "plan",
    summary: "Say what changes between a compiled deployment and what the inputs give now",
    arguments: [DEPLOYMENTS],
    deployments: true,
    flags: [
      {
        name: "against",
        value: "DIR|REF:PATH",
        description: "The earlier deployment: an output folder, or one in git; REF alone means its OUT",
      },
      { name: "json", description: "Print the plan as JSON; clp-compile schema plan says its shape" },
      {
        name: "format",
        value: "FORMAT",
        choices: PLAN_FORMATS,
        default: "text",
        description: "How the plan is written: tables, or Markdown for a pull request",
      },
      { name: "exit-code", description: "Exit with 3 where something changes" },
    ],
    common: [...INPUTS, "emit", "out", ...REPORT],
    examples: [
      {
        command: "clp-compile plan --against out",
        does: "says what the edited inputs would change, before they are compiled",
      },
      {
        command: "clp-compile plan --against main:out --format markdown > plan.md",
        does: "writes a comment for a pull request: what changes, and what an operator has to do",
      },
    ],
    load: async () => (await import("../commands/plan.ts")).planCommand,
  },
  {
    name: "migrate",
    summary: "Edit the inputs of one release of CLP so that they mean the same to another",
    arguments: [DEPLOYMENTS],
    deployments: true,
    flags: [
      {
        name: "to",
        value: "VERSION",
        choices: RELEASE_IDS,
        description: "The release to go to; an earlier one, too",
      },
      {
        name: "from",
        value: "VERSION",
        choices: RELEASE_IDS,
        default: "the site file's clp_version, else the release of the manifest in OUT",
        description: "The release that the inputs are of",
      },
      {
        name: "write",
        description:
          "Edit the files, clp_version of the site file among them; without it the edits are shown",
      },
      {
        name: "adopt-defaults",
        description: "Leave what is new to its default, rather than write down what was before",
      },
      { name: "json", description: "Print it as JSON; clp-compile schema migration says its shape" },
      {
        name: "format",
        value: "FORMAT",
        choices: PLAN_FORMATS,
        default: "text",
        description: "How it is written: as text, or as Markdown for a pull request",
      },
    ],
    common: ["config", "site", "out", ...REPORT],
    examples: [
      {
        command: shell`clp-compile migrate --to ${NEWEST}`,
        does: "shows the edits, why each is made, and what to do (3: there are edits)",
      },
      {
        command: shell`clp-compile migrate --to ${NEWEST} --write`,
        does: "makes them; comments and layout stay",
      },
      {
        command: shell`clp-compile migrate --from ${OLDEST} --to ${NEWEST} --format markdown > migration.md`,
        does: "writes a comment for a pull request",
      },
    ],
    load: async () => (await import("../commands/migrate.ts")).migrateCommand,
    together: async () => (await import("../project/migrate-project.ts")).migrateTogether,
  },
  {
    name: "secrets",
    summary: "Print every secret by its variable, for a program that encrypts them or keeps them",
    arguments: [],
    flags: [
      {
        name: "format",
        value: "FORMAT",
        choices: SECRETS_FORMATS,
        default: "yaml",
        description: "How they are written: a mapping of variables to values",
      },
      {
        name: "host",
        value: "NAME",
        description: "Those alone that the compose file of one of several hosts asks for",
      },
      DEPLOYMENT,
    ],
    common: [...INPUTS.filter((name) => name !== "no-secrets"), ...REPORT],
    examples: [
      {
        command: "clp-compile secrets > /run/user/1000/secrets.yaml",
        does: "writes the values, percent-encoded ones among them; nothing of it stands elsewhere",
      },
    ],
    load: async () => (await import("../commands/secrets.ts")).secretsCommand,
  },
  {
    name: "schema",
    summary: "Print the JSON Schema of an input or of a report",
    arguments: [{ name: "NAME", optional: false, choices: SCHEMAS, description: "Which schema" }],
    flags: [
      {
        name: "clp-version",
        value: "VERSION",
        choices: RELEASE_IDS,
        default: NEWEST,
        description: "The release of CLP whose config and credentials the schema is for",
      },
    ],
    common: [],
    examples: [
      {
        command: "clp-compile schema clp-config > clp-config.schema.json",
        does: "a schema that an editor can use",
      },
      {
        command: shell`clp-compile schema credentials --clp-version ${OLDEST}`,
        does: "the schema of an earlier release of CLP",
      },
    ],
    load: async () => (await import("../commands/schema.ts")).schemaCommand,
  },
  {
    name: "init",
    summary: "Write a commented config, a site file and credentials with strong passwords; replace nothing",
    arguments: [
      {
        name: "DIR",
        optional: true,
        description:
          "The folder to set up; with --from-installation the package itself, which gets a site file, if left out",
      },
    ],
    flags: [
      {
        name: "type",
        value: "TYPE",
        choices: INIT_TYPES,
        default: "full",
        description: "The deployment type: base searches with Presto, spider compresses with Spider",
      },
      {
        name: "storage",
        value: "STORAGE",
        choices: INIT_STORAGES,
        default: "fs",
        description: "Where archives are kept: in a directory of the host, or on S3",
      },
      {
        name: "clp-version",
        value: "VERSION",
        choices: RELEASE_IDS,
        default: NEWEST,
        description: "The release of CLP to set up; the site file names it",
      },
      {
        name: "this-machine",
        description: "Take the user's ids and the number of CPUs from this machine",
      },
      {
        name: "hosts",
        value: "NAME=ADDRESS",
        list: true,
        description:
          "Set up several hosts: the first for all that there is once, the others for workers; the site file says what each runs",
      },
      {
        name: "repository",
        description:
          "Set up a repository of three deployments: a base, a layer for each, and clp-compile.yaml",
      },
      {
        name: "from-installation",
        value: "DIR",
        description: "Take everything from an installed package of CLP: its etc/, .env and instance id",
      },
      {
        name: "from-compose",
        value: "FILE",
        description:
          "Take everything from a running project of CLP, as `docker compose config --format json` prints it; - for standard input, or the folder of project.json",
      },
      {
        name: "from-helm",
        value: "FILE",
        description:
          "Take everything from the values of CLP's installed chart, as `helm get values --all` prints them; - for standard input",
      },
    ],
    common: ["out", "dry-run", "diagnostics", "quiet", "color"],
    examples: [
      { command: "clp-compile init clp && cd clp && clp-compile", does: "from nothing to a deployment" },
      {
        command: "clp-compile init clp --type spider-base --storage s3",
        does: "sets up Presto and Spider with archives on S3",
      },
      {
        command: "clp-compile init clp --hosts control=10.0.0.11,worker-1=10.0.0.21",
        does: "sets up two hosts of one deployment, with Docker Compose on each",
      },
      {
        command: "clp-compile init --from-installation /home/clp/clp-package",
        does: "makes the site file of a package that is in use, beside its config",
      },
      {
        command: "helm get values --all clp | clp-compile init clp --from-helm -",
        does: "makes config, site file and credentials of an installed chart",
      },
      {
        command: "clp-compile init operations --repository",
        does: "sets up dev, staging and prod over one base, and clp-compile.yaml, which names them",
      },
    ],
    load: async () => (await import("../commands/init.ts")).initCommand,
  },
  {
    name: "completion",
    summary: "Print a script that completes commands, flags and values in a shell",
    arguments: [{ name: "SHELL", optional: false, choices: SHELLS, description: "Which shell" }],
    flags: [
      {
        name: NAMES_FLAG,
        description: "Print the names of clp-compile.yaml's deployments instead, as the script asks for them",
      },
    ],
    common: [],
    examples: [
      { command: 'eval "$(clp-compile completion bash)"', does: "completes in this shell" },
      {
        command: "clp-compile completion fish > ~/.config/fish/completions/clp-compile.fish",
        does: "completes in every shell to come",
      },
    ],
    load: async () => {
      const { completionCommand } = await import("../commands/completion.ts");
      return (options, host) => completionCommand(options, host, { commands: COMMANDS, flags: COMMON_FLAGS });
    },
  },
];

/** Those of all commands. */
export const EVERY_FLAG: readonly Flag[] = [...COMMON_FLAGS, ...COMMANDS.flatMap((command) => command.flags)];
