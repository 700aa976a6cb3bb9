/** What Presto's workers read: native programs, whose reader of properties knows no escapes. */
import { derived, map, type Sourced, sourced } from "../../base/origin.ts";
import { pick } from "../../base/typed.ts";
import type { S3Config } from "../../input/schema/config.ts";
import { addressOf } from "../../lower/containers.ts";
import type { Deployment } from "../../lower/deployment.ts";
import { secretPart } from "../../lower/needed-secrets.ts";
import { type Loose, type Template, template } from "../../model/tree.ts";
import { type Part, value } from "../../model/value.ts";
import { s3KeyId } from "../package/secret-names.ts";
import { PRESTO_PORT } from "./coordinator-files.ts";
import { workerMemory, workerShares } from "./memory.ts";
import { deployedSection, propertyOf } from "./place.ts";
import { bucketBy, prestoVersion } from "./presto-version.ts";

/** `config.properties` */
export function workerConfig(deployment: Deployment): Template {
  const { host, port } = addressOf("presto-coordinator");
  const memory = workerMemory(deployedSection(deployment));
  const shares = memory === undefined ? undefined : workerShares(memory);
  return template(
    {
      "discovery.uri": value`http://${host}:${port}`,
      "http-server.http.port": PRESTO_PORT,
      "query-memory-gb": shares?.query,
      "shutdown-onset-sec": 1,
      "system-memory-gb": shares?.system,
      "register-test-functions": false,
      "runtime-metrics-collection-enabled": false,
      "presto.version": prestoVersion(deployment),
    },
    propertyOf("workers", deployment.release.name),
  );
}

const NUMBER: Part = { kind: "instance" };

/**
 * `node.properties`. The address is left out, since the worker finds its own (P19): but for several hosts, where
 * others reach it at that of its host. A node needs an id of its own (P1).
 */
export function workerNode({ release, here }: Deployment): Template {
  return template(
    {
      "node.environment": "production",
      "node.location": "worker-location",
      "node.internal-address": here?.address,
      "node.id":
        here === undefined ? value`presto-worker-${NUMBER}` : value`presto-worker-${here.name}-${NUMBER}`,
    },
    propertyOf("workers", release.name),
  );
}

/** `velox.properties` */
export function workerVelox({ release }: Deployment): Template {
  return template({ "mutable-config": true }, propertyOf("workers", release.name));
}

/** `catalog/clp.properties`: where archives are. Of directories it needs to know nothing: the database has their paths. */
export function workerCatalog(deployment: Deployment): Template {
  const { storage } = deployment.config.archive_output;
  return template(
    {
      "connector.name": "clp",
      ...(storage.type === "s3" ? s3Properties(deployment, storage.s3_config) : {}),
    },
    propertyOf("workers", deployment.release.name),
  );
}

function s3Properties(deployment: Deployment, s3: S3Config): Readonly<Record<string, Loose<Template>>> {
  const by = bucketBy(deployment);
  return {
    "clp.storage-type": "s3",
    "clp.s3-auth-provider": "clp_package",
    "clp.s3-access-key-id": value`${secretPart(s3KeyId("archive_output", "access_key_id"))}`,
    "clp.s3-bucket": by === "name" ? pick(s3, "bucket") : undefined,
    "clp.s3-end-point": endPoint(s3, by),
    "clp.s3-secret-access-key": value`${secretPart(s3KeyId("archive_output", "secret_access_key"))}`,
  };
}

/**
 * The URL below which a worker looks for keys. Where it is told the bucket by name, the URL has the path style,
 * since the connector refuses a bucket beside a host that names it (P11); an endpoint of one's own is kept,
 * and no region means AWS's own choice (P12).
 */
function endPoint(s3: S3Config, by: ReturnType<typeof bucketBy>): Sourced<string> {
  const [bucket, url, region] = [pick(s3, "bucket"), pick(s3, "endpoint_url"), pick(s3, "region_code")];
  const aws = `s3${region.value === null ? "" : `.${region.value}`}.amazonaws.com`;
  if (by === "name") {
    return url.value === null
      ? map(region, "AWS's endpoint of the region", () => `https://${aws}`)
      : map(url, "the endpoint without a slash at its end", (text) => String(text).replace(/\/$/, ""));
  }
  return url.value === null
    ? sourced(
        `https://${bucket.value}.${aws}/`,
        derived("AWS's endpoint of bucket and region", bucket.origin, region.origin),
      )
    : sourced(
        `${url.value.replace(/\/$/, "")}/${bucket.value}/`,
        derived("the bucket at its endpoint", url.origin, bucket.origin),
      );
}
