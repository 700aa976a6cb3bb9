/** What the rules of `query-services.ts` report. */
import type { CodeEntry } from "../../base/code-entry.ts";

const WITHOUT_SCHEDULER =
  "webui: {query_engine: presto}\npresto: {host: presto-coordinator, port: 8080}\nresults_cache: {retention_period: null}\nquery_scheduler: null\nquery_worker: null\napi_server: null\ntelemetry: {disable: true}";

// Its type is written down: entries with texts that are made are none that a package's readers could infer.

export const QUERY_SERVICES_CODES: Readonly<Record<"CLP4082" | "CLP4083" | "CLP4085", CodeEntry>> = {
  CLP4082: {
    severity: "warning",
    title: "Searches that nobody answers",
    explanation:
      "The query scheduler and the query worker may be null one by one, and CLP does not look at who still asks them: searches are queued and never run.",
    wrong: "query_worker: null\ntelemetry: {disable: true}",
    right: "telemetry: {disable: true}",
    source: "E4",
  },
  CLP4083: {
    severity: "warning",
    title: "Reducer without a query scheduler",
    explanation: "The reducer reads where the query scheduler is, and ends where there is none.",
    wrong: WITHOUT_SCHEDULER,
    right: `${WITHOUT_SCHEDULER}\nreducer: null`,
    source: "E3",
  },
  CLP4085: {
    severity: "warning",
    title: "Tasks that are killed before they are asked to end",
    explanation:
      "A task that reaches the soft limit reports that it failed; one that is killed reports nothing. With a soft limit above the hard one every slow task is killed.",
    wrong:
      "compression_worker: {task_soft_time_limit: 900, task_time_limit: 600}\ntelemetry: {disable: true}",
    right:
      "compression_worker: {task_soft_time_limit: 600, task_time_limit: 900}\ntelemetry: {disable: true}",
    source: "E10",
  },
};
