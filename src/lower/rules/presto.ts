/** Presto: what it must be told, what it cannot read, and what an operator had better know of it. */
import { parseImage } from "../../base/image-reference.ts";
import type { Sourced } from "../../base/origin.ts";
import { isPlainValue, namesVariable } from "../../base/properties-text.ts";
import { quantity } from "../../base/quantity.ts";
import { pick } from "../../base/typed.ts";
import { bytesOf, LEAST_MEMORY } from "../../clp/presto/memory.ts";
import { type PrestoSection, prestoAnswers, prestoSection } from "../../clp/presto/place.ts";
import { ownImage, prestoImage } from "../../clp/presto/presto-version.ts";
import { datasetKeys } from "../../clp/presto/split-filter.ts";
import { BUCKET_BY_TAG, FLOATING_TAGS } from "../../clp/releases/presto-images.ts";
import { isLoopbackAddress } from "../addresses.ts";
import { s3Places } from "../s3-places.ts";
import { allKnown, type Facts, isWritten, queryEngine, type Rule, rule } from "./rule.ts";

/** The site file's section, where Presto is deployed by it. */
function deployed({ deployment }: Facts): PrestoSection | undefined {
  const section = prestoSection(deployment);
  return section?.deploy === true ? section : undefined;
}

/** `CLP4124`: nobody says who runs it. */
const unknown = rule(["CLP4124"], (subject) => {
  const { site, deployment, report } = subject;
  const section = pick(site, "presto");
  if (section.value !== null || !prestoAnswers(deployment).value || !allKnown(section.origin)) return;
  report(
    "CLP4124",
    queryEngine(subject).origin,
    "Queries go to Presto, and nothing in this deployment runs it",
    {
      help: "Write `presto: {deploy: true, worker_memory: 8GiB}` into the site file, or run it under the name presto-coordinator in the deployment's network",
    },
  );
});

/** `CLP4125`: a section that nobody asks for. */
const withoutEffect = rule(["CLP4125"], (subject) => {
  const { site, deployment, report } = subject;
  const section = pick(site, "presto");
  if (section.value === null || !isWritten(section)) return;
  if (!prestoAnswers(deployment).value) {
    report("CLP4125", section.origin, "The site file's section presto has no effect: Presto is not used", {
      also: [{ origin: queryEngine(subject).origin, text: "CLP's own services answer queries" }],
      help: "Remove it, or search with `query_engine: presto`",
    });
    return;
  }
  if (section.value.deploy) return;
  const { value } = section;
  const keys = [
    "workers",
    "worker_memory",
    "coordinator_memory",
    "timestamp_keys",
    "publish",
    "images",
  ] as const;
  for (const key of keys) {
    const held = pick(value, key);
    if (!isWritten(held)) continue;
    report("CLP4125", held.origin, `presto.${key} has no effect: somebody else runs Presto`, {
      also: [{ origin: pick(value, "deploy").origin, text: "said here" }],
      help: "Remove it, or write `deploy: true`",
    });
  }
});

/** `CLP4125`: an image that the section names, too. */
const namedTwice = rule(["CLP4125"], (subject) => {
  const section = deployed(subject);
  if (section === undefined) return;
  for (const role of ["coordinator", "worker"] as const) {
    const held = pick(subject.site.images, `presto_${role}`);
    const own = pick(section.images, role);
    if (held.value === null || own.value === null || held.value === own.value) continue;
    subject.report(
      "CLP4125",
      held.origin,
      `images.presto_${role} has no effect: presto.images.${role} names another image`,
      { also: [{ origin: own.origin, text: "said here" }], help: "Remove one of the two" },
    );
  }
});

