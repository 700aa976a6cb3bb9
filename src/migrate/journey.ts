/** Goes hop by hop: each hop's rules see the config as the hop before has left it. */
import type { Reporter } from "../base/diagnostic.ts";
import type { SourceSpan } from "../base/origin.ts";
import { dataOf, type KeyPath, locate } from "./edit/editable-document.ts";
import { editLayers, type Layered, layered } from "./edit/edited-layers.ts";
import type { Operation } from "./edit/operation.ts";
import {
  type Change,
  type Hop,
  type Outcome,
  type Pin,
  type Question,
  type RequestBody,
  type Rule,
  type View,
  viewOf,
} from "./hops/hop.ts";
import type { Way } from "./hops/hops.ts";
import { newKeysGo } from "./hops/key-differences.ts";
import { change } from "./hops/outcomes.ts";
import type { AdoptedDefault, MigrationEdit } from "./migration.ts";
import { spelled } from "./spelled.ts";

/** The layer that a key goes into which none has: the first that it follows from, or the last. */
export type NewKeys = "first" | "last";

export interface Journey {
  readonly document: Layered;
  readonly edits: readonly MigrationEdit[];
  readonly adopted: readonly AdoptedDefault[];
  readonly requests: readonly RequestBody[];
  readonly notices: readonly string[];
}

/** Reports `CLP6411` to `CLP6417` and `CLP6590`, at places of the document as it was first. */
export function travel(
  first: Layered,
  { down, hops }: Way,
  { adoptDefaults, newKeys }: { readonly adoptDefaults: boolean; readonly newKeys: NewKeys },
  reporter: Reporter,
): Journey {
  let document = first;
  let edits: readonly MigrationEdit[] = [];
  const adopted: AdoptedDefault[] = [];
  const requests: RequestBody[] = [];
  const notices: string[] = [];

  const make = (change: Change, release: string, rule: Rule, outcome: Outcome): void => {
    const last = document.layers.length - 1;
    const home = newKeys === "last" ? last : layerOf(rule, outcome, document, adoptDefaults);
    const edited =
      editLayers(document, change.operations, home) ?? editLayers(document, change.operations, last);
    if (edited === undefined) {
      cannotEdit(change, first, document, reporter);
      return;
    }
    document = edited;
    edits = withEdits(
      edits,
      change.operations.map((operation) => editOf(operation, change, release)),
    );
  };
  const take = (outcome: Outcome, hop: Hop, rule: Rule): void => {
    switch (outcome.kind) {
      case "change":
        make(outcome, hop.release, rule, outcome);
        return;
      case "pin":
        if (adoptDefaults)
          adopted.push({
            path: outcome.path.join("."),
            release: hop.release,
            because: outcome.because,
          });
        else make(pinned(outcome, hop), hop.release, rule, outcome);
        return;
      case "question":
        ask(outcome, first, document, reporter);
        return;
      case "loss":
        reporter.report("CLP6417", placeOf(first, outcome.path), outcome.text, { path: outcome.path });
        return;
      case "request":
        requests.push(outcome);
        return;
      case "notice":
        notices.push(outcome.text);
        return;
      default:
        outcome satisfies never;
    }
  };

  for (const hop of hops) {
    const view = (): View => viewOf(document, adoptDefaults);
    for (const rule of down ? [...hop.down, newKeysGo(hop)] : hop.up)
      for (const outcome of rule(view())) take(outcome, hop, rule);
  }
  // What is undone on the way leaves no trace, such as a line break at the end.
  return { document: edits.length === 0 ? first : document, edits, adopted, requests, notices };
}

/**
 * The layer of which an outcome follows: the first that gives it together with those before. A key that none
 * has is written there, so that who shares the layers before it gets no more than concerns him.
 */
function layerOf(rule: Rule, outcome: Outcome, { layers }: Layered, adoptDefaults: boolean): number {
  const text = JSON.stringify(outcome);
  const found = layers.findIndex((_, index) => {
    const before = layered(layers.slice(0, index + 1));
    return rule(viewOf(before, adoptDefaults)).some((one) => JSON.stringify(one) === text);
  });
  return Math.max(found, 0);
}

/** The change that writes an old default down. */
function pinned({ path, value, because, fact }: Pin, { release }: Hop): Change {
  const why = `Since CLP v${release} ${because}`;
  return change([{ kind: "set", path, value, comment: `${why}.` }], why, fact);
}

function editOf(operation: Operation, { why, fact }: Change, release: string): MigrationEdit {
  return {
    file: "config",
    action: operation.kind,
    path: operation.path.join("."),
    ...(operation.kind === "move" ? { to: operation.to.join(".") } : {}),
    ...(operation.kind === "set" ? { value: operation.value } : {}),
    ...(operation.kind === "append" || operation.kind === "drop" ? { value: operation.item } : {}),
    why,
    release,
    fact,
  };
}

/** What one hop writes and a later one removes was never there. */
function withEdits(
  edits: readonly MigrationEdit[],
  more: readonly MigrationEdit[],
): readonly MigrationEdit[] {
  const undone = (one: MigrationEdit, other: MigrationEdit): boolean =>
    one.action === "set" && other.action === "remove" && one.path === other.path;
  return [
    ...edits.filter((one) => !more.some((other) => undone(one, other))),
    ...more.filter((other) => !edits.some((one) => undone(one, other))),
  ];
}

function ask(question: Question, first: Layered, now: Layered, reporter: Reporter): void {
  const { code, path, message, notes, choices } = question;
  const data = dataOf(now.root);
  reporter.report(code, placeOf(first, path), message, {
    path,
    notes: [
      ...notes,
      ...choices.map(({ when, operations }, index) => {
        const way = spelled(data, operations);
        return `${index === 0 ? "Either" : "Or"} ${way}, where ${when}`;
      }),
    ],
    help: "Make one of the two edits, and migrate again; nothing is written until then",
  });
}

function cannotEdit({ operations, why }: Change, first: Layered, now: Layered, reporter: Reporter): void {
  const { path } = operations[0]!;
  reporter.report(
    "CLP6416",
    placeOf(first, path),
    `Cannot edit ${path.join(".")} as it is written here, without touching anything else`,
    {
      path,
      notes: [why],
      help: `By hand: ${spelled(dataOf(now.root), operations)}; then migrate again`,
    },
  );
}

/** The key at a path, or the deepest one above it that is written; undefined where none is. */
function placeOf({ root }: Layered, path: KeyPath): SourceSpan | undefined {
  for (let depth = path.length; depth > 0; depth--) {
    const found = locate(root, path.slice(0, depth));
    if (found !== undefined) return found.entry.keySpan;
  }
  return undefined;
}
