/** What rules answer, each made of what is its own. Keys are dotted, as people name them. */
import type { Code } from "../../codes.ts";
import { pathOf, type Scalar } from "../edit/editable-document.ts";
import type { Operation } from "../edit/operation.ts";
import type { Change, Choice, Fact, Loss, Notice, Pin, Question } from "./hop.ts";

/**
 * @param section of docs/migrating.md
 * @param defects of CLP, by number
 */
export function fact(section: string, ...defects: readonly string[]): Fact {
  return { section, ...(defects.length > 0 ? { defects } : {}) };
}

export function change(operations: readonly Operation[], why: string, from: Fact): Change {
  return { kind: "change", operations, why, fact: from };
}

export function pin(key: string, value: Scalar, because: string, from: Fact): Pin {
  return { kind: "pin", path: pathOf(key), value, because, fact: from };
}

export function question(
  code: Code,
  key: string,
  message: string,
  note: string,
  ...choices: readonly [Choice, Choice]
): Question {
  return { kind: "question", code, path: pathOf(key), message, notes: [note], choices };
}

/** What a person may do, and when it is right. */
export function choice(when: string, ...operations: readonly Operation[]): Choice {
  return { when, operations };
}

export function loss(key: string, text: string): Loss {
  return { kind: "loss", path: pathOf(key), text };
}

export function notice(text: string): Notice {
  return { kind: "notice", text };
}
