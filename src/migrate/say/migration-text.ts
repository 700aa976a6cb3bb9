/** A migration as text for a terminal. */
import { hanging } from "../../base/wrap.ts";
import type { Account } from "../migration.ts";
import { type Shown, sectionsOf, title, type Writers } from "./summary.ts";

export interface MigrationStyle {
  readonly strong: (text: string) => string;
  readonly diffLine: (line: string) => string;
}

const WIDTH = 100;

const WRITERS: Writers = {
  keys: (keys, text, source) =>
    [
      ...keys.map((key) => `  ${key}`),
      wrapped("      ", source === undefined ? text : `${text} (${source})`),
    ].join("\n"),
  request: (to, json, why) =>
    [wrapped("  ", `To ${to}:`), ...json.map((line) => `      ${line}`), wrapped("      ", why)].join("\n"),
  item: (text) => wrapped("  - ", text),
  step: ({ text, commands }, number) => {
    const label = `  ${number}. `;
    return [wrapped(label, text), ...commands.map((command) => " ".repeat(label.length + 4) + command)].join(
      "\n",
    );
  },
};

export function migrationText(account: Account, shown: Shown, { strong, diffLine }: MigrationStyle): string {
  return [
    strong(title(account, shown)),
    ...shown.files.flatMap(({ diff }) => ["", ...diff.map(diffLine)]),
    ...sectionsOf(account, WRITERS).flatMap(({ head, items }) => ["", strong(head), ...items]),
    "",
  ].join("\n");
}

function wrapped(label: string, text: string): string {
  return hanging(label, text, WIDTH).join("\n");
}
