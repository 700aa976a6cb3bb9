/** Defects that came with telemetry and with query services that may be null, and others of later releases. */
import type { DefectTable } from "./defect.ts";

export const LATER_DEFECTS = {
  E1: {
    title: "Opting out of telemetry is lost at the first start",
    happens:
      "An empty variable of the container that starts Compose beats what .env says, so that services report to a collector that does not run.",
    since: "0.13.0",
    treatment: "corrected",
    here: "the compose file itself says whether telemetry is sent",
    source: "docker-compose.runtime.yaml",
  },
  E2: {
    title: "Compression cannot do without the section of the query worker",
    happens: "With `query_worker: null` every compression task fails to load its config.",
    since: "0.13.0",
    treatment: "corrected",
    here: "the container's config has the section's defaults, and no query worker runs",
    source: "clp_config.py, `WorkerConfig`; compression_task.py",
  },
  E3: {
    title: "Query services may be null one by one",
    happens: "The reducer waits for a query scheduler that has no container.",
    since: "0.13.0",
    treatment: "corrected",
    here: "nobody waits for what does not run",
    source: "docker-compose-all.yaml; reducer.py",
  },
  E6: {
    title: "The indices job is told host-gateway as a host",
    happens: "It fails, and everything behind it, where an external results cache is on the loopback.",
    since: "0.10.0",
    treatment: "corrected",
    here: "it is told the name that leads to the host's gateway",
    source: "controller.py, `CLP_EXTRA_HOST_RESULTS_CACHE_ADDR`",
  },
  E7: {
    title: "The collector of telemetry is given the Docker socket",
    happens: "A container that listens on the network can do what root can on the host.",
    since: "0.13.0",
    treatment: "documented",
    here: "as CLP has it in Compose; on Kubernetes the collector asks no engine",
    source: "docker-compose-all.yaml, otel-collector",
  },
  E11: {
    title: "Whoever upgrades is never asked about telemetry",
    happens: "It begins where an instance id exists, or where CLP is started by a script.",
    since: "0.13.0",
    treatment: "documented",
    here: "`migrate` writes the decision into the config",
    source: "start_clp.py, consent",
  },
  E12: {
    title: "The collector's image comes from a registry of its own",
    happens: "Without a way to ghcr.io nothing starts, unless telemetry is off.",
    since: "0.13.0",
    treatment: "corrected",
    here: "`images.registry` of the site file is for this image as for all, and `images.otel_collector` for it alone",
    source: "docker-compose-all.yaml, otel-collector",
  },
  E13: {
    title: "A list of bundled services from before means an external collector",
    happens: "Every service reports to a port of the host once a minute.",
    since: "0.13.0",
    treatment: "documented",
    here: "`migrate` asks what is meant",
    source: "clp_config.py, `bundled`",
  },
  E26: {
    title: "An instance id with a line break makes .env unreadable",
    happens: "Nothing starts, and stopping fails, too.",
    since: "0.13.0",
    treatment: "refused",
    here: "the site file's name takes letters, digits, dots, - and _",
    source: "controller.py, `OTEL_RESOURCE_ATTRIBUTES`",
  },
} as const satisfies DefectTable<"E">;
