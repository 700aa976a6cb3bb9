/** The names of folders that the Compose backend writes by, and a plan reads by. */

/** Where the output has what Docker Compose runs on one host. */
export const COMPOSE_FOLDER = "compose";

/** Where in it the files of one host of several stand. */
export function folderOfHost(folder: string, name: string): string {
  return `${folder}/hosts/${name}`;
}
