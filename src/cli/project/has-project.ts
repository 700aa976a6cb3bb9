/** Whether there is a project file: asked at every start, so apart from what reads it. */
import { existsSync } from "node:fs";
import { located } from "../files/input-files.ts";
import type { Host } from "../host.ts";
import { PROJECT_FILE } from "../usage/choices.ts";

/** It is looked for in the working directory alone. */
export function hasProject(host: Pick<Host, "directory">): boolean {
  return existsSync(located(host, PROJECT_FILE));
}
