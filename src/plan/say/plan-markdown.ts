/** A plan as GitHub's Markdown, for a comment on a pull request. */
import { code, plain } from "../../base/markdown-text.ts";
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

const MAX_KEYS = 20;

/** Markdown for the comment on a pull request: nothing of the inputs is taken for markup. */
export function planMarkdown(plan: Plan): string {
  const { compose, hosts, kubernetes, helm, notes } = plan;
  const secrets = secretSentences(plan.secrets, code);
  const parts = [
    ["Docker Compose", compose === undefined ? undefined : composeMarkdown(compose)],
    ["Docker Compose on several hosts", hosts === undefined ? undefined : hostsMarkdown(hosts)],
    ["Kubernetes", kubernetes === undefined ? undefined : kubernetesMarkdown(kubernetes)],
    ["Helm", helm === undefined ? undefined : helmMarkdown(helm)],
  ] as const;
  const several = parts.filter(([, lines]) => lines !== undefined).length > 1;
  const blocks = [
    `### Deployment: ${plain(headline(plan))}`,
    ...plan.added.map((name) => `New output: ${name}`),
    ...plan.removed.map((name) => `No longer an output: ${name}`),
    ...(plan.different
      ? releaseSections(plan.releases, (text) => text).flatMap(({ title, rows }) => [
          `#### ${plain(title)}`,
          rows.map(releaseItem).join("\n"),
        ])
      : []),
    ...(plan.different
      ? parts.flatMap(([name, lines]) => {
          if (lines === undefined) return [];
          return [
            ...(several ? [`#### ${name}`] : []),
            ...(lines.length === 0 ? ["Nothing changes."] : lines),
          ];
        })
      : []),
    ...(secrets.length === 0 || !plan.different ? [] : ["#### Secrets", ...secrets]),
    ...notes.map(plain),
  ];
  return `${blocks.join("\n\n")}\n`;
}

function releaseItem({ of, release, text }: ReleaseSection["rows"][number]): string {
  const lead = [of, release].filter((word) => word !== "").join(", ");
  return `- ${lead === "" ? "" : `**${plain(lead)}**: `}${plain(text)}`;
}

function alerts(warnings: readonly Warning[]): readonly string[] {
  return warnings.map(({ text, loud }) => `> [!${loud ? "WARNING" : "NOTE"}]\n> ${plain(text)}`);
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  if (rows.length === 0) return [];
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return [[line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n")];
}

function details(summary: string, content: readonly string[]): readonly string[] {
  return content.length === 0 ? [] : [`<details><summary>${summary}</summary>`, ...content, "</details>"];
}

function composeMarkdown(plan: ComposePlan): readonly string[] {
  const untouched = plan.components.filter(({ action }) => action === "keep").map(({ name }) => plain(name));
  const rows = ACTIONS.flatMap(([action, words]) =>
    rowsOf(plan.components, action, code).map(({ name, because }) => [
      plain(name),
      words,
      because.join("<br>"),
    ]),
  );
  const files = plan.configFiles.map((file) => {
    const { shown, more } = some(file.keys, MAX_KEYS);
    const keys = shown.map((key) => `${code(key.path)} ${fromTo(key, code)}, ${readersOf(key)}`);
    return [
      configFileTitle(file, code),
      [...keys, ...(more > 0 ? [`and ${more} more keys`] : [])].join("<br>"),
    ];
  });
  return [
    ...alerts(plan.warnings),
    ...table(["Component", "What happens", "Because"], rows),
    ...(untouched.length === 0 || rows.length === 0 ? [] : [`Untouched: ${untouched.join(", ")}`]),
    ...table(
      ["Directory of the host", ""],
      plan.data.map((one) => [plain(one.title), directoryRow(one, code)]),
    ),
    ...details("Config files", table(["File", "Keys"], files)),
    ...details(
      "Variables of .env",
      table(
        ["Variable", ""],
        plan.settings.map((one) => [code(one.variable), fromTo(one, code)]),
      ),
    ),
    ...steps(plan.steps),
  ];
}

function hostsMarkdown(plan: HostsPlan): readonly string[] {
  if (changesNothing(plan)) return [];
  return [
    ...alerts(plan.warnings),
    ...table(
      ["Host or component", "What happens", ""],
      hostRows(plan, code).map(([name, what, more]) => [plain(name), what, more]),
    ),
    ...hostSections(plan).flatMap(({ title, compose }) => [
      `##### On ${plain(title)}`,
      ...composeMarkdown(compose),
    ]),
    ...steps(groupedSteps(plan.steps)),
  ];
}

function steps(list: readonly Step[]): readonly string[] {
  if (list.length === 0) return [];
  const items = list.map(({ on, text, commands }, index) => {
    const block =
      commands.length === 0
        ? ""
        : `\n   \`\`\`\`sh\n${commands.map((command) => `   ${command}\n`).join("")}   \`\`\`\``;
    return `${index + 1}. ${on === undefined ? "" : `**${plain(on)}**: `}${plain(text)}${block}`;
  });
  return ["#### What to do, in this order", items.join("\n")];
}

function kubernetesMarkdown({ objects, warnings, steps: list }: KubernetesPlan): readonly string[] {
  const rows = OBJECT_ACTIONS.flatMap(([action, words]) =>
    objectRowsOf(objects, action, code, MAX_KEYS).map(({ name, because }) => [
      plain(name),
      words,
      because.join("<br>"),
    ]),
  );
  return [
    ...alerts(warnings),
    ...details(`${rows.length} objects`, table(["Object", "What happens", "Because"], rows)),
    ...steps(list),
  ];
}

function helmMarkdown({ values, warnings, steps: list }: HelmPlan): readonly string[] {
  return [
    ...alerts(warnings),
    ...table(
      ["Value", ""],
      values.map((value) => [code(value.path), fromTo(value, code)]),
    ),
    ...steps(list),
  ];
}
