/** What the compiler is given. */

/** A file: its bytes, or its text. */
export interface Source {
  /** As the user named it; it stands in diagnostics. */
  readonly name: string;
  readonly content: string | Uint8Array;
  /** True: no finding tells anything of it, and frames show no more than of credentials, the known keys. */
  readonly hidden?: boolean | undefined;
}

/** The inputs of a compilation. */
export interface Sources {
  readonly config: Source;
  /** Layers over the config: what stands in a later one counts, mappings are joined by their keys. */
  readonly configLayers?: readonly Source[] | undefined;
  /** Undefined: without secrets. */
  readonly credentials?: Source | undefined;
  readonly site?: Source | undefined;
  /** Layers over the site file, as those over the config. */
  readonly siteLayers?: readonly Source[] | undefined;
  /** Credentials from the environment, by CLP's own names (`CLP_DB_PASS` …), in place of a credentials file. */
  readonly environment?: Readonly<Record<string, string>> | undefined;
}
