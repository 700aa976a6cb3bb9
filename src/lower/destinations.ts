/** Where workloads connect to outside of the deployment: object stores, AWS itself, and whoever takes telemetry. */
import { constant, derived, map, type Sourced, sourced } from "../base/origin.ts";
import { pick } from "../base/typed.ts";
import type { Destination } from "../model/model.ts";
import { knownAddress } from "./addresses.ts";
import type { Deployment } from "./deployment.ts";
import { type S3Place, s3Places } from "./s3-places.ts";

const HTTPS = 443;

/** Where AWS's own SDKs ask who they are, if they are not told (facts of AWS: instance metadata, and EKS's agent of pod identities). */
const WHO_AM_I = ["169.254.169.254", "169.254.170.23"];

/** The server behind a URL, by the address of its host if that is known. */
export function serverOf(deployment: Deployment, what: string, url: Sourced<string>): Destination {
  const [, scheme, host = "", port] = /^(https?):\/\/([^/:?#]+)(?::([0-9]{1,5}))?/i.exec(url.value) ?? [];
  const address = knownAddress(deployment, sourced(host, url.origin));
  return {
    what,
    port: map(url, "the port of the URL", () =>
      port === undefined ? (scheme?.toLowerCase() === "http" ? 80 : HTTPS) : Number(port),
    ),
    ...(address === undefined ? {} : { address }),
  };
}

/** The stores of these places, as far as the config has them on S3, and where their login comes from. */
export function s3Destinations(
  deployment: Deployment,
  ...names: readonly S3Place["name"][]
): readonly Destination[] {
  return s3Places(deployment.config)
    .filter(({ name }) => names.includes(name))
    .flatMap(({ what, type, bucket }): readonly Destination[] => {
      const url = bucket === undefined ? undefined : pick(bucket, "endpoint_url");
      const store =
        url?.value == null
          ? { what: `S3 for ${what}`, port: sourced(HTTPS, derived("AWS's own S3", (url ?? type).origin)) }
          : serverOf(deployment, `S3 for ${what}`, sourced(url.value, url.origin));
      return [store, ...loginDestinations(type)];
    });
}

/** Whom the SDK asks for keys that are not in the config. */
function loginDestinations(type: Sourced<string>): readonly Destination[] {
  const why = derived(
    "the SDK asks AWS for its login",
    type.origin,
    constant("the SDK's own chain of providers"),
  );
  const service: Destination = { what: "AWS's own login", port: sourced(HTTPS, why) };
  const own = WHO_AM_I.map(
    (address): Destination => ({
      what: "AWS's own login",
      address: sourced(address, why),
      port: sourced(80, why),
    }),
  );
  if (type.value === "profile") return [service];
  return type.value === "ec2" || type.value === "default" ? [service, ...own] : [];
}
