/** What to do in place of editing what was compiled. */
import { COMPOSE_FOLDER } from "../../base/compose-folder.ts";

/** @param path of the file, relative to the output folder */
export function insteadOfEditing(path: string): string {
  return path.startsWith(`${COMPOSE_FOLDER}/`)
    ? "Say it in the inputs, or, for one host, in docker-compose.override.yaml: compiling again drops the edit"
    : "Say it in the inputs: compiling again drops the edit";
}
