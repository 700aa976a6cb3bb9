/** The Secrets of an installation as a person looks them up: names, keys, what each key holds, and where it comes from. */
import { type DocPath, type Sourced, sourced } from "../../base/origin.ts";
import type { SecretId } from "../../model/value.ts";
import type { SecretsFrom } from "../cluster/cluster-options.ts";
import type { Installation } from "./installation.ts";
import { writtenWith } from "./kubernetes-dialect.ts";
import { fileText } from "./objects/config-files.ts";
import { secretName } from "./objects/secret-keys.ts";
import { fileTemplate, secretsOfValue } from "./operator-template.ts";
import { type SecretEntry, secretEntries } from "./secret-entries.ts";
import { storeEntryOf } from "./store-entries.ts";

export interface ClusterSecrets {
  /** The section of the site file that says what becomes of them. */
  readonly section: DocPath;
  readonly from: Sourced<SecretsFrom>;
  readonly secrets: readonly {
    readonly name: Sourced<string>;
    readonly keys: readonly { readonly key: Sourced<string>; readonly content: string }[];
  }[];
  /** The entries of a store that are read, with their properties. */
  readonly entries: readonly { readonly key: string; readonly properties: readonly string[] }[];
}

export function clusterSecrets(installation: Installation): ClusterSecrets {
  const { from, key } = installation.options.secrets;
  const all = [...secretEntries(installation)];
  const stored = new Map<string, Set<string>>();
  for (const id of all.flatMap(([, entries]) => entries.flatMap((entry) => secretsOf(installation, entry)))) {
    const { section, property } = storeEntryOf(id);
    const name = (key.value ?? "{section}").replaceAll("{section}", section);
    stored.set(name, (stored.get(name) ?? new Set<string>()).add(property));
  }
  return {
    section: ["kubernetes", "secrets"],
    from,
    secrets: all.map(([group, entries]) => ({
      name: secretName(installation, group),
      keys: entries.map((entry) => ({
        key: sourced(entry.key, entry.origin),
        content: contentOf(installation, entry),
      })),
    })),
    entries: [...stored]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, properties]) => ({ key: name, properties: [...properties].sort() })),
  };
}

/** The secrets of an entry, each once. */
function secretsOf(installation: Installation, { content }: SecretEntry): readonly SecretId[] {
  return content.kind === "value"
    ? secretsOfValue(content.value)
    : fileTemplate(installation, content.file).secrets;
}

/** `amqp://(queue.username):(queue.password)@clp-queue:5672`, with what has to be encoded; of a file its lines. */
function contentOf(installation: Installation, { content }: SecretEntry): string {
  if (content.kind === "file") {
    if (content.file.id === "clp-config") return "CLP's config with its keys of S3";
    const { text } = fileText(installation, content.file, (id) => `(${id})`);
    return text.trimEnd().replace(/^#.*\n/, "");
  }
  return writtenWith(installation, content.value, {
    text: (text) => text,
    secret: ({ id, encoding }) => (encoding === "percent" ? `(${id}, percent-encoded)` : `(${id})`),
  });
}
