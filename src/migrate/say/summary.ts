/** What every way of writing a migration has in common: its title, and what stands in which place. */
import type { Step } from "../../base/operator-steps.ts";
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

/** How each kind of item is written. What is not its own line comes without a full stop. */
export interface Writers {
  /** What is said of some keys, and the source of that, such as `docs/migrating.md#telemetry, E13`. */
  readonly keys: (keys: readonly string[], text: string, source: string | undefined) => string;
  /** What is sent to somebody, as lines of JSON, and why. */
  readonly request: (to: string, json: readonly string[], why: string) => string;
  readonly item: (text: string) => string;
  readonly step: (step: Step, number: number) => string;
}

/** A heading with what stands below it, item by item. */
export interface Section {
  readonly head: string;
  readonly items: readonly string[];
  /** True where an item is several paragraphs. */
  readonly long?: true;
}

/** The sections that have something to say, in their order. */
export function sectionsOf(account: Account, { keys, request, item, step }: Writers): readonly Section[] {
  const { edits, adopted, requests, notices, clients, steps, decided } = account;
  const sections: readonly Section[] = [
    { head: "Why", items: reasonsOf(edits).map(({ titles, why, fact }) => keys(titles, why, fact)) },
    {
      head: "Left to new defaults",
      items: adopted.map(({ path, release, because }) =>
        keys([path], `Since CLP v${release} ${because}`, undefined),
      ),
    },
    {
      head: "What clients have to send",
      items: requests.map(({ to, body, why }) => request(to, JSON.stringify(body, null, 2).split("\n"), why)),
      long: true,
    },
    { head: "What clients have to follow", items: clients.map(item) },
    { head: "What else is different", items: notices.map(item) },
    {
      head: "What to do, in this order",
      items: decided ? steps.map((one, index) => step(one, index + 1)) : [],
    },
  ];
  return sections.filter(({ items }) => items.length > 0);
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

interface Reason {
  readonly titles: readonly string[];
  /** A sentence without a full stop. */
  readonly why: string;
  /** `docs/migrating.md#telemetry, E13` */
  readonly fact: string;
}

/** The edits by their reasons, in the order in which these come. */
function reasonsOf(edits: readonly MigrationEdit[]): readonly Reason[] {
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
