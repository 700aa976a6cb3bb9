/** What every way of writing a migration has in common: its title, what stands in which place. */
import type { Account, MigrationEdit } from "../migration.ts";

/** What a command knows besides the migration. */
export interface Shown {
  /** The files that are different afterwards, with a unified diff in which no secret is seen. */
  readonly files: readonly {
    readonly name: string;
    readonly created: boolean;
    readonly diff: readonly string[];
  }[];
  /** True once they are written. */
  readonly written: boolean;
}

export function title({ from, to, edits, decided }: Account, { written }: Shown): string {
  const way = `CLP v${from} → v${to}`;
  if (!decided) return `${way}: a person has to decide first, and nothing is written`;
  const count = `${edits.length} edit${edits.length === 1 ? "" : "s"}`;
  if (edits.length === 0)
    return from === to ? `Nothing to migrate: the inputs are those of CLP v${to}` : `${way}: nothing to edit`;
  return `${way}: ${count}${written ? ", written" : ""}`;
}

/** `webui.query_engine`, `package.query_engine → webui.query_engine`, `- log_ingestor.channel_capacity` */
function editTitle({ action, path, to, value }: MigrationEdit): string {
  switch (action) {
    case "set":
      return `${path}: ${String(value)}`;
    case "remove":
      return `${path} is removed`;
    case "move":
      return `${path} → ${to ?? ""}`;
    case "append":
      return `${path} gets ${String(value)}`;
    case "drop":
      return `${path} loses ${String(value)}`;
    default:
      return action satisfies never;
  }
}

export interface Reason {
  readonly titles: readonly string[];
  /** A sentence without a full stop. */
  readonly why: string;
  /** `docs/migrating.md#telemetry, E13` */
  readonly fact: string;
}

/** The edits by their reasons, in the order in which these come. */
export function reasonsOf(edits: readonly MigrationEdit[]): readonly Reason[] {
  const byReason = new Map<string, MigrationEdit[]>();
  for (const edit of edits) {
    const key = `${edit.why} ${factText(edit)}`;
    byReason.set(key, [...(byReason.get(key) ?? []), edit]);
  }
  return [...byReason.values()].map((group) => ({
    titles: group.map(editTitle),
    why: group[0]!.why,
    fact: factText(group[0]!),
  }));
}

function factText({ fact: { section, defects = [] } }: MigrationEdit): string {
  return [`docs/migrating.md#${section}`, ...defects].join(", ");
}