/** `CLP3130` and `CLP3131` (P15, P22). */
const memory = rule(["CLP3130", "CLP3131"], (subject) => {
  const section = deployed(subject);
  if (section === undefined) return;
  const { report } = subject;
  const worker = pick(section, "worker_memory");
  if (worker.value === null && allKnown(worker.origin)) {
    report("CLP3130", pick(subject.site, "presto").origin, "Cannot deploy Presto without a worker's memory", {
      also: [{ origin: queryEngine(subject).origin, text: "queries go to Presto" }],
      help: "Write `worker_memory: 8GiB` below `presto`, as much as each worker may use where it runs",
    });
  }
  for (const key of ["worker_memory", "coordinator_memory"] as const) {
    const held = pick(section, key);
    if (held.value === null) continue;
    const bytes = bytesOf(held.value);
    const why =
      bytes === undefined
        ? "no machine has so much"
        : bytes < LEAST_MEMORY
          ? `it needs ${LEAST_MEMORY / 1024 ** 3} GiB at least`
          : undefined;
    if (why === undefined) continue;
    const who = key === "worker_memory" ? "a worker of Presto" : "Presto's coordinator";
    report("CLP3131", held.origin, `Cannot give ${who} ${held.value} of memory: ${why}`, {
      help: `Write an amount such as ${key === "worker_memory" ? "8GiB" : "5GiB"}`,
    });
  }
});

/** `CLP3137`: more workers than one on a host of several. */
const oneToAHost = rule(["CLP3137"], (subject) => {
  const section = deployed(subject);
  if (section === undefined || subject.deployment.placement === undefined) return;
  const workers = pick(section, "workers");
  if (workers.value === 1) return;
  subject.report(
    "CLP3137",
    workers.origin,
    `Cannot run ${workers.value} workers of Presto on each host: with several hosts there is one on each that runs presto-worker`,
    { help: "Write `workers: 1`, with the memory that one may use, and name presto-worker on more hosts" },
  );
});

/** `CLP3136`: a limit of the container that is not what its process is told of. */
const limits = rule(["CLP3136"], (subject) => {
  const section = deployed(subject);
  if (section === undefined) return;
  const { site, report } = subject;
  const roles = [
    ["presto_worker", "worker_memory"],
    ["presto_coordinator", "coordinator_memory"],
  ] as const;
  for (const [component, key] of roles) {
    const wanted = pick(section, key);
    const bytes = wanted.value === null ? undefined : bytesOf(wanted.value);
    for (const target of ["compose", "kubernetes"] as const) {
      const held = site[target].resources[component]?.limits as Readonly<Record<string, string>> | undefined;
      if (held?.["memory"] === undefined || bytes === undefined) continue;
      const limit = pick(held, "memory") as Sourced<string>;
      const found = quantity(limit.value)?.nano;
      if (found === undefined || found >= BigInt(bytes) * 10n ** 9n) continue;
      report(
        "CLP3136",
        limit.origin,
        `Cannot limit ${component.replace("_", "-")} to ${limit.value}: it is told to use ${wanted.value}`,
        {
          also: [{ origin: wanted.origin, text: `presto.${key}` }],
          help: `Remove the limit, which then is ${key}`,
        },
      );
    }
  }
});

/** `CLP3132`, `CLP3133` and `CLP3134`: how workers come by archives on S3 (P8, P12). */
const archives = rule(["CLP3132", "CLP3133", "CLP3134"], (subject) => {
  const section = deployed(subject);
  const place = s3Places(subject.config).find(({ name }) => name === "archive_output");
  if (section === undefined || place === undefined) return;
  const { report } = subject;
  const { type, authentication } = place;
  const also = [{ origin: pick(subject.site, "presto").origin, text: "Presto is deployed" }];
  if (authentication.type !== "credentials") {
    report(
      "CLP3132",
      type.origin,
      `Cannot let Presto read archives by the S3 authentication ${type.value}: its workers take keys alone`,
      { also, help: "Write `type: credentials` and the keys, for archives at least" },
    );
    return;
  }
  const keys = authentication.credentials;
  const token = pick(keys, "session_token");
  if (token.value !== null) {
    report(
      "CLP3133",
      token.origin,
      "Cannot let Presto read archives by temporary credentials: its workers are not told the session token",
      { also, help: "Write keys that do not expire, and no session_token" },
    );
  }
  for (const key of ["access_key_id", "secret_access_key"] as const) {
    const held = pick(keys, key);
    if (isPlainValue(held.value)) continue;
    report(
      "CLP3134",
      held.origin,
      `Cannot carry ${key} of archives to Presto's workers: it has white space, or the form of a variable`,
      { also, help: "Check that it was copied whole and alone, or make another key" },
    );
  }
});

