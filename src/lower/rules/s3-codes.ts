/** What the rules of `s3.ts` report. */
import type { CodeTable } from "../../base/code-entry.ts";

export const S3_CODES = {
  CLP3013: {
    severity: "error",
    title: "Not a bucket name",
    explanation:
      "The name of a bucket has 3 to 63 lower-case letters, digits, points and hyphens; it starts and ends with a letter or digit, has no two points in a row and is no IP address. CLP's own URLs of objects have room for no other.",
    wrong:
      "archive_output: {storage: {type: s3, s3_config: {bucket: CLP_Archives, key_prefix: archives/, aws_authentication: {type: ec2}}}}",
    right:
      "archive_output: {storage: {type: s3, s3_config: {bucket: clp-archives, key_prefix: archives/, aws_authentication: {type: ec2}}}}",
    source: "Amazon S3's bucket naming rules; clp's S3Url; D36",
  },
  CLP3014: {
    severity: "error",
    title: "Key prefix that no URL can carry",
    explanation:
      "CLP writes the prefix into URLs as it is. It has letters, digits and the characters that a URL's path takes as they are; it does not start with a slash, since keys do not, and has no empty step, no `.` and no `..`, which readers of URLs drop.",
    wrong:
      "archive_output: {storage: {type: s3, s3_config: {bucket: clp-archives, key_prefix: /logs//archives/, aws_authentication: {type: ec2}}}}",
    right:
      "archive_output: {storage: {type: s3, s3_config: {bucket: clp-archives, key_prefix: logs/archives/, aws_authentication: {type: ec2}}}}",
    source: "s3_utils.py generate_s3_url; the web UI's S3Manager; D36",
  },
  CLP3015: {
    severity: "error",
    title: "Not an endpoint URL",
    explanation:
      "An endpoint is `http://` or `https://`, a host in lower case, and at most a port: CLP takes no path, no query and no user. Null means AWS.",
    wrong:
      "archive_output: {storage: {type: s3, s3_config: {endpoint_url: minio.internal, bucket: clp-archives, key_prefix: archives/, aws_authentication: {type: ec2}}}}",
    right:
      'archive_output: {storage: {type: s3, s3_config: {endpoint_url: "http://minio.internal:9000", bucket: clp-archives, key_prefix: archives/, aws_authentication: {type: ec2}}}}',
    source: "s3_utils.py generate_s3_url; D36",
  },
  CLP3016: {
    severity: "error",
    title: "Not a region code",
    explanation:
      "A region code has lower-case letters, digits and hyphens, such as us-east-2. `us-east-2a` is an availability zone of that region, which S3 does not know.",
    wrong:
      "archive_output: {storage: {type: s3, s3_config: {region_code: US-East-2, bucket: clp-archives, key_prefix: archives/, aws_authentication: {type: ec2}}}}",
    right:
      "archive_output: {storage: {type: s3, s3_config: {region_code: us-east-2, bucket: clp-archives, key_prefix: archives/, aws_authentication: {type: ec2}}}}",
    source: "s3_utils.py parse_s3_url; the names of AWS regions",
  },
  CLP4013: {
    severity: "warning",
    title: "Streams on S3 without a region",
    explanation:
      "The web UI reads streams from S3 only where it is told a region, so without `region_code` no stream can be viewed; the API server needs it too, unless there is an `endpoint_url`.",
    wrong:
      "stream_output: {storage: {type: s3, s3_config: {bucket: clp-streams, key_prefix: streams/, aws_authentication: {type: credentials, credentials: {access_key_id: ID, secret_access_key: KEY}}}}}",
    right:
      "stream_output: {storage: {type: s3, s3_config: {region_code: us-east-2, bucket: clp-streams, key_prefix: streams/, aws_authentication: {type: credentials, credentials: {access_key_id: ID, secret_access_key: KEY}}}}}",
    source: "the web UI's S3Manager; D36",
  },
  CLP4014: {
    severity: "warning",
    title: "Endpoint of streams that the web UI does not know",
    explanation:
      "The web UI is not told the endpoint of streams and looks for them at AWS, so streams on another store such as MinIO or Ceph cannot be viewed. Archives on such a store work.",
    wrong:
      'stream_output: {storage: {type: s3, s3_config: {endpoint_url: "http://minio.internal:9000", region_code: us-east-1, bucket: clp-streams, key_prefix: streams/, aws_authentication: {type: credentials, credentials: {access_key_id: ID, secret_access_key: KEY}}}}}',
    right: "stream_output: {storage: {type: fs}}",
    source: "CLP's guide to S3-compatible storage; D36",
  },
  CLP4015: {
    severity: "note",
    title: "Log input that the web UI cannot browse",
    explanation:
      "Where logs come from S3 the web UI cannot list them and offers no form to compress them. Jobs are started with `sbin/compress-from-s3.sh` or by the log ingestor.",
    wrong:
      "logs_input: {type: s3, aws_authentication: {type: credentials, credentials: {access_key_id: ID, secret_access_key: KEY}}}",
    right: "logs_input: {type: fs}",
    source: "the web UI's ingest page; D36",
  },
  CLP4016: {
    severity: "warning",
    title: "Archives and streams at one place of S3",
    explanation:
      "Archives and streams have the same bucket and key prefix, so that what belongs to whom can no longer be told by its key, and no rule of the bucket can expire the one without the other.",
    wrong:
      "archive_output: {storage: {type: s3, s3_config: {bucket: clp, key_prefix: logs/, …}}}\nstream_output: {storage: {type: s3, s3_config: {bucket: clp, key_prefix: logs/, …}}}",
    right:
      "archive_output: {storage: {type: s3, s3_config: {bucket: clp, key_prefix: archives/, …}}}\nstream_output: {storage: {type: s3, s3_config: {bucket: clp, key_prefix: streams/, …}}}",
    source: "D52, for S3",
  },
  CLP4017: {
    severity: "warning",
    title: "Region before the host of an endpoint",
    explanation:
      "Where archives have both an endpoint and a region, CLP's query workers look for them at the region's name followed by the endpoint's host, such as `us-east-1.minio.internal`. Few stores have such a name.",
    wrong:
      'archive_output: {storage: {type: s3, s3_config: {endpoint_url: "http://minio.internal:9000", region_code: us-east-1, bucket: clp-archives, key_prefix: archives/, aws_authentication: {type: ec2}}}}',
    right:
      'archive_output: {storage: {type: s3, s3_config: {endpoint_url: "http://minio.internal:9000", bucket: clp-archives, key_prefix: archives/, aws_authentication: {type: ec2}}}}',
    source: "s3_utils.py generate_s3_url",
  },
} as const satisfies CodeTable;
