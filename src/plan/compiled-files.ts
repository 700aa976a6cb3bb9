/** The files of a compiled deployment, as they were found. Secret ones are there where they were at hand. */
export interface CompiledFiles {
  /** Text by path below the output folder. */
  readonly texts: ReadonlyMap<string, string>;
}

/** A file that is there and cannot be understood. */
export class UnreadableFile extends Error {
  readonly path: string;
  constructor(path: string, reason: string) {
    super(reason);
    this.path = path;
  }
}
