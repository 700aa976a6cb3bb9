/** What is written and changes nothing: keys that CLP overrules, and sections of components that do not run. */
import { formatPath, type Origin, type Sourced } from "../../base/origin.ts";
import { given, pick } from "../../base/typed.ts";
import { QUERY_SCHEDULER_PORT } from "../../clp/components/query-scheduler.ts";
import { REDUCER_BASE_PORT } from "../../clp/components/reducer.ts";
import { PRESTO } from "../../clp/configuration/container-config.ts";
import {
  allKnown,
  type Facts,
  isText,
  isWritten,
  noEffect,
  queryEngine,
  type Rule,
  rule,
  runs,
  schedulerType,
} from "./rule.ts";

interface Reason {
  readonly origin: Origin;
  readonly text: string;
}

/** What makes a component absent, for people. */
function reasons(subject: Facts) {
  const { config } = subject;
  const celery: Reason = { origin: schedulerType(subject).origin, text: "compression runs on Celery" };
  const spider: Reason = { origin: schedulerType(subject).origin, text: "compression runs on Spider" };
  const presto: Reason = { origin: queryEngine(subject).origin, text: "queries go to Presto" };
  const native: Reason = { origin: queryEngine(subject).origin, text: "CLP's own services answer queries" };
  const files: Reason = {
    origin: pick(config.logs_input, "type").origin,
    text: "logs are files of the host",
  };
  return { celery, spider, presto, native, files };
}

