/** What the rules of `passwords.ts` report. */
import type { CodeTable } from "../../base/code-entry.ts";

export const PASSWORDS_CODES = {
  CLP3060: {
    severity: "error",
    title: "Credential that Spider's URL cannot carry",
    explanation:
      "Spider's user name and password stand in one URL that one reader takes as it is and another percent-encodes. Only letters, digits, `_`, `.`, `~` and `-` are the same to both.",
    wrong: 'database: {…, spider_password: "a&b/c"}   # credentials, with compression_scheduler.type: spider',
    right: 'database: {…, spider_password: "a-b_c"}',
    source: "Spider's parser of storage URLs; initialize-spider-db.py; D12c, D12d",
  },
  CLP3061: {
    severity: "error",
    title: "Name that the set-up of Spider refuses",
    explanation:
      "With Spider, the name of its database and the user name of CLP have letters, digits, `_` and `-` alone: CLP's set-up of Spider's database ends at any other.",
    wrong:
      "compression_scheduler: {type: spider}\nspider_scheduler: {}\ndatabase: {names: {spider: spider$db}}",
    right:
      "compression_scheduler: {type: spider}\nspider_scheduler: {}\ndatabase: {names: {spider: spider-db}}",
    source: "initialize-spider-db.py; D12d",
  },
  CLP3066: {
    severity: "error",
    title: "Login that RabbitMQ's own tools cannot read",
    explanation:
      "The bundled queue takes its user and password from its environment. The server reads any character there, but `rabbitmq-diagnostics`, which is CLP's health check, and `rabbitmqctl` crash at one beyond U+00FF (ÿ), so that the queue never becomes healthy. An external queue may have such a login.",
    wrong: 'queue: {username: clp-user, password: "longer-than-世界"}   # credentials',
    right: 'queue: {username: clp-user, password: "longer-than-earth"}',
    source: "RabbitMQ's rabbit_env:default_user and default_pass",
  },
  CLP3068: {
    severity: "error",
    title: "Password that Redis takes for its standard input",
    explanation:
      "The bundled Redis is told its password as the last of its arguments, where a dash alone means a configuration on standard input: it ends at once. An external one may have such a password.",
    wrong: 'redis: {password: "-"}   # credentials',
    right: "redis: {password: …}   # at least 8 characters that nobody can guess",
    source: "redis-server 7.0.15; main() of its server.c",
  },
  CLP4020: {
    severity: "warning",
    title: "Password that everybody knows",
    explanation:
      "The password stands in CLP's template, or is among the first that anybody tries. `clp-compile init` makes strong ones.",
    wrong: "redis: {password: pass}   # credentials",
    right: "redis: {password: …}   # at least 8 characters that nobody can guess",
    source: "CLP's credentials.template.yaml; H11",
  },
  CLP4021: {
    severity: "warning",
    title: "Weak password",
    explanation:
      "The password has fewer than 8 characters, or fewer than 4 different ones, or is the user's name. CLP's own generated passwords have 11 characters or more.",
    wrong: "redis: {password: x1y2}   # credentials",
    right: "redis: {password: …}   # at least 8 characters that nobody can guess",
    source: "CLP's generate_credentials_file",
  },
  CLP4022: {
    severity: "warning",
    title: "Administrator that the bundled database does not have",
    explanation:
      "The administrator of the bundled database is always `root`: its image is not told `root_username`. With Spider, whose database the administrator makes, the deployment does not start; otherwise the key has no effect.",
    wrong: "database: {…, root_username: admin}   # credentials",
    right: "database: {…, root_username: root}",
    source: "D18",
  },
  CLP4023: {
    severity: "warning",
    title: "User of the bundled database whose name is taken",
    explanation:
      "The bundled database's image makes the user `database.username` beside its administrator `root`, and ends where both have one name.",
    wrong: "database: {…, username: root}   # credentials",
    right: "database: {…, username: clp-user}",
    source: "the entry points of the official MySQL and MariaDB images",
  },
  CLP4024: {
    severity: "warning",
    title: "One database user with two passwords",
    explanation:
      "With Spider, two of the three database users have one name and different passwords. The server keeps the password with which the user was made first, and whoever has the other one is refused.",
    wrong:
      "database: {username: clp, password: …, spider_username: clp, spider_password: …}   # credentials, with two passwords",
    right: "database: {username: clp, password: …, spider_username: spider, spider_password: …}",
    source: "initialize-spider-db.py: CREATE USER IF NOT EXISTS",
  },
  CLP4025: {
    severity: "warning",
    title: "Spider's user name that its set-up refuses",
    explanation:
      "Spider's URL carries `.` and `~`, but CLP's set-up of Spider's database takes letters, digits, `_` and `-` alone in user names, and ends.",
    wrong:
      "database: {…, spider_username: spider.user}   # credentials, with compression_scheduler.type: spider",
    right: "database: {…, spider_username: spider-user}",
    source: "initialize-spider-db.py; D12d",
  },
} as const satisfies CodeTable;
