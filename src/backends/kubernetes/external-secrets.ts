/**
 * The Secrets as an operator makes them: an ExternalSecret for each, which says what of a store it is filled with. No
 * value of a secret is in one, so that all of it can be committed.
 */
import { constant, derived, type Origin, sourced } from "../../base/origin.ts";
import { releaseId } from "../../model/release-id.ts";
import { type Tree, tree } from "../../model/tree.ts";
import type { SecretId } from "../../model/value.ts";
import type { Installation } from "./installation.ts";
import { metadata } from "./object-names.ts";
import { secretName } from "./objects/secret-keys.ts";
import { fileTemplate, secretsOfValue, templateName, valueTemplate } from "./operator-template.ts";
import { type SecretEntry, secretEntries } from "./secret-entries.ts";
import { storeEntryOf } from "./store-entries.ts";

const FACT = constant("what an ExternalSecret says of a Secret");

/** The ExternalSecrets of an installation, by their Secrets' order. None where the Secrets come from elsewhere. */
export function externalSecrets(installation: Installation): readonly Tree[] {
  const { model, options } = installation;
  const { from, store, key, refreshInterval } = options.secrets;
  if (from.value !== "external-secrets" || store.value === null || key.value === null) return [];
  const pattern = key.value;
  const { kind, name: storeName } = store.value;
  return [...secretEntries(installation)].map(([group, entries]) => {
    const name = secretName(installation, group);
    const made = entries.map((entry) => templated(installation, entry));
    const ids = [...new Set(made.flatMap(({ secrets }) => secrets))].sort();
    return tree(
      {
        apiVersion: "external-secrets.io/v1",
        kind: "ExternalSecret",
        metadata: metadata(options, releaseId(model), group, name, "secret-source"),
        spec: {
          refreshInterval,
          secretStoreRef: { kind, name: storeName },
          target: {
            name,
            creationPolicy: "Owner",
            deletionPolicy: "Retain",
            template: {
              engineVersion: "v2",
              mergePolicy: "Replace",
              type: "Opaque",
              data: Object.fromEntries(made.map(({ key: name, template }) => [name, template])),
            },
          },
          // What the operator's definitions would add by themselves is written, so that what is applied is what is there.
          data: ids.map((id) => {
            const { section, property } = storeEntryOf(id);
            const origin = derived(
              "the store's key of a section",
              key.origin,
              originOfSecret(installation, id),
            );
            return {
              secretKey: templateName(id),
              remoteRef: {
                conversionStrategy: "Default",
                decodingStrategy: "None",
                key: sourced(pattern.replaceAll("{section}", section), origin),
                metadataPolicy: "None",
                property,
              },
            };
          }),
        },
      },
      derived("Secrets are filled from a store", from.origin, FACT),
    );
  });
}

function originOfSecret({ model }: Installation, id: SecretId): Origin {
  return model.secrets.find((one) => one.id === id)?.origin ?? FACT;
}

interface Templated {
  readonly key: string;
  readonly template: Tree;
  readonly secrets: readonly SecretId[];
}

function templated(installation: Installation, { key, origin, content }: SecretEntry): Templated {
  if (content.kind === "value")
    return {
      key,
      template: tree(valueTemplate(installation, content.value), origin),
      secrets: secretsOfValue(content.value),
    };
  const { template, secrets } = fileTemplate(installation, content.file);
  return { key, template: { kind: "block", content: template, origin }, secrets };
}
