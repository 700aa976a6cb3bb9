/** The API server: what it can answer, and how it waits. */
import { pick } from "../../base/typed.ts";
import { allKnown, isText, isWritten, queryEngine, type Rule, rule } from "./rule.ts";

/** `CLP4004` (D2, D2b). */
const withoutQueries = rule(["CLP4004"], (subject) => {
  const { config, release, report } = subject;
  // Where the services may be null one by one, the engine says nothing of them (E4).
  if (release.capabilities.nullableQueryServices) return;
  const engine = queryEngine(subject);
  const section = pick(config, "api_server");
  if (section.value === null || engine.value !== "presto" || isText(subject)) return;
  report(
    "CLP4004",
    section.origin,
    "The API server runs, and searches that it takes never finish: queries go to Presto",
    {
      also: [{ origin: engine.origin, text: "queries go to Presto" }],
      notes: isWritten(section) ? [] : ["api_server runs unless it is null"],
      help: "Write `api_server: null`",
    },
  );
});

/** `CLP4009` (facts: api-server, fetch_results). */
const polling = rule(["CLP4009"], ({ config, report }) => {
  if (config.api_server === null) return;
  const initial = pick(config.api_server.query_job_polling, "initial_backoff_ms");
  const most = pick(config.api_server.query_job_polling, "max_backoff_ms");
  if (!allKnown(initial.origin, most.origin)) return;
  const zero = [initial, most].find(({ value }) => value === 0);
  if (zero !== undefined) {
    report(
      "CLP4009",
      zero.origin,
      "The API server asks the database for the state of a search without a pause",
      {
        help: "Write at least 1; CLP has 100 to begin with, and at most 5000",
      },
    );
  } else if (initial.value > most.value) {
    const [at, other, text] = isWritten(initial)
      ? ([initial, most, "the longest wait"] as const)
      : ([most, initial, "the first wait"] as const);
    report(
      "CLP4009",
      at.origin,
      `The API server first waits ${initial.value} ms, and ${most.value} ms at most after that`,
      {
        also: [{ origin: other.origin, text }],
        help: "Make the first wait the shorter one",
      },
    );
  }
});

export const apiServerRules: readonly Rule[] = [withoutQueries, polling];
