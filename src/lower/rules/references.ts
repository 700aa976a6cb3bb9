/** Names and credentials that look like variables: legal, taken as they stand, and hardly ever meant so. */
import { formatPath, type Sourced } from "../../base/origin.ts";
import { given, pick } from "../../base/typed.ts";
import { isReference, NO_VARIABLES } from "../../base/variable-references.ts";
import { spiderDatabase } from "../../clp/configuration/spider.ts";
import { CREDENTIAL_VARIABLES } from "../../input/schema/credentials.ts";
import { s3Places } from "../s3-places.ts";
import { isText, type Rule, rule, type Subject, schedulerType } from "./rule.ts";

/** `CLP4060`. What a rule of its own refuses is left to that one. */
const names = rule(["CLP4060"], (subject) => {
  for (const [what, name] of takenAsTheyAre(subject)) {
    if (name.value === null || !/(?<![\w$])\$[A-Za-z_]/.test(name.value)) continue;
    subject.report(
      "CLP4060",
      name.origin,
      `${JSON.stringify(name.value)} is ${what}, letter by letter: ${NO_VARIABLES}`,
      {
        help: "Write the name itself",
      },
    );
  }
});

/** Names that may have a dollar sign in them. */
function takenAsTheyAre(
  subject: Subject<"CLP4060">,
): readonly (readonly [what: string, name: Sourced<string | null>])[] {
  const { config } = subject;
  const fits = ({ value }: Sourced<string>): boolean => /^[\w$-]{1,64}$/.test(value);
  const clp = pick(config.database.names, "clp");
  const spider = spiderDatabase(config);
  const found: (readonly [string, Sourced<string | null>])[] = [];
  if (fits(clp)) found.push(["the name of CLP's database", clp]);
  if (spider !== undefined && fits(spider) && schedulerType(subject).value === "celery")
    found.push(["the name of Spider's database", spider]);
  if (isText(subject)) return found;
  for (const { what, authentication, bucket } of s3Places(config)) {
    if (authentication.type === "profile")
      found.push([`the AWS profile of ${what}`, pick(authentication, "profile")]);
    if (bucket !== undefined && !/[{}]/.test(bucket.key_prefix))
      found.push([`the key prefix of ${what}`, pick(bucket, "key_prefix")]);
  }
  return found;
}

/** `CLP4061`. No message holds a value: it may be meant. */
const s3Keys = rule(["CLP4061"], ({ config, report }) => {
  for (const { authentication } of s3Places(config)) {
    if (authentication.type !== "credentials") continue;
    for (const key of ["access_key_id", "secret_access_key"] as const) {
      const held = pick(authentication.credentials, key);
      if (!isReference(held.value)) continue;
      report(
        "CLP4061",
        held.origin,
        `${key} looks like a variable: ${NO_VARIABLES}, and takes this text itself`,
        { help: "Write the key itself" },
      );
    }
  }
});

/** `CLP4061`. */
const secrets = rule(["CLP4061"], ({ credentials, report }) => {
  if (credentials === undefined) return;
  for (const [variable, [section, key]] of CREDENTIAL_VARIABLES) {
    const held = credentials[section];
    if (held === null) continue;
    const credential = given(held as Readonly<Record<string, string>>, key);
    // A variable of the environment has been replaced by whoever set it.
    if (credential?.origin.kind !== "source" || !isReference(credential.value)) continue;
    report(
      "CLP4061",
      credential.origin,
      `${formatPath([section, key])} looks like a variable: ${NO_VARIABLES}, and takes this text itself`,
      { help: `Write the value, or set ${variable} and the like and use --credentials-from-env` },
    );
  }
});

export const referenceRules: readonly Rule[] = [names, secrets, s3Keys];
