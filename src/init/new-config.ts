/** A new `clp-config.yaml`: every key with its default, and in force what the wished deployment needs. */
import type { Release } from "../clp/releases/releases.ts";
import { configSchema, queryEngineSection } from "../input/schema/config.ts";
import { annotate, type Given, HOW_TO_READ, prose } from "./annotate.ts";

/** The four deployment types of the package. */
export type InitType = "full" | "base" | "spider-full" | "spider-base";

/** Where archives are kept. */
export type InitStorage = "fs" | "s3";

/**
 * What searches with Presto need: it has no retention, and its searches are not the API server's (D2, D25).
 * In releases in which the engine does not decide it, CLP's own query services are switched off.
 */
const prestoIn = (release: Release): Given => ({
  [queryEngineSection(configSchema(release))]: { query_engine: "presto" },
  presto: { host: "presto-coordinator", port: 8080 },
  results_cache: { retention_period: null },
  api_server: null,
  ...(release.capabilities.nullableQueryServices
    ? { query_scheduler: null, query_worker: null, reducer: null }
    : {}),
});

/** On several hosts it is published where the others reach it, which is decided where nothing is written. */
const spiderOn = (several: boolean): Given => ({
  compression_scheduler: { type: "spider" },
  spider_scheduler: { ...(several ? {} : { host: "localhost" }), port: 6000 },
});

function givenFor(type: InitType, release: Release, several: boolean): Given {
  switch (type) {
    case "full":
      return {};
    case "base":
      return prestoIn(release);
    case "spider-full":
      return spiderOn(several);
    case "spider-base":
      // Neither is started there.
      return { ...prestoIn(release), ...spiderOn(several), queue: null, redis: null };
    default:
      return type satisfies never;
  }
}

/** The role of an EC2 instance needs no secret in the file, and each service that reads archives takes it (D33, D34). */
const s3In = ({ capabilities }: Release): Given => ({
  archive_output: {
    storage: {
      type: "s3",
      s3_config: {
        region_code: "us-east-2",
        bucket: "clp-archives",
        key_prefix: "archives/",
        aws_authentication: { type: capabilities.instanceRole },
      },
    },
  },
});

const TELEMETRY =
  "Telemetry: CLP sends reports of its use to its makers unless telemetry.disable is true, as it is below. Where they are sent, the collector that sends them is given the Docker socket. `disable: false` switches it on.";

/**
 * The text of a config that compiles without a warning.
 *
 * @param several true where the deployment is on several hosts
 */
export function configText(release: Release, type: InitType, storage: InitStorage, several = false): string {
  const lines = [
    ...prose(`The configuration of ${release.name}, compiled by clp-compile.`, 0),
    "#",
    ...prose(HOW_TO_READ, 0),
    ...(storage === "s3"
      ? ["#", ...prose("Archives go to S3: name your bucket and its region below, at archive_output.", 0)]
      : []),
    ...(release.capabilities.telemetry ? ["#", ...prose(TELEMETRY, 0)] : []),
    ...annotate(configSchema(release), {
      ...(release.capabilities.telemetry ? { telemetry: { disable: true } } : {}),
      ...givenFor(type, release, several),
      ...(storage === "s3" ? s3In(release) : {}),
    }),
  ];
  return `${lines.join("\n")}\n`;
}
