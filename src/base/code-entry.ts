/** The shape of an entry of the code registry, which `src/codes.ts` assembles. */
export interface CodeEntry {
  readonly severity: "error" | "warning" | "note";
  /** A few words, as in a table of contents. */
  readonly title: string;
  /** Why it is a finding and what to do: one or a few sentences, for `explain CODE` and the docs. */
  readonly explanation: string;
  /** An input that gets this finding … */
  readonly wrong: string;
  /** … and the same, mended. */
  readonly right: string;
  /** Where the fact comes from: a defect number of CLP, a consumer, a program's documentation. */
  readonly source: string;
}

/** What a `codes.ts` holds: the codes that are reported beside it. */
export type CodeTable = Readonly<Record<`CLP${number}`, CodeEntry>>;
