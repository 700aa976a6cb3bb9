/** `values.yaml` for chart 0.1.3. */
import { map, type Sourced } from "../../../../base/origin.ts";
import type { Owner } from "../../../../model/model.ts";
import type { Tree } from "../../../../model/tree.ts";
import type { Question } from "../../chart.ts";
import type { StorageSection } from "../../chart-config.ts";
import { earlyConfig, earlyValues } from "../../early-values.ts";
import { kept } from "../../numbers.ts";
import * as section from "../../sections.ts";
import { valuesTree, type Written } from "../../written.ts";
import type { ChartValues, ClpConfig, Storage, User } from "./generated/chart-values.ts";
import { STORAGE_CLASS } from "./storage-class.ts";

export function values(question: Question): Tree {
  const { storageClass } = question.options;
  const all: Written<ChartValues> = {
    ...earlyValues(question, clpConfig(question)),
    securityContext: { firstParty: user(question, "first-party"), thirdParty: user(question, "third-party") },
    storage: {
      storageClassName:
        storageClass.value === STORAGE_CLASS
          ? storageClass
          : map(storageClass, "the one class that the chart's databases ask for (H3)", () => STORAGE_CLASS),
    },
  };
  return valuesTree(question, all);
}

function user({ model }: Question, owner: Owner): Written<User> {
  const { uid, gid } = model.users[owner];
  return { uid: kept(uid), gid: kept(gid) };
}

function clpConfig(question: Question): Written<ClpConfig> {
  const { directories } = question.model;
  const { archive_output: archives, stream_output: streams } = question.options.config;
  return {
    ...earlyConfig(question),
    archive_output: {
      storage: storage(archives.storage, directories.archives, directories.stagedArchives),
      ...section.archiveOutput(question),
    },
    stream_output: {
      storage: storage(streams.storage, directories.streams, directories.stagedStreams),
      target_uncompressed_size: section.streamSize(question),
    },
    data_directory: directories.data,
    logs_directory: directories.logs,
    tmp_directory: directories.tmp,
    aws_config_directory: section.awsConfigDirectory(question),
  };
}

/** Either directory is there where the storage has it; a staging directory has no default in the chart (H6). */
function storage(
  held: StorageSection,
  directory: Sourced<string> | undefined,
  staging: Sourced<string> | undefined,
): Written<Storage> {
  const { type, s3_config } = section.storageOf(held);
  return { type, directory, staging_directory: staging, s3_config };
}
