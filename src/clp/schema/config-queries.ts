/** The config's sections on who searches. */
import * as z from "zod/mini";
import { level, taskTimeLimits, telemetryInterval } from "./config-parts.ts";
import { changing, key, leaves, nullableSince, since } from "./vocabulary.ts";

/** A section that had to be there, and since v0.13.0 says by null that its service does not run. */
function queryService<T extends z.core.$ZodType>(section: T, what: string) {
  return changing(
    key(z.prefault<z.ZodMiniNullable<T>>(nullableSince("0.13.0", section), {} as never), `${what}.`),
    {
      since: "0.13.0",
      description: `${what}; null: none run.`,
    },
  );
}

export const queryScheduler = () =>
  queryService(
    z.strictObject({
      host: key(
        z._default(leaves.host(), "localhost"),
        "Address of the query scheduler; without effect in a compiled deployment.",
      ),
      port: key(
        z._default(leaves.port(), 7000),
        "Port of the query scheduler; without effect in a compiled deployment, where it is 7000.",
      ),
      jobs_poll_delay: key(
        z._default(leaves.positiveNumber(), 0.1),
        "Seconds between two looks for new jobs.",
        { unit: "seconds" },
      ),
      max_datasets_per_query: since(
        "0.10.0",
        key(
          z._default(z.nullable(leaves.positive()), 10),
          "How many datasets one search may be about; null: any number.",
          { whenNull: "no limit" },
        ),
      ),
      num_archives_to_search_per_sub_job: key(
        z._default(leaves.positive(), 16),
        "How many archives are searched at once before their results are shown.",
      ),
      logging_level: level("the query scheduler"),
      scheduler_concurrency: since(
        "0.12.0",
        key(z._default(leaves.positive(), 4), "How many processes prepare searches at once."),
      ),
      telemetry_update_interval_ms: telemetryInterval(),
    }),
    "The query scheduler",
  );

export const queryWorker = () =>
  queryService(
    z.strictObject({
      logging_level: level("the query worker"),
      ...taskTimeLimits(),
      telemetry_update_interval_ms: telemetryInterval(),
      query_trace_sampling_probability: since(
        "0.13.0",
        key(
          z._default(leaves.share(), 0.01),
          "The share of searches of which a trace is reported, from 0 to 1.",
        ),
      ),
    }),
    "The query workers",
  );

export const reducer = () =>
  queryService(
    z.strictObject({
      host: key(
        z._default(leaves.host(), "localhost"),
        "Address of the reducers; without effect in a compiled deployment.",
      ),
      base_port: key(
        z._default(leaves.port(), 14009),
        "First of the reducers' ports; without effect in a compiled deployment, where it is 14009.",
      ),
      logging_level: level("the reducer"),
      upsert_interval: key(
        z._default(leaves.positiveInt32(), 100),
        "Milliseconds between two writes of a running aggregation's results.",
        { unit: "milliseconds" },
      ),
    }),
    "The reducers, which aggregate results of searches",
  );

export const presto = () =>
  changing(
    key(
      z._default(
        z.nullable(
          z.strictObject({
            host: key(
              leaves.host(),
              "Address of the Presto coordinator; CLP always uses presto-coordinator.",
              {
                examples: ["presto-coordinator"],
              },
            ),
            port: key(leaves.port(), "Port of the Presto coordinator; CLP always uses 8080.", {
              examples: [8080],
            }),
          }),
        ),
        null,
      ),
      "Presto; needed where `package.query_engine` is presto.",
    ),
    { since: "0.13.0", description: "Presto; needed where `webui.query_engine` is presto." },
  );
