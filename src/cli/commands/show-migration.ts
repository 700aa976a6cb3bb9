/** What a migration says on standard output, and what the command ends with. */
import { print, written } from "../../base/printable.ts";
import type { Migration } from "../../migrate/migration.ts";
import { migrationData } from "../../migrate/say/migration-json.ts";
import { migrationMarkdown } from "../../migrate/say/migration-markdown.ts";
import { migrationText } from "../../migrate/say/migration-text.ts";
import type { Shown } from "../../migrate/say/summary.ts";
import { fixDiff } from "../../report/fix-diff.ts";
import { paintOf } from "../../report/paint.ts";
import { drawDiffLine } from "../../report/pretty.ts";
import { EXIT, type ExitCode } from "../exit.ts";
import type { Host } from "../host.ts";
import type { Options } from "../usage/options.ts";
import { textsOf } from "./write-migration.ts";

/** Says what is edited and why, and what the command ends with. */
export async function showMigration(
  migration: Migration,
  isWritten: boolean,
  options: Options,
  host: Host,
): Promise<ExitCode> {
  await show(migration, isWritten, options, host);
  if (!migration.decided) return EXIT.inputErrors;
  return migration.edits.length === 0 || isWritten ? EXIT.done : EXIT.difference;
}

async function show(migration: Migration, isWritten: boolean, options: Options, host: Host): Promise<void> {
  const { before, after } = migration;
  const files = textsOf(after).map((text) => {
    const old = before[text.file];
    return {
      name: text.name,
      created: old === undefined,
      diff: fixDiff(old ?? { ...text, text: "", masked: [] }, text),
    };
  });
  const shown: Shown = { files, written: isWritten };
  if (options.json) {
    const { jsonText } = await import("../../base/printable.ts");
    host.out(jsonText(migrationData(migration, shown)));
    return;
  }
  const {
    before: _before,
    after: _after,
    diagnostics: _diagnostics,
    outcome: _outcome,
    ...account
  } = migration;
  const data = { account, shown };
  const paint = paintOf((await host.terminal("out")).color);
  const style = { strong: paint.strong, diffLine: (line: string) => drawDiffLine(line, paint) };
  host.out(
    options.format === "markdown"
      ? written(data, (one) => migrationMarkdown(one.account, one.shown))
      : written(data, (one) => migrationText(one.account, one.shown, style)),
  );
  if (!isWritten && migration.decided && migration.edits.length > 0 && options.format === "text")
    host.out(print`\nNothing is written: --write makes the edits\n`);
}
