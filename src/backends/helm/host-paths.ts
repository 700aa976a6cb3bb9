/** The directories of the nodes that the chart makes volumes of. */
import type { Sourced } from "../../base/origin.ts";
import type { DeploymentModel } from "../../model/model.ts";

/** The variables of `.env` that say where the host's directories are (facts: `.env`). */
const DIRECTORIES = {
  data: "CLP_DATA_DIR_HOST",
  logs: "CLP_LOGS_DIR_HOST",
  tmp: "CLP_TMP_DIR_HOST",
  logsInput: "CLP_LOGS_INPUT_DIR_HOST",
  archives: "CLP_ARCHIVE_OUTPUT_DIR_HOST",
  stagedArchives: "CLP_STAGED_ARCHIVE_OUTPUT_DIR_HOST",
  streams: "CLP_STREAM_OUTPUT_DIR_HOST",
  stagedStreams: "CLP_STAGED_STREAM_OUTPUT_DIR_HOST",
  awsConfig: "CLP_AWS_CONFIG_DIR_HOST",
} as const;

export type HostDirectory = keyof typeof DIRECTORIES;

/** A setting of the model, by the name of its variable. */
export function settingOf(model: DeploymentModel, variable: string): Sourced<string> | undefined {
  return model.settings.find((setting) => setting.variable === variable)?.value;
}

/** A directory of the host, or undefined where this configuration has no use for it. */
export function hostDirectory(model: DeploymentModel, name: HostDirectory): Sourced<string> | undefined {
  return settingOf(model, DIRECTORIES[name]);
}

/** All that this configuration has, in a stated order. */
export function hostDirectories(model: DeploymentModel): readonly Sourced<string>[] {
  return (Object.keys(DIRECTORIES) as HostDirectory[]).flatMap((name) => hostDirectory(model, name) ?? []);
}
