/** A command line as words, for commands that are printed. */
import { DEFAULT_CONFIG, DEFAULT_OUT } from "./choices.ts";
import type { Options } from "./options.ts";

/** What names the same inputs and the same folder on a command line. */
export function wordsOf({
  config,
  configLayers,
  site,
  siteLayers,
  out,
  deployments,
}: Options): readonly string[] {
  if (deployments.length > 0) return deployments;
  const configs = [config ?? DEFAULT_CONFIG, ...configLayers];
  return [
    ...(configs.length === 1 && configs[0] === DEFAULT_CONFIG
      ? []
      : configs.flatMap((name) => ["--config", name])),
    ...(site === undefined ? [] : [site, ...siteLayers].flatMap((name) => ["--site", name])),
    ...(out === DEFAULT_OUT ? [] : ["--out", out]),
  ];
}

/** What names, on a command line, the same inputs, folder and outputs: what compiles again. */
export function compileWords(options: Options): readonly string[] {
  const { deployments, credentials, credentialsFromEnv, emit } = options;
  if (deployments.length > 0) return deployments;
  return [
    ...wordsOf(options),
    ...(credentialsFromEnv ? ["--credentials-from-env"] : []),
    ...(credentials === undefined ? [] : ["--credentials", credentials]),
    ...(emit === undefined ? [] : ["--emit", emit.join(",")]),
  ];
}
