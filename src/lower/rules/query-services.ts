/** CLP's own query services where each may be null: who still asks one that does not run. */
import { given, pick } from "../../base/typed.ts";
import { queryEngineKey } from "../../input/query-engine.ts";
import { type Facts, isText, queryEngine, type Rule, rule } from "./rule.ts";

const SECTIONS = ["query_scheduler", "query_worker"] as const;

/** `CLP4082` (E4): searches are queued, and nobody runs them. */
const unanswered = rule(["CLP4082"], (subject) => {
  const { config, release, report } = subject;
  if (!release.capabilities.nullableQueryServices) return;
  const missing = SECTIONS.filter((section) => config[section] === null);
  const [first] = missing;
  if (first === undefined) return;
  const absent = pick(config, first);
  for (const { origin, name, out } of searchers(subject)) {
    report(
      "CLP4082",
      origin,
      `${name} takes searches that never end: ${missing.join(" and ")} ${missing.length === 1 ? "is" : "are"} null`,
      {
        also: [{ origin: absent.origin, text: "what would answer them does not run" }],
        help: `Remove \`${first}: null\`, or ${out}`,
      },
    );
  }
});

function searchers(subject: Facts) {
  const { config } = subject;
  const engine = queryEngine(subject);
  const server = (section: "api_server" | "mcp_server", name: string) => {
    const held = pick(config, section);
    return held.value === null ? [] : [{ origin: held.origin, name, out: `write \`${section}: null\`` }];
  };
  return [
    ...(engine.value === "presto"
      ? []
      : [
          {
            origin: engine.origin,
            name: "The web UI",
            out: `let Presto answer with \`${queryEngineKey(config)}: presto\``,
          },
        ]),
    // With unstructured logs neither may run, and that has been said.
    ...(isText(subject)
      ? []
      : [...server("api_server", "The API server"), ...server("mcp_server", "The MCP server")]),
  ];
}

/** `CLP4083` (E3). */
const orphanedReducer = rule(["CLP4083"], ({ config, release, report }) => {
  if (!release.capabilities.nullableQueryServices) return;
  if (config.query_scheduler !== null || config.reducer === null) return;
  report(
    "CLP4083",
    pick(config, "reducer").origin,
    "The reducer cannot run without a query scheduler: it ends as soon as it starts",
    {
      also: [{ origin: pick(config, "query_scheduler").origin, text: "the scheduler does not run" }],
      help: "Write `reducer: null`",
    },
  );
});

/** `CLP4085` (E10), for the workers of compression and of queries. */
const taskLimits = rule(["CLP4085"], ({ config, report }) => {
  for (const section of ["compression_worker", "query_worker"] as const) {
    const worker = config[section];
    if (worker === null) continue;
    const soft = given(worker, "task_soft_time_limit");
    const hard = given(worker, "task_time_limit");
    if (soft === undefined || hard === undefined) continue;
    if (hard.value === 0 || soft.value <= hard.value) continue;
    report(
      "CLP4085",
      soft.origin,
      `Tasks of ${section} are killed after ${hard.value} s, before they are asked to end after ${soft.value} s`,
      {
        also: [{ origin: hard.origin, text: "when they are killed" }],
        help: "Make task_soft_time_limit the shorter one, so that a task can still report that it failed",
      },
    );
  }
});

export const queryServiceRules: readonly Rule[] = [unanswered, orphanedReducer, taskLimits];
