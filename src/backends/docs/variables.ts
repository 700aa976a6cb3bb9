/** The variables of `.env`: settings with their values, secrets by name alone. */

import type { DeploymentModel } from "../../model/model.ts";
import { servicesOf } from "../../model/reachability.ts";
import type { Line } from "../../model/text.ts";
import { blocks, code, fixed, list, prose, table } from "./markdown.ts";
import type { DocsOptions } from "./options.ts";

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
  { composeFolder, releaseName, secretNames }: DocsOptions,
): readonly Line[] {
  const named = model.secrets;
  const { database, urls, config, ofReader } = secretNames;
  const readers = model.files.flatMap(({ reader }) => reader ?? []);
  const alone =
    readers.length === 0
      ? ""
      : ` A file that one component alone reads is in a Secret of its own: ${list(readers.map((reader) => code(ofReader(reader).value)))}.`;
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
      ["Secret", "What it is", `Variables of ${code(`${composeFolder}/.env`)}`],
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
  );
}
