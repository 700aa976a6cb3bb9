/** A plan as tables of plain text, for people at a terminal. */
import { hanging, wrap } from "../../base/wrap.ts";
import type { ComposePlan, HelmPlan, HostsPlan, KubernetesPlan, Plan, Step, Warning } from "../plan.ts";
import {
  ACTIONS,
  changesNothing,
  configFileTitle,
  directoryRow,
  fromTo,
  groupedSteps,
  headline,
  hostRows,
  hostSections,
  OBJECT_ACTIONS,
  objectRowsOf,
  type ReleaseSection,
  readersOf,
  releaseSections,
  rowsOf,
  secretSentences,
  some,
} from "./words.ts";

export interface PlanStyle {
  readonly strong: (text: string) => string;
  readonly warning: (text: string) => string;
  readonly error: (text: string) => string;
}

const PLAIN: PlanStyle = { strong: (text) => text, warning: (text) => text, error: (text) => text };
const asIs = (text: string): string => text;

/** Leaves of one document that are listed; a program gets them all. */
const MAX_KEYS = 12;
const WIDTH = 100;
/** What is longer juts out: one long name does not make every row as long. */
const WIDEST_COLUMN = 200;

/** Text for a terminal, as `clp-compile plan` prints it; `style` may colour it. */
export function planText(plan: Plan, style: PlanStyle = PLAIN): string {
  const { compose, hosts, kubernetes, helm, notes, secrets } = plan;
  const first = [
    style.strong(headline(plan)),
    ...plan.added.map((name) => `New output: ${name}`),
    ...plan.removed.map((name) => `No longer an output: ${name}`),
  ];
  const last = notes.length === 0 ? [] : ["", ...notes];
  if (!plan.different) return `${[...first, ...last].join("\n")}\n`;
  const parts = [
    ["Docker Compose", compose === undefined ? undefined : composeText(compose, style)],
    ["Docker Compose on several hosts", hosts === undefined ? undefined : hostsText(hosts, style)],
    ["Kubernetes", kubernetes === undefined ? undefined : kubernetesText(kubernetes, style)],
    ["Helm", helm === undefined ? undefined : helmText(helm, style)],
  ] as const;
  const several = parts.filter(([, lines]) => lines !== undefined).length > 1;
  return [
    ...first,
    ...releaseSections(plan.releases, asIs).flatMap(({ title, rows }) =>
      section(title, table(rows.map(releaseRow)), style),
    ),
    ...parts.flatMap(([name, lines]) => {
      if (lines === undefined) return [];
      const heading = several ? ["", style.strong(`== ${name} ==`)] : [];
      return [...heading, ...(lines.length === 0 ? ["", "Nothing changes."] : lines)];
    }),
    ...section(
      "Secrets",
      secretSentences(secrets, asIs).flatMap((text) => wrap(text, WIDTH)),
      style,
    ),
    ...last,
    "",
  ].join("\n");
}

/** What it is about and the release, where it says them; then the sentence. */
function releaseRow({ of, release, text }: ReleaseSection["rows"][number]): readonly (readonly string[])[] {
  const lead = [of, release].filter((word) => word !== "");
  const width = lead.length === 2 ? 72 : 84;
  return [...lead.map((word) => [word]), wrap(text, width)];
}

function section(title: string, lines: readonly string[], { strong }: PlanStyle): readonly string[] {
  return lines.length === 0
    ? []
    : ["", strong(title), ...lines.map((line) => (line === "" ? "" : `  ${line}`))];
}

/** Columns side by side; a cell of several lines takes several rows. */
function table(rows: readonly (readonly (readonly string[])[])[]): readonly string[] {
  const columns = Math.max(0, ...rows.map((cells) => cells.length));
  const widths = Array.from({ length: columns }, (_, index) =>
    Math.min(
      WIDEST_COLUMN,
      rows.reduce(
        (most, cells) => (cells[index] ?? []).reduce((wide, { length }) => Math.max(wide, length), most),
        0,
      ),
    ),
  );
  return rows.flatMap((cells) => {
    const height = Math.max(1, ...cells.map(({ length }) => length));
    return Array.from({ length: height }, (_, row) =>
      cells
        .map((cell, index) => (cell[row] ?? "").padEnd(widths[index]!))
        .join("  ")
        .trimEnd(),
    );
  });
}

