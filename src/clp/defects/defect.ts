/** The shape of an entry of the catalogue of CLP's defects. */

/** What this compiler makes of a defect. */
export type Treatment =
  /** What was meant is compiled. */
  | "corrected"
  /** An error, since nothing says what was meant. */
  | "refused"
  /** A warning: it is legal, and probably not meant. */
  | "warned of"
  /** It does not arise here: the part of CLP that has it is not used. */
  | "avoided"
  /** It is CLP's own program's: the documentation names it. */
  | "documented";

/** Something that CLP, or its Helm chart, does and that nobody can have meant. */
export interface Defect {
  /** One line: what is wrong. */
  readonly title: string;
  /** What an operator sees of it. */
  readonly happens: string;
  /** The first release that is known to have it; none before v0.9.0 was looked at. */
  readonly since: string;
  /** The first release without it; absent where the newest has it. */
  readonly until?: string;
  readonly treatment: Treatment;
  /** What this compiler does, as the end of a sentence that begins with the treatment. */
  readonly here: string;
  /** Where in CLP: a file, a function, a template. */
  readonly source: string;
}

export type DefectTable<Letter extends string> = Readonly<Record<`${Letter}${number}${string}`, Defect>>;
