/** The manual page, from the same table as `--help`; `npm run generate` writes it to man/. */
import { capital } from "../../base/capital.ts";
import { CREDENTIALS } from "../../clp/package/secret-names.ts";
import { type Command, type CommandTable, type Flag, remarksOf } from "./command.ts";
import { EXIT_STATUS } from "./exit-status.ts";

/** What the table does not say, in the words of the contract. */
const DESCRIPTION = [
  "Compiles the two files that people edit for CLP, clp\\-config.yaml and credentials.yaml, and a site file with the facts of the place of deployment, into everything that an orchestrator needs: Docker Compose files, .env, Helm values, Kubernetes manifests and Secrets, and a diagram of the dependencies.",
  "It is a compiler: it opens no socket, asks no DNS, reads no clock, and gives the same bytes on every machine. Diagnostics go to standard error, results to standard output. Nothing is written where the inputs have errors.",
];

const FILES = [
  ["etc/clp\\-config.yaml", "CLP's configuration, unless \\fB\\-\\-config\\fR names another."],
  [
    "etc/credentials.yaml",
    "User names and passwords, unless the config or \\fB\\-\\-credentials\\fR names another.",
  ],
  ["clp\\-site.yaml", "The facts of the place of deployment, beside the config."],
  [
    "out",
    "The output folder, unless \\fB\\-\\-out\\fR names another; its manifest.json lists what was written.",
  ],
] as const;

const ENVIRONMENT = [
  [
    "CLP_DB_USER and others",
    `Credentials, with \\fB\\-\\-credentials\\-from\\-env\\fR: ${CREDENTIALS.map(({ variable }) => variable).join(", ")}.`,
  ],
  [
    "NO_COLOR, FORCE_COLOR",
    "Whether there are colours where \\fB\\-\\-color\\fR does not say so; by default they are on a terminal.",
  ],
  ["PUPPETEER_EXECUTABLE_PATH", "The Chromium that draws pictures."],
  [
    "CLP_COMPILE_DEBUG",
    "If set, a defect of the compiler is reported with its stack, which may quote inputs.",
  ],
] as const;

/** @param version of the compiler */
export function manPage({ commands, flags }: CommandTable, version: string): string {
  const lines = [
    '.\\" Made by npm run generate from the table of commands: do not edit.',
    `.TH CLP\\-COMPILE 1 "" "clp\\-compile ${version}" "User Commands"`,
    ".SH NAME",
    "clp\\-compile \\- compile CLP's configuration for Docker Compose, Helm and Kubernetes",
    ".SH SYNOPSIS",
    ".B clp\\-compile",
    "[\\fICOMMAND\\fR] [\\fIFLAGS\\fR]",
    ".SH DESCRIPTION",
    ...DESCRIPTION.flatMap((paragraph, index) => [...(index === 0 ? [] : [".PP"]), paragraph]),
    ".SH COMMANDS",
    ...commands.flatMap(commandLines),
    ".SH OPTIONS",
    "All commands take these.",
    ...flags.flatMap(flagLines),
    ".SH EXIT STATUS",
    ...EXIT_STATUS.flatMap(({ code, means }) =>
      term([String(code), roff(means).replace(/`([^`]+)`/g, "\\fB$1\\fR")]),
    ),
    ".SH ENVIRONMENT",
    ...ENVIRONMENT.flatMap(term),
    ".SH FILES",
    ...FILES.flatMap(term),
    ".SH EXAMPLES",
    ...commands.flatMap(({ examples }) =>
      examples.flatMap(({ command, does }) => [".TP", `\\fB${roff(command)}\\fR`, `${capital(roff(does))}.`]),
    ),
    ".SH SEE ALSO",
    ".BR docker\\-compose (1),",
    ".BR helm (1),",
    ".BR kubectl (1)",
  ];
  return `${lines.flatMap(wrap).join("\n")}\n`;
}

/** Lines of text as roff's own tools like them: at most 80 columns, and none that starts like a request. */
function wrap(line: string): readonly string[] {
  // A request, or what stands before an indented paragraph, is one line.
  if (/^(?:\.[A-Z\\]|\\fB)/.test(line)) return [line];
  const lines: string[] = [];
  for (const word of line.split(" ")) {
    const longer = `${lines.at(-1) ?? ""} ${word}`;
    if (lines.length > 0 && longer.length <= 80) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines.map((one) => one.replace(/^[.']/, "\\&$&"));
}

function commandLines({ name, summary, arguments: all, flags }: Command): readonly string[] {
  const words = all.map((argument) => {
    const more = argument.repeats === true ? " ..." : "";
    const word = argument.name === "-" ? "\\fB\\-\\fR" : `\\fI${roff(argument.name)}\\fR${more}`;
    return argument.optional ? `[${word}]` : word;
  });
  return [
    `.SS "${[`\\fB${roff(name)}\\fR`, ...words].join(" ")}"`,
    `${roff(summary)}.`,
    ...all.flatMap(({ name: argument, description, choices }) => [
      ".TP",
      argument === "-" ? ".B \\-" : `.I ${roff(argument)}`,
      `${roff(description)}${choices === undefined ? "" : `: ${choices.map(roff).join(", ")}`}.`,
    ]),
    ...flags.flatMap(flagLines),
  ];
}

function flagLines(flag: Flag): readonly string[] {
  const { name, short, value, description } = flag;
  const names = [...(short === undefined ? [] : [`\\-${short}`]), `\\-\\-${roff(name)}`].map(
    (one) => `\\fB${one}\\fR`,
  );
  return [
    ".TP",
    `${names.join(", ")}${value === undefined ? "" : ` \\fI${roff(value)}\\fR`}`,
    [description, ...remarksOf(flag).map(capital)].map((text) => `${roff(text)}.`).join(" "),
  ];
}

function term([what, text]: readonly [string, string]): readonly string[] {
  return [".TP", `\\fB${what}\\fR`, text];
}

/** Text for roff, in which a dash that is typed is `\-`. */
function roff(text: string): string {
  return text.replaceAll("\\", "\\e").replaceAll("-", "\\-");
}
