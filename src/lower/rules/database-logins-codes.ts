/** What the rule of `database-logins.ts` reports. */
import type { CodeTable } from "../../base/code-entry.ts";

export const DATABASE_LOGINS_CODES = {
  CLP3067: {
    severity: "error",
    title: "Login that the image of the bundled database cannot make",
    explanation:
      "At its first start the image of the bundled database makes CLP's user by SQL. Into this it writes the user's name as it is, and MySQL's image both passwords, too: a quote or a backslash ends in other SQL, and the database stays without the user. MariaDB takes names of 128 characters; MySQL takes names of 32, and passwords of 256 bytes. An external database may have such a login, if it takes it.",
    wrong: `database: {…, username: "o'brien"}   # credentials`,
    right: "database: {…, username: obrien}",
    source:
      "docker-entrypoint.sh of the official MySQL and MariaDB images; tried with MySQL 9.7, MariaDB 10.11",
  },
} as const satisfies CodeTable;
