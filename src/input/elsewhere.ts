/**
 * What people look for in the config and CLP has under another name, in another file or not at all. The
 * words are those of other programs' configurations; what is certain about them is where the matter is told.
 */
import { type DocPath, formatPath, type SchemaId } from "../base/origin.ts";
import type { Release } from "../clp/releases/releases.ts";
import { configSchema } from "./schema/config.ts";

export interface Elsewhere {
  /** The way out. */
  readonly help: string;
}

const WORKERS: ReadonlySet<unknown> = new Set(["compression_worker", "query_worker", "reducer"]);

const CONCURRENCY =
  /^(?:(?:worker|num|max|n)_?)?(?:concurrency|workers|threads|process(?:es|ors)?|parallelism|cpus?|cores)$/i;
const REPLICAS = /^(?:replicas?|instances|scale)$/i;
const LIMITS = /^(?:resources?|limits?|requests?|reservations?|memory|mem_limit|cpu_limit)$/i;
const USER = /^(?:(?:root|spider|admin|db)_?)?(?:user(?:_?name)?|login)$/i;
const PASSWORD =
  /^(?:(?:root|spider|admin|db|require|master)_?)?(?:pass(?:w(?:or)?d|phrase)?|pwd|auth|secret|credentials?)$/i;

/** What other programs call a service that is run by somebody else. */
const EXTERNAL = /^(?:bundled|external|managed|enabled?|disabled?|use_external|internal|embedded)$/i;

/** What a release can bundle. */
function bundledIn(release: Release): readonly string[] {
  const list = configSchema(release).keys.get("bundled");
  if (list?.kind !== "list" || list.of.kind !== "choice") throw new Error("bundled is no list of words");
  return list.of.values;
}

/** Sections with which CLP logs in. */
const LOGS_IN: ReadonlySet<unknown> = new Set(["database", "queue", "redis"]);

/** The key of the credentials file that was meant by a key of the config, if any. */
function credentialOf(section: unknown, key: string): string | undefined {
  const isUser = USER.test(key);
  if (!isUser && !PASSWORD.test(key)) return undefined;
  if (section === "redis") return isUser ? undefined : "password";
  const who = section === "database" ? (key.match(/^(?:root|spider)/i)?.[0].toLowerCase() ?? "") : "";
  return `${who === "" ? "" : `${who}_`}${isUser ? "username" : "password"}`;
}

/** Where the matter of a key is told that the file does not have there; undefined where nothing is known of it. */
export function elsewhere(
  file: SchemaId,
  release: Release | undefined,
  path: DocPath,
  key: string,
): Elsewhere | undefined {
  if (file === "site" && path[0] === "compose" && path[1] === "resources" && path.length === 3)
    return LIMITS.test(key) || CONCURRENCY.test(key)
      ? { help: "Write `limits: {cpu: …, memory: …}`, of which each may be left out" }
      : undefined;
  if (file !== "config" || release === undefined || path.length > 1) return undefined;
  const [section] = path;
  const bundled: readonly unknown[] = EXTERNAL.test(key) ? bundledIn(release) : [];
  if (bundled.includes(section)) {
    const others = bundled.filter((one) => one !== section).join(", ");
    return {
      help: `At the outermost level \`bundled\` lists what CLP runs itself: without ${String(section)} it is \`bundled: [${others}]\``,
    };
  }
  if (LOGS_IN.has(section)) {
    const credential = credentialOf(section, key);
    if (credential !== undefined)
      return {
        help: `User names and passwords stand in the credentials file: \`${formatPath([section!])}: {${credential}: …}\``,
      };
    if (section === "redis" && USER.test(key))
      return { help: "Remove it: CLP logs in to Redis by the password alone" };
  }
  if (section === "results_cache" && (USER.test(key) || PASSWORD.test(key)))
    return { help: "Remove it: CLP uses MongoDB without user and password" };
  if (section === undefined && (USER.test(key) || PASSWORD.test(key)))
    return {
      help: "User names and passwords stand in a file of their own, the credentials file (etc/credentials.yaml)",
    };
  if (section !== undefined && !WORKERS.has(section)) return undefined;
  if (CONCURRENCY.test(key) && key !== "cpus")
    return {
      help: `It belongs to the site file, clp-site.yaml: \`host: {worker_concurrency: …}\`, and for a cluster \`kubernetes: {worker_concurrency: …}\``,
    };
  if (section === undefined) return undefined;
  if (key === "cpus")
    return {
      help: "It belongs to the site file, clp-site.yaml: `host: {worker_concurrency: …}`, or `host: {cpus: …}`",
    };
  if (REPLICAS.test(key))
    return {
      help: `Docker Compose runs one of each; for a cluster it is \`kubernetes: {replicas: {${String(section)}: …}}\` in the site file, clp-site.yaml`,
    };
  if (LIMITS.test(key))
    return {
      help: `It belongs to the site file, clp-site.yaml: \`kubernetes: {resources: {${String(section)}: …}}\``,
    };
  return undefined;
}
