/** A migration as GitHub's Markdown, for a comment on a pull request: nothing of the inputs is taken for markup. */
import { code, fenced, plain } from "../../base/markdown-text.ts";
import type { Account } from "../migration.ts";
import { reasonsOf, type Shown, title } from "./summary.ts";

export function migrationMarkdown(account: Account, shown: Shown): string {
  const { edits, adopted, requests, notices, clients, steps, decided } = account;
  const section = (head: string, blocks: readonly string[]): readonly string[] =>
    blocks.length === 0 ? [] : [`#### ${head}`, ...blocks];
  const blocks = [
    `### Migration: ${plain(title(account, shown))}`,
    ...shown.files.map(({ diff }) => fenced("diff", diff)),
    ...section(
      "Why",
      list(
        reasonsOf(edits).map(
          ({ titles, why, fact }) => `${titles.map(code).join(", ")}: ${plain(why)} (${plain(fact)})`,
        ),
      ),
    ),
    ...section(
      "Left to new defaults",
      list(
        adopted.map(
          ({ path, release, because }) => `${code(path)}: ${plain(`Since CLP v${release} ${because}`)}`,
        ),
      ),
    ),
    ...section(
      "What clients have to send",
      requests.flatMap(({ to, body, why }) => [
        `To ${plain(to)}:`,
        fenced("json", JSON.stringify(body, null, 2).split("\n")),
        plain(why),
      ]),
    ),
    ...section("What clients have to follow", list(clients.map(plain))),
    ...section("What else is different", list(notices.map(plain))),
    ...(decided
      ? section(
          "What to do, in this order",
          steps.length === 0
            ? []
            : [
                steps
                  .map(
                    ({ text, commands }, index) =>
                      `${index + 1}. ${plain(text)}${commands.length === 0 ? "" : `\n${indented(fenced("sh", commands))}`}`,
                  )
                  .join("\n"),
              ],
        )
      : []),
  ];
  return `${blocks.join("\n\n")}\n`;
}

function list(items: readonly string[]): readonly string[] {
  return items.length === 0 ? [] : [items.map((item) => `- ${item}`).join("\n")];
}

function indented(text: string): string {
  return text
    .split("\n")
    .map((line) => `   ${line}`)
    .join("\n");
}
