/** YAML and JSON of compiled files. */
import { parse } from "yaml";
import { UnreadableFile } from "./compiled-files.ts";

/** @throws UnreadableFile */
export function parsed(path: string, text: string): unknown {
  try {
    return parse(text, { logLevel: "silent" });
  } catch (error) {
    throw new UnreadableFile(path, error instanceof Error ? error.message.split("\n")[0]! : "it is no YAML");
  }
}

/**
 * A file within a file.
 *
 * @returns undefined where the text is no document
 */
export function documentIn(name: string, text: string): unknown {
  if (!/\.(?:ya?ml|json)$/.test(name)) return undefined;
  try {
    return parse(text, { logLevel: "silent" }) as unknown;
  } catch {
    return undefined;
  }
}
