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

/** The words of a workload's command line, or of that of one of its processes. */
function wordsOf(workload: Service | Job): readonly Value[] {
  if (workload.kind === "job") return workload.command ?? [];
  return (workload.process?.command ?? workload.command ?? []).map((word) => ownWord(workload, word));
}

/** The variables of a workload, and those by which secrets reach the words of its command: nothing of it is written yet. */
export const variablesOf = memoize(
  (installation: Installation, workload: Service | Job): readonly EnvironmentVariable[] => {
    const asked: readonly Probe[] =
      workload.kind === "service" ? Object.values(probesOf(workload) ?? {}) : [];
    const variables: EnvironmentVariable[] = [
      ...workload.environment,
      ...asked.flatMap((probe) => (probe.kind === "command" ? probe.environment : [])),
    ];
    const words = wordsOf(workload);
    for (const [index, value] of words.entries()) {
      if (!holdsSecret(value) || variables.some((one) => sameParts(one.value, value))) continue;
      const name = variableName(installation, value, words[index - 1], index);
      if (variables.some((one) => one.name === name))
        throw new Error(`${workload.id} has two variables ${name}`);
      variables.push({ name, value });
    }
    return variables;
  },
);

/** The command line of a workload, or that of one of its processes, with the variables that it needs. */
export const commanded = memoize((installation: Installation, workload: Service | Job): Commanded => {
  const variables = variablesOf(installation, workload);
  const words = wordsOf(workload).map((value) => {
    const origin = originOf(installation, value);
    if (!holdsSecret(value)) return sourced(literal(textOf(installation, value, noSecret)), origin);
    const { name } = variables.find((one) => sameParts(one.value, value))!;
    return sourced(`$(${name})`, origin);
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
