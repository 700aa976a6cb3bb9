/** Celery and Spider, and what each of them needs. */
import { pick } from "../../base/typed.ts";
import { spiderSection } from "../../clp/configuration/spider.ts";
import { celeryRuns } from "../deployment.ts";
import { allKnown, isWritten, queryEngine, type Rule, replacement, rule, schedulerType } from "./rule.ts";

/** `CLP3006` (facts: `validate_spider_config`; D24). */
const spiderScheduler = rule(["CLP3006"], (subject) => {
  const type = schedulerType(subject);
  const section = spiderSection(subject.config);
  if (type.value !== "spider" || section?.value !== null) return;
  subject.report(
    "CLP3006",
    section.origin,
    "Cannot compress with Spider without the section `spider_scheduler`",
    {
      also: [{ origin: type.origin, text: "compression runs on Spider" }],
      help: "Add `spider_scheduler: {}`, which gives it its defaults",
      ...(isWritten(section) ? replacement(section, "{}") : {}),
    },
  );
});

/** `CLP3007` (facts: `validate_spider_config`). */
const spiderDatabase = rule(["CLP3007"], (subject) => {
  const type = schedulerType(subject);
  const database = pick(subject.config.database, "type");
  if (type.value !== "spider" || database.value === "mariadb") return;
  subject.report(
    "CLP3007",
    database.origin,
    `Cannot compress with Spider on ${database.value}: it needs mariadb`,
    {
      also: [{ origin: type.origin, text: "compression runs on Spider" }],
      help: "Write `type: mariadb`, or compress with `compression_scheduler: {type: celery}`",
    },
  );
});

/** `CLP3008`, for queue and Redis (facts: `validate_celery_config`; D3: query tasks are Celery's too). */
const celery = rule(["CLP3008"], (subject) => {
  const { deployment, config, report } = subject;
  const type = schedulerType(subject);
  const engine = queryEngine(subject);
  if (!celeryRuns(deployment).value || !allKnown(type.origin, engine.origin)) return;
  const compresses = type.value === "celery";
  for (const [section, name] of [
    ["queue", "the queue"],
    ["redis", "Redis"],
  ] as const) {
    const held = pick(config, section);
    if (held.value !== null) continue;
    report(
      "CLP3008",
      held.origin,
      compresses
        ? `Cannot compress with Celery without ${name}: ${section} must not be null`
        : `Cannot search with ${engine.value} without ${name}: Celery runs query tasks with Spider too`,
      {
        also: [
          compresses
            ? { origin: type.origin, text: "compression runs on Celery" }
            : { origin: engine.origin, text: "CLP's own services answer queries" },
        ],
        help: `Remove \`${section}: null\``,
      },
    );
  }
});

export const orchestrationRules: readonly Rule[] = [spiderScheduler, spiderDatabase, celery];
