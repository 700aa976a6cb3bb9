/** The names of all keys of the three files, and where each belongs. */

import { memoize } from "../base/memoize.ts";
import { once } from "../base/once.ts";
import { type DocPath, type FileId, formatPath } from "../base/origin.ts";
import type { Release } from "../clp/releases/releases.ts";
import { mappingsOf } from "./schema/at-path.ts";
import { configOfAllReleases, configSchema } from "./schema/config.ts";
import { credentialsOfAllReleases, credentialsSchema } from "./schema/credentials.ts";
import type { KeySchema } from "./schema/key-schema.ts";
import { siteSchema } from "./schema/site.ts";

export interface KnownPlace {
  readonly file: FileId;
  readonly path: DocPath;
}

type Places = ReadonlyMap<string, readonly KnownPlace[]>;

/** Where each key of the three files belongs in a release. */
export const placesIn = memoize(
  (release: Release): Places => placesOf(configSchema(release), credentialsSchema(release)),
);

/** Where each key belongs in some release or other. */
export const placesInAny = once((): Places => placesOf(configOfAllReleases(), credentialsOfAllReleases()));

function placesOf(config: KeySchema, credentials: KeySchema): Places {
  const found = new Map<string, KnownPlace[]>();
  const visit = (schema: KeySchema, file: FileId, path: DocPath): void => {
    if (schema.kind === "list" || schema.kind === "record") visit(schema.of, file, path);
    for (const { keys } of mappingsOf(schema)) {
      for (const [key, child] of keys) {
        const list = found.get(key) ?? [];
        found.set(key, list);
        // Where a key has no effect, it belongs elsewhere.
        if (child.deprecated === true) continue;
        const known = list.some((one) => one.file === file && formatPath(one.path) === formatPath(path));
        if (!known) list.push({ file, path });
        visit(child, file, [...path, key]);
      }
    }
  };
  visit(config, "config", []);
  visit(credentials, "credentials", []);
  visit(siteSchema(), "site", []);
  return found;
}

/** True for the name of a key of any of the three files, in any release. */
export function isKnownKey(key: string): boolean {
  return placesInAny().has(key);
}

const WORDS =
  "pass|passwd|passwords?|passphrase|pwd|pw|secrets?|tokens?|keys?|auth|authentication|cred|creds|credentials?|users?|usr|names?|login|account|access|api|id|session|root|admin|administrator|master|main|default|old|new|db|database|redis|queue|broker|rabbitmq|amqp|mysql|mariadb|mongo|mongodb|spider|cache|results|clp|s3|aws|url|uri|host|file";
const PLAIN_KEY = new RegExp(`^(?:(?:${WORDS})[-_. ]?)+$`, "i");
/** Longer ones are no names of keys. */
const MAX_KEY_LENGTH = 40;

/**
 * True for a key that is made of the words of which such keys are made, as `admin_pass`: it says no more
 * than they do, so that it may be shown where what it names may not.
 */
export function isPlainKey(key: string): boolean {
  return key.length <= MAX_KEY_LENGTH && PLAIN_KEY.test(key);
}
