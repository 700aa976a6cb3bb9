/** Buckets, endpoints and regions: what CLP's own URLs and the web UI can do with them. */
import type { Origin, Sourced } from "../../base/origin.ts";
import { pick } from "../../base/typed.ts";
import { referenceHelp } from "../../base/variable-references.ts";
import type { S3Config } from "../../input/schema/config.ts";
import { s3Places } from "../s3-places.ts";
import {
  allKnown,
  type Facts,
  isText,
  isWritten,
  type Rule,
  replacement,
  rule,
  where,
  yamlString,
} from "./rule.ts";

function buckets({ config }: Facts) {
  return s3Places(config).flatMap(({ name, what, bucket }) =>
    bucket === undefined ? [] : [{ name, what, bucket }],
  );
}

/** `CLP3013` (facts: S3's rules of bucket names; clp's `S3Url`; D36). */
const bucketName = rule(["CLP3013"], (subject) => {
  for (const { bucket } of buckets(subject)) {
    const name = pick(bucket, "bucket");
    const wrong = wrongBucketName(name.value);
    if (wrong === undefined) continue;
    const lower = name.value.toLowerCase().replaceAll("_", "-");
    subject.report("CLP3013", name.origin, `Cannot use "${name.value}" as the name of a bucket: ${wrong}`, {
      help:
        referenceHelp(name.value) ??
        (lower !== name.value && wrongBucketName(lower) === undefined
          ? `Buckets are named like "${lower}"`
          : "Write the name alone, such as clp-archives; a folder in it is the key_prefix"),
    });
  }
});

