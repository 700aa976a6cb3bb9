/** The requests and limits of containers, for charts that have them as values. */
import { map } from "../../base/origin.ts";
import { type Tree, tree } from "../../model/tree.ts";
import { withAmount } from "../cluster/amounts.ts";
import type { Question } from "./chart.ts";
import { serviceOf } from "./sections.ts";

const PRESTO = ["presto-coordinator", "presto-worker"] as const;

/**
 * By the site file's names of components, of those that run.
 *
 * @param written how an amount of memory is written that follows from the deployment: in bytes, as the chart has it
 */
export function containerResources(
  question: Question,
  written: (bytes: number) => string = String,
): Readonly<Record<string, Tree>> {
  const { model, options } = question;
  const running = new Set<string>(model.components.map(({ id }) => id.replaceAll("-", "_")));
  const ofPresto = PRESTO.map(
    (id) => [id.replaceAll("-", "_"), prestoResources(question, id, written)] as const,
  );
  const others = Object.entries(options.resources).filter(
    ([component]) => running.has(component) && !component.startsWith("presto_"),
  );
  return Object.fromEntries(
    [...ofPresto, ...others].filter((one): one is [string, Tree] => one[1] !== undefined),
  );
}

/** What the site file says; its memory is the limit where none is said. */
function prestoResources(
  question: Question,
  id: (typeof PRESTO)[number],
  written: (bytes: number) => string,
): Tree | undefined {
  const service = serviceOf(question, id);
  if (service === undefined) return undefined;
  const given = question.options.resources[id.replaceAll("-", "_")];
  if (service.memory === undefined) return given;
  const limit = map(service.memory, "in bytes", written);
  return withAmount(given ?? tree({}, limit.origin), "limits", "memory", tree(limit.value, limit.origin));
}
