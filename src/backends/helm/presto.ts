/**
 * Presto, for charts that know it. Somebody else runs it, where the config's own section says; the chart
 * would run one itself with more than CLP's configuration tells.
 */
import { derived, type Sourced, sourced } from "../../base/origin.ts";
import { pick } from "../../base/typed.ts";
import type { Question } from "./chart.ts";
import type { Bundled } from "./chart-config.ts";
import { absent, queryEngine } from "./sections.ts";
import { listOf, type Written } from "./written.ts";

/** Presto's section of the values. */
export function prestoServer(question: Question) {
  const { config } = question.options;
  const { presto } = config;
  if (presto === null) return absent(pick(config, "presto"));
  const engine = queryEngine(question);
  const { prestoAddress } = question.model.release.value.capabilities;
  if (engine.value !== "presto" && prestoAddress === "engine")
    return sourced(null, derived("Presto is not who answers queries", engine.origin));
  return { host: pick(presto, "host"), port: pick(presto, "port") };
}

/** The servers that the chart runs itself, of those that its release knows: Presto is not among them. */
export function bundled<T extends Bundled | "presto">({ options: { config } }: Question): Written<T[]> {
  return listOf(pick(config, "bundled") as Sourced<readonly string[]>) as Written<T[]>;
}