function warningLines(warnings: readonly Warning[], style: PlanStyle): readonly string[] {
  return warnings.flatMap(({ text, loud }) => {
    const [first = "", ...rest] = wrap(text, WIDTH - 9);
    const label = loud ? style.error("WARNING") : style.warning("note   ");
    return ["", `${label}  ${first}`, ...rest.map((line) => `         ${line}`)];
  });
}

function composeText(plan: ComposePlan, style: PlanStyle): readonly string[] {
  const { components, data, configFiles, settings } = plan;
  const untouched = components.filter(({ action }) => action === "keep").map(({ name }) => name);
  const used = ACTIONS.filter(([action]) => components.some((one) => one.action === action));
  const lead = Math.max("untouched".length, ...used.map(([, words]) => words.length));
  const rows = used.flatMap(([action, words]) =>
    rowsOf(components, action, asIs).map(({ name, because }, index) => [
      [(index === 0 ? words : "").padEnd(lead)],
      [name],
      because,
    ]),
  );
  const rest = hanging(`${"untouched".padEnd(lead)}  `, untouched.join(", "), 80 + lead + 2);
  return [
    ...warningLines(plan.warnings, style),
    ...section(
      "Components",
      rows.length === 0 ? [] : [...table(rows), ...(untouched.length === 0 ? [] : rest)],
      style,
    ),
    ...section(
      "Directories of the host",
      table(data.map((one) => [[one.title], [directoryRow(one, asIs)]])),
      style,
    ),
    ...section(
      "Config files",
      configFiles.flatMap((file) => {
        const { shown, more } = some(file.keys, MAX_KEYS);
        return [
          ...wrap(configFileTitle(file, asIs), WIDTH),
          ...table(shown.map((key) => [[`  ${key.path}`], [fromTo(key, asIs)], wrap(readersOf(key), 60)])),
          ...(more > 0 ? [`  … and ${more} more keys`] : []),
        ];
      }),
      style,
    ),
    ...section(
      "Variables of .env",
      table(settings.map((one) => [[one.variable], [fromTo(one, asIs)]])),
      style,
    ),
    ...stepLines(plan.steps, style),
  ];
}

function hostsText(plan: HostsPlan, style: PlanStyle): readonly string[] {
  if (changesNothing(plan)) return [];
  return [
    ...warningLines(plan.warnings, style),
    ...section(
      "Hosts",
      table(hostRows(plan, asIs).map(([name, what, more]) => [[name], [what], wrap(more, 80)])),
      style,
    ),
    ...hostSections(plan).flatMap(({ title, compose }) => [
      "",
      style.strong(`-- ${title} --`),
      ...composeText(compose, style),
    ]),
    ...stepLines(groupedSteps(plan.steps), style),
  ];
}

function stepLines(steps: readonly Step[], style: PlanStyle): readonly string[] {
  if (steps.length === 0) return [];
  return section(
    "What to do, in this order",
    steps.flatMap(({ on, text, commands }, index) => {
      const label = `${index + 1}. `;
      return [
        ...hanging(label, on === undefined ? text : `${on}: ${text}`, WIDTH + label.length),
        ...commands.map((command) => `${" ".repeat(label.length)}    ${command}`),
      ];
    }),
    style,
  );
}

function kubernetesText(plan: KubernetesPlan, style: PlanStyle): readonly string[] {
  const rows = OBJECT_ACTIONS.flatMap(([action, words]) =>
    objectRowsOf(plan.objects, action, asIs, MAX_KEYS).map(({ name, because }, index) => [
      [index === 0 ? words : ""],
      [name],
      because,
    ]),
  );
  return [
    ...warningLines(plan.warnings, style),
    ...section("Objects", table(rows), style),
    ...stepLines(plan.steps, style),
  ];
}

function helmText({ values, warnings, steps }: HelmPlan, style: PlanStyle): readonly string[] {
  return [
    ...warningLines(warnings, style),
    ...section(
      "Values of the chart",
      table(values.map((value) => [[value.path], [fromTo(value, asIs)]])),
      style,
    ),
    ...stepLines(steps, style),
  ];
}