/** `CLP4002`, and `CLP4003` for the MCP server (D2): one finding for a section. */
const absentComponents = rule(["CLP4002", "CLP4003"], (subject) => {
  const { config, report } = subject;
  const { celery, spider, presto, native, files } = reasons(subject);
  const absent = (section: keyof typeof config, name: string, ...why: readonly Reason[]): void => {
    const held = given(config, section);
    if (held === undefined || held.value === null || !isWritten(held)) return;
    if (!allKnown(...why.map(({ origin }) => origin))) return;
    report("CLP4002", held.origin, `The section ${section} has no effect: ${name}`, {
      also: why,
      help: `Remove it${config[section] !== null && ["log_ingestor", "queue", "redis"].includes(section) ? `, or write \`${section}: null\`` : ""}`,
    });
  };
  if (!runs(subject, "spider-scheduler") && schedulerType(subject).value !== "spider")
    absent("spider_scheduler", "Spider does not run", celery);
  if (queryEngine(subject).value === "presto") {
    for (const [section, id] of QUERY_SERVICES)
      if (!runs(subject, id)) absent(section, "CLP's own query services do not run", presto);
    const mcp = pick(config, "mcp_server");
    if (mcp.value !== null && !isText(subject) && !runs(subject, "mcp-server")) {
      report("CLP4003", mcp.origin, "The MCP server does not run: it asks CLP's own query services", {
        also: [presto],
        help: "Remove the section, or let CLP answer queries with `query_engine: clp-s`",
      });
    }
  } else absent("presto", "Presto is not used", native);
  if (!isText(subject) && config.log_ingestor !== null && !runs(subject, "log-ingestor"))
    absent("log_ingestor", "the log ingestor runs for logs on S3 alone", files);
  if (!runs(subject, "queue")) absent("queue", "Celery does not run", spider, presto);
  if (!runs(subject, "redis")) absent("redis", "Celery does not run", spider, presto);
  if (!runs(subject, "garbage-collector")) {
    absent(
      "garbage_collector",
      "nothing expires, since both retention periods are null",
      { origin: pick(config.archive_output, "retention_period").origin, text: "archives are kept" },
      { origin: pick(config.results_cache, "retention_period").origin, text: "results are kept" },
    );
  }
});

/** `CLP4002` for an entry of `bundled` whose service does not run. */
const bundledNames = rule(["CLP4002"], (subject) => {
  const { config, report } = subject;
  const list = pick(config, "bundled");
  if (!isWritten(list)) return;
  for (const [index, name] of config.bundled.entries()) {
    if (name !== "queue" && name !== "redis") continue;
    // Where the section is written, that finding says it.
    if (runs(subject, name) || (config[name] !== null && isWritten(pick(config, name)))) continue;
    report(
      "CLP4002",
      pick(config.bundled, index).origin,
      `Bundling ${name} has no effect: Celery does not run`,
      {
        also: [
          { origin: schedulerType(subject).origin, text: "compression runs on Spider" },
          { origin: queryEngine(subject).origin, text: "queries go to Presto" },
        ],
        help: `Remove ${name} from the list`,
      },
    );
  }
});

const QUERY_SERVICES = [
  ["query_scheduler", "query-scheduler"],
  ["query_worker", "query-worker"],
  ["reducer", "reducer"],
] as const;

/** `CLP4001` (D17, D28): what CLP puts another value in place of. Saying what holds anyway is no mistake. */
const overruled = rule(["CLP4001"], (subject) => {
  const { config, release, report } = subject;
  const check = (
    path: readonly string[],
    held: Sourced<unknown>,
    harmless: unknown,
    instead: string,
  ): void => {
    if (!isWritten(held) || held.value === harmless) return;
    report("CLP4001", held.origin, `${formatPath(path)} has no effect: ${instead}`, { help: "Remove it" });
  };
  const { query_scheduler: scheduler, reducer, presto } = config;
  if (scheduler !== null && runs(subject, "query-scheduler")) {
    check(
      ["query_scheduler", "host"],
      pick(scheduler, "host"),
      "localhost",
      "services find the query scheduler by its own name",
    );
    check(
      ["query_scheduler", "port"],
      pick(scheduler, "port"),
      QUERY_SCHEDULER_PORT,
      `the query scheduler listens on ${QUERY_SCHEDULER_PORT} in its container, and is not published`,
    );
  }
  if (reducer !== null && runs(subject, "reducer")) {
    check(
      ["reducer", "host"],
      pick(reducer, "host"),
      "localhost",
      "services find the reducers by their own names",
    );
    check(
      ["reducer", "base_port"],
      pick(reducer, "base_port"),
      REDUCER_BASE_PORT,
      `reducers start at ${REDUCER_BASE_PORT} in their container, and are not published`,
    );
  }
  // Where somebody else runs it, by the site file, the address reaches the web UI (D17).
  const isOwn = runs(subject, "presto-worker");
  if (
    presto !== null &&
    queryEngine(subject).value === "presto" &&
    (isOwn || !runs(subject, "presto-coordinator"))
  ) {
    const always = isOwn
      ? "this deployment runs a Presto of its own"
      : `${release.name} always looks for Presto at ${PRESTO.host}:${PRESTO.port}`;
    const [host, port] = [pick(presto, "host"), pick(presto, "port")];
    // The two keys are required, so they cannot be removed; one finding says it for both.
    const wrong = [host, port].filter(
      (held) => isWritten(held) && held.value !== (held === host ? PRESTO.host : PRESTO.port),
    );
    const [first, second] = wrong;
    if (first === undefined) return;
    report("CLP4001", first.origin, `The address of Presto has no effect: ${always}`, {
      also: second === undefined ? [] : [{ origin: second.origin, text: "and its port" }],
      help: `Write \`presto: {host: ${PRESTO.host}, port: ${PRESTO.port}}\`, ${isOwn ? "which is where it is, or `deploy: false` in the site file for that one" : "and run Presto under that name in the deployment's network"}`,
    });
  }
});

/** `CLP4001` for credentials in the config (D32). Their values are never repeated. */
const hiddenCredentials = rule(["CLP4001"], ({ config, report }) => {
  const overruledBy = "user names and passwords come from the credentials file alone";
  const check = (path: readonly string[], held: Sourced<unknown>): void => {
    if (!isWritten(held) || held.value === null) return;
    report("CLP4001", held.origin, `${formatPath(path)} has no effect: ${overruledBy}`, {
      help: "Remove it: a password here is a secret in a file that is not kept as one",
    });
  };
  const credentials = pick(config.database, "credentials");
  if (Object.keys(credentials.value).length > 0) check(["database", "credentials"], credentials);
  if (config.queue !== null) {
    check(["queue", "username"], pick(config.queue, "username"));
    check(["queue", "password"], pick(config.queue, "password"));
  }
  if (config.redis !== null) check(["redis", "password"], pick(config.redis, "password"));
});

