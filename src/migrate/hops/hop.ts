/** What a hop from one release to the next has to say of a configuration. Its rules are pure, and see the config as it is then. */

import { shorten } from "../../base/printable.ts";
import type { ReleaseId } from "../../clp/releases/releases.ts";
import type { Code } from "../../codes.ts";
import {
  type Data,
  dataAt,
  dataOf,
  isDataMap,
  type KeyPath,
  pathOf,
  type Scalar,
} from "../edit/editable-document.ts";
import type { Layered } from "../edit/edited-layers.ts";
import type { Operation } from "../edit/operation.ts";

/** Where an edit follows from: a section of docs/migrating.md, and defects of CLP by number. */
export interface Fact {
  readonly section: string;
  readonly defects?: readonly string[];
}

/** An edit that is certain. */
export interface Change {
  readonly kind: "change";
  /** Done together, or not at all. */
  readonly operations: readonly Operation[];
  /** A sentence without a full stop. */
  readonly why: string;
  readonly fact: Fact;
}

/** A default that is new: the old behaviour is written down, unless the new one is wanted. */
export interface Pin {
  readonly kind: "pin";
  readonly path: KeyPath;
  readonly value: Scalar;
  /** What changes where nothing is written; the comment in the file, without the release. */
  readonly because: string;
  readonly fact: Fact;
}

/** An edit that a person may choose. */
export interface Choice {
  /** When it is the right one. */
  readonly when: string;
  readonly operations: readonly Operation[];
}

/** What no program can decide. */
export interface Question {
  readonly kind: "question";
  readonly code: Code;
  readonly path: KeyPath;
  readonly message: string;
  readonly notes: readonly string[];
  readonly choices: readonly [Choice, Choice];
}

/** What the release that is gone to does not have, or does otherwise. */
export interface Loss {
  readonly kind: "loss";
  readonly path: KeyPath;
  /** A sentence without a full stop. */
  readonly text: string;
}

/** What requests of clients have to say from now on. */
export interface RequestBody {
  readonly kind: "request";
  readonly to: string;
  readonly body: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly why: string;
}

/** What else is different afterwards, although nothing is edited for it. */
export interface Notice {
  readonly kind: "notice";
  readonly text: string;
}

export type Outcome = Change | Pin | Question | Loss | RequestBody | Notice;

/** The config as it is at that point of the way. */
export interface View {
  /** What is written at a path; undefined where nothing is. */
  readonly at: (path: string) => Data | undefined;
  /** What each layer has at a path, those included that a later one overrules. */
  readonly everywhere: (path: string) => readonly Data[];
  /** True where the new defaults are wanted. */
  readonly adoptDefaults: boolean;
}

export type Rule = (view: View) => readonly Outcome[];

/** What of the inputs changes from one release to the next, and back. What becomes of data and clients: `clp/releases/upgrades/`. */
export interface Hop {
  /** The earlier release, and the later one. */
  readonly before: ReleaseId;
  readonly release: ReleaseId;
  readonly up: readonly Rule[];
  readonly down: readonly Rule[];
  /** Of a new key: true where the earlier release does the same without it. */
  readonly isHarmless?: (view: View, path: string) => boolean;
}

export function viewOf({ root, layers }: Layered, adoptDefaults: boolean): View {
  const data = dataOf(root);
  return {
    at: (path) => dataAt(data, pathOf(path)),
    everywhere: (path) =>
      layers.map((layer) => dataAt(dataOf(layer.root), pathOf(path))).filter((value) => value !== undefined),
    adoptDefaults,
  };
}

export function isNull({ at }: View, path: string): boolean {
  return at(path) === null;
}

export function isWritten({ at }: View, path: string): boolean {
  return at(path) !== undefined;
}

/** `1200`, `null`, `"text"`; a section in words. */
export function shown(data: Data | undefined): string {
  if (data === undefined) return "nothing";
  if (isDataMap(data)) return "a section";
  if (Array.isArray(data)) return "a list";
  return typeof data === "object" && data !== null
    ? shorten((data as { readonly unclear: string }).unclear)
    : shorten(String(data));
}
