/** The one-time job that makes the tables of the metadata database, and of Spider where it runs. */
import { constant, sourced } from "../../base/origin.ts";
import { pick } from "../../base/typed.ts";
import { hasCredential } from "../../input/schema/credentials.ts";
import { mountConfig } from "../../lower/container-mounts.ts";
import { job } from "../../lower/containers.ts";
import { define, healthy } from "../../lower/definition.ts";
import type { Deployment } from "../../lower/deployment.ts";
import { secretPart } from "../../lower/needed-secrets.ts";
import { PYTHONPATH } from "../../lower/package-settings.ts";
import { databaseQuestion } from "../../lower/questions.ts";
import type { Question } from "../../model/model.ts";
import { spiderDatabase } from "../configuration/spider.ts";

/** The tables that it makes last (facts: clp_py_utils/create-db-tables.py, initialize-spider-db.py). */
const LAST_TABLE = "query_tasks";
const LAST_TABLE_OF_SPIDER = "task_kv_data";

export const dbTableCreator = define({
  id: "db-table-creator",
  kind: "job",
  title: "db-table-creator",
  description: "Creates and initializes database tables",
  group: "jobs",
  beside: ["database", "compression-scheduler"],
  needs: [healthy("database")],
  runs: () => sourced(true, constant("CLP always needs its tables")),
  lower: (deployment, _, facts) =>
    job(deployment, facts, {
      command: [
        ...[
          "python3",
          "-u",
          "-m",
          "clp_py_utils.create-db-tables",
          "--config",
          "/etc/clp-config.yaml",
          "--storage-engine",
        ],
        pick(deployment.config.package, "storage_engine"),
      ],
      environment: {
        CLP_DB_PASS: secretPart("database.password"),
        CLP_DB_ROOT_PASS: secretPart("database.root_password"),
        CLP_DB_ROOT_USER: secretPart("database.root_username"),
        CLP_DB_USER: secretPart("database.username"),
        PYTHONPATH,
        ...(hasCredential(deployment.release, "database.spider_password")
          ? {
              SPIDER_DB_PASS: secretPart("database.spider_password"),
              SPIDER_DB_USER: secretPart("database.spider_username"),
            }
          : {}),
      },
      mounts: [mountConfig(deployment, "compression_scheduler.type", "database")],
      questions: [
        databaseQuestion(
          deployment,
          "the tables of CLP are there",
          {
            USER: secretPart("database.username"),
            PASS: secretPart("database.password"),
            NAME: pick(deployment.config.database.names, "clp"),
          },
          LAST_TABLE,
        ),
        ...questionOfSpider(deployment),
      ],
    }),
});

function questionOfSpider(deployment: Deployment): readonly Question[] {
  const name = deployment.spider.value ? spiderDatabase(deployment.config) : undefined;
  if (name === undefined) return [];
  const login = {
    USER: secretPart("database.spider_username"),
    PASS: secretPart("database.spider_password"),
    NAME: name,
  };
  return [databaseQuestion(deployment, "the tables of Spider are there", login, LAST_TABLE_OF_SPIDER)];
}
