/** Which Secret holds what: credentials stand in one for each section of their file, URLs that hold some in one of their own. */
import { derived, type Sourced, sourced } from "../../../base/origin.ts";
import type { Job, Service } from "../../../model/model.ts";
import type { SecretId, Value } from "../../../model/value.ts";
import type { ClusterOptions } from "../../cluster/cluster-options.ts";
import type { Installation } from "../installation.ts";
import { releaseObject } from "../object-names.ts";
import { CONFIG } from "./config-files.ts";

export interface SecretKey {
  /** The Secret's name without the release's, and that of its file: `database`. */
  readonly group: string;
  readonly key: string;
}

/** Longer texts that hold secrets, such as URLs. */
const URLS = "urls";

/** `database.root_password` is the key `root_password` of the Secret `database`. */
function credentialKey(id: SecretId): SecretKey {
  const steps = id.split(".");
  return { group: steps[0]!.replaceAll("_", "-"), key: steps.at(-1)! };
}

/** Where the value of a workload's variable stands. */
export function secretKeyOf({ name }: Service | Job, variable: string, { parts }: Value): SecretKey {
  const [only, ...more] = parts;
  if (only?.kind === "secret" && only.encoding === "raw" && more.length === 0) return credentialKey(only.id);
  return { group: URLS, key: `${name}.${variable}` };
}

/** Each has an origin of its own, by which the lines that name it are found. */
export function secretName({ options }: Pick<Installation, "options">, group: string): Sourced<string> {
  const own = options.secrets.names[group.replaceAll("-", "_")];
  if (own !== undefined && own.value !== null) return sourced(own.value, own.origin);
  const { value, origin } = releaseObject(options, group);
  return sourced(value, derived(`the Secret of ${group}`, origin));
}

/** The names of the Secret of a section, of that of URLs, and of that of files. */
export function secretNames(options: ClusterOptions) {
  const named = (group: string) => secretName({ options }, group);
  return { database: named("database"), urls: named(URLS), config: named(CONFIG), ofReader: named };
}
