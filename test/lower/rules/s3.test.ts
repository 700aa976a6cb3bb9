import { describe, expect, test } from "vitest";
import { under } from "../../frames.ts";
import { CLP_TEXT, check, checked, codes, findings, fixed, KEYS, onS3, says } from "./check.ts";

const PROFILE = "{type: profile, profile: clp}";

describe("the directory of AWS profiles", () => {
  test("is needed by a profile", () => {
    check(
      onS3("archive_output", { aws_authentication: PROFILE }),
      `
      archive_output: {storage: {type: s3, s3_config: {bucket: clp-bucket, key_prefix: archives/, aws_authentication: {type: profile, profile: clp}}}}
                                                                                                                             ^^^^^^^ CLP3010
    `,
    );
    check(`aws_config_directory: /home/clp/.aws\n${onS3("archive_output", { aws_authentication: PROFILE })}`);
  });

  test("is refused without one", () => {
    check(`
      aws_config_directory: /home/clp/.aws
                            ^^^^^^^^^^^^^^ CLP3011
    `);
    // What is to be removed needs no home.
    check(`
      aws_config_directory: ~/.aws
                            ^^^^^^ CLP3011
    `);
    check("aws_config_directory: null");
  });

  test("is not judged where an authentication is wrong", () => {
    codes(
      `aws_config_directory: /home/clp/.aws\n${onS3("archive_output", { aws_authentication: "{type: profil, profile: clp}" })}`,
      "CLP2005",
    );
    codes("aws_config_directory: /home/clp/.aws\nlogs_input: {type: s4}", "CLP2005");
  });
});

describe("D33: authentication that the Rust services cannot read", () => {
  const input = (type: string) => `logs_input: {type: s3, aws_authentication: {type: ${type}}}\n`;

  test.each(["env_vars", "ec2"])("%s for log input", (type) => {
    const said = findings(input(type));
    expect(said.map(({ code }) => code)).toContain("CLP3012");
    expect(said.find(({ code }) => code === "CLP3012")!.message).toBe(
      `Cannot run the API server and the log ingestor with the authentication ${type} of log input: they read credentials alone`,
    );
  });

  test("needs a service that runs", () => {
    codes(`${input("ec2")}api_server: null\nlog_ingestor: null`, "CLP4015");
    codes(`${input("ec2")}api_server: null`, "CLP3012", "CLP4015");
    codes(`${input("ec2")}log_ingestor: null`, "CLP3012", "CLP4015");
  });

  test("for streams the log ingestor counts only where it runs", () => {
    const streams = `aws_config_directory: /home/clp/.aws\n${onS3("stream_output", { aws_authentication: PROFILE })}`;
    codes(streams, "CLP3012");
    codes(`${streams}api_server: null`);
    codes(
      `${streams}api_server: null\nlogs_input: {type: s3, aws_authentication: ${KEYS}}`,
      "CLP3012",
      "CLP4015",
    );
  });

  test("does not concern archives", () =>
    codes(onS3("archive_output", { aws_authentication: "{type: ec2}" })));
});

describe("names of buckets", () => {
  test.each(["abc", "clp-archives", "my.bucket", "a1".repeat(31), "192-168-0-1"])("%s", (bucket) =>
    codes(onS3("archive_output", { bucket })),
  );
  test.each([
    ["ab", "it is shorter than 3 characters"],
    ["a".repeat(64), "it has 64 characters, and at most 63 are allowed"],
    ["CLP", "it has other characters than lower-case letters, digits, points and hyphens"],
    ["my_bucket", "it has other characters than lower-case letters, digits, points and hyphens"],
    ["-bucket", "it does not start and end with a letter or digit"],
    ["bucket-", "it does not start and end with a letter or digit"],
    ["a..b", "it has two points in a row"],
    ['"192.168.0.1"', "it looks like an IP address"],
    ["a/b", "it has a slash"],
    ["s3://bucket", "it is a URL"],
  ])("%s: %s", (bucket, why) => {
    says(
      onS3("archive_output", { bucket }),
      `Cannot use "${bucket.replaceAll('"', "")}" as the name of a bucket: ${why}`,
    );
  });
});

describe("key prefixes", () => {
  test.each(["a/", "a/b/", "logs/year=2026/", "a.b-c_d~e!/(f)/", "x+y@z,1:2&3;4'5*$/"])("%s", (prefix) =>
    codes(onS3("archive_output", { key_prefix: `"${prefix}"` })),
  );
  test.each([
    ["/a/", "a/"],
    ["a//b/", "a/b/"],
    ["a/./b/", "a/b/"],
    ["//logs//a/", "logs/a/"],
    ["2026//1/", '"2026/1/"'],
  ])("%s is mended to %s", (prefix, mended) => {
    const config = onS3("archive_output", { key_prefix: prefix });
    codes(config, "CLP3014");
    expect(fixed(config)).toBe(onS3("archive_output", { key_prefix: mended }));
    codes(fixed(config));
  });
  test.each(["/", "a/../b/", "a b/", "a?b/", "a#/", "a%20b/", "ä/", "a\\\\b/"])(
    "%s cannot be mended",
    (prefix) => {
      const config = onS3("archive_output", { key_prefix: `"${prefix}"` });
      codes(config, "CLP3014");
      expect(fixed(config)).toBe(config);
    },
  );
  test.each([
    ["a", "a/"],
    ["//a", "a/"],
    ["/a//b", "a/b/"],
  ])("%s, which does not end with a slash, is one mistake and mended to %s", (prefix, mended) => {
    const config = onS3("archive_output", { key_prefix: prefix });
    codes(config, "CLP2024");
    expect(fixed(config)).toBe(onS3("archive_output", { key_prefix: mended }));
    codes(fixed(config));
  });
});

