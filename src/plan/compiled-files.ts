import { COMPOSE_FOLDER, folderOfHost } from "../base/compose-folder.ts";

/** The files of a compiled deployment, as they were found. Secret ones are there where they were at hand. */
export interface CompiledFiles {
  /** Text by path below the output folder. */
  readonly texts: ReadonlyMap<string, string>;
}

/** From where the commands of a plan are typed. */
export interface TypedFrom {
  /** What `clp-compile` is told there to compile the deployment: flags, or its name in the project file. */
  readonly compile: readonly string[];
  /** The path of the output folder from there. */
  readonly out: string;
}

/** Where a file of one of several hosts is, which is read as if it were `compose/…`. */
export function pathOnHost(name: string, path: string): string {
  return path.startsWith(`${COMPOSE_FOLDER}/`)
    ? `${folderOfHost(COMPOSE_FOLDER, name)}${path.slice(COMPOSE_FOLDER.length)}`
    : path;
}

/** The other way round; undefined for what is not a file of the host. */
export function pathOfHost(name: string, path: string): string | undefined {
  const folder = folderOfHost(COMPOSE_FOLDER, name);
  return path.startsWith(`${folder}/`) ? `${COMPOSE_FOLDER}${path.slice(folder.length)}` : undefined;
}

/** What `read` makes of files that stand elsewhere; a file that it cannot understand has its own path. */
export function readElsewhere<T>(pathOf: (path: string) => string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error;
    throw new UnreadableFile(pathOf(error.path), error.message);
  }
}

/** A file that is there and cannot be understood. */
export class UnreadableFile extends Error {
  readonly path: string;
  constructor(path: string, reason: string) {
    super(reason);
    this.path = path;
  }
}