function wrongBucketName(name: string): string | undefined {
  if (/^s3:\/\//i.test(name)) return "it is a URL";
  if (name.includes("/")) return "it has a slash";
  if (/[^a-z0-9.-]/.test(name))
    return "it has other characters than lower-case letters, digits, points and hyphens";
  if (name.length < 3) return "it is shorter than 3 characters";
  if (name.length > 63) return `it has ${name.length} characters, and at most 63 are allowed`;
  if (!/^[a-z0-9]/.test(name) || !/[a-z0-9]$/.test(name))
    return "it does not start and end with a letter or digit";
  if (name.includes("..")) return "it has two points in a row";
  if (/^\d+(?:\.\d+){3}$/.test(name)) return "it looks like an IP address";
  return undefined;
}

/** What stands in the path of a URL as it is: RFC 3986 `pchar` without percent-encoding, and slashes. */
const URL_PATH = /^[\w.~!$&'()*+,;=:@/-]*$/;

/** `CLP3014` (facts: `generate_s3_url`; the web UI's `S3Manager`; D36). */
const keyPrefix = rule(["CLP3014"], (subject) => {
  for (const { bucket } of buckets(subject)) {
    const prefix = pick(bucket, "key_prefix");
    const steps = prefix.value.split("/").slice(0, -1);
    const dots = steps.find((step) => step === "." || step === "..");
    const why = !URL_PATH.test(prefix.value)
      ? "it has a character that stands in no URL as it is"
      : dots !== undefined
        ? `readers of URLs drop "${dots}"`
        : prefix.value.startsWith("/")
          ? "keys of S3 do not start with a slash"
          : steps.includes("")
            ? "it has an empty step"
            : undefined;
    if (why === undefined) continue;
    const mended = steps
      .filter((step) => step !== "" && step !== ".")
      .map((step) => `${step}/`)
      .join("");
    const certain = mended !== "" && dots !== ".." && URL_PATH.test(mended);
    subject.report("CLP3014", prefix.origin, `Cannot use the key prefix "${prefix.value}": ${why}`, {
      help: certain
        ? `Write \`key_prefix: ${yamlString(mended)}\``
        : (referenceHelp(prefix.value) ??
          "Write steps of letters, digits, _, . and -, with a slash after each"),
      ...(certain ? replacement(prefix, yamlString(mended)) : {}),
    });
  }
});

/** `CLP3015` (facts: `generate_s3_url`, which takes a scheme, a host, a port and one slash; D36). */
const endpoint = rule(["CLP3015"], (subject) => {
  for (const { bucket } of buckets(subject)) {
    const url = pick(bucket, "endpoint_url");
    if (url.value === null || isEndpoint(url.value)) continue;
    const { help, mended } = mendedEndpoint(url.value);
    subject.report(
      "CLP3015",
      url.origin,
      `Cannot use ${url.value.trim() === "" ? "an empty text" : `"${url.value}"`} as an endpoint: expected http:// or https://, a host in lower case, and at most a port`,
      {
        help,
        ...(mended === undefined ? {} : replacement(url, mended)),
      },
    );
  }
});

function isEndpoint(url: string): boolean {
  return /^https?:\/\/[a-z0-9.-]+(?::\d{1,5})?\/?$/.test(url);
}

function mendedEndpoint(url: string): { readonly help: string; readonly mended?: string } {
  if (url.trim() === "") return { help: "Write `endpoint_url: null` for AWS", mended: "null" };
  const reference = referenceHelp(url);
  if (reference !== undefined) return { help: reference };
  if (/^[a-z0-9.-]+(?::\d{1,5})?\/?$/i.test(url))
    return {
      help: `Write \`endpoint_url: "https://${url.toLowerCase()}"\`, or http:// where the store has no certificate`,
    };
  const lower = url.toLowerCase();
  if (isEndpoint(lower)) return { help: `Write \`endpoint_url: "${lower}"\``, mended: JSON.stringify(lower) };
  return { help: "Bucket and path stand in `bucket` and `key_prefix`" };
}

/** `CLP3016` (facts: `parse_s3_url`). With an endpoint of one's own the store names its regions. */
const region = rule(["CLP3016"], (subject) => {
  for (const { bucket } of buckets(subject)) {
    const code = pick(bucket, "region_code");
    const { value } = code;
    if (value === null) continue;
    const lower = value.toLowerCase();
    const isAws = bucket.endpoint_url === null && allKnown(pick(bucket, "endpoint_url").origin);
    const zone = isAws && /^[a-z]+(?:-[a-z]+)+-\d[a-z]$/.test(lower);
    if (/^[a-z0-9-]+$/.test(value) && !zone) continue;
    const mended = zone ? lower.slice(0, -1) : lower;
    const certain = /^[a-z]+(?:-[a-z]+)+-\d$/.test(mended);
    subject.report(
      "CLP3016",
      code.origin,
      `Cannot use "${value}" as a region: ${zone && lower === value ? `it is an availability zone of ${mended}` : "a region has lower-case letters, digits and hyphens"}`,
      {
        help: certain
          ? `Write \`region_code: ${mended}\``
          : (referenceHelp(value) ?? "Write the code, such as us-east-2"),
        ...(certain ? replacement(code, mended) : {}),
      },
    );
  }
});

/** `CLP4013`, `CLP4014`, `CLP4017`: what works for archives, or for the web UI, and not for both (D36). */
const regionsAndEndpoints = rule(["CLP4013", "CLP4014", "CLP4017"], (subject) => {
  const { report } = subject;
  for (const { name, bucket } of buckets(subject)) {
    const code = pick(bucket, "region_code");
    const url = pick(bucket, "endpoint_url");
    if (!allKnown(code.origin, url.origin) || (url.value !== null && !isEndpoint(url.value))) continue;
    if (name === "archive_output") {
      if (code.value === null || url.value === null) continue;
      report(
        "CLP4017",
        code.origin,
        "Archives have an endpoint and a region: searches look for them at the region's name before the endpoint's host",
        {
          also: [{ origin: url.origin, text: "the endpoint" }],
          help: "Leave `region_code` out where the store has no such host",
        },
      );
      continue;
    }
    if (url.value !== null) {
      report(
        "CLP4014",
        url.origin,
        "The web UI is not told this endpoint: it cannot show streams that are kept there",
        {
          help: "Keep streams in a directory (`type: fs`) or on AWS; archives may stay where they are",
        },
      );
    }
    if (code.value === null && url.value === null) {
      report(
        "CLP4013",
        placeOf(subject, code),
        "The web UI cannot show streams on S3 without their region: region_code is null",
        {
          path: ["stream_output", "storage", "s3_config", "region_code"],
          help: "Add the region of the bucket, such as `region_code: us-east-2`",
        },
      );
    }
  }
});

/** A key that is not written is shown at the mapping that should hold it. */
function placeOf({ config }: Facts, code: Sourced<unknown>): Origin {
  const { storage } = config.stream_output;
  return isWritten(code) || storage.type !== "s3" ? code.origin : pick(storage, "s3_config").origin;
}

/** `CLP4015` (D36). */
const browsing = rule(["CLP4015"], ({ config, report }) => {
  const type = pick(config.logs_input, "type");
  if (type.value !== "s3") return;
  report("CLP4015", type.origin, "The web UI can neither list nor compress logs on S3", {
    help: "Start jobs with `sbin/compress-from-s3.sh` or by the log ingestor",
  });
});

/** `CLP4016` (D52, for S3). */
const samePlace = rule(["CLP4016"], (subject) => {
  const [archives, streams] = ["archive_output", "stream_output"].map(
    (name) => buckets(subject).find((one) => one.name === name)?.bucket,
  );
  if (archives === undefined || streams === undefined) return;
  const placeOf = (one: S3Config): string => JSON.stringify([one.endpoint_url, one.bucket, one.key_prefix]);
  const known = [archives, streams].every((one) =>
    allKnown(pick(one, "endpoint_url").origin, pick(one, "bucket").origin),
  );
  if (!known || placeOf(archives) !== placeOf(streams)) return;
  subject.report(
    "CLP4016",
    pick(streams, "key_prefix").origin,
    "Streams have the bucket and the key prefix of archives",
    {
      also: [{ origin: pick(archives, "key_prefix").origin, text: "archives" }],
      help: "Give each a key prefix of its own, such as archives/ and streams/",
    },
  );
});

/** Where S3 is possible at all. */
export const s3Rules: readonly Rule[] = where(
  (facts) => !isText(facts),
  [bucketName, keyPrefix, endpoint, region, regionsAndEndpoints, browsing, samePlace],
);
