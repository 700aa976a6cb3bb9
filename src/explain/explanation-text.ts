/** An explanation for people. */
import type { Explanation } from "./explanation.ts";
import type { EmittedPlace } from "./origin-index.ts";
import type { Reason, WrittenPlace } from "./reason.ts";

export interface Style {
  /** What was asked about, and headings. */
  readonly strong: (text: string) => string;
  /** Places, and the lines of the tree. */
  readonly rail: (text: string) => string;
}

const PLAIN: Style = { strong: (text) => text, rail: (text) => text };

/** Text for a terminal, as `clp-compile explain` prints it; `style` may colour it. */
export function explanationText(explanation: Explanation, style: Style = PLAIN): string {
  const { because, facts, notes } = explanation;
  const width = Math.max(0, ...facts.map(([label]) => label.length));
  return [
    headline(explanation, style),
    ...(explanation.title === "" ? [] : [`  ${explanation.title}`]),
    ...facts.map(([label, text]) => `  ${label.padEnd(width)}  ${text}`),
    ...(because.length === 0
      ? []
      : [
          "",
          style.strong("Because"),
          ...because.flatMap((reason) => reasonLines(reason, style).map((line) => `  ${line}`)),
        ]),
    ...reachLines(explanation, style),
    ...(notes.length === 0 ? [] : ["", ...notes]),
    "",
  ].join("\n");
}

function headline({ kind, name, value, secret }: Explanation, { strong }: Style): string {
  if (kind === "component") return strong(name);
  if (kind === "line")
    return `${strong(name)}\n    ${secret ? "(it may hold a secret, and is not shown)" : value === "" ? "(an empty line)" : value}`;
  if (secret) return `${strong(name)} is a secret`;
  if (value === undefined) return strong(name);
  return `${strong(name)} = ${typeof value === "string" && kind === "variable" ? value : JSON.stringify(value)}`;
}

function placeText({ file, line, column }: WrittenPlace): string {
  return `${file}:${line}:${column}`;
}

function reasonLines(reason: Reason, style: Style): readonly string[] {
  switch (reason.kind) {
    case "written":
      return [
        `${reason.key}, written at ${style.rail(placeText(reason))}`,
        ...(reason.overrules ?? []).map(
          (place) => `   in place of what is at ${style.rail(placeText(place))}`,
        ),
      ];
    case "default":
      return [`not written: ${reason.rule}`];
    case "environment":
      return [`${reason.key}, from the environment variable ${reason.variable}`];
    case "fact":
      return [reason.fact];
    case "rule": {
      const last = reason.from.length - 1;
      const below = reason.from.flatMap((from, index) =>
        reasonLines(from, style).map((line, row) => {
          const rail = row === 0 ? (index === last ? "└─ " : "├─ ") : index === last ? "   " : "│  ";
          return `${style.rail(rail)}${line}`;
        }),
      );
      return [reason.rule, ...below];
    }
    default:
      return reason satisfies never;
  }
}

function reachLines({ reaches, kind }: Explanation, style: Style): readonly string[] {
  if (reaches.length === 0) return [];
  const files = new Map<string, number[]>();
  for (const { file, line } of reaches) files.set(file, [...(files.get(file) ?? []), line]);
  const count = `${reaches.length} line${reaches.length === 1 ? "" : "s"}`;
  return [
    "",
    style.strong(kind === "line" ? `The same reaches ${count}` : `Reaches ${count}`),
    ...[...files].map(([file, lines]) => `  ${style.rail(`${file}:${ranges(lines)}`)}`),
  ];
}

/** `31, 40-45` */
function ranges(lines: readonly number[]): string {
  const runs: { first: number; last: number }[] = [];
  for (const line of lines) {
    const run = runs.at(-1);
    if (run !== undefined && run.last + 1 === line) run.last = line;
    else runs.push({ first: line, last: line });
  }
  return runs.map(({ first, last }) => (first === last ? `${first}` : `${first}-${last}`)).join(", ");
}

/** The places as they are seen from elsewhere: `out/compose/.env` for `compose/.env`. */
export function seenFrom(folder: string, explanation: Explanation): Explanation {
  const at = (file: string): string =>
    folder === "" || folder === "." ? file : `${folder.replace(/\/+$/, "")}/${file}`;
  return {
    ...explanation,
    name: explanation.kind === "line" ? at(explanation.name) : explanation.name,
    reaches: explanation.reaches.map(({ file, line }): EmittedPlace => ({ file: at(file), line })),
  };
}
