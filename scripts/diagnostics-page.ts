/** docs/diagnostics.md: the registry of codes as a page. Pure, so that a test can hold the page against it. */
import { allCodes, type Code, entryOf } from "../src/codes.ts";
import { linkDefects } from "./defects-page.ts";

/** Families by how their codes begin; each code belongs to the longest that fits. */
const FAMILIES: readonly (readonly [start: string, title: string, about: string])[] = [
  ["CLP1", "The text", "Encoding, characters and YAML: what has to be right before a key can be read."],
  ["CLP2", "A key or a value", "One key or one value, looked at by itself."],
  ["CLP3", "Values that do not go together", "Rules about the whole configuration."],
  ["CLP4", "Legal, and probably not meant", "Warnings, and notes on what CLP does with a setting."],
  ["CLP50", "Targets", "What targets have in common."],
  [
    "CLP51",
    "CLP's Helm chart",
    "What the chart 0.1.3 cannot carry. An error where `--emit` names helm; where nobody asked for it, it is left out.",
  ],
  [
    "CLP52",
    "Kubernetes manifests",
    "What a cluster would refuse. An error where `--emit` names kubernetes; where nobody asked for it, it is left out.",
  ],
  [
    "CLP53",
    "The network of a cluster",
    "Types of Services, the Ingress and NetworkPolicies. An error where `--emit` names kubernetes; where nobody asked for it, it is left out.",
  ],
  ["CLP60", "Input files", "An input cannot be read."],
  ["CLP61", "The output folder, compared", "`clp-compile check`: the folder is not what the inputs give."],
  ["CLP62", "The output folder, written", "The folder cannot be written, or not without harm."],
  ["CLP63", "Setting up", "`clp-compile init`"],
  ["CLP64", "Asking", "`clp-compile explain` and `clp-compile plan`"],
  ["CLP66", "Migrating", "`clp-compile migrate`: files that deployments share, images that stay"],
  ["CLP65", "Pictures", "`clp-compile diagram --format svg,png`"],
  ["CLP9", "The compiler itself", "Never the inputs' fault."],
];

function familyOf(code: Code): string {
  const fitting = FAMILIES.map(([start]) => start).filter((start) => code.startsWith(start));
  const longest = fitting.sort((a, b) => b.length - a.length)[0];
  if (longest === undefined) throw new Error(`${code} belongs to no family: add one`);
  return longest;
}

/** The anchor that code hosts give a heading. */
export function anchor(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, "")
    .replace(/\s/g, "-");
}

function headingOf(code: Code): string {
  return `${code}: ${entryOf(code).title}`;
}

/** Command lines are no YAML. */
function fence(example: string): string {
  const language =
    /^(?:clp-compile|chmod|rm|mkdir|rmdir|ln|touch|edit|echo|git|kubectl|remove|apt-get) /.test(example)
      ? "sh"
      : /^[\w.-]+:(?: |$)|^- |^%YAML/m.test(example)
        ? "yaml"
        : "text";
  const marks = "`".repeat(Math.max(3, ...[...example.matchAll(/`+/g)].map(([run]) => run.length + 1)));
  return `${marks}${language}\n${example.trimEnd()}\n${marks}`;
}

function entry(code: Code): string {
  const { severity, explanation, wrong, right, source } = entryOf(code);
  return [
    `### ${headingOf(code)}`,
    `*${severity}*: ${explanation}`,
    "Wrong:",
    fence(wrong),
    "Right:",
    fence(right),
    `Source: ${linkDefects(source, "defects.md")}`,
  ].join("\n\n");
}

/** The whole page. */
export function diagnosticsPage(): string {
  const families = FAMILIES.map(([start, title, about]) => ({
    heading: `${start.padEnd(7, "x")}: ${title}`,
    about,
    codes: allCodes().filter((code) => familyOf(code) === start),
  }));
  return `${[
    "<!-- Made from src/codes.ts by `npm run generate`: do not edit. -->",
    "# Diagnostics",
    "Every finding of `clp-compile` has a code. A code's meaning never changes, and the code of a rule that is gone is never used for another. `clp-compile explain CLP2001` prints an entry of this page.",
    "A finding stands at `FILE:LINE:COLUMN`: at the key where the key is wrong, at the value where the value is, at the mapping where something is missing in it. Lines and columns count from 1; a column counts UTF-16 code units, as editors and the language server protocol do. A line ends with LF, CRLF or CR. All findings of a run come at once, sorted by place; at most 100 are printed, errors first, and then how many more there are.",
    "An *error* ends with exit code 1, and nothing is written. A *warning* does so under `--strict` alone. A *note* never does.",
    "Sources such as D20 and H12 are [defects of CLP and of its Helm chart](defects.md).",
    families
      .map(
        ({ heading, codes }) =>
          `- [${heading}](#${anchor(heading)})\n${codes.map((code) => `  - [${headingOf(code)}](#${anchor(headingOf(code))})`).join("\n")}`,
      )
      .join("\n"),
    ...families.flatMap(({ heading, about, codes }) => [`## ${heading}`, about, ...codes.map(entry)]),
  ].join("\n\n")}\n`;
}
