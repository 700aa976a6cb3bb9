/** v0.12.0 → v0.13.0: the query engine moves, query services are switched one by one, and there is telemetry. */
import { capital } from "../../base/capital.ts";
import { isDataMap } from "../edit/editable-document.ts";
import { append, drop, move, remove, set } from "../edit/operation.ts";
import { BUNDLED_BEFORE_TELEMETRY, presto, usesSpider, writtenBundled } from "./config-questions.ts";
import { type Hop, isNull, isWritten, type Outcome, type Rule, shown, type View } from "./hop.ts";
import { defaultNumber } from "./key-differences.ts";
import { change, choice, fact, loss, notice, pin, question } from "./outcomes.ts";

const OLD_ENGINE = "package.query_engine";
const NEW_ENGINE = "webui.query_engine";
const ENGINE = fact("the-query-engine");
const COLLECTOR = fact("telemetry", "E13");

const engine: Rule = (view) => {
  const [old, now] = [view.at(OLD_ENGINE), view.at(NEW_ENGINE)];
  if (old === undefined) return [];
  if (now !== undefined && now !== old) {
    return [
      question(
        "CLP6413",
        NEW_ENGINE,
        `Cannot tell which query engine is meant: ${OLD_ENGINE} is ${shown(old)}, and ${NEW_ENGINE} is ${shown(now)}`,
        `CLP v0.12.0 reads ${OLD_ENGINE} alone, CLP v0.13.0 ${NEW_ENGINE}`,
        choice(`it stays ${shown(old)}`, remove(NEW_ENGINE)),
        choice(`it becomes ${shown(now)}`, remove(OLD_ENGINE)),
      ),
    ];
  }
  const why = `Since CLP v0.13.0 it is ${NEW_ENGINE}`;
  // What a later layer overrules may count for a deployment without it.
  return now === undefined && view.everywhere(OLD_ENGINE).some((value) => value !== "clp-s")
    ? [
        change(
          [move(OLD_ENGINE, NEW_ENGINE)],
          `${why}; the old key is ignored without a word, and queries would go to clp-s`,
          ENGINE,
        ),
      ]
    : [
        change(
          [remove(OLD_ENGINE)],
          `${why}, ${now === undefined ? "which is clp-s by default" : "which says the same"}`,
          ENGINE,
        ),
      ];
};

/** The query services and the servers of their tasks, as sentences name them. */
const SERVICES = {
  query_scheduler: "the query scheduler",
  query_worker: "the query worker",
  reducer: "the reducer",
  mcp_server: "the MCP server",
  queue: "the queue",
  redis: "Redis",
} as const;
type Service = keyof typeof SERVICES;

/** What Presto's engine switched off by itself. */
const prestoServices: Rule = (view) => {
  if (!presto(view)) return [];
  const from = fact("services-beside-presto", "E2", "E3");
  // All of them or none: each needs the others, and the queue and Redis, which Spider with Presto does without.
  const adopted = view.adoptDefaults && !isNull(view, "queue") && !isNull(view, "redis");
  const spider = usesSpider(view);
  const off: readonly Service[] = [
    "query_scheduler",
    "reducer",
    ...(isDataMap(view.at("mcp_server")) ? (["mcp_server"] as const) : []),
    // CLP itself never ran Presto with Spider, so that what E2 breaks there is none of its own.
    ...(spider ? (["query_worker", "queue", "redis"] as const) : []),
  ];
  return [
    ...off
      .filter((name) => !isNull(view, name))
      .map((name) => {
        const because = `${name} runs beside Presto unless it is null; before, it did not`;
        return adopted
          ? pin(name, null, because, from)
          : change(
              [set(name, null, { comment: `Since CLP v0.13.0 ${because}.` })],
              `Since CLP v0.13.0 Presto no longer leaves out ${SERVICES[name]}: null does`,
              from,
            );
      }),
    notice(
      spider
        ? "The results cache and the job that makes its indices run beside Presto, too, from CLP v0.13.0 on"
        : "The query worker runs beside Presto, and has nothing to do: `query_worker: null` breaks each compression where CLP itself starts the package (E2). Where clp-compile's output alone runs, it may be written",
    ),
  ];
};

const LIMITS = ["task_soft_time_limit", "task_time_limit"] as const;

const timeLimits: Rule = (view) => {
  const queries = !presto(view) && view.at(NEW_ENGINE) !== "presto" && !isNull(view, "query_worker");
  const workers = [...(usesSpider(view) ? [] : ["compression_worker"]), ...(queries ? ["query_worker"] : [])];
  return workers.flatMap((worker) =>
    LIMITS.filter((key) => !isWritten(view, `${worker}.${key}`)).map((key) =>
      pin(
        `${worker}.${key}`,
        0,
        `${key} is ${defaultNumber("0.13.0", `${worker}.${key}`)} seconds by default; before, there was no limit, which is 0`,
        fact("limits-of-tasks"),
      ),
    ),
  );
};

const telemetry: Rule = (view) =>
  isWritten(view, "telemetry")
    ? []
    : [
        pin(
          "telemetry.disable",
          true,
          "telemetry goes to https://telemetry.yscope.io unless disable is true; before, there was none",
          fact("telemetry", "E11"),
        ),
      ];

