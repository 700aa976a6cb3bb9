/** A migration as text for a terminal. */
import { wrap } from "../../base/wrap.ts";
import type { Account } from "../migration.ts";
import { reasonsOf, type Shown, title } from "./summary.ts";

export interface MigrationStyle {
  readonly strong: (text: string) => string;
  readonly diffLine: (line: string) => string;
}

const WIDTH = 100;

export function migrationText(account: Account, shown: Shown, style: MigrationStyle): string {
  const { edits, adopted, requests, notices, clients, steps, decided } = account;
  const section = (head: string, lines: readonly string[]): readonly string[] =>
    lines.length === 0 ? [] : ["", style.strong(head), ...lines];
  return [
    style.strong(title(account, shown)),
    ...shown.files.flatMap(({ diff }) => ["", ...diff.map(style.diffLine)]),
    ...section(
      "Why",
      reasonsOf(edits).flatMap(({ titles, why, fact }) => [
        ...titles.map((one) => `  ${one}`),
        ...wrapped(`${why} (${fact})`, 6),
      ]),
    ),
    ...section(
      "Left to new defaults",
      adopted.flatMap(({ path, release, because }) => [
        `  ${path}`,
        ...wrapped(`Since CLP v${release} ${because}`, 6),
      ]),
    ),
    ...section(
      "What clients have to send",
      requests.flatMap(({ to, body, why }) => [
        ...wrapped(`To ${to}:`, 2),
        ...JSON.stringify(body, null, 2)
          .split("\n")
          .map((line) => `      ${line}`),
        ...wrapped(why, 6),
      ]),
    ),
    ...section("What clients have to follow", clients.flatMap(bullet)),
    ...section("What else is different", notices.flatMap(bullet)),
    ...(decided
      ? section(
          "What to do, in this order",
          steps.flatMap(({ text, commands }, index) => {
            const label = `${index + 1}. `;
            return [
              ...item(label, text),
              ...commands.map((command) => `${" ".repeat(6 + label.length)}${command}`),
            ];
          }),
        )
      : []),
    "",
  ].join("\n");
}

/** Lines behind a label, below each other. */
function item(label: string, text: string): readonly string[] {
  const [first = "", ...more] = wrapped(text, 2 + label.length);
  return [`  ${label}${first.trimStart()}`, ...more];
}

function bullet(text: string): readonly string[] {
  return item("- ", text);
}

function wrapped(text: string, indent: number): readonly string[] {
  return wrap(text, WIDTH - indent).map((line) => " ".repeat(indent) + line);
}
