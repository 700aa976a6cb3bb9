/** Credentials: what Spider cannot carry, and what anybody can guess. No message holds a value. */
import { formatPath, type Sourced } from "../../base/origin.ts";
import { pick } from "../../base/typed.ts";
import { spiderLogin } from "../../clp/configuration/spider.ts";
import { allKnown, type Facts, type Rule, rule, runs, schedulerType } from "./rule.ts";

/** What Spider's URL takes, read raw by one reader and decoded by another (D12c). */
const SPIDER_TEXT = /^[A-Za-z0-9_.~-]*$/;
/** What the set-up of Spider's database takes as a user (D12d). */
const SPIDER_USER = /^[A-Za-z0-9_-]*$/;

/** `CLP3060`, `CLP3061` and `CLP4025` (D12c, D12d). */
const spiderCredentials = rule(["CLP3060", "CLP3061", "CLP4025"], (subject) => {
  const { credentials, report } = subject;
  const type = schedulerType(subject);
  if (credentials === undefined || type.value !== "spider") return;
  const { database } = credentials;
  const login = spiderLogin(credentials);
  if (login === undefined) return;
  const also = [{ origin: type.origin, text: "compression runs on Spider" }];
  for (const key of ["spider_username", "spider_password"] as const) {
    const held = login[key];
    if (!SPIDER_TEXT.test(held.value)) {
      report(
        "CLP3060",
        held.origin,
        `Cannot carry database.${key} in Spider's URL: it has other characters than letters, digits, _, ., ~ and -`,
        {
          path: ["database", key],
          also,
          help:
            key === "spider_password"
              ? "Choose a longer one of these characters alone"
              : "Choose one of these characters alone, such as spider-user",
        },
      );
    } else if (key === "spider_username" && !SPIDER_USER.test(held.value)) {
      report(
        "CLP4025",
        held.origin,
        "The set-up of Spider's database refuses database.spider_username: a user name there has no . and no ~",
        {
          also,
          help: "Choose letters, digits, _ and - alone, such as spider-user",
        },
      );
    }
  }
  const user = pick(database, "username");
  if (!SPIDER_USER.test(user.value)) {
    report(
      "CLP3061",
      user.origin,
      "Cannot use this database.username with Spider: its set-up takes letters, digits, _ and - alone",
      {
        also,
        help: "Choose one of these characters alone, such as clp-user",
      },
    );
  }
});

/** `CLP4022`, `CLP4023` (D18; the database's images) and `CLP4024`. */
const databaseUsers = rule(["CLP4022", "CLP4023", "CLP4024"], (subject) => {
  const { credentials, deployment, report } = subject;
  if (credentials === undefined) return;
  const { database } = credentials;
  const [user, root] = [pick(database, "username"), pick(database, "root_username")];
  const bundled = deployment.bundled("database");
  const type = schedulerType(subject);
  const onSpider = type.value === "spider";
  if (!allKnown(bundled.origin, type.origin)) return;
  if (bundled.value && user.value === "root") {
    report(
      "CLP4023",
      user.origin,
      "The bundled database cannot make a second root: database.username is its administrator's name",
      {
        help: "Choose another name, such as clp-user",
      },
    );
  }
  if (bundled.value && root.value !== "root") {
    report(
      "CLP4022",
      root.origin,
      `The bundled database has no such administrator: its name is always root${onSpider ? ", so the set-up of Spider's database fails" : ""}`,
      {
        help: "Write `root_username: root`",
      },
    );
  }
  const login = spiderLogin(credentials);
  if (!onSpider || login === undefined) return;
  const users = [
    { name: user, password: pick(database, "password"), key: "username" },
    { name: root, password: pick(database, "root_password"), key: "root_username" },
    { name: login.spider_username, password: login.spider_password, key: "spider_username" },
  ];
  for (const [index, one] of users.entries()) {
    const other = users
      .slice(0, index)
      .find(({ name, password }) => name.value === one.name.value && password.value !== one.password.value);
    if (other === undefined || (bundled.value && one.key === "root_username" && user.value === "root"))
      continue;
    report(
      "CLP4024",
      one.name.origin,
      `database.${one.key} and database.${other.key} are one user with two passwords`,
      {
        also: [{ origin: other.name.origin, text: "the other key" }],
        help: "Give each a name of its own",
      },
    );
  }
});

/** The credentials of a server that this deployment runs itself. */
function ofBundled<Server extends "queue" | "redis">(facts: Facts, server: Server) {
  const bundled = facts.deployment.bundled(server);
  if (!runs(facts, server) || !bundled.value || !allKnown(bundled.origin)) return undefined;
  return facts.credentials?.[server] ?? undefined;
}

