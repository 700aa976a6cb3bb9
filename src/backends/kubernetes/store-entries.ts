/** Where in a secret store each secret stands: an entry for each section of the inputs, with properties named as there. */
import { S3_AUTHENTICATIONS } from "../../clp/package/secret-names.ts";
import type { SecretId } from "../../model/value.ts";

/** A secret in a store. */
export interface StoreEntry {
  /** What `{section}` in the pattern of keys becomes. */
  readonly section: string;
  /** The key as in the inputs: `root_password`, `access_key_id`. */
  readonly property: string;
}

const S3_SECTIONS = {
  logs_input: "s3-logs-input",
  archive_output: "s3-archives",
  stream_output: "s3-streams",
} as const satisfies Record<keyof typeof S3_AUTHENTICATIONS, string>;

export function storeEntryOf(id: SecretId): StoreEntry {
  const steps = id.split(".");
  const place = (Object.keys(S3_AUTHENTICATIONS) as (keyof typeof S3_AUTHENTICATIONS)[]).find((one) =>
    id.startsWith(`${S3_AUTHENTICATIONS[one]}.`),
  );
  return { section: place === undefined ? steps[0]! : S3_SECTIONS[place], property: steps.at(-1)! };
}
