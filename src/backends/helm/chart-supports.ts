/** Whether the chart can carry a deployment, and what is different where it does. */
import type { Reporter } from "../../base/diagnostic.ts";
import type { Question } from "./chart.ts";
import { carriesAll } from "./refusals.ts";

/** Reports all that the chart cannot carry; only where that is nothing, the defects that remain. */
export function supports(question: Question, reporter: Reporter): boolean {
  if (!carriesAll(question, reporter)) return false;
  for (const warn of question.chart.warnings) warn(question, reporter);
  return true;
}
