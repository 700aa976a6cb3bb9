/** A migration as GitHub's Markdown, for a comment on a pull request: nothing of the inputs is taken for markup. */
import { code, fenced, plain } from "../../base/markdown-text.ts";
import type { Account } from "../migration.ts";
import { type Shown, sectionsOf, title, type Writers } from "./summary.ts";

const WRITERS: Writers = {
  keys: (keys, text, source) =>
    `- ${keys.map(code).join(", ")}: ${plain(text)}${source === undefined ? "" : ` (${plain(source)})`}`,
  request: (to, json, why) => [`To ${plain(to)}:`, fenced("json", json), plain(why)].join("\n\n"),
  item: (text) => `- ${plain(text)}`,
  step: ({ text, commands }, number) =>
    `${number}. ${plain(text)}${commands.length === 0 ? "" : `\n${indented(fenced("sh", commands))}`}`,
};

export function migrationMarkdown(account: Account, shown: Shown): string {
  const blocks = [
    `### Migration: ${plain(title(account, shown))}`,
    ...shown.files.map(({ diff }) => fenced("diff", diff)),
    ...sectionsOf(account, WRITERS).flatMap(({ head, items, long }) => [
      `#### ${head}`,
      items.join(long ? "\n\n" : "\n"),
    ]),
  ];
  return `${blocks.join("\n\n")}\n`;
}

function indented(text: string): string {
  return text
    .split("\n")
    .map((line) => `   ${line}`)
    .join("\n");
}
