/** The numbered databases of the bundled Redis. */

import { pick } from "../../base/typed.ts";
import { REDIS_DATABASES } from "../../clp/components/redis.ts";
import { allKnown, type Rule, rule, runs } from "./rule.ts";

/** `CLP3017` (facts: redis.conf says `databases 2`; D29). */
const databases = rule(["CLP3017"], (subject) => {
  const { deployment, config, report } = subject;
  const section = config.redis;
  const bundled = deployment.bundled("redis");
  if (section === null || !bundled.value || !runs(subject, "redis")) return;
  for (const key of ["query_backend_database", "compression_backend_database"] as const) {
    const number = pick(section, key);
    if (number.value < REDIS_DATABASES || !allKnown(bundled.origin)) continue;
    report(
      "CLP3017",
      number.origin,
      `Cannot use Redis database ${number.value}: the bundled Redis has 0 and 1`,
      {
        help: "Write 0 or 1; CLP has 0 for queries and 1 for compression",
      },
    );
  }
});

export const redisRules: readonly Rule[] = [databases];
