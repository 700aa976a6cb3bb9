/** The Secrets that are made of the credentials. Where somebody else makes them, there are none. */

import { constant, derived } from "../../base/origin.ts";
import type { EmittedFile } from "../../model/emitted-file.ts";
import type { SecretValues } from "../../model/model.ts";
import { releaseId } from "../../model/release-id.ts";
import { tree } from "../../model/tree.ts";
import type { SecretId } from "../../model/value.ts";
import { documents, KUSTOMIZATION, kustomization, SECRETS_FOLDER } from "./documents.ts";
import type { Installation } from "./installation.ts";
import { textOf } from "./kubernetes-dialect.ts";
import { metadata } from "./object-names.ts";
import { fileText } from "./objects/config-files.ts";
import { secretName } from "./objects/secret-keys.ts";
import { type SecretEntry, secretEntries } from "./secret-entries.ts";

type Reveal = (id: SecretId) => string;

function textOfEntry(installation: Installation, { content }: SecretEntry, reveal: Reveal): string {
  return content.kind === "value"
    ? textOf(installation, content.value, reveal)
    : fileText(installation, content.file, reveal).text;
}

function pathOf(group: string): string {
  return `${SECRETS_FOLDER}/${group}.yaml`;
}

export function secretPaths(installation: Installation): readonly string[] {
  if (installation.options.secrets.from.value !== "manifests") return [];
  return [...[...secretEntries(installation).keys()].map(pathOf), `${SECRETS_FOLDER}/${KUSTOMIZATION}`];
}

/**
 * Values stand in `data`, in base64: a key that is dropped from `stringData` would stay in the cluster,
 * and each `apply` would call the Secret changed.
 */
export function secretFiles(
  installation: Installation,
  secrets: SecretValues,
): readonly EmittedFile<"secret">[] {
  const { options, model } = installation;
  if (options.secrets.from.value !== "manifests") return [];
  const reveal: Reveal = (id) => secrets.get(id) ?? "";
  const files = [...secretEntries(installation)].map(([group, entries]) => {
    const data = entries.map(
      (entry) => [entry.key, tree(base64(textOfEntry(installation, entry, reveal)), entry.origin)] as const,
    );
    const content = tree(
      {
        apiVersion: "v1",
        kind: "Secret",
        metadata: metadata(options, releaseId(model), group, secretName(installation, group)),
        type: "Opaque",
        data: Object.fromEntries(data),
      },
      derived("what containers are told by reference alone", constant("no manifest shows a secret (H11)")),
    );
    return documents(pathOf(group), "secret", [content]);
  });
  return [...files, kustomization(SECRETS_FOLDER, "secret", files)];
}

/** The bytes of UTF-8, as a Secret carries them. */
function base64(text: string): string {
  let bytes = "";
  for (const byte of new TextEncoder().encode(text)) bytes += String.fromCharCode(byte);
  return btoa(bytes);
}
