/** What a migration is: the edits with their reasons, what a person is asked, and what is to be done. */
import type { Diagnostic } from "../base/diagnostic.ts";
import type { Step } from "../base/operator-steps.ts";
import type { FileId } from "../base/origin.ts";
import type { SourceTexts } from "../base/source-text.ts";
import type { Data } from "./edit/editable-document.ts";
import type { Fact, RequestBody } from "./hops/hop.ts";

export interface MigrationEdit {
  readonly file: FileId;
  readonly action: "set" | "remove" | "move" | "append" | "drop";
  /** Dotted. */
  readonly path: string;
  /** Of a key that is moved. */
  readonly to?: string;
  /** What is written then, where it is one value. */
  readonly value?: string | number | boolean | null;
  /** A sentence without a full stop. */
  readonly why: string;
  /** The release that it follows from. */
  readonly release: string;
  readonly fact: Fact;
}

/** A new default that was not pinned. */
export interface AdoptedDefault {
  readonly path: string;
  readonly release: string;
  readonly because: string;
}

/** What people are told of a migration. */
export interface Account {
  readonly from: string;
  readonly to: string;
  /** False where a person has to decide first: then nothing may be written. */
  readonly decided: boolean;
  readonly edits: readonly MigrationEdit[];
  readonly adopted: readonly AdoptedDefault[];
  readonly requests: readonly RequestBody[];
  /** What is different afterwards without an edit. */
  readonly notices: readonly string[];
  /** What clients of the APIs and readers of logs must follow. */
  readonly clients: readonly string[];
  /** In order; the way back is the last. */
  readonly steps: readonly Step[];
}

export interface Migration extends Account {
  readonly diagnostics: readonly Diagnostic[];
  /** The texts before, for diagnostics and for a diff. */
  readonly before: SourceTexts;
  /** The texts that are different afterwards; a site file may be new. */
  readonly after: SourceTexts;
  /** What the inputs say then, each with its layers; undefined where they cannot be read. */
  readonly outcome?: { readonly config: Data; readonly site: Data };
}
