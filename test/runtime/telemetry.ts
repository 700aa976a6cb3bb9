/** Who reports to the collector of telemetry, from CLP v0.13.0 on. */

/** The environment of a container. */
export type Environment = Readonly<Record<string, string | null | undefined>>;

/** Whose report has not come, of all that are told where it goes, by what the collector says. */
export function unreported(environments: readonly Environment[], said: string): readonly string[] {
  const came = new Set(said.split("\n"));
  return environments
    .filter((one) => one["OTEL_EXPORTER_OTLP_ENDPOINT"] && one["CLP_DISABLE_TELEMETRY"] !== "true")
    .map((one) => one["OTEL_SERVICE_NAME"])
    .filter((name) => !came.has(`metrics of ${name}`))
    .map((name) => `otel-collector (it has no metrics of ${name})`);
}
