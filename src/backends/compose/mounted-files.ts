/** The files that containers read, as they stand beside the compose file. */
import { type Access, type EmittedFile, emittedFile } from "../../model/emitted-file.ts";
import type { GeneratedFile, SecretValues } from "../../model/model.ts";
import type { Text } from "../../model/text.ts";
import type { SecretId } from "../../model/value.ts";
import { textOfFile } from "../file-text.ts";
import { type Bundle, pathIn } from "./bundle.ts";

function noSecret(id: SecretId): never {
  throw new Error(`a public file would hold the secret ${id}`);
}

function textOf({ dialect }: Bundle, file: GeneratedFile, reveal: (id: SecretId) => string): Text {
  return textOfFile(file, {
    write: (value) => dialect.plain(value, reveal),
    originOf: dialect.originOf,
  });
}

function emit<A extends Access>(
  bundle: Bundle,
  access: A,
  reveal: (id: SecretId) => string,
): readonly EmittedFile<A>[] {
  return bundle.model.files
    .filter(({ secret }) => secret === (access === "secret"))
    .map((file) => emittedFile(pathIn(bundle, file.path), access, textOf(bundle, file, reveal)));
}

export function publicFiles(bundle: Bundle): readonly EmittedFile<"public">[] {
  return emit(bundle, "public", noSecret);
}

export function secretFiles(bundle: Bundle, secrets: SecretValues): readonly EmittedFile<"secret">[] {
  return emit(bundle, "secret", (id) => secrets.get(id) ?? "");
}
