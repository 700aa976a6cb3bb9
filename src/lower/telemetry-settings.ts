/** Whether the services report to a collector, and what each is told of it. */
import { constant, derived, map, type Sourced, sourced } from "../base/origin.ts";
import { given, pick } from "../base/typed.ts";
import type { Setting } from "../model/model.ts";
import type { Deployment, Outline } from "./deployment.ts";
import { informative, overridable } from "./settings.ts";

/** Where containers reach the package's own collector. */
export const OTEL_COLLECTOR = { host: "otel-collector", port: 4318 } as const;

/** True where the services report; false, too, in releases that know no telemetry. */
export function telemetryRuns({ config, release }: Outline): Sourced<boolean> {
  const section = given(config, "telemetry");
  if (section === undefined) return sourced(false, constant(`${release.name} sends no telemetry`));
  return map(
    pick(section.value, "disable"),
    "telemetry is sent unless telemetry.disable says no",
    (off) => !off,
  );
}

/** The variables of `.env` that belong to telemetry as a whole. */
export interface TelemetrySettings {
  readonly disabled: Setting<string>;
  /** Of the collector; none where nothing is sent. */
  readonly collector?: { readonly endpoint: Setting<string>; readonly attributes: Setting<string> };
}

/** Undefined in releases that know no telemetry. */
export function telemetrySettings(deployment: Deployment): TelemetrySettings | undefined {
  const { config, release, site } = deployment;
  const section = given(config, "telemetry");
  if (section === undefined) return undefined;
  const runs = telemetryRuns(deployment);
  const disabled = informative(
    "CLP_DISABLE_TELEMETRY",
    map(runs, "the services are told by this variable", (on) => (on ? "false" : "true")),
  );
  if (!runs.value) return { disabled };
  const id = pick(site.host, "instance_id");
  const engine = pick(config.package, "storage_engine");
  const attributes = (method: string): Sourced<string> =>
    sourced(
      [
        ...(id.value === null ? [] : [`clp.deployment.id=${id.value}`]),
        `service.version=${release.id}`,
        `clp.deployment.method=${method}`,
        `clp.storage.engine=${engine.value}`,
      ].join(","),
      derived("what the collector says of the deployment", id.origin, engine.origin),
    );
  return {
    disabled,
    collector: {
      endpoint: overridable("CLP_TELEMETRY_ENDPOINT", pick(section.value, "endpoint")),
      attributes: {
        ...overridable("OTEL_RESOURCE_ATTRIBUTES", attributes("docker-compose")),
        inPods: attributes("kubernetes"),
      },
    },
  };
}