/** E13: who lists what is bundled has no collector. */
const collector: Rule = (view) => {
  const list = writtenBundled(view);
  if (list === undefined || list.includes("otel_collector")) return [];
  const added = append("bundled", "otel_collector");
  if (BUNDLED_BEFORE_TELEMETRY.every((name) => list.includes(name))) {
    return [
      change(
        [added],
        "The list has all that could be bundled: without the collector in it, services would look for one of yours on the Docker host",
        COLLECTOR,
      ),
    ];
  }
  if (view.at("telemetry.disable") === true || isWritten(view, "otel_collector.host")) return [];
  return [
    question(
      "CLP6414",
      "bundled",
      "Cannot tell who runs the telemetry collector: the list of what is bundled does not have it",
      "Without it services send to port 4318 of the Docker host (E13); the collector that is bundled is given the Docker socket (E7)",
      choice("this deployment is to run it, and sends telemetry to the vendor", added),
      choice("no telemetry is wanted", set("telemetry.disable", true)),
    ),
  ];
};

const PUBLISHED = ["webui", "api_server", "log_ingestor", "mcp_server", "spider_scheduler"] as const;

/** E9: the collector is published, too, and only this deployment needs to know where. */
const collectorPort: Rule = (view) => {
  if (view.at("telemetry.disable") === true || isWritten(view, "otel_collector.port")) return [];
  const bundled = writtenBundled(view) ?? [...BUNDLED_BEFORE_TELEMETRY, "otel_collector"];
  if (!bundled.includes("otel_collector")) return [];
  const taken = [...PUBLISHED, ...bundled].map((name) => view.at(`${name}.port`));
  const usual = defaultNumber("0.13.0", "otel_collector.port");
  if (!taken.includes(usual)) return [];
  let port = usual;
  while (taken.includes(port)) port += 1;
  return [
    change(
      [set("otel_collector.port", port)],
      `Since CLP v0.13.0 the telemetry collector is published, at port ${usual} by default, which is taken here`,
      fact("telemetry", "E9"),
    ),
  ];
};

const engineBack: Rule = (view) => {
  const now = view.at(NEW_ENGINE);
  // The old key alone is what v0.12.0 reads, whoever wrote it.
  if (now === undefined) return [];
  const isDefault = now === "clp-s";
  return [
    change(
      [
        ...(isWritten(view, OLD_ENGINE) ? [remove(OLD_ENGINE)] : []),
        isDefault ? remove(NEW_ENGINE) : move(NEW_ENGINE, OLD_ENGINE),
      ],
      `In CLP v0.12.0 it is ${OLD_ENGINE}${isDefault ? ", which is clp-s by default" : ""}`,
      ENGINE,
    ),
  ];
};

const queryServicesBack: Rule = (view) => {
  const withPresto = view.at(NEW_ENGINE) === "presto";
  const lost = (name: Service, what: string): Outcome =>
    loss(name, `${capital(SERVICES[name])} ${what} in CLP v0.12.0`);
  const notBeside = "does not run beside Presto";
  return [
    ...(["query_scheduler", "query_worker", "reducer"] as const).flatMap((name): readonly Outcome[] => {
      const off = isNull(view, name);
      return [
        ...(off
          ? [change([remove(name)], "In CLP v0.12.0 null is an error there", fact("services-beside-presto"))]
          : []),
        ...(withPresto === off ? [] : [lost(name, off ? "runs" : notBeside)]),
      ];
    }),
    ...(withPresto && isDataMap(view.at("mcp_server")) ? [lost("mcp_server", notBeside)] : []),
  ];
};

/** Celery runs query tasks: up to v0.12.0 Spider needs queue and Redis but for Presto, and with Presto has neither. */
const tasksBack: Rule = (view) => {
  if (!usesSpider(view)) return [];
  // The old key alone is what v0.12.0 reads.
  const withPresto = (view.at(NEW_ENGINE) ?? view.at(OLD_ENGINE)) === "presto";
  return (["queue", "redis"] as const).flatMap((name): readonly Outcome[] => {
    const what = capital(SERVICES[name]);
    // What it needs is there, or what it has no use for is off.
    if (withPresto === isNull(view, name)) return [];
    if (withPresto) return [loss(name, `${what} does not run beside Spider and Presto in CLP v0.12.0`)];
    return [
      change(
        [remove(name)],
        "In CLP v0.12.0 query services run beside Spider, too, and need it",
        fact("services-beside-presto", "D3"),
      ),
      loss(name, `${what} runs in CLP v0.12.0, for the query services: the credentials need its section`),
    ];
  });
};

/** What runs where nothing is written. */
const telemetryBack: Rule = (view) =>
  isWritten(view, "telemetry") || isWritten(view, "otel_collector")
    ? []
    : [loss("telemetry", "CLP v0.12.0 sends no telemetry, and has no collector of it")];

const collectorBack: Rule = (view) =>
  writtenBundled(view)?.includes("otel_collector")
    ? [change([drop("bundled", "otel_collector")], "In CLP v0.12.0 it is an error there", COLLECTOR)]
    : [];

/** Without the key v0.12.0 does what the value says. */
function saysNothingNew(view: View, path: string): boolean {
  if (path === "telemetry" || path === "otel_collector") return view.at("telemetry.disable") === true;
  return path.endsWith("_time_limit") && view.at(path) === 0;
}

export const v0_13_0: Hop = {
  before: "0.12.0",
  release: "0.13.0",
  up: [prestoServices, timeLimits, engine, telemetry, collector, collectorPort],
  down: [queryServicesBack, tasksBack, engineBack, telemetryBack, collectorBack],
  isHarmless: saysNothingNew,
};
