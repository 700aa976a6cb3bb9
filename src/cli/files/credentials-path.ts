/** Where the config says that the credentials are, which has to be known before it is compiled. */
import { withKnownLineEnds } from "../../base/line-ends.ts";
import type { Source } from "../../mod.ts";
import { DEFAULT_CREDENTIALS } from "../usage/choices.ts";

const KEY = "credentials_file_path";

/**
 * The value of the key `credentials_file_path`, or its default. A config that cannot be read has the
 * default: the compiler says what is wrong with it.
 *
 * @param layers the config and the layers over it: the last one that has the key counts
 */
export async function credentialsPathIn(layers: readonly Source[]): Promise<string> {
  for (const layer of layers.toReversed()) {
    const path = await pathIn(layer);
    if (path !== undefined) return path;
  }
  return DEFAULT_CREDENTIALS;
}

/** Undefined where the key is not written. */
async function pathIn(config: Source): Promise<string | undefined> {
  const content =
    typeof config.content === "string" ? config.content : new TextDecoder().decode(config.content);
  const text = withKnownLineEnds(content);
  // Few configs set the key, and only these are read twice. CLP's template has it in a comment.
  if (!text.replace(/^[ \t]*#.*$/gm, "").includes(KEY)) return undefined;
  const { isAlias, isScalar, parseDocument } = await import("./yaml-parser.ts");
  try {
    const document = parseDocument(text, { logLevel: "silent", uniqueKeys: false });
    const node: unknown = document.get(KEY, true);
    if (node === undefined) return undefined;
    const scalar = isAlias(node) ? node.resolve(document) : node;
    return isScalar(scalar) && typeof scalar.value === "string" && scalar.value !== ""
      ? scalar.value
      : DEFAULT_CREDENTIALS;
  } catch {
    return DEFAULT_CREDENTIALS;
  }
}
