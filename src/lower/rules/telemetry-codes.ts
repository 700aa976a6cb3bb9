/** What the rules of `telemetry.ts` report. */
import type { CodeTable } from "../../base/code-entry.ts";

export const TELEMETRY_CODES = {
  CLP3070: {
    severity: "error",
    title: "Telemetry with an empty endpoint",
    explanation:
      "An emptied endpoint does not switch telemetry off: Compose takes CLP's own default in its place, so that reports go to CLP's makers.",
    wrong: 'telemetry: {endpoint: ""}',
    right: "telemetry: {disable: true}",
    source: "E8",
  },
  CLP4080: {
    severity: "warning",
    title: "Telemetry that nobody has decided on",
    explanation:
      "CLP reports its use to its makers unless the config says otherwise. CLP itself asks at its first start, and not where it is started by a script or was upgraded. Under Docker Compose the collector that passes the reports on is given the Docker socket.",
    wrong: "{}",
    right: "telemetry: {disable: true}",
    source: "telemetry.disable and its default; E7, E11",
  },
  CLP4081: {
    severity: "warning",
    title: "Telemetry's endpoint is no URL",
    explanation: "CLP takes any text, and the collector cannot send to what is no http:// or https:// URL.",
    wrong: "telemetry: {disable: false, endpoint: telemetry.example.com}",
    right: "telemetry: {disable: false, endpoint: https://telemetry.example.com}",
    source: "E8",
  },
  CLP4086: {
    severity: "warning",
    title: "List of bundled services without the collector",
    explanation:
      "A list that names the four servers was complete before CLP had a collector of telemetry. Now it means that somebody else runs one, by default at port 4318 of this host, to which every service reports.",
    wrong: "bundled: [database, queue, redis, results_cache]\ntelemetry: {disable: false}",
    right: "bundled: [database, queue, redis, results_cache, otel_collector]\ntelemetry: {disable: false}",
    source: "E13",
  },
} as const satisfies CodeTable;
