/** The variables and the words of a workload's command: what of them is text, and what comes from a Secret. */

import { memoize } from "../../../base/memoize.ts";
import { type Sourced, sourced } from "../../../base/origin.ts";
import type { EnvironmentVariable, Job, Probe, Service } from "../../../model/model.ts";
import { type Tree, tree } from "../../../model/tree.ts";
import { holdsSecret, type Value } from "../../../model/value.ts";
import type { Installation } from "../installation.ts";
import { literal, noSecret, originOf, ownWord, sameParts, textOf } from "../kubernetes-dialect.ts";
import { secretKeyOf, secretName } from "../objects/secret-keys.ts";
import { probesOf } from "./probes.ts";

export interface Commanded {
  readonly words: readonly Sourced<string>[];
  /** The container's own variables, and those by which secrets reach the words. */
  readonly variables: readonly EnvironmentVariable[];
}

/** The command line of a workload, or that of one of its processes, with the variables that it needs. */
export const commanded = memoize((installation: Installation, workload: Service | Job): Commanded => {
  const service = workload.kind === "service" ? workload : undefined;
  const asked: readonly Probe[] = Object.values((service && probesOf(service)) ?? {});
  const variables: EnvironmentVariable[] = [
    ...workload.environment,
    ...asked.flatMap((probe) => (probe.kind === "command" ? probe.environment : [])),
  ];
  const given = service?.process?.command ?? workload.command ?? [];
  const words = given.map((word, index) => {
    const value = service === undefined ? word : ownWord(service, word);
    if (!holdsSecret(value))
      return sourced(literal(textOf(installation, value, noSecret)), originOf(installation, value));
    let variable = variables.find((one) => sameParts(one.value, value));
    if (variable === undefined) {
      variable = { name: variableName(installation, value, given[index - 1], index), value };
      if (variables.some(({ name }) => name === variable?.name)) {
        throw new Error(`${workload.id} has two variables ${variable.name}`);
      }
      variables.push(variable);
    }
    return sourced(`$(${variable.name})`, originOf(installation, value));
  });
  return { words, variables };
});

/** A secret's own variable; of a longer text, what the option before it says: `--storage_url` → `STORAGE_URL`. */
function variableName(
  { model }: Installation,
  value: Value,
  before: Value | undefined,
  index: number,
): string {
  const [only, ...more] = value.parts;
  if (only?.kind === "secret" && more.length === 0) {
    const variable = model.secrets.find(({ id }) => id === only.id)?.variable;
    if (variable !== undefined) return variable;
  }
  const [option] = before?.parts ?? [];
  if (option?.kind !== "text" || !option.text.startsWith("--")) return `ARGUMENT_${index}`;
  return option.text.slice(2).replaceAll("-", "_").toUpperCase();
}

/** A variable of a container: its text, or where in a Secret it stands. */
export function variableTree(
  installation: Installation,
  workload: Service | Job,
  { name, value }: EnvironmentVariable,
): Tree {
  const origin = originOf(installation, value);
  if (!holdsSecret(value)) {
    // The API server drops an empty text, and each `apply` would put it back; a variable without one is empty too.
    const text = literal(textOf(installation, value, noSecret));
    return tree({ name, value: text === "" ? undefined : text }, origin);
  }
  const { group, key } = secretKeyOf(workload, name, value);
  return tree({ name, valueFrom: { secretKeyRef: { name: secretName(installation, group), key } } }, origin);
}
