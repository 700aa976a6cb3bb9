/**
 * The dialect of the External Secrets Operator's templates, which are Go's `text/template` with the functions of
 * sprig. Our own text must open no action, and a secret must stay what it is: in a URL, and in YAML.
 */
import { sha256Hex } from "../../base/hash.ts";
import type { GeneratedFile } from "../../model/model.ts";
import type { Text } from "../../model/text.ts";
import type { SecretId, Value } from "../../model/value.ts";
import type { Installation } from "./installation.ts";
import { writtenWith } from "./kubernetes-dialect.ts";
import { fileText } from "./objects/config-files.ts";
import { storeEntryOf } from "./store-entries.ts";

/** The name by which a template knows a secret: `database_password`, `s3_archives_access_key_id`. */
export function templateName(id: SecretId): string {
  const { section, property } = storeEntryOf(id);
  return `${section.replaceAll("-", "_")}_${property}`;
}

/** Text that a template prints as it is: each brace on its own, so that none joins another to open an action. */
function templateText(text: string): string {
  return text.replaceAll("{", '{{ "{" }}');
}

/** The template of a value. In a URL a secret is percent-encoded: Go's `urlquery` writes a blank as `+`, which means a plus there. */
export function valueTemplate(installation: Installation, value: Value): string {
  return writtenWith(installation, value, {
    text: templateText,
    secret: ({ id, encoding }) =>
      encoding === "percent"
        ? `{{ .${templateName(id)} | urlquery | replace "+" "%20" }}`
        : `{{ .${templateName(id)} }}`,
  });
}

/** The secrets of a value. */
export function secretsOfValue({ parts }: Value): readonly SecretId[] {
  return parts.flatMap((part) => (part.kind === "secret" ? [part.id] : []));
}

/** The template of a file, and the secrets that it has. */
export function fileTemplate(
  installation: Installation,
  file: GeneratedFile,
): { readonly template: Text; readonly secrets: readonly SecretId[] } {
  // A file is written with a word in the place of each secret, which no value of the inputs has in it.
  const bare = fileText(installation, file, () => "").text;
  const wordOf = (id: SecretId): string => {
    let word = `s${sha256Hex(id)}`;
    while (bare.includes(word)) word = `s${sha256Hex(word)}`;
    return word;
  };
  const words = new Map<string, SecretId>();
  const { text, reasons } = fileText(installation, file, (id) => {
    const word = wordOf(id);
    words.set(word, id);
    return word;
  });
  let template = templateText(text);
  for (const [word, id] of words)
    template = template.replaceAll(new RegExp(`"${word}"|${word}`, "g"), () =>
      secretIn(file, templateName(id)),
    );
  return { template: { text: template, reasons }, secrets: [...words.values()] };
}

/** A secret in a file, as its format carries any text. What a reader cannot be given is an error of the ExternalSecret. */
function secretIn({ content, contentInPods }: GeneratedFile, name: string): string {
  const { format } = contentInPods ?? content;
  switch (format) {
    case "yaml":
    case "json":
      // A whole value, which JSON writes so that YAML reads it, too.
      return `{{ .${name} | toJson }}`;
    case "properties":
      // Go's escapes in ASCII are Java's, but for controls and for what is beyond U+FFFF.
      return `{{ if regexMatch "[^ -\\\\x{FFFF}]" .${name} }}{{ fail "a properties file cannot carry ${name}" }}{{ end }}{{ regexReplaceAll "^ " (.${name} | printf "%+q" | trimPrefix "\\"" | trimSuffix "\\"") "\\\\ " }}`;
    case "plain-properties":
      return `{{ if regexMatch "\\\\s" .${name} }}{{ fail "a native worker cannot read ${name}" }}{{ end }}{{ .${name} }}`;
    case "text":
      throw new Error("a text has no secret in it");
    default:
      return format satisfies never;
  }
}
