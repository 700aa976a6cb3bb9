/** What the services that report are told of telemetry, in their environment. */
import type { Sourced } from "../base/origin.ts";
import { given } from "../base/typed.ts";
import type { Setting } from "../model/model.ts";
import { value } from "../model/value.ts";
import { addressOf, type Environment } from "./containers.ts";
import type { Deployment } from "./deployment.ts";
import { overridable, settingPart } from "./settings.ts";
import { OTEL_COLLECTOR, telemetrySettings } from "./telemetry-settings.ts";

/** What a service that reports is told, under the name by which it reports. */
export function telemetryEnvironment(deployment: Deployment, service: string): Environment {
  const settings = telemetrySettings(deployment);
  if (settings === undefined) return {};
  const collector = addressOf("otel-collector");
  return {
    // Not to be overruled by the environment of whoever starts it: an empty variable would switch telemetry on (E1).
    CLP_DISABLE_TELEMETRY: settings.disabled.value,
    OTEL_EXPORTER_OTLP_ENDPOINT:
      settings.collector === undefined
        ? `http://${OTEL_COLLECTOR.host}:${OTEL_COLLECTOR.port}`
        : value`http://${collector.host}:${collector.port}`,
    OTEL_SERVICE_NAME: service,
  };
}

/** How often a service reports, in milliseconds: a variable of the service that `prefix` names. */
export function reportInterval(
  prefix: string,
  section: { readonly telemetry_update_interval_ms?: number | undefined },
): Setting | undefined {
  const interval = given(section, "telemetry_update_interval_ms");
  return interval && overridable(`CLP_${prefix}_METRIC_EXPORT_INTERVAL`, interval as Sourced<number>);
}

/** The variable by which a service reads that. */
export function intervalEnvironment(setting: Setting | undefined): Environment {
  return setting === undefined ? {} : { OTEL_METRIC_EXPORT_INTERVAL: settingPart(setting) };
}
