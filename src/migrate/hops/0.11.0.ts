/** v0.10.0 → v0.11.0: another way to authenticate with AWS, and each ingestion request has its own buffers. */
import { type Operation, remove, set } from "../edit/operation.ts";
import { ingestsLogs } from "./config-questions.ts";
import { type Hop, isWritten, type Rule, type View } from "./hop.ts";
import { change, choice, fact, loss, question } from "./outcomes.ts";

const AUTHENTICATIONS = [
  "logs_input.aws_authentication",
  "archive_output.storage.s3_config.aws_authentication",
  "stream_output.storage.s3_config.aws_authentication",
] as const;

function withType(view: View, type: string): readonly string[] {
  return AUTHENTICATIONS.filter((path) => view.everywhere(`${path}.type`).includes(type));
}

const instanceRole: Rule = (view) => {
  const places = withType(view, "ec2");
  return places.length === 0
    ? []
    : [
        change(
          places.map((path) => set(`${path}.type`, "default", { was: "ec2" })),
          'Since CLP v0.11.0 the type "ec2" is an error; "default" is the chain of the AWS SDK, in which the role of the instance comes last',
          fact("aws-authentication", "D33"),
        ),
      ];
};

const instanceRoleBack: Rule = (view) => {
  const places = withType(view, "default");
  const [first] = places;
  if (first === undefined) return [];
  const each = (type: string, profile?: string): readonly Operation[] =>
    places.flatMap((path) => [
      set(`${path}.type`, type),
      ...(profile === undefined ? [] : [set(`${path}.profile`, profile)]),
    ]);
  const unneeded =
    isWritten(view, "aws_config_directory") && withType(view, "profile").length === 0
      ? [remove("aws_config_directory")]
      : [];
  return [
    question(
      "CLP6415",
      `${first}.type`,
      'Cannot tell what the type "default" is to be in CLP v0.10.0, which has no such type',
      "It stands for whatever the AWS SDK finds: files, the environment, or the role of the instance",
      choice("the instance has a role", ...each("ec2"), ...unneeded),
      choice(
        "aws_config_directory has a profile; the API server and the log ingestor then find no keys (D33)",
        ...each("profile", "default"),
      ),
    ),
  ];
};

const BUFFERS = [
  ["buffer_flush_timeout", "timeout_sec"],
  ["buffer_flush_threshold", "flush_threshold_bytes"],
  ["channel_capacity", "channel_capacity"],
] as const;

const buffers: Rule = (view) => {
  const written = BUFFERS.filter(([key]) => isWritten(view, `log_ingestor.${key}`));
  if (written.length === 0) return [];
  const body = Object.fromEntries(
    written.flatMap(([key, name]) => {
      const value = view.at(`log_ingestor.${key}`);
      return typeof value === "number" ? [[name, value] as const] : [];
    }),
  );
  return [
    ...written.map(([key, name]) =>
      change(
        [remove(`log_ingestor.${key}`)],
        `Since CLP v0.11.0 each ingestion request says it, as buffer_config.${name}; here it is ignored without a word`,
        fact("buffers-of-the-log-ingestor"),
      ),
    ),
    {
      kind: "request",
      to: "the log ingestor, in each request that starts a job",
      body: { buffer_config: body },
      why: "The timeout is measured from the first entry of a buffer then, and no longer from the last",
    },
  ];
};

const buffersBack: Rule = (view) =>
  ingestsLogs(view)
    ? [
        loss(
          "log_ingestor",
          "CLP v0.10.0 ignores buffer_config of ingestion requests: log_ingestor.buffer_flush_timeout, buffer_flush_threshold and channel_capacity say it for all of them",
        ),
      ]
    : [];

export const v0_11_0: Hop = {
  before: "0.10.0",
  release: "0.11.0",
  up: [instanceRole, buffers],
  down: [instanceRoleBack, buffersBack],
};
