/** The files that containers read, as they stand beside the compose file. */
import { type Access, type EmittedFile, emittedFile, type Line } from "../../model/emitted-file.ts";
import type { DeploymentModel, GeneratedFile, SecretValues } from "../../model/model.ts";
import { resolve } from "../../model/tree.ts";
import type { SecretId } from "../../model/value.ts";
import { jsonLines } from "../json.ts";
import { yamlLines } from "../yaml.ts";
import { dialectOf } from "./dialect.ts";

function noSecret(id: SecretId): never {
  throw new Error(`a public file would hold the secret ${id}`);
}

function linesOf(
  model: DeploymentModel,
  file: GeneratedFile,
  reveal: (id: SecretId) => string,
): readonly Line[] {
  if (file.content.format === "text")
    return file.content.lines.map(({ value, origin }) => ({ text: value, origins: [origin] }));
  const dialect = dialectOf(model);
  const tree = resolve(file.content.template, (value) => dialect.plain(value, reveal), dialect.originOf);
  return file.content.format === "json" ? jsonLines(tree) : yamlLines(tree);
}

function emit<A extends Access>(
  model: DeploymentModel,
  access: A,
  reveal: (id: SecretId) => string,
): readonly EmittedFile<A>[] {
  return model.files
    .filter(({ secret }) => secret === (access === "secret"))
    .map((file) => emittedFile(`compose/${file.path}`, access, linesOf(model, file, reveal)));
}

export function publicFiles(model: DeploymentModel): readonly EmittedFile<"public">[] {
  return emit(model, "public", noSecret);
}

export function secretFiles(model: DeploymentModel, secrets: SecretValues): readonly EmittedFile<"secret">[] {
  return emit(model, "secret", (id) => secrets.get(id) ?? "");
}
