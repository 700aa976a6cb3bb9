/**
 * The registry of diagnostics codes. A code's meaning never changes; a code that is no longer
 * reported is never used for something else.
 */

import { TEXT_CODES } from "./codes/1-text.ts";
import { KEYS_CODES } from "./codes/2-keys.ts";
import { PROJECT_CODES } from "./codes/2-project.ts";
import { CONFIG_CODES } from "./codes/3-config.ts";
import { WARNING_CODES } from "./codes/4-warnings.ts";
import { SECRETS_CODES } from "./codes/5-secrets.ts";
import { TARGET_CODES } from "./codes/5-targets.ts";
import { FILES_CODES } from "./codes/6-files.ts";
import { MIGRATE_CODES } from "./codes/6-migrate.ts";
import { PROJECT_FILES_CODES } from "./codes/6-project.ts";
import { INTERNAL_CODES } from "./codes/9-internal.ts";

export const CODES = {
  ...TEXT_CODES,
  ...KEYS_CODES,
  ...PROJECT_CODES,
  ...CONFIG_CODES,
  ...WARNING_CODES,
  ...TARGET_CODES,
  ...SECRETS_CODES,
  ...FILES_CODES,
  ...MIGRATE_CODES,
  ...PROJECT_FILES_CODES,
  ...INTERNAL_CODES,
} as const;

export type Code = keyof typeof CODES;

/** The codes in ascending order. */
export const ALL_CODES: readonly Code[] = (Object.keys(CODES) as Code[]).sort();
