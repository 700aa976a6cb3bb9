/** Where on the host the directory is that a container mounts. */
import { map, type Sourced } from "../base/origin.ts";
import type { Mount, Volume } from "./model.ts";

/** The path of a volume on the host, or that of the directory in it which alone is mounted. */
export function mountedPath({ path }: Volume, { subPath }: Mount & { kind: "volume" }): Sourced<string> {
  return subPath === undefined
    ? path
    : map(
        path,
        `${subPath} lies in this directory`,
        (folder) => `${folder === "/" ? "" : folder}/${subPath}`,
      );
}
