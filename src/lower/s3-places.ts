/** Where a configuration uses S3. */
import type { Sourced } from "../base/origin.ts";
import { pick } from "../base/typed.ts";
import type { AwsAuthentication, Config, S3Config } from "../input/schema/config.ts";

export interface S3Place {
  readonly name: "logs_input" | "archive_output" | "stream_output";
  /** Completes "the authentication of …". */
  readonly what: string;
  readonly authentication: AwsAuthentication;
  readonly type: Sourced<AwsAuthentication["type"]>;
  /** Undefined for log input: its buckets are said with each job. */
  readonly bucket?: S3Config;
}

/** In the order of the configuration's own tables: input, archives, streams. */
export function s3Places(config: Config): readonly S3Place[] {
  const places: S3Place[] = [];
  const add = (
    name: S3Place["name"],
    what: string,
    authentication: AwsAuthentication,
    bucket?: S3Config,
  ): void => {
    const type = pick(authentication, "type");
    places.push({ name, what, authentication, type, ...(bucket === undefined ? {} : { bucket }) });
  };
  const { logs_input: input } = config;
  const [archives, streams] = [config.archive_output.storage, config.stream_output.storage];
  if (input.type === "s3") add("logs_input", "log input", input.aws_authentication);
  if (archives.type === "s3")
    add("archive_output", "archives", archives.s3_config.aws_authentication, archives.s3_config);
  if (streams.type === "s3")
    add("stream_output", "streams", streams.s3_config.aws_authentication, streams.s3_config);
  return places;
}
