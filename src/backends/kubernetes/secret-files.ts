/** The Secrets: credentials, URLs that hold some, and files that hold S3 keys. */

import { memoize } from "../../base/memoize.ts";
import { constant, derived, type Origin } from "../../base/origin.ts";
import type { EmittedFile } from "../../model/emitted-file.ts";
import type { SecretValues } from "../../model/model.ts";
import { releaseId } from "../../model/release-id.ts";
import { tree } from "../../model/tree.ts";
import type { SecretId } from "../../model/value.ts";
import { holdsSecret, originOf, textOf } from "./dialect.ts";
import { documents, KUSTOMIZATION, kustomization, SECRETS_FOLDER } from "./documents.ts";
import { type Installation, workloadsOf } from "./installation.ts";
import { metadata } from "./object-names.ts";
import { fileGroup, fileKey, fileText } from "./objects/config-files.ts";
import { secretKeyOf, secretName } from "./objects/secret-keys.ts";
import { commanded } from "./pod/variables.ts";

type Reveal = (id: SecretId) => string;

interface Entry {
  readonly key: string;
  readonly origin: Origin;
  readonly text: (reveal: Reveal) => string;
}

/** What each Secret holds, by its group, in a stated order: as the workloads need it. */
const entriesOf = memoize((installation: Installation): ReadonlyMap<string, readonly Entry[]> => {
  const groups = new Map<string, Map<string, Entry>>();
  const add = (group: string, entry: Entry): void => {
    const entries = groups.get(group) ?? new Map<string, Entry>();
    if (!entries.has(entry.key)) entries.set(entry.key, entry);
    groups.set(group, entries);
  };
  for (const workload of workloadsOf(installation)) {
    const asked = workload.asks.flatMap(({ environment }) => environment);
    for (const { name, value } of [...commanded(installation, workload).variables, ...asked]) {
      if (!holdsSecret(value)) continue;
      const { group, key } = secretKeyOf(workload, name, value);
      const origin = originOf(installation, value);
      add(group, { key, origin, text: (reveal) => textOf(installation, value, reveal) });
    }
  }
  for (const file of installation.model.files.filter(({ secret }) => secret)) {
    const text = (reveal: Reveal): string => fileText(installation, file, reveal).text;
    add(fileGroup(file), { key: fileKey(file), origin: file.origin, text });
  }
  return new Map(
    [...groups]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([group, entries]) => [group, [...entries.values()].sort((a, b) => (a.key < b.key ? -1 : 1))]),
  );
});

function pathOf(group: string): string {
  return `${SECRETS_FOLDER}/${group}.yaml`;
}

export function secretPaths(installation: Installation): readonly string[] {
  return [...[...entriesOf(installation).keys()].map(pathOf), `${SECRETS_FOLDER}/${KUSTOMIZATION}`];
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
  const reveal: Reveal = (id) => secrets.get(id) ?? "";
  const files = [...entriesOf(installation)].map(([group, entries]) => {
    const data = entries.map(({ key, origin, text }) => [key, tree(base64(text(reveal)), origin)] as const);
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
