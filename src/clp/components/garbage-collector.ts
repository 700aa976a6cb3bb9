/** Deletes what is older than its retention period. */
import { derived, type Sourced, sourced } from "../../base/origin.ts";
import { pick } from "../../base/typed.ts";
import { mountAwsConfig, mountConfig, mountLogs, mountVolume } from "../../lower/container-mounts.ts";
import { databaseLogin, service } from "../../lower/containers.ts";
import { completed, define } from "../../lower/definition.ts";
import type { Deployment, Outline } from "../../lower/deployment.ts";
import { s3Destinations } from "../../lower/destinations.ts";
import { enabled, PYTHONPATH } from "../../lower/package-settings.ts";
import { overridable, settingPart } from "../../lower/settings.ts";
import type { Mount } from "../../model/model.ts";

/**
 * Where the list is kept of what is still to be deleted. It is replaced by renaming, so that it takes the whole
 * directory, and must survive: without it, archives stay that no database knows (facts: archive_garbage_collector.py).
 */
function recoveryMounts(deployment: Deployment): readonly (Mount | undefined)[] {
  const kept = (volume: "logs" | "tmp"): Mount | undefined => {
    const mount = mountVolume(deployment, volume, `/var/${volume === "logs" ? "log" : "tmp"}`, "rw");
    return mount?.kind === "volume" ? { ...mount, keeps: true } : mount;
  };
  return deployment.release.capabilities.recoveryFile === "logs"
    ? [kept("logs")]
    : [mountLogs(deployment, "garbage_collector"), kept("tmp")];
}

/** Both retention periods null: nothing for it to do. */
function retains({ config }: Outline): Sourced<boolean> {
  const archives = pick(config.archive_output, "retention_period");
  const results = pick(config.results_cache, "retention_period");
  return sourced(
    archives.value !== null || results.value !== null,
    derived("the garbage collector runs where a retention period is set", archives.origin, results.origin),
  );
}

export const garbageCollector = define({
  id: "garbage-collector",
  kind: "service",
  title: "garbage-collector",
  description: "Process to manage data retention",
  group: "management",
  needs: [completed("db-table-creator"), completed("results-cache-indices-creator")],
  runs: retains,
  settings(deployment) {
    const runs = deployment.runs["garbage-collector"];
    const level = pick(deployment.config.garbage_collector, "logging_level");
    return {
      enabled: enabled("CLP_GARBAGE_COLLECTOR_ENABLED", runs, "0"),
      level: runs.value ? overridable("CLP_GARBAGE_COLLECTOR_LOGGING_LEVEL", level) : undefined,
    };
  },
  lower: (deployment, { level }, facts) =>
    service(deployment, facts, "first-party", {
      command: [
        "python3",
        "-u",
        "-m",
        "job_orchestration.garbage_collector.garbage_collector",
        "--config",
        "/etc/clp-config.yaml",
      ],
      environment: {
        ...databaseLogin(),
        CLP_HOME: "/opt/clp",
        CLP_LOGGING_LEVEL: level === undefined ? undefined : settingPart(level),
        CLP_LOGS_DIR: "/var/log/garbage_collector",
        PYTHONPATH,
      },
      mounts: [
        mountConfig(
          deployment,
          "archive_output.retention_period",
          "archive_output.storage",
          "database",
          "garbage_collector.sweep_interval",
          `${deployment.release.capabilities.recoveryFile}_directory`,
          "package.storage_engine",
          "results_cache",
          ...(deployment.release.capabilities.recoveryFile === "tmp" ? ["tmp_directory"] : []),
          "webui.results_metadata_collection_name",
        ),
        ...recoveryMounts(deployment),
        mountVolume(deployment, "archives", "/var/data/archives", "rw"),
        mountAwsConfig(deployment),
        mountVolume(deployment, "streams", "/var/data/streams", "rw"),
      ],
      destinations: s3Destinations(deployment, "archive_output", "stream_output"),
      health: "none",
      stopGraceSeconds: 10,
      needsInit: true,
    }),
});
