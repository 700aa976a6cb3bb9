/**
 * How a client sees for itself that another component is ready, or has done its work: it asks for the
 * data, with its own login and the client library that CLP uses. A program of Python, since the
 * package's image has that and no other client (facts: tools/docker-images/clp-package).
 */
import { constant, derived, type Origin } from "../base/origin.ts";
import { pick } from "../base/typed.ts";
import type { Question } from "../model/model.ts";
import { value } from "../model/value.ts";
import { addressOf, type Environment, environment } from "./containers.ts";
import type { Deployment } from "./deployment.ts";

/** A question to `id`; `what` completes "how a client sees that". */
export function question(
  what: string,
  lines: readonly string[],
  reads: {
    readonly environment?: Environment;
    readonly borrows?: readonly string[];
    /** What of the configuration changes the program. */
    readonly because?: Origin;
  } = {},
): Question {
  const fact = constant(`how a client sees that ${what}`);
  const origin =
    reads.because === undefined ? fact : derived("the client library for it", fact, reads.because);
  return {
    lines,
    environment: environment(reads.environment ?? {}, () => origin),
    borrows: reads.borrows ?? [],
    origin,
  };
}

/** CLP has a library for each kind of server; their names for the time-out differ. */
const CLIENTS = {
  mariadb: { module: "mariadb", timeout: "connect_timeout" },
  mysql: { module: "mysql.connector", timeout: "connection_timeout" },
} as const;

/**
 * A question to the database: that the login works, and that `table` is there. The statement reads no
 * row (facts: 0 where the table is, 1146 where not, 1045 on a wrong password, 2002 where nobody listens).
 */
export function databaseQuestion(
  { config }: Deployment,
  what: string,
  login: {
    readonly USER: Environment[string];
    readonly PASS: Environment[string];
    readonly NAME: Environment[string];
  },
  table?: string,
): Question {
  const { module, timeout } = CLIENTS[config.database.type];
  const { host, port } = addressOf("database");
  return question(
    what,
    [
      `import ${module}`,
      `database = ${module}.connect(`,
      '    host=os.environ["DB_HOST"],',
      '    port=int(os.environ["DB_PORT"]),',
      '    user=os.environ["DB_USER"],',
      '    password=os.environ["DB_PASS"],',
      '    database=os.environ["DB_NAME"],',
      `    ${timeout}=3,`,
      ")",
      ...(table === undefined ? [] : [`database.cursor().execute("SELECT 1 FROM \`${table}\` LIMIT 0")`]),
    ],
    {
      environment: {
        DB_HOST: value`${host}`,
        DB_PORT: value`${port}`,
        DB_NAME: login.NAME,
        DB_USER: login.USER,
        DB_PASS: login.PASS,
      },
      because: pick(config.database, "type").origin,
    },
  );
}
