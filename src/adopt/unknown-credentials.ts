/** What stands in for credentials that nobody has found yet: all that a release has. */
import type { Release } from "../clp/releases/releases.ts";
import { credentialsSchema } from "../input/schema/credentials.ts";
import type { PlainMap } from "./plain.ts";

export function unknownCredentials(release: Release): PlainMap {
  const sections = [...credentialsSchema(release).keys].map(([section, schema]) => {
    const keys = schema.kind === "object" ? [...schema.keys.keys()] : [];
    return [section, Object.fromEntries(keys.map((key) => [key, key.endsWith("username") ? "u" : "p"]))];
  });
  return Object.fromEntries(sections);
}
