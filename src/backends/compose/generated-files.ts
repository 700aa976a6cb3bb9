/** The files that containers read, as they stand beside the compose file. */
import { type Access, type EmittedFile, emittedFile, type Line } from "../../model/emitted-file.ts";
import type { GeneratedFile, SecretValues } from "../../model/model.ts";
import { resolve } from "../../model/tree.ts";
import type { SecretId } from "../../model/value.ts";
import { jsonLines } from "../json.ts";
import { yamlLines } from "../yaml.ts";
import { type Bundle, pathIn } from "./bundle.ts";

function noSecret(id: SecretId): never {
  throw new Error(`a public file would hold the secret ${id}`);
}

function linesOf(
  { dialect }: Bundle,
  file: GeneratedFile,
  reveal: (id: SecretId) => string,
): readonly Line[] {
  if (file.content.format === "text")
    return file.content.lines.map(({ value, origin }) => ({ text: value, origins: [origin] }));
  const tree = resolve(file.content.template, (value) => dialect.plain(value, reveal), dialect.originOf);
  return file.content.format === "json" ? jsonLines(tree) : yamlLines(tree);
}

function emit<A extends Access>(
  bundle: Bundle,
  access: A,
  reveal: (id: SecretId) => string,
): readonly EmittedFile<A>[] {
  return bundle.model.files
    .filter(({ secret }) => secret === (access === "secret"))
    .map((file) => emittedFile(pathIn(bundle, file.path), access, linesOf(bundle, file, reveal)));
}

export function publicFiles(bundle: Bundle): readonly EmittedFile<"public">[] {
  return emit(bundle, "public", noSecret);
}

export function secretFiles(bundle: Bundle, secrets: SecretValues): readonly EmittedFile<"secret">[] {
  return emit(bundle, "secret", (id) => secrets.get(id) ?? "");
}