describe("endpoints", () => {
  test.each([
    "http://minio:9000",
    "https://s3.example.com",
    "https://s3.example.com/",
    "http://10.0.0.1:9000",
  ])("%s", (url) => codes(onS3("archive_output", { endpoint_url: `"${url}"` })));
  test.each([
    [
      "minio.internal",
      'Write `endpoint_url: "https://minio.internal"`, or http:// where the store has no certificate',
    ],
    ["https://storage.internal/path", "Bucket and path stand in `bucket` and `key_prefix`"],
    ["ftp://storage.internal", "Bucket and path stand in `bucket` and `key_prefix`"],
    ["http://[::1]:9000", "Bucket and path stand in `bucket` and `key_prefix`"],
    ["HTTPS://Storage.Internal", 'Write `endpoint_url: "https://storage.internal"`'],
    ["", "Write `endpoint_url: null` for AWS"],
  ])("not %s", (url, help) => {
    const [said] = findings(onS3("archive_output", { endpoint_url: `"${url}"` }));
    expect([said!.code, said!.help]).toEqual(["CLP3015", help]);
  });
  test("a user and a password in it are not repeated", () => {
    const [said] = findings(onS3("archive_output", { endpoint_url: '"http://user:fake-key@minio:9000"' }));
    expect(JSON.stringify(said)).not.toContain("fake-key");
  });
  test("what is certain is mended", () => {
    codes(fixed(onS3("archive_output", { endpoint_url: '"HTTPS://Storage.Internal"' })));
    codes(fixed(onS3("archive_output", { endpoint_url: '""' })));
  });
});

describe("regions", () => {
  test.each(["us-east-2", "us-gov-west-1", "cn-north-1", "ap-southeast-4"])("%s", (region_code) =>
    codes(onS3("archive_output", { region_code })),
  );
  test.each([
    ["US-East-2", "us-east-2"],
    ["us-east-2a", "us-east-2"],
    ["us_east_2", "us_east_2"],
  ])("%s", (region_code, mended) => {
    const config = onS3("archive_output", { region_code });
    codes(config, "CLP3016");
    expect(fixed(config)).toBe(onS3("archive_output", { region_code: mended }));
  });
  test("a store of one's own names its zones itself", () =>
    codes(
      onS3("stream_output", { region_code: "eu-west-1a", endpoint_url: '"http://minio:9000"' }),
      "CLP4014",
    ));
});

describe("D36: what the web UI does with S3", () => {
  test("streams need a region", () => {
    check(under(onS3("stream_output", { region_code: "null" }), "null", "CLP4013"));
    const config =
      "stream_output:\n  storage:\n    type: s3\n    s3_config: &s3\n      bucket: clp-bucket\n      key_prefix: streams/\n      aws_authentication: " +
      KEYS;
    check(under(config, "s3_config", "CLP4013"));
    codes(onS3("archive_output"));
  });
  test("streams at an endpoint are not shown", () => {
    codes(onS3("stream_output", { endpoint_url: '"http://minio:9000"' }), "CLP4014");
    codes(onS3("stream_output", { endpoint_url: '"http://minio:9000"', region_code: "null" }), "CLP4014");
  });
  test("log input on S3 is not browsed", () => {
    const [said] = checked(
      `logs_input: {type: s3, aws_authentication: ${KEYS}}`,
      `
      logs_input: {type: s3, aws_authentication: {type: credentials, credentials: {access_key_id: FAKE-KEY, secret_access_key: fake-secret}}}
                         ^^ CLP4015
    `,
    );
    expect(said!.severity).toBe("note");
  });
  test("archives with an endpoint and a region", () =>
    codes(
      onS3("archive_output", { endpoint_url: '"http://minio:9000"', region_code: "us-east-1" }),
      "CLP4017",
    ));
});

describe("D34: keys that get lost", () => {
  const token = KEYS.replace("fake-secret", "fake-secret, session_token: fake-token");
  const input = `logs_input: {type: s3, aws_authentication: ${token}}\n`;
  test("session tokens", () => {
    codes(onS3("stream_output", { aws_authentication: token }), "CLP4010");
    codes(onS3("archive_output", { aws_authentication: token }));
    codes(input, "CLP4010", "CLP4015");
    codes(`${input}log_ingestor: null`, "CLP4015");
  });
  test("keys from the environment", () =>
    codes(onS3("archive_output", { aws_authentication: "{type: env_vars}" }), "CLP4011"));
  test("profiles for another user", () => {
    const config = `aws_config_directory: /home/clp/.aws\n${onS3("archive_output", { aws_authentication: PROFILE })}`;
    check({
      config,
      site: `
      host: {uid: 2000}
                  ^^^^ CLP4012
    `,
    });
    codes({ config: onS3("archive_output"), site: "host: {uid: 2000}" });
  });
});

test("archives and streams at one place", () => {
  const both = (archives: string, streams: string) =>
    onS3("archive_output", { key_prefix: archives }) + onS3("stream_output", { key_prefix: streams });
  codes(both("a/", "a/"), "CLP4016");
  codes(both("a/", "b/"));
});

test("by an alias, a mistake is said once", () => {
  const s3 = `{type: s3, s3_config: {region_code: us-east-2, bucket: CLP_1, key_prefix: a/, aws_authentication: ${KEYS}}}`;
  codes(`archive_output: {storage: &s ${s3}}\nstream_output: {storage: *s}`, "CLP3013", "CLP4016");
});

test("with the storage engine clp, S3 is refused and nothing more is said of it", () => {
  const config = `aws_config_directory: /home/clp/.aws\n${onS3("archive_output", { bucket: "X", aws_authentication: PROFILE })}`;
  codes(CLP_TEXT + config, "CLP3005");
});
