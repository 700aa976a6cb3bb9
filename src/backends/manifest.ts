/** `manifest.json`: what was written, so that `check` can tell what is stale and `compile` what is its own. */
import { sha256Hex } from "../base/hash.ts";
import { constant } from "../base/origin.ts";
import { type EmittedFile, emittedFile } from "../model/emitted-file.ts";
import type { DeploymentModel } from "../model/model.ts";
import { tree } from "../model/tree.ts";
import { COMPILER_VERSION } from "../version.ts";
import { jsonLines } from "./json.ts";

export const MANIFEST_PATH = "manifest.json";

export interface SecretPath {
  readonly path: string;
  readonly mode: number;
}

function modeText(mode: number): string {
  return mode.toString(8).padStart(4, "0");
}

/** Public, and equal with and without secrets: secret files stand there by path and mode alone. */
export function manifest(
  model: DeploymentModel,
  backends: readonly string[],
  files: readonly EmittedFile<"public">[],
  secrets: readonly SecretPath[],
): EmittedFile<"public"> {
  const content = tree(
    {
      version: 1,
      compiler: COMPILER_VERSION,
      release: model.release,
      deployment: model.type,
      backends,
      files: files.map(({ path, mode, text }) => ({ path, mode: modeText(mode), sha256: sha256Hex(text) })),
      secret_files: secrets.map(({ path, mode }) => ({ path, mode: modeText(mode) })),
    },
    constant("the manifest lists what was emitted"),
  );
  return emittedFile(MANIFEST_PATH, "public", jsonLines(content));
}
