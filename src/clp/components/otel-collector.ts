/** Takes what the services report of themselves, and sends it to the vendor, or wherever telemetry.endpoint says. */
import { given, pick } from "../../base/typed.ts";
import { mountFile, mountVolume } from "../../lower/container-mounts.ts";
import { external, published, service } from "../../lower/containers.ts";
import { define } from "../../lower/definition.ts";
import { every } from "../../lower/deployment.ts";
import { serverOf } from "../../lower/destinations.ts";
import { type Lookup, lookupSettings } from "../../lower/lookup.ts";
import { confFileOnHost, enabled } from "../../lower/package-settings.ts";
import { informative, settingPart } from "../../lower/settings.ts";
import { OTEL_COLLECTOR, telemetryRuns, telemetrySettings } from "../../lower/telemetry-settings.ts";

const LOOKUP: Lookup = {
  id: "otel-collector",
  section: "otel_collector",
  name: OTEL_COLLECTOR.host,
  unused: "noop-otel",
  prefix: "OTEL_COLLECTOR",
  extraHost: "OTEL_COLLECTOR",
  used: telemetryRuns,
};

const pipeline = {
  receivers: ["otlp"],
  processors: ["resourcedetection", "batch"],
  exporters: ["otlp_http"],
};

const HEALTH_PORT = 13133;

/** Who tells facts of the host: the Docker engine too, or the collector's own surroundings alone. */
const DETECTORS = {
  docker: {
    detectors: ["env", "docker", "system"],
    docker: { resource_attributes: { "host.name": { enabled: false } } },
  },
  none: { detectors: ["env", "system"] },
};

/**
 * CLP's own settings of the collector: with an engine that it asks for facts of the host (facts:
 * etc/otel-collector/config.yaml), or without one, as in a pod (facts: the chart's config map).
 */
export function otelCollectorConf(engine: keyof typeof DETECTORS) {
  return {
    extensions: { health_check: { endpoint: `0.0.0.0:${HEALTH_PORT}` } },
    receivers: { otlp: { protocols: { http: { endpoint: `0.0.0.0:${OTEL_COLLECTOR.port}` } } } },
    processors: {
      batch: { timeout: "30s", send_batch_size: 1024 },
      resourcedetection: {
        ...DETECTORS[engine],
        system: {
          resource_attributes: {
            "host.arch": { enabled: true },
            "host.cpu.family": { enabled: true },
            "host.cpu.model.id": { enabled: true },
            "host.cpu.vendor.id": { enabled: true },
            "host.name": { enabled: false },
          },
        },
        override: false,
      },
    },
    exporters: { otlp_http: { endpoint: "${env:CLP_TELEMETRY_ENDPOINT}" } },
    service: {
      extensions: ["health_check"],
      pipelines: { metrics: pipeline, traces: pipeline, logs: pipeline },
    },
  };
}

export const otelCollector = define({
  id: "otel-collector",
  kind: "service",
  title: "otel-collector",
  description: "Collector of telemetry (OpenTelemetry)",
  group: "management",
  needs: [],
  undocumented: true,
  lookup: LOOKUP,
  runs: telemetryRuns,
  host: (outline) => {
    const section = given(outline.config, "otel_collector");
    return section !== undefined && telemetryRuns(outline).value ? pick(section.value, "host") : undefined;
  },
  settings(deployment) {
    if (given(deployment.config, "telemetry") === undefined) return undefined;
    const on = telemetryRuns(deployment);
    const bundled = every(
      "the collector runs where telemetry is sent and it is bundled",
      on,
      deployment.bundled("otel_collector"),
    );
    return {
      enabled: enabled("CLP_OTEL_COLLECTOR_ENABLED", bundled, "0"),
      conf: bundled.value
        ? informative("CLP_OTEL_COLLECTOR_CONF_FILE_HOST", confFileOnHost(deployment, "otel-collector-conf"))
        : undefined,
      ...lookupSettings(deployment, LOOKUP),
    };
  },
  lower(deployment, settings, facts) {
    if (!deployment.bundled("otel_collector").value) return external(deployment, facts, "otel_collector", []);
    const collector = telemetrySettings(deployment)?.collector;
    const { otelCollector: image } = deployment.images;
    if (image === undefined || collector === undefined)
      throw new Error(`${deployment.release.name} has no collector`);
    return service(deployment, facts, "third-party", {
      image: image.reference,
      environment: {
        CLP_TELEMETRY_ENDPOINT: settingPart(collector.endpoint),
        OTEL_RESOURCE_ATTRIBUTES: settingPart(collector.attributes),
      },
      ports: [published("otlp", OTEL_COLLECTOR.port, settings.host, settings.port)],
      mounts: [
        mountFile(deployment, "otel-collector-conf", "/etc/otelcol-contrib/config.yaml"),
        // Its detector of host facts asks the engine, which is as much as being root on the host (E7).
        mountVolume(deployment, "docker-socket", "/var/run/docker.sock", "rw"),
      ],
      destinations: [serverOf(deployment, "whoever takes telemetry", collector.endpoint.value)],
      hostname: OTEL_COLLECTOR.host,
      namedByService: true,
      // The image has nothing that a check could be run with; from outside it can be asked.
      health: "none",
      probes: {
        ready: { kind: "http", port: HEALTH_PORT, path: "/" },
        alive: { kind: "http", port: HEALTH_PORT, path: "/" },
      },
      groups: [pick(deployment.site.compose, "docker_gid")],
    });
  },
});
