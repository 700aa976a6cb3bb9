/** The metadata database: archives, compression jobs, query jobs. */
import { constant, derived, map, type Sourced, sourced } from "../../base/origin.ts";
import { pick } from "../../base/typed.ts";
import { mountFile, mountVolume } from "../../lower/container-mounts.ts";
import { external, published, service } from "../../lower/containers.ts";
import { define } from "../../lower/definition.ts";
import type { Deployment } from "../../lower/deployment.ts";
import { type Lookup, lookupSettings } from "../../lower/lookup.ts";
import { volumeSetting } from "../../lower/mounted-volumes.ts";
import { secretPart } from "../../lower/needed-secrets.ts";
import { confFileOnHost, enabled } from "../../lower/package-settings.ts";
import { databaseQuestion } from "../../lower/questions.ts";
import { informative, overridable, settingPart } from "../../lower/settings.ts";
import { value } from "../../model/value.ts";
import { spiderDatabase } from "../configuration/spider.ts";

/** On which the server listens in its container. */
export const DATABASE_PORT = 3306;

/**
 * What the server logs. CLP has the general log on: it grows by 350 MB a day on an idle deployment, and
 * holds each statement that sets a password (R6), so the site file may switch it off.
 */
export function loggingConf({ site }: Deployment): readonly (string | Sourced<string>)[] {
  const general = pick(site, "database_general_log");
  return [
    "[mysqld]",
    map(general, "the site file switches the general log", (on) => `general_log=${on ? 1 : 0}`),
    "general_log_file=/var/log/mysql/mysql.log",
    "",
    "log_error=/var/log/mysql/mysql-error.log",
  ];
}

/** The image for the type of the database. */
function imageOf({ config, release, images }: Deployment): Sourced<string> {
  const type = pick(config.database, "type");
  const { value, origin } = images[type.value].reference;
  const why = `the image of ${release.name} for database.type`;
  return sourced(value, derived(why, type.origin, ...(origin.kind === "constant" ? [] : [origin])));
}

const LOOKUP: Lookup = {
  id: "database",
  section: "database",
  name: "database",
  unused: "noop-db",
  prefix: "DB",
  extraHost: "DATABASE",
};

export const database = define({
  id: "database",
  kind: "service",
  title: "database (MySQL)",
  description: "Database for archive metadata, compression jobs, and query jobs",
  group: "databases",
  samePort: true,
  needs: [],
  lookup: LOOKUP,
  runs: () => sourced(true, constant("CLP always needs its database")),
  host: ({ config }) => pick(config.database, "host"),
  settings(deployment) {
    const { config } = deployment;
    const bundled = deployment.bundled("database");
    const lookup = lookupSettings(deployment, LOOKUP);
    const spiderName = deployment.spider.value ? spiderDatabase(config) : undefined;
    return {
      enabled: enabled("CLP_DATABASE_ENABLED", bundled, "0"),
      conf: bundled.value
        ? informative("CLP_DB_CONF_LOGGING_FILE_HOST", confFileOnHost(deployment, "mysql-logging"))
        : undefined,
      data: bundled.value ? volumeSetting(deployment, "CLP_DB_DATA_DIR_HOST", "database-data") : undefined,
      logs: bundled.value ? volumeSetting(deployment, "CLP_DB_LOGS_DIR_HOST", "database-logs") : undefined,
      image: bundled.value ? overridable("CLP_DB_CONTAINER_IMAGE_REF", imageOf(deployment)) : undefined,
      host: lookup.host,
      name: informative("CLP_DB_NAME", pick(config.database.names, "clp")),
      port: lookup.port,
      connectPort: lookup.connectPort,
      extraName: lookup.extraName,
      extraAddress: lookup.extraAddress,
      spiderName: spiderName && informative("SPIDER_DB_NAME", spiderName),
    };
  },
  lower(deployment, settings, facts) {
    const [user, password] = [secretPart("database.username"), secretPart("database.password")];
    const login = { USER: user, PASS: password, NAME: settings.name.value };
    const questions = [databaseQuestion(deployment, "the database takes the login", login)];
    if (settings.image === undefined) return external(deployment, facts, "database", questions);
    return service(deployment, facts, "third-party", {
      image: settingPart(settings.image),
      environment: {
        MYSQL_DATABASE: settings.name.value,
        MYSQL_PASSWORD: password,
        MYSQL_ROOT_PASSWORD: secretPart("database.root_password"),
        MYSQL_USER: user,
      },
      ports: [published("mysql", DATABASE_PORT, settings.host, settings.port)],
      mounts: [
        mountFile(deployment, "mysql-logging", "/etc/mysql/conf.d/logging.cnf"),
        mountVolume(deployment, "database-data", "/var/lib/mysql", "rw"),
        mountVolume(deployment, "database-logs", "/var/log/mysql", "rw"),
      ],
      health: {
        form: "exec",
        test: [
          ...["mysqladmin", "ping", "--silent", "-h", "127.0.0.1", "-u"].map((word) => value`${word}`),
          value`${user}`,
          value`--password=${password}`,
        ],
        // `mysqladmin ping` ends well with any password; an empty `--password=` would win over MYSQL_PWD (H14).
        probes: {
          ready: {
            kind: "command",
            command: [
              "sh",
              "-c",
              'MYSQL_PWD="$MYSQL_PASSWORD" exec mysqladmin -h 127.0.0.1 -u"$MYSQL_USER" status',
            ],
            environment: [],
          },
          alive: { kind: "tcp", port: DATABASE_PORT },
        },
      },
      questions,
    });
  },
});