/** `CLP3135` (P8). */
const login = rule(["CLP3135"], (subject) => {
  const section = deployed(subject);
  const { credentials, report } = subject;
  if (section === undefined || credentials === undefined) return;
  for (const key of ["username", "password"] as const) {
    const held = pick(credentials.database, key);
    if (!namesVariable(held.value)) continue;
    report(
      "CLP3135",
      held.origin,
      `Cannot carry database.${key} to Presto's coordinator: it has what a coordinator may take for a variable`,
      {
        path: ["database", key],
        also: [{ origin: pick(subject.site, "presto").origin, text: "Presto is deployed" }],
        help: "Choose one without the characters ${ENV:",
      },
    );
  }
});

/** `CLP4120` (P10). */
const publication = rule(["CLP4120"], (subject) => {
  const section = deployed(subject);
  if (section === undefined || section.publish === null) return;
  // With several hosts it is published where the others reach it, and firewall.nft keeps strangers out.
  if (subject.deployment.placement !== undefined && !isWritten(pick(section.publish, "host"))) return;
  const address = subject.deployment.addresses["presto-coordinator"];
  if (address === undefined || isLoopbackAddress(address.value)) return;
  const where = address.value === "0.0.0.0" ? "on all interfaces" : `at ${address.value}`;
  subject.report(
    "CLP4120",
    address.origin,
    `Presto is published ${where}, and asks for no password: whoever reaches it reads all logs`,
    {
      help: "Write `publish: {host: 127.0.0.1}`, or `publish: null` where the web UI alone asks it",
    },
  );
});

/** `CLP4121` and `CLP4122`, for each image (P14). */
const images = rule(["CLP4121", "CLP4122"], (subject) => {
  if (deployed(subject) === undefined) return;
  const { deployment, report } = subject;
  for (const role of ["coordinator", "worker"] as const) {
    const image = prestoImage(deployment, role);
    const { tag, digest } = parseImage(image.value);
    const own = parseImage(ownImage(deployment, role)).tag;
    if (digest === undefined && (tag === undefined || FLOATING_TAGS.has(tag))) {
      report(
        "CLP4121",
        image.origin,
        `The image of Presto's ${role} is ${image.value}, which means another one from day to day`,
        {
          path: ["presto", "images", role],
          help: `Write its digest into the site file's presto.images.${role}: ${image.value}@sha256:…`,
        },
      );
    } else if (tag !== undefined && tag !== own && !Object.hasOwn(BUCKET_BY_TAG, tag)) {
      report(
        "CLP4122",
        image.origin,
        `The properties for Presto's ${role} are those of ${ownImage(deployment, role)}: ${image.value} may not take them`,
        { help: "Try it before it is deployed: a coordinator ends at a property that it does not know" },
      );
    }
  }
});

/** `CLP4123` and `CLP4126` (P18). */
const timestamps = rule(["CLP4123", "CLP4126"], (subject) => {
  const section = deployed(subject);
  if (section === undefined) return;
  const { report } = subject;
  const common = pick(section.timestamp_keys, "default");
  const own = datasetKeys(section);
  const isSilent = common.value === null && !isWritten(pick(section.timestamp_keys, "datasets"));
  if (isSilent && allKnown(common.origin)) {
    report(
      "CLP4123",
      pick(subject.site, "presto").origin,
      "Presto is told no timestamp key: each query reads every archive of its dataset",
      {
        help: "Write `timestamp_keys: {default: KEY}` with the key that compression is given, such as timestamp",
      },
    );
  }
  for (const [dataset, key] of own) {
    if (common.value === null || key.value === common.value) continue;
    report(
      "CLP4126",
      key.origin,
      `The dataset ${dataset} has the timestamp key ${key.value}, and ${common.value} is taken for one there, too`,
      {
        also: [{ origin: common.origin, text: "the key of all datasets" }],
        help: `Write the key of each dataset below \`datasets\`, and no \`default\`, if ${dataset} has a column ${common.value}`,
      },
    );
  }
});

export const prestoRules: readonly Rule[] = [
  unknown,
  withoutEffect,
  namedTwice,
  memory,
  oneToAHost,
  limits,
  archives,
  login,
  publication,
  images,
  timestamps,
];