/** What RabbitMQ's own tools cannot read of their environment. */
const BEYOND_LATIN_1 = /[\u{100}-\u{10FFFF}]/u;

/** `CLP3066`, of the bundled queue: an external one has been given its login by somebody else. */
const queueLogin = rule(["CLP3066"], (subject) => {
  const queue = ofBundled(subject, "queue");
  if (queue === undefined) return;
  for (const key of ["username", "password"] as const) {
    const held = pick(queue, key);
    if (!BEYOND_LATIN_1.test(held.value)) continue;
    subject.report(
      "CLP3066",
      held.origin,
      `Cannot use this queue.${key} with the bundled queue: it has a character beyond U+00FF (ÿ), at which RabbitMQ's own health check crashes`,
      { help: "Choose one without such characters: letters, digits and signs of ASCII always do" },
    );
  }
});

/** `CLP3068`, of the bundled Redis. */
const redisPassword = rule(["CLP3068"], (subject) => {
  const redis = ofBundled(subject, "redis");
  if (redis === undefined) return;
  const held = pick(redis, "password");
  if (held.value !== "-") return;
  subject.report(
    "CLP3068",
    held.origin,
    "Cannot tell the bundled Redis a password that is a dash alone: as its last argument that means standard input",
    { help: "Choose at least 8 characters that nobody can guess" },
  );
});

/** The passwords of CLP's templates, and the first that anybody tries. Lower case. */
const KNOWN: readonly string[] =
  "pass root-pass spider-pass password passwd passw0rd changeme change-me secret clp clp-pass clp-user root admin administrator guest test default letmein example 12345678 123456789 1234567890 qwertyui qwertyuiop password1 password123 your-db-password your-db-root-password your-queue-password your-redis-password".split(
    " ",
  );

const MIN_LENGTH = 8;
const MIN_DIFFERENT = 4;

interface Password {
  readonly key: readonly [string, string];
  readonly held: Sourced<string>;
  readonly user?: string;
}

/** The passwords that something in this deployment uses. */
function used(subject: Facts): readonly Password[] {
  const { credentials, deployment } = subject;
  if (credentials === undefined) return [];
  const { database, queue, redis } = credentials;
  const onSpider = schedulerType(subject).value === "spider";
  const login = onSpider ? spiderLogin(credentials) : undefined;
  return [
    { key: ["database", "password"], held: pick(database, "password"), user: database.username },
    ...(onSpider || deployment.bundled("database").value
      ? [
          {
            key: ["database", "root_password"] as const,
            held: pick(database, "root_password"),
            user: database.root_username,
          },
        ]
      : []),
    ...(login
      ? [
          {
            key: ["database", "spider_password"] as const,
            held: login.spider_password,
            user: login.spider_username.value,
          },
        ]
      : []),
    ...(queue !== null && runs(subject, "queue")
      ? [{ key: ["queue", "password"] as const, held: pick(queue, "password"), user: queue.username }]
      : []),
    ...(redis !== null && runs(subject, "redis")
      ? [{ key: ["redis", "password"] as const, held: pick(redis, "password") }]
      : []),
  ];
}

/** `CLP4020` and `CLP4021`, but of what YAML has cut off, which is said already (facts: CLP's credentials.template.yaml; H11). */
const weakPasswords = rule(["CLP4020", "CLP4021"], (subject) => {
  for (const { key, held, user } of used(subject)) {
    const folded = held.value.toLowerCase();
    if (KNOWN.includes(folded)) {
      subject.report(
        "CLP4020",
        held.origin,
        `Everybody knows the password ${formatPath(key)}: it stands in templates and lists`,
        {
          unless: "CLP4051",
          help: "Choose a random one; `clp-compile init` makes them",
        },
      );
      continue;
    }
    const why =
      user !== undefined && folded === user.toLowerCase()
        ? "it is the user's name"
        : [...held.value].length < MIN_LENGTH
          ? `it has fewer than ${MIN_LENGTH} characters`
          : new Set(held.value).size < MIN_DIFFERENT
            ? `it has fewer than ${MIN_DIFFERENT} different characters`
            : undefined;
    if (why === undefined) continue;
    subject.report("CLP4021", held.origin, `The password ${formatPath(key)} is weak: ${why}`, {
      unless: "CLP4051",
      help: "Choose a random one; `clp-compile init` makes them",
    });
  }
});

export const passwordRules: readonly Rule[] = [
  spiderCredentials,
  databaseUsers,
  queueLogin,
  redisPassword,
  weakPasswords,
];
