/** The config's sections on logs, archives and streams, in directories or on S3. */
import * as z from "zod/mini";
import { directory } from "./config-parts.ts";
import { key, leaves, tag } from "./vocabulary.ts";

const notHere = (what: string, type: string) =>
  key(z._default(z.null(), null), `${what}; only with type "${type}".`);

function awsAuthentication() {
  const noProfile = () => notHere("Name of an AWS profile", "profile");
  const noCredentials = () => notHere("Static keys", "credentials");
  return tag(
    z.discriminatedUnion("type", [
      z.strictObject({
        type: key(z.literal("credentials"), "Static keys, written in this file."),
        profile: noProfile(),
        credentials: key(
          tag(
            z.strictObject({
              access_key_id: key(leaves.secretText(), "Id of the access key."),
              secret_access_key: key(leaves.secretText(), "The secret access key."),
              session_token: key(
                z._default(z.nullable(leaves.secretText()), null),
                "Session token of temporary credentials; not every service of CLP passes it on.",
              ),
            }),
            { object: { sensitive: true } },
          ),
          "The static keys.",
        ),
      }),
      z.strictObject({
        type: key(z.literal("profile"), "A named profile of `aws_config_directory`."),
        profile: key(leaves.text(), "Name of the AWS profile.", { examples: ["default"] }),
        credentials: noCredentials(),
      }),
      z.strictObject({
        type: key(z.literal("env_vars"), "Keys from environment variables of the process."),
        profile: noProfile(),
        credentials: noCredentials(),
      }),
      tag(
        z.strictObject({
          type: key(z.literal("ec2"), "The role of the EC2 instance."),
          profile: noProfile(),
          credentials: noCredentials(),
        }),
        {
          lifetime: { until: "0.10.0", after: 'the role of an EC2 instance is found by the type "default"' },
        },
      ),
      tag(
        z.strictObject({
          type: key(
            z.literal("default"),
            "What AWS's own libraries find: environment, profile, or the role of the instance.",
          ),
          profile: noProfile(),
          credentials: noCredentials(),
        }),
        { lifetime: { since: "0.11.0", before: 'the role of an EC2 instance is the type "ec2"' } },
      ),
    ]),
    { union: { sensitive: true } },
  );
}

function s3Config(example: string) {
  return z.strictObject({
    endpoint_url: key(
      z._default(z.nullable(leaves.endpoint()), null),
      "URL of an S3-compatible endpoint; null: that of AWS.",
      { examples: ["https://s3.example.com"] },
    ),
    region_code: key(
      z._default(z.nullable(leaves.text()), null),
      "AWS region of the bucket; the web UI needs it to show streams.",
      { examples: ["us-east-2"] },
    ),
    bucket: key(leaves.text(), "Name of the bucket.", { examples: [`clp-${example}`] }),
    key_prefix: key(leaves.keyPrefix(), "Prefix of every key in the bucket; ends with /.", {
      examples: [`${example}/`],
    }),
    aws_authentication: key(awsAuthentication(), "How to authenticate with AWS."),
  });
}

function storage(what: string, directoryDefault: string, stagingDefault: string, example: string) {
  return z.discriminatedUnion("type", [
    z.strictObject({
      type: key(z._default(z.optional(z.literal("fs")), "fs"), "A directory of the host."),
      directory: directory(directoryDefault, `Directory of the host in which ${what} are kept.`),
    }),
    z.strictObject({
      type: key(z.literal("s3"), "A bucket of S3 or of a service that speaks its protocol."),
      s3_config: key(s3Config(example), `The bucket in which ${what} are kept.`),
      staging_directory: directory(
        stagingDefault,
        `Directory of the host in which ${what} wait for their upload.`,
      ),
    }),
  ]);
}

export const logsInput = () =>
  key(
    z.prefault(
      z.discriminatedUnion("type", [
        z.strictObject({
          type: key(z._default(z.optional(z.literal("fs")), "fs"), "Logs are files of the host."),
          directory: directory(
            "/",
            "Directory of the host below which logs to compress are found; it must be there.",
          ),
        }),
        z.strictObject({
          type: key(z.literal("s3"), "Logs are objects of S3; the bucket is said with each job."),
          aws_authentication: key(awsAuthentication(), "How to authenticate with AWS."),
        }),
      ]),
      {},
    ),
    "Where the logs to compress come from.",
  );

export const archiveOutput = () =>
  key(
    z.prefault(
      z.strictObject({
        storage: key(
          z.prefault(storage("archives", "var/data/archives", "var/data/staged-archives", "archives"), {}),
          "Where archives are kept.",
        ),
        target_archive_size: key(
          z._default(leaves.positive(), 268435456),
          "Bytes of dictionaries and encoded messages after which a new archive is begun.",
          { unit: "bytes" },
        ),
        target_dictionaries_size: key(
          z._default(leaves.positive(), 33554432),
          "Bytes of dictionaries after which a new archive is begun.",
          { unit: "bytes" },
        ),
        target_encoded_file_size: key(
          z._default(leaves.positive(), 268435456),
          "Bytes of one encoded file after which a new one is begun.",
          { unit: "bytes" },
        ),
        target_segment_size: key(
          z._default(leaves.positive(), 268435456),
          "Bytes of one segment after which a new one is begun.",
          { unit: "bytes" },
        ),
        compression_level: key(
          z._default(z.int().check(z.minimum(1), z.maximum(19)), 3),
          "How hard Zstandard compresses: 1 is fast, 19 is small.",
        ),
        retention_period: key(
          z._default(z.nullable(leaves.positive()), null),
          "Minutes after which archives are deleted; null: never. With presto it must be null.",
          { examples: [43200], unit: "minutes", whenNull: "never delete" },
        ),
      }),
      {},
    ),
    "Archives: where they are kept, and how large they become.",
  );

export const streamOutput = () =>
  key(
    z.prefault(
      z.strictObject({
        storage: key(
          z.prefault(storage("streams", "var/data/streams", "var/data/staged-streams", "streams"), {}),
          "Where streams are kept.",
        ),
        target_uncompressed_size: key(
          z._default(leaves.positive(), 134217728),
          "Bytes after which a new stream file is begun.",
          { unit: "bytes" },
        ),
      }),
      {},
    ),
    "Streams, which the log viewer reads.",
  );
