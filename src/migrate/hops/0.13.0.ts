/** v0.12.0 → v0.13.0: the query engine moves, query services are switched one by one, and there is telemetry. */
import { isDataMap } from "../edit/editable-document.ts";
import type { Operation } from "../edit/operation.ts";
import { BUNDLED_BEFORE_TELEMETRY, presto, removed, usesSpider, writtenBundled } from "./config-questions.ts";
import {
  type Change,
  type Fact,
  type Hop,
  isNull,
  isWritten,
  type Outcome,
  type Pin,
  pathOf,
  type Rule,
  shown,
  type View,
} from "./hop.ts";
import { defaultNumber, keysOnlyIn } from "./key-differences.ts";

const OLD_ENGINE = "package.query_engine";
const NEW_ENGINE = "webui.query_engine";
const ENGINE: Fact = { section: "the-query-engine" };
const TELEMETRY: Fact = { section: "telemetry", defects: ["E11"] };

const engine: Rule = (view) => {
  const [old, now] = [view.at(OLD_ENGINE), view.at(NEW_ENGINE)];
  if (old === undefined) return [];
  const remove: Operation = { kind: "remove", path: pathOf(OLD_ENGINE) };
  if (now !== undefined && now !== old) {
    return [
      {
        kind: "question",
        code: "CLP6413",
        path: pathOf(NEW_ENGINE),
        message: `Cannot tell which query engine is meant: ${OLD_ENGINE} is ${shown(old)}, and ${NEW_ENGINE} is ${shown(now)}`,
        notes: [`CLP v0.12.0 reads ${OLD_ENGINE} alone, CLP v0.13.0 ${NEW_ENGINE}`],
        choices: [
          {
            when: `it stays ${shown(old)}`,
            operations: [{ kind: "remove", path: pathOf(NEW_ENGINE) }],
          },
          { when: `it becomes ${shown(now)}`, operations: [remove] },
        ],
      },
    ];
  }
  // What a later layer overrules may count for a deployment without it.
  if (now === undefined && view.everywhere(OLD_ENGINE).some((value) => value !== "clp-s")) {
    return [
      {
        kind: "change",
        operations: [{ kind: "move", path: pathOf(OLD_ENGINE), to: pathOf(NEW_ENGINE) }],
        why: `Since CLP v0.13.0 it is ${NEW_ENGINE}; the old key is ignored without a word, and queries would go to clp-s`,
        fact: ENGINE,
      },
    ];
  }
  return [
    {
      kind: "change",
      operations: [remove],
      why: `Since CLP v0.13.0 it is ${NEW_ENGINE}, ${now === undefined ? "which is clp-s by default" : "which says the same"}`,
      fact: ENGINE,
    },
  ];
};

/** What Presto's engine switched off by itself. */
const prestoServices: Rule = (view) => {
  if (!presto(view)) return [];
  const fact: Fact = { section: "services-beside-presto", defects: ["E2", "E3"] };
  // All of them or none: each needs the others, and the queue and Redis, which Spider with Presto does without.
  const adopted = view.adoptDefaults && !isNull(view, "queue") && !isNull(view, "redis");
  const off = (path: string, what: string): readonly (Change | Pin)[] =>
    isNull(view, path)
      ? []
      : adopted
        ? [
            {
              kind: "pin",
              path: [path],
              value: null,
              because: `${path} runs beside Presto unless it is null; before, it did not`,
              fact,
            },
          ]
        : [
            {
              kind: "change",
              operations: [
                {
                  kind: "set",
                  path: [path],
                  value: null,
                  comment: `Since CLP v0.13.0 ${path} runs beside Presto unless it is null; before, it did not.`,
                },
              ],
              why: `Since CLP v0.13.0 Presto no longer leaves out ${what}: null does`,
              fact,
            },
          ];
  const spider = usesSpider(view);
  return [
    ...off("query_scheduler", "the query scheduler"),
    ...off("reducer", "the reducer"),
    ...(isDataMap(view.at("mcp_server")) ? off("mcp_server", "the MCP server") : []),
    // CLP itself never ran Presto with Spider, so that what E2 breaks there is none of its own.
    ...(spider
      ? [...off("query_worker", "the query worker"), ...off("queue", "the queue"), ...off("redis", "Redis")]
      : []),
    {
      kind: "notice",
      text: spider
        ? "The results cache and the job that makes its indices run beside Presto, too, from CLP v0.13.0 on"
        : "The query worker runs beside Presto, and has nothing to do: `query_worker: null` breaks each compression where CLP itself starts the package (E2). Where clp-compile's output alone runs, it may be written",
    },
  ];
};

const LIMITS = ["task_soft_time_limit", "task_time_limit"] as const;

const timeLimits: Rule = (view) => {
  const queries = !presto(view) && view.at(NEW_ENGINE) !== "presto" && !isNull(view, "query_worker");
  const workers = [...(usesSpider(view) ? [] : ["compression_worker"]), ...(queries ? ["query_worker"] : [])];
  return workers.flatMap((worker) =>
    LIMITS.filter((key) => !isWritten(view, `${worker}.${key}`)).map(
      (key): Pin => ({
        kind: "pin",
        path: [worker, key],
        value: 0,
        because: `${key} is ${defaultNumber("0.13.0", `${worker}.${key}`)} seconds by default; before, there was no limit, which is 0`,
        fact: { section: "limits-of-tasks" },
      }),
    ),
  );
};

