/** What the rules of `orchestration.ts` report. */
import type { CodeTable } from "../../base/code-entry.ts";

export const ORCHESTRATION_CODES = {
  CLP3006: {
    severity: "error",
    title: "Spider without its scheduler",
    explanation:
      "`compression_scheduler.type: spider` needs the section `spider_scheduler`, which is null by default; an empty one gives it its defaults. CLP's guide calls the section optional, and CLP refuses to start without it.",
    wrong: "compression_scheduler: {type: spider}",
    right: "compression_scheduler: {type: spider}\nspider_scheduler: {}",
    source: "clp_config.py ClpConfig.validate_spider_config; D24",
  },
  CLP3007: {
    severity: "error",
    title: "Spider with a database other than MariaDB",
    explanation: "Spider keeps its state in the metadata database by MariaDB's own driver.",
    wrong: "compression_scheduler: {type: spider}\nspider_scheduler: {}\ndatabase: {type: mysql}",
    right: "compression_scheduler: {type: spider}\nspider_scheduler: {}\ndatabase: {type: mariadb}",
    source: "clp_config.py ClpConfig.validate_spider_config",
  },
  CLP3008: {
    severity: "error",
    title: "Celery without queue or Redis",
    explanation:
      "Celery runs compression tasks where `compression_scheduler.type` is celery, and query tasks where the query engine is CLP's own. Its queue and its Redis may be null only with Spider and Presto together, where there is no Celery.",
    wrong: "queue: null",
    right: "queue: {}",
    source: "clp_config.py ClpConfig.validate_celery_config; D3",
  },
} as const satisfies CodeTable;
