/** The credentials file as it is read: its schema while the program runs, the type of what is read, and the environment variables that may stand in for it. */
import type * as z from "zod/mini";
import { memoize } from "../../base/memoize.ts";
import { once } from "../../base/once.ts";
import { CREDENTIALS, type CredentialId } from "../../clp/package/secret-names.ts";
import type { Release } from "../../clp/releases/releases.ts";
import type { credentialsDefinition } from "../../clp/schema/credentials.ts";
import { atRelease } from "./at-release.ts";
import { CREDENTIALS as SCHEMA } from "./generated/credentials.ts";
import { parseSchema } from "./serialized.ts";

/** With what any release has. Made of the definition by `npm run generate`, and built at its first use. */
export const credentialsOfAllReleases = once(() => parseSchema(SCHEMA));

/** As one release has it. */
export const credentialsSchema = memoize((release: Release) =>
  atRelease(credentialsOfAllReleases(), release.id),
);

export type CredentialSection = "database" | "queue" | "redis";

/** Read credentials. `queue` and `redis` are null where they were not given. */
export type Credentials = z.output<ReturnType<typeof credentialsDefinition>>;

/** Section and key of a credential: neither has a point in it. */
export function stepsOf(id: CredentialId): readonly [section: CredentialSection, key: string] {
  return id.split(".") as [section: CredentialSection, key: string];
}

/** CLP's own names for credentials in the environment. */
export const CREDENTIAL_VARIABLES = CREDENTIALS.map(({ id, variable }) => [variable, stepsOf(id)] as const);

/** True where a release has the credential. */
export function hasCredential(release: Release, id: CredentialId): boolean {
  const [section, key] = stepsOf(id);
  const schema = credentialsSchema(release).keys.get(section);
  return schema?.kind === "object" && schema.keys.has(key);
}
