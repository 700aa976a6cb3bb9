/** The rules that look at the whole configuration. A new one is one function in one of these files, and its code. */
import { type Reporter, spanOf } from "../../base/diagnostic.ts";
import type { Credentials } from "../../input/schema/credentials.ts";
import type { DeploymentModel } from "../../model/model.ts";
import type { Deployment } from "../deployment.ts";
import { apiServerRules } from "./api-server-answers.ts";
import { awsRules } from "./aws-authentication.ts";
import { databaseLoginRules } from "./database-logins.ts";
import { nameRules } from "./database-names.ts";
import { engineRules } from "./engines.ts";
import { externalRules } from "./external.ts";
import { pathRules } from "./host-directories.ts";
import { hostRules } from "./hosts.ts";
import { imageRules } from "./image.ts";
import { orchestrationRules } from "./orchestration.ts";
import { ownAddressRules } from "./own-addresses.ts";
import { passwordRules } from "./passwords.ts";
import { portRules } from "./ports.ts";
import { prestoRules } from "./presto.ts";
import { queryServiceRules } from "./query-services.ts";
import { redisRules } from "./redis-databases.ts";
import { referenceRules } from "./references.ts";
import type { Facts, Rule, Subject } from "./rule.ts";
import { s3Rules } from "./s3.ts";
import { telemetryRules } from "./telemetry.ts";
import { withoutEffectRules } from "./without-effect.ts";

export const RULES: readonly Rule[] = [
  ...engineRules,
  ...queryServiceRules,
  ...telemetryRules,
  ...orchestrationRules,
  ...awsRules,
  ...s3Rules,
  ...redisRules,
  ...externalRules,
  ...hostRules,
  ...ownAddressRules,
  ...pathRules,
  ...portRules,
  ...nameRules,
  ...passwordRules,
  ...databaseLoginRules,
  ...referenceRules,
  ...apiServerRules,
  ...imageRules,
  ...withoutEffectRules,
  ...prestoRules,
];

/** By an alias one mistake may be reached in several ways; it is reported in one. */
function once({ report }: Reporter): Reporter["report"] {
  const reported = new Set<string>();
  return (code, at, message, options) => {
    const span = at === undefined || !("kind" in at) ? at : spanOf(at);
    const key = span === undefined ? undefined : `${code} ${span.file} ${span.start} ${message}`;
    if (key !== undefined && reported.has(key)) return;
    if (key !== undefined) reported.add(key);
    report(code, at, message, options);
  };
}

/** A deployment as one host of several sees it. */
interface SeenDeployment {
  readonly deployment: Deployment;
  readonly model: DeploymentModel;
}

/**
 * Reports every `CLP3xxx` and `CLP4xxx` of a deployment that single keys do not show.
 *
 * @param elsewhere as hosts see it whose directories are in other places
 */
export function checkRules(
  deployment: Deployment,
  model: DeploymentModel,
  credentials: Credentials | undefined,
  reporter: Reporter,
  elsewhere: readonly SeenDeployment[] = [],
): void {
  const report = once(reporter);
  const subject: Subject = { ...factsOf(deployment, model, credentials), report };
  for (const rule of RULES) rule(subject);
  for (const seen of elsewhere) {
    const there: Subject = { ...factsOf(seen.deployment, seen.model, credentials), report };
    for (const rule of pathRules) rule(there);
  }
}

/** What the rules look at. */
export function factsOf(
  deployment: Deployment,
  model: DeploymentModel,
  credentials: Credentials | undefined,
): Facts {
  const { release, config, site } = deployment;
  return { deployment, release, config, site, model, credentials };
}
