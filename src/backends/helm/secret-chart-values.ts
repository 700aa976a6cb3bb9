/** `values.secret.yaml`: credentials and S3 keys, and what of them the chart's templates would spoil. */

import type { Reporter } from "../../base/diagnostic.ts";
import { constant, type DocPath, formatPath, type Origin } from "../../base/origin.ts";
import { S3_KEYS, STREAM_KEY_VARIABLES, s3KeyId } from "../../clp/package/secret-names.ts";
import type { DeploymentModel, SecretValues } from "../../model/model.ts";
import { type Loose, type Tree, tree } from "../../model/tree.ts";
import type { SecretId } from "../../model/value.ts";
import { changedByKubernetes, isUrlText, isUrlUser } from "./carried-text.ts";
import { type Question, titleOf } from "./chart.ts";
import { deployedPresto, isJavaText } from "./chart-presto.ts";

const SECTION = constant("a section of the chart's values that holds secrets");

/** The credentials that the chart takes; it has none for Spider (H12). */
const CREDENTIALS: readonly SecretId[] = [
  "database.username",
  "database.password",
  "database.root_username",
  "database.root_password",
  "queue.username",
  "queue.password",
  "redis.password",
];

/** The keys of S3, in the order of the chart's values. */
const S3_KEY_IDS: readonly SecretId[] = (["logs_input", "archive_output", "stream_output"] as const).flatMap(
  (place) => S3_KEYS.map((key) => s3KeyId(place, key)),
);

interface Placed {
  readonly id: SecretId;
  /** Where it stands in the chart's values. */
  readonly at: DocPath;
  readonly title: string;
  readonly value: string;
  readonly origin: Origin;
}

/** The secrets of a deployment at their places, in a stated order. */
function placedSecrets(model: DeploymentModel, values: SecretValues): readonly Placed[] {
  const secrets = new Map(model.secrets.map((secret) => [secret.id, secret]));
  const place = (id: SecretId, section: string): readonly Placed[] => {
    const secret = secrets.get(id);
    if (secret === undefined) return [];
    const value = values.get(id);
    if (value === undefined) throw new Error(`the value of the secret ${id} is not there`);
    // An id is a path in its input, which the chart's values repeat; no key has a point in it.
    return [{ id, at: [section, ...id.split(".")], title: secret.title, value, origin: secret.origin }];
  };
  return [
    ...S3_KEY_IDS.flatMap((id) => place(id, "clpConfig")),
    ...CREDENTIALS.flatMap((id) => place(id, "credentials")),
  ];
}

/**
 * The secret values, or undefined where the chart cannot carry one of them. Reports CLP5110 for each
 * such secret, without its value.
 */
export function secretValues(question: Question, values: SecretValues, reporter: Reporter): Tree | undefined {
  const { chart, model } = question;
  const placed = placedSecrets(model, values);
  const shownToPresto = deployedPresto(question) !== undefined;
  const spoilt = placed.filter((secret) => {
    const why = spoiling(secret, shownToPresto);
    if (why === undefined) return false;
    reporter.report(
      "CLP5110",
      secret.origin,
      `Cannot carry this ${secret.title} in ${titleOf(chart)}: ${why}`,
      {
        notes: [`it would stand in the chart's value ${formatPath(secret.at)}`],
        help: "Choose another, or use the Kubernetes manifests (`--emit kubernetes`)",
      },
    );
    return true;
  });
  if (spoilt.length > 0) return undefined;

  const sections: { [key: string]: Loose } = {};
  for (const { at, value, origin } of placed) put(sections, at, tree(value, origin));
  return tree(sections, SECTION);
}

/** Why the chart would not deliver a secret as it is, or undefined where it does. */
function spoiling({ id, value }: Placed, shownToPresto: boolean): string | undefined {
  if (shownToPresto && (id === "database.username" || id === "database.password") && !isJavaText(value)) {
    return "it goes into a properties file of Presto as it is, and has a character that is read otherwise there (E20)";
  }
  if (id === "queue.username" && !isUrlUser(value)) {
    return "it goes into a URL as it is, and has a character that stands for something else there (H12)";
  }
  if ((id === "queue.password" || id === "redis.password") && !isUrlText(value)) {
    return "it goes into a URL as it is, and has a character that stands for something else there (H12)";
  }
  // The web UI gets the keys for streams in its environment.
  if (STREAM_KEY_VARIABLES[id] !== undefined && changedByKubernetes(value)) {
    return 'it has "$$" or "$(", which Kubernetes changes in an environment variable';
  }
  return undefined;
}

/** Puts a leaf into nested sections. */
function put(sections: { [key: string]: Loose }, [step, ...rest]: DocPath, leaf: Tree): void {
  const key = String(step);
  if (rest.length === 0) {
    sections[key] = leaf;
    return;
  }
  sections[key] ??= {};
  put(sections[key] as { [key: string]: Loose }, rest, leaf);
}
