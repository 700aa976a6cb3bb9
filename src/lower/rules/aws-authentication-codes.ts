/** What the rules of `aws-authentication.ts` report. */
import type { CodeTable } from "../../base/code-entry.ts";

export const AWS_AUTHENTICATION_CODES = {
  CLP3010: {
    severity: "error",
    title: "AWS profile without a directory of profiles",
    explanation:
      "Authentication by profile reads the directory `aws_config_directory` of the host, which is mounted into containers. It has no default.",
    wrong:
      "archive_output: {storage: {type: s3, s3_config: {bucket: clp-archives, key_prefix: archives/, aws_authentication: {type: profile, profile: clp}}}}",
    right:
      "aws_config_directory: /home/clp/.aws\narchive_output: {storage: {type: s3, s3_config: {bucket: clp-archives, key_prefix: archives/, aws_authentication: {type: profile, profile: clp}}}}",
    source: "clp_config.py ClpConfig.validate_aws_config_dir; D35",
  },
  CLP3011: {
    severity: "error",
    title: "Directory of AWS profiles that nobody uses",
    explanation:
      "CLP refuses `aws_config_directory` where no authentication is of the type profile, so that AWS keys are not mounted for nothing.",
    wrong: "aws_config_directory: /home/clp/.aws",
    right: "aws_config_directory: null",
    source: "clp_config.py ClpConfig.validate_aws_config_dir; D35",
  },
  CLP3012: {
    severity: "error",
    title: "S3 authentication that a service cannot read",
    explanation:
      "The API server and the log ingestor of CLP know one type of authentication, `credentials`. Where `logs_input` or `stream_output` has another, they fail to read their config and exit. They do not read the authentication of archives.",
    wrong: "logs_input: {type: s3, aws_authentication: {type: ec2}}",
    right:
      "logs_input: {type: s3, aws_authentication: {type: ec2}}\napi_server: null\nlog_ingestor: null   # or authentication of the type credentials",
    source: "clp-rust-utils AwsAuthentication; D33",
  },
  CLP4010: {
    severity: "warning",
    title: "Session token that is dropped",
    explanation:
      "The web UI, the API server and the log ingestor take the id and the secret of a key and leave its session token out, so that temporary keys fail there with AccessDenied. Archives are not concerned.",
    wrong:
      "logs_input: {type: s3, aws_authentication: {type: credentials, credentials: {access_key_id: ID, secret_access_key: KEY, session_token: TOKEN}}}",
    right:
      "logs_input: {type: s3, aws_authentication: {type: credentials, credentials: {access_key_id: ID, secret_access_key: KEY}}}",
    source: "D34",
  },
  CLP4011: {
    severity: "warning",
    title: "AWS keys from an environment that no container has",
    explanation:
      "With the authentication env_vars the services look for AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY in their environment, and CLP passes them to none of its long-running containers.",
    wrong:
      "archive_output: {storage: {type: s3, s3_config: {bucket: clp-archives, key_prefix: archives/, aws_authentication: {type: env_vars}}}}",
    right:
      "archive_output: {storage: {type: s3, s3_config: {bucket: clp-archives, key_prefix: archives/, aws_authentication: {type: ec2}}}}",
    source: "D34",
  },
  CLP4012: {
    severity: "warning",
    title: "AWS profiles that the services' user may not find",
    explanation:
      "Profiles are mounted at /opt/clp/.aws, the home of user 1000 of CLP's image. As another user the AWS libraries look in another home.",
    wrong: "host: {uid: 2000}   # in the site file, with an authentication of type profile",
    right: "host: {uid: 1000}",
    source: "D34",
  },
} as const satisfies CodeTable;