const telemetry: Rule = (view) =>
  isWritten(view, "telemetry")
    ? []
    : [
        {
          kind: "pin",
          path: ["telemetry", "disable"],
          value: true,
          because:
            "telemetry goes to https://telemetry.yscope.io unless disable is true; before, there was none",
          fact: TELEMETRY,
        },
      ];

/** E13: who lists what is bundled has no collector. */
const collector: Rule = (view) => {
  const list = writtenBundled(view);
  if (list === undefined || list.includes("otel_collector")) return [];
  const append: Operation = { kind: "append", path: ["bundled"], item: "otel_collector" };
  if (BUNDLED_BEFORE_TELEMETRY.every((name) => list.includes(name))) {
    return [
      {
        kind: "change",
        operations: [append],
        why: "The list has all that could be bundled: without the collector in it, services would look for one of yours on the Docker host",
        fact: { section: "telemetry", defects: ["E13"] },
      },
    ];
  }
  if (view.at("telemetry.disable") === true || isWritten(view, "otel_collector.host")) return [];
  return [
    {
      kind: "question",
      code: "CLP6414",
      path: ["bundled"],
      message: "Cannot tell who runs the telemetry collector: the list of what is bundled does not have it",
      notes: [
        "Without it services send to port 4318 of the Docker host (E13); the collector that is bundled is given the Docker socket (E7)",
      ],
      choices: [
        { when: "this deployment is to run it, and sends telemetry to the vendor", operations: [append] },
        {
          when: "no telemetry is wanted",
          operations: [{ kind: "set", path: ["telemetry", "disable"], value: true }],
        },
      ],
    },
  ];
};

const engineBack: Rule = (view) => {
  const now = view.at(NEW_ENGINE);
  const old = view.at(OLD_ENGINE);
  // The old key alone is what v0.12.0 reads, whoever wrote it.
  if (now === undefined) return [];
  const written: Operation =
    now === "clp-s"
      ? { kind: "remove", path: pathOf(NEW_ENGINE) }
      : { kind: "move", path: pathOf(NEW_ENGINE), to: pathOf(OLD_ENGINE) };
  return [
    {
      kind: "change",
      operations: [
        ...(old === undefined ? [] : [{ kind: "remove", path: pathOf(OLD_ENGINE) } as const]),
        written,
      ],
      why: `In CLP v0.12.0 it is ${OLD_ENGINE}${now === "clp-s" ? ", which is clp-s by default" : ""}`,
      fact: ENGINE,
    },
  ];
};

const queryServicesBack: Rule = (view) => {
  const withPresto = view.at(NEW_ENGINE) === "presto";
  const services = [
    ["query_scheduler", "the query scheduler"],
    ["query_worker", "the query worker"],
    ["reducer", "the reducer"],
  ] as const;
  return [
    ...services.flatMap(([path, what]): readonly Outcome[] => {
      const off = isNull(view, path);
      const change: readonly Outcome[] = off
        ? [
            {
              kind: "change",
              operations: [{ kind: "remove", path: [path] }],
              why: "In CLP v0.12.0 null is an error there",
              fact: { section: "services-beside-presto" },
            },
          ]
        : [];
      if (withPresto === off) return change;
      const text = off ? `${what} runs in CLP v0.12.0` : `${what} does not run beside Presto in CLP v0.12.0`;
      return [...change, { kind: "loss", path: [path], text: text.charAt(0).toUpperCase() + text.slice(1) }];
    }),
    ...(withPresto && isDataMap(view.at("mcp_server"))
      ? [
          {
            kind: "loss",
            path: ["mcp_server"],
            text: "The MCP server does not run beside Presto in CLP v0.12.0",
          } as const,
        ]
      : []),
  ];
};

const collectorBack: Rule = (view) =>
  writtenBundled(view)?.includes("otel_collector")
    ? [
        {
          kind: "change",
          operations: [{ kind: "drop", path: ["bundled"], item: "otel_collector" }],
          why: "In CLP v0.12.0 it is an error there",
          fact: { section: "telemetry", defects: ["E13"] },
        },
      ]
    : [];

/** Without the key v0.12.0 does what the value says. */
function saysNothingNew(view: View, path: string): boolean {
  if (path === "telemetry") return view.at("telemetry.disable") === true;
  if (path === "otel_collector") return view.at("telemetry.disable") === true;
  return path.endsWith("_time_limit") && view.at(path) === 0;
}

export const v0_13_0: Hop = {
  before: "0.12.0",
  release: "0.13.0",
  up: [prestoServices, timeLimits, engine, telemetry, collector],
  down: [
    queryServicesBack,
    engineBack,
    collectorBack,
    (view) =>
      removed(view, keysOnlyIn("0.13.0", "0.12.0"), "0.12.0", { section: "keys-by-release" }, saysNothingNew),
  ],
};
