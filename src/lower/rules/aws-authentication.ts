/** Who can authenticate with AWS, and how: profiles and their directory, and what services cannot read. */
import { pick } from "../../base/typed.ts";
import { type S3Place, s3Places } from "../s3-places.ts";
import { allKnown, type Facts, isText, isWritten, type Rule, rule, runs, where } from "./rule.ts";

/** `CLP3010` and `CLP3011` (facts: `validate_aws_config_dir`; D35). */
const profileDirectory = rule(["CLP3010", "CLP3011"], ({ config, release, report }) => {
  const directory = pick(config, "aws_config_directory");
  const places = s3Places(config);
  const profile = places.find(({ type }) => type.value === "profile");
  if (profile !== undefined && directory.value === null) {
    report(
      "CLP3010",
      directory.origin,
      `Cannot find the AWS profile of ${profile.what}: aws_config_directory is null`,
      {
        also: [{ origin: profile.type.origin, text: `authentication of ${profile.what} by profile` }],
        help: "Add `aws_config_directory: ~/.aws`, or wherever the host has its profiles",
      },
    );
  }
  const readers: readonly string[] = release.capabilities.awsConfigDirectory;
  if (directory.value === null || places.some(({ type }) => readers.includes(type.value))) return;
  // A storage whose type is wrong might have been meant to have a profile.
  const types = [
    pick(config, "logs_input"),
    pick(config.logs_input, "type"),
    pick(config.archive_output, "storage"),
    pick(config.archive_output.storage, "type"),
    pick(config.stream_output, "storage"),
    pick(config.stream_output.storage, "type"),
    ...places.map(({ type }) => type),
  ];
  if (!allKnown(...types.map(({ origin }) => origin))) return;
  report(
    "CLP3011",
    directory.origin,
    `Cannot use aws_config_directory without an authentication of the type ${readers.join(" or ")}`,
    {
      help: "Remove it, or write `type: profile` and the profile's name where AWS profiles are meant",
    },
  );
});

const RUST_SERVICES = [
  { id: "api-server", section: "api_server", name: "the API server" },
  { id: "log-ingestor", section: "log_ingestor", name: "the log ingestor" },
] as const;

/** The services that read the configuration by CLP's Rust library, as far as they run. */
function rustServices(subject: Facts) {
  const { config } = subject;
  const type = pick(config.logs_input, "type");
  return RUST_SERVICES.filter(({ id }) => runs(subject, id))
    .map((service) => ({ ...service, held: pick(config, service.section) }))
    .filter(({ held }) => allKnown(held.origin, type.origin));
}

/** `CLP3012` (facts: clp-rust-utils `AwsAuthentication`; D33). */
const unreadable = rule(["CLP3012"], (subject) => {
  const services = rustServices(subject);
  const names = services.map(({ name }) => name).join(" and ");
  if (services.length === 0) return;
  const types: readonly string[] = subject.release.capabilities.rustAuthentication;
  for (const { name, what, type } of s3Places(subject.config)) {
    if (name === "archive_output" || types.includes(type.value)) continue;
    const many = services.length > 1;
    subject.report(
      "CLP3012",
      type.origin,
      `Cannot run ${names} with the authentication ${type.value} of ${what}: ${many ? "they read" : "it reads"} ${types.join(" and ")} alone`,
      {
        also: services
          .filter(({ held }) => isWritten(held))
          .map(({ held, name: who }) => ({ origin: held.origin, text: `${who} runs` })),
        notes: services
          .filter(({ held }) => !isWritten(held))
          .map(({ section }) => `${section} runs unless it is null`),
        help: `Write \`type: credentials\` and the keys, or ${services.map(({ section }) => `\`${section}: null\``).join(" and ")}`,
      },
    );
  }
});

/** `CLP4010` (D34): the web UI reads streams, the API server streams, the log ingestor log input. */
const sessionToken = rule(["CLP4010"], (subject) => {
  const { config, report } = subject;
  for (const { name, what, authentication } of s3Places(config)) {
    if (name === "archive_output" || authentication.type !== "credentials") continue;
    const token = pick(authentication.credentials, "session_token");
    if (token.value === null) continue;
    const who =
      name === "stream_output"
        ? ["the web UI", ...(runs(subject, "api-server") ? ["the API server"] : [])]
        : runs(subject, "log-ingestor")
          ? ["the log ingestor"]
          : [];
    if (who.length === 0) continue;
    report("CLP4010", token.origin, `The session token of ${what} is dropped by ${who.join(" and ")}`, {
      help: "Use the keys of a user, which need no session token",
    });
  }
});

/** `CLP4011` (D34). */
const fromEnvironment = rule(["CLP4011"], ({ config, report }) => {
  for (const { what, type } of s3Places(config)) {
    if (type.value !== "env_vars") continue;
    report(
      "CLP4011",
      type.origin,
      `No container is given the environment variables with the AWS keys of ${what}`,
      {
        help: "Pass AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY on in docker-compose.override.yaml, or write another type",
      },
    );
  }
});

/** The user of CLP's image, whose home is /opt/clp. */
const IMAGE_UID = 1000;

/** `CLP4012` (D34). */
const profileHome = rule(["CLP4012"], ({ config, site, report }) => {
  const uid = pick(site.host, "uid");
  const profile: S3Place | undefined = s3Places(config).find(({ type }) => type.value === "profile");
  if (profile === undefined || uid.value === IMAGE_UID) return;
  report(
    "CLP4012",
    uid.origin,
    `Services that run as user ${uid.value} may not find AWS profiles: they lie in the home of user ${IMAGE_UID}`,
    {
      also: [{ origin: profile.type.origin, text: `authentication of ${profile.what} by profile` }],
      help: `Run as user ${IMAGE_UID}, or set HOME=/opt/clp for the services in docker-compose.override.yaml`,
    },
  );
});

/** Where S3 is possible at all. */
export const awsRules: readonly Rule[] = where(
  (facts) => !isText(facts) || s3Places(facts.config).length === 0,
  [profileDirectory, unreadable, sessionToken, fromEnvironment, profileHome],
);
