/** The variables of `.env`: settings with their values, secrets by name alone. */

import { listed } from "../../base/listed.ts";
import { code, prose } from "../../base/markdown-text.ts";
import type { Sourced } from "../../base/origin.ts";
import { shell } from "../../base/shell.ts";
import type { DeploymentModel } from "../../model/model.ts";
import { servicesOf } from "../../model/reachability.ts";
import type { Line } from "../../model/text.ts";
import { type CommandLine, commandBlock } from "./command-block.ts";
import type { DocsOptions } from "./docs-options.ts";
import { blocks, fixed, table } from "./markdown.ts";

/** Of several hosts those that one of them may set: what is fixed is in no `.env`. */
function settingsOf({ hosts, settings }: DeploymentModel): DeploymentModel["settings"] {
  if (hosts === undefined) return settings;
  const may = new Set(
    hosts.flatMap(({ model }) =>
      model.settings.filter(({ overridable }) => overridable).map(({ variable }) => variable),
    ),
  );
  return settings.filter(({ variable }) => may.has(variable));
}

/** The value; of several hosts those that they have, where a host may have its own. */
function valuesOf({ hosts = [] }: DeploymentModel, variable: string, value: string | number): string {
  const own = hosts
    .flatMap(servicesOf)
    .flatMap(({ concurrency }) => (concurrency?.variable === variable ? [concurrency.value.value] : []));
  return [...new Set(own.length === 0 ? [value] : own)].map((one) => code(String(one))).join(", ");
}

export function variables(model: DeploymentModel, { composeFolder }: DocsOptions): readonly Line[] {
  return blocks(
    [fixed("## Variables")],
    [
      fixed(
        model.hosts !== undefined
          ? `Docker Compose reads them from ${code(`${composeFolder}/.env`)}, which has those that the host's compose file asks for: they may differ on one host, and so they do where a host has its own CPUs. A change that is to last belongs in the inputs.`
          : `Docker Compose reads them from ${code(`${composeFolder}/.env`)}. Those marked *yes* may differ on one host: set them there or in the environment. The others are fixed in the generated files; they are for CLP's own tools. A change that is to last belongs in the inputs.`,
      ),
    ],
    table(
      ["Variable", "Value", "May differ"],
      settingsOf(model).map(({ variable, value, overridable }) => ({
        cells: [code(variable), valuesOf(model, variable, value.value), overridable ? "yes" : ""],
        origins: [value.origin],
      })),
    ),
  );
}

export function secrets(
  model: DeploymentModel,
  { composeFolder, composeSecrets, releaseName, secretNames, clusterSecrets, namespace }: DocsOptions,
): readonly Line[] {
  const inEnvironment = composeSecrets.value === "environment";
  const named = model.secrets;
  const { database, urls, config, ofReader } = secretNames;
  const readers = model.files.flatMap(({ reader }) => reader ?? []);
  const alone =
    readers.length === 0
      ? ""
      : ` A file that one component alone reads is in a Secret of its own: ${listed(readers.map((reader) => code(ofReader(reader).value)))}.`;
  return blocks(
    [fixed("## Secrets")],
    [
      fixed(
        "By name; no value is here or in any other public file. A file that holds values has mode `0600`, and `.gitignore` names it. A variable that ends in `_ENCODED` is the same secret, percent-encoded, for URLs.",
      ),
    ],
    [
      {
        text: `On Kubernetes a Secret has those of a section: what begins with \`database.\` is a key of ${code(database.value)}. Addresses with passwords in them are in ${code(urls.value)}, and CLP's own config, where it has keys of S3, in ${code(config.value)}. Manifests refer to all of these by name.${alone}`,
        origins: [releaseName.origin],
      },
    ],
    table(
      [
        "Secret",
        "What it is",
        inEnvironment ? "Variables of the environment" : `Variables of ${code(`${composeFolder}/.env`)}`,
      ],
      named.map(({ id, title, variable, encodedVariable, origin }) => ({
        cells: [
          code(id),
          prose(title),
          [variable, encodedVariable]
            .filter((name) => name !== undefined)
            .map(code)
            .join(", ") || "none: it stands in a secret file",
        ],
        origins: [origin],
      })),
    ),
    ...ofOthers(clusterSecrets(), namespace),
  );
}

/** What a cluster must have where the manifests bring no Secrets. */
function ofOthers(
  { from, secrets: all, entries }: ReturnType<DocsOptions["clusterSecrets"]>,
  namespace: Sourced<string>,
): readonly (readonly Line[])[] {
  if (from.value === "manifests") return [];
  const keys = table(
    ["Secret of the cluster", "Key", "What it holds"],
    all.flatMap(({ name, keys: held }) =>
      held.map(({ key, content }) => ({
        cells: [code(name.value), code(key.value), content.split("\n").map(code).join("<br/>")],
        origins: [name.origin, key.origin],
      })),
    ),
  );
  if (from.value === "external-secrets")
    return [
      [
        {
          text: "On Kubernetes these Secrets are filled from a store by the External Secrets Operator, as `kubernetes/external-secrets.yaml` says:",
          origins: [from.origin],
        },
      ],
      keys,
      [fixed("The store must have:")],
      table(
        ["Entry of the store", "Properties"],
        entries.map(({ key, properties }) => ({
          cells: [code(key), properties.map(code).join(", ")],
          origins: [from.origin],
        })),
      ),
    ];
  return [
    [
      {
        text: "On Kubernetes somebody else makes these Secrets, before the manifests are applied. What stands in brackets is the value of the credentials; in an address it is percent-encoded (RFC 3986: all but letters, digits, `-`, `.`, `_` and `~`).",
        origins: [from.origin],
      },
    ],
    keys,
    ...escapes(all.flatMap(({ keys: held }) => held.map(({ key }) => key.value))),
    [
      fixed(
        "One is made by a command like this, which takes each key from a file of its name in a folder of the Secret's name; a file has the value alone, without a line break at its end:",
      ),
    ],
    commandBlock(
      ...all.map(({ name, keys: held }): CommandLine => {
        const files = held.map(({ key }) => `--from-file=${name.value}/${key.value}`);
        return {
          text: shell`kubectl --namespace ${namespace.value} create secret generic ${name.value} ${files}`,
          origins: [name.origin, namespace.origin],
        };
      }),
    ),
  ];
}

/** How a password stands in a file that Java reads, where there is one among these keys. */
function escapes(keys: readonly string[]): readonly (readonly Line[])[] {
  const read = keys.filter((key) => key === "presto-coordinator-catalog.properties");
  return read.map((key) => [
    fixed(`In ${code(key)} it is escaped as Java reads it (\`java.util.Properties\`).`),
  ]);
}
