/** What the compiler is given. */

/** A file: its bytes, or its text. */
export interface Source {
  /** As the user named it; it stands in diagnostics. */
  readonly name: string;
  readonly content: string | Uint8Array;
}

/** The inputs of a compilation. */
export interface Sources {
  readonly config: Source;
  /** Undefined: without secrets. */
  readonly credentials?: Source | undefined;
  readonly site?: Source | undefined;
  /** Credentials from the environment, by CLP's own names (`CLP_DB_PASS` …), in place of a credentials file. */
  readonly environment?: Readonly<Record<string, string>> | undefined;
}