/** `CLP4001` for the site file's `host.cpus`. */
const cpus = rule(["CLP4001"], ({ site, report }) => {
  const [given, said] = [pick(site.host, "cpus"), pick(site.host, "worker_concurrency")];
  if (said.value === null || !isWritten(given)) return;
  report(
    "CLP4001",
    given.origin,
    "host.cpus has no effect: host.worker_concurrency says how many workers there are",
    {
      also: [{ origin: said.origin, text: "said here" }],
      help: "Remove one of the two",
    },
  );
});

/** `CLP4005` (D32). */
const certificate = rule(["CLP4005"], ({ config, release, report }) => {
  const path = pick(config.database, "ssl_cert");
  if (path.value === null) return;
  report(
    "CLP4005",
    path.origin,
    "No container has the certificate database.ssl_cert: it is not mounted, and not every service would use it",
    {
      help: `Write \`ssl_cert: null\`; ${release.name} has no encrypted connections to its database`,
    },
  );
});

/** `CLP4001` for what nobody asks for in this type of deployment, in a section that others read. */
const unusedKeys = rule(["CLP4001"], (subject) => {
  const { config, report } = subject;
  const { spider, presto } = reasons(subject);
  const unused = (
    path: readonly string[],
    held: Sourced<unknown>,
    why: string,
    ...also: readonly Reason[]
  ): void => {
    if (!isWritten(held) || !allKnown(...also.map(({ origin }) => origin))) return;
    report("CLP4001", held.origin, `${formatPath(path)} has no effect: ${why}`, { also, help: "Remove it" });
  };
  if (config.redis !== null && runs(subject, "redis")) {
    if (queryEngine(subject).value === "presto")
      unused(
        ["redis", "query_backend_database"],
        pick(config.redis, "query_backend_database"),
        "Celery runs no query tasks",
        presto,
      );
    if (schedulerType(subject).value === "spider")
      unused(
        ["redis", "compression_backend_database"],
        pick(config.redis, "compression_backend_database"),
        "Celery runs no compression tasks",
        spider,
      );
  }
  if (!runs(subject, "garbage-collector")) return;
  const interval = config.garbage_collector.sweep_interval;
  const archives = pick(config.archive_output, "retention_period");
  const results = pick(config.results_cache, "retention_period");
  const path = ["garbage_collector", "sweep_interval"];
  if (archives.value === null)
    unused([...path, "archive"], pick(interval, "archive"), "archives do not expire", {
      origin: archives.origin,
      text: "archives are kept",
    });
  if (results.value === null)
    unused([...path, "search_result"], pick(interval, "search_result"), "results do not expire", {
      origin: results.origin,
      text: "results are kept",
    });
});

/** `CLP4066`: a switch of a server that somebody else runs. */
const generalLog = rule(["CLP4066"], ({ deployment, site, report }) => {
  const bundled = deployment.bundled("database");
  const wanted = pick(site, "database_general_log");
  if (bundled.value || !isWritten(wanted) || !allKnown(bundled.origin)) return;
  report("CLP4066", wanted.origin, "database_general_log has no effect: somebody else runs the database", {
    also: [{ origin: bundled.origin, text: "the database is not bundled" }],
    help: "Remove it; what that server logs, its own configuration says",
  });
});

/** `CLP4067`: what the site file says of one component that does not run, or not here. Images have `CLP2073`. */
const partsOfAbsent = rule(["CLP4067"], (subject) => {
  const { compose, kubernetes } = subject.site;
  const sections = [
    ["compose.resources", compose.resources],
    ["kubernetes.replicas", kubernetes.replicas],
    ["kubernetes.node_ports", kubernetes.node_ports],
    ["kubernetes.services", kubernetes.services],
    ["kubernetes.scheduling", kubernetes.scheduling],
    ["kubernetes.resources", kubernetes.resources],
  ] as const satisfies readonly (readonly [string, object])[];
  for (const [section, parts] of sections) {
    for (const key of Object.keys(parts)) {
      const part: Sourced<unknown> = pick(parts as Readonly<Record<string, unknown>>, key);
      if (part.value === null || !isWritten(part)) continue;
      const said = noEffect(subject, section, key);
      if (said !== undefined) subject.report("CLP4067", part.origin, ...said);
    }
  }
});

export const withoutEffectRules: readonly Rule[] = [
  absentComponents,
  bundledNames,
  overruled,
  hiddenCredentials,
  certificate,
  unusedKeys,
  cpus,
  generalLog,
  partsOfAbsent,
];
