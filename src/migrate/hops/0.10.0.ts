/** v0.9.0 → v0.10.0: external services are reached at the host and port that the config has. */
import type { ReleaseId } from "../../clp/releases/releases.ts";
import { IPV4 } from "../../input/schema/host-pattern.ts";
import { isDataMap } from "../edit/editable-document.ts";
import { append, remove, set } from "../edit/operation.ts";
import {
  BUNDLED_BEFORE_TELEMETRY,
  ingestsLogs,
  presto,
  usesSpider,
  writtenBundled,
} from "./config-questions.ts";
import { type Choice, type Hop, isNull, isWritten, type Rule, shown, type View } from "./hop.ts";
import { defaultNumber } from "./key-differences.ts";
import { choice, fact, loss, pin, question } from "./outcomes.ts";

const SPOKEN = {
  database: "database",
  queue: "queue",
  redis: "Redis",
  results_cache: "results cache",
} as const;
type Service = keyof typeof SPOKEN;

/** The services that the config leaves to somebody else, and that this deployment needs. */
function externals(view: View): readonly Service[] {
  const list = writtenBundled(view);
  if (list === undefined) return [];
  const withoutTasks = usesSpider(view) && presto(view);
  return BUNDLED_BEFORE_TELEMETRY.filter(
    (name) =>
      !list.includes(name) &&
      !isNull(view, name) &&
      !(withoutTasks && (name === "queue" || name === "redis")),
  );
}

function isLoopback(host: unknown): boolean {
  return typeof host === "string" && /^(?:localhost|127(?:\.\d+){3})$/i.test(host.trim());
}

/** D11: v0.9.0 ignored `host` and `port` of a service that it does not run. */
const externalHosts: Rule = (view) =>
  externals(view)
    .filter(
      (name) => !isWritten(view, `${name}.host`) && (isDataMap(view.at(name)) || !isWritten(view, name)),
    )
    .map((name) =>
      question(
        "CLP6411",
        isWritten(view, name) ? name : "bundled",
        `Cannot tell where the ${SPOKEN[name]} runs: it is not bundled, and ${name}.host is not written`,
        "CLP v0.9.0 never looked at it (D11); CLP v0.10.0 takes the default, localhost, for the Docker host",
        choice(
          `the ${SPOKEN[name]} runs on a machine of its own`,
          set(`${name}.host`, `${name.replace("_", "-")}.example.com`),
        ),
        toBundle(name),
      ),
    );

function toBundle(name: Service): Choice {
  return choice("this deployment is to run it", append("bundled", name));
}

/** E6: the job that makes its indices is given `host-gateway`, which is no name. */
const loopbackResultsCache: Rule = (view) =>
  externals(view).includes("results_cache") && isLoopback(view.at("results_cache.host"))
    ? [
        question(
          "CLP6412",
          "results_cache.host",
          `Cannot use an external results cache at ${String(view.at("results_cache.host"))} from CLP v0.10.0 on: clients are told the names of its replica set's members, and containers reach none at a loopback address`,
          "The job that makes its indices would look for a host named host-gateway (E6)",
          choice(
            "it runs on this machine, and that is the machine's own address; the member of the replica set must have it, too",
            set("results_cache.host", "10.0.0.5"),
          ),
          toBundle("results_cache"),
        ),
      ]
    : [];

const FLUSH_THRESHOLD = "log_ingestor.buffer_flush_threshold";

/** Keeps what was the default where nothing is written. */
function keepBufferSize(release: ReleaseId, because: string): Rule {
  return (view) =>
    ingestsLogs(view) && !isWritten(view, FLUSH_THRESHOLD)
      ? [
          pin(
            FLUSH_THRESHOLD,
            defaultNumber(release, FLUSH_THRESHOLD),
            because,
            fact("buffers-of-the-log-ingestor"),
          ),
        ]
      : [];
}

const bufferSize = keepBufferSize(
  "0.9.0",
  "buffer_flush_threshold is 4 GiB by default; before, it was 256 MiB",
);
const bufferSizeBack = keepBufferSize(
  "0.10.0",
  "buffer_flush_threshold is 4 GiB by default; in v0.9.0 it is 256 MiB",
);

const externalHostsBack: Rule = (view) =>
  externals(view).map((name) =>
    loss(
      `${name}.host`,
      `CLP v0.9.0 itself does not reach an external ${SPOKEN[name]} (D11); what clp-compile makes of it does`,
    ),
  );

function spiderOnExternalDatabase(view: View): boolean {
  return usesSpider(view) && externals(view).includes("database");
}

/** D12c: v0.9.0 gives Spider the database's default port, whatever the config says. */
const spiderPortBack: Rule = (view) => {
  const port = view.at("database.port");
  const fixed = defaultNumber("0.9.0", "database.port");
  if (!spiderOnExternalDatabase(view) || port === undefined || port === fixed) return [];
  return [
    question(
      "CLP6590",
      "database.port",
      `Cannot compress with Spider on an external database at port ${shown(port)} in CLP v0.9.0: it looks for port ${fixed} alone`,
      "Spider's address of the database has the default port there, whatever the config says (D12c)",
      choice("the database listens there, too", set("database.port", fixed)),
      choice(
        "Celery is to compress",
        set("compression_scheduler.type", "celery"),
        ...["queue", "redis"].filter((name) => isNull(view, name)).map(remove),
      ),
    ),
  ];
};

/** D12c: it looks for the host `database`, and a name can be given to an address alone. */
const spiderAddressBack: Rule = (view) => {
  const host = view.at("database.host");
  if (!spiderOnExternalDatabase(view) || typeof host !== "string") return [];
  if (isLoopback(host) || host.replace(IPV4, "") === "") return [];
  return [
    loss(
      "database.host",
      `In CLP v0.9.0 Spider reaches ${shown(host)} by its address alone: host.addresses of the site file has to have it`,
    ),
  ];
};

export const v0_10_0: Hop = {
  before: "0.9.0",
  release: "0.10.0",
  up: [externalHosts, loopbackResultsCache, bufferSize],
  down: [bufferSizeBack, externalHostsBack, spiderPortBack, spiderAddressBack],
};
