/** Passwords that somebody reads wrongly on their way: a class for each way that they take. */

export const CLASSES = {
  quotes: `it's "quoted" \`twice\``,
  dollars: "a$b$$c ${HOME} $(id) %24",
  backslashes: "\\back\\\\slash\\n and at the end\\",
  urls: "user:pa@ss/word?x=1&y=2#z%41+[]",
  shells: "; rm -rf / | tee > x < y && z * ? ! ~ {a,b}",
  yaml: "- no: &yes [on] {off} | > !tag # %",
  "looks like a number": "0123456789e10",
  "looks like an option": "--password=-p -x",
  blanks: "  outer blanks and a tab\t ",
  sql: "' OR 1=1; -- x",
  templates: "{{ .Values.x }} <%= y %> $[z]",
  "outside ASCII": "clé-世界-😀-ß",
  "Latin 1": "clé-ÿ-ß-§-\u00a0-",
  long: "x".repeat(300),
} as const;

export type Class = keyof typeof CLASSES;

export const PLACES = [
  "database.password",
  "database.root_password",
  "database.spider_password",
  "queue.username",
  "queue.password",
  "redis.password",
] as const;

export type Place = (typeof PLACES)[number];

/** The code by which a class is refused in a place; undefined where it must arrive. */
export function refusal(
  name: Class,
  place: Place,
  database: "mariadb" | "mysql" = "mariadb",
): string | undefined {
  // CLP strips what it reads for the database.
  if (name === "blanks" && place.startsWith("database.")) return "CLP2014";
  // RabbitMQ's own tools read no further than U+00FF.
  if (name === "outside ASCII" && place.startsWith("queue.")) return "CLP3066";
  // MySQL's image writes both into SQL as they are, and the server takes 256 bytes.
  const isWrittenByImage = place === "database.password" || place === "database.root_password";
  if (database === "mysql" && isWrittenByImage && (/['\\]/.test(CLASSES[name]) || name === "long"))
    return "CLP3067";
  // Spider has it in a URL that nobody decodes.
  const isPlain = /^[A-Za-z0-9_.~-]*$/.test(CLASSES[name]);
  return place === "database.spider_password" && !isPlain ? "CLP3060" : undefined;
}

/** Credentials with a value of the caller's in each place; a plain one where it gives none. */
export function credentials(value: (place: Place) => string | undefined): unknown {
  const at = (place: Place): string => value(place) ?? `fake-${place.replace(/[._]/g, "-")}`;
  return {
    database: {
      username: "clp-user",
      password: at("database.password"),
      root_username: "root",
      root_password: at("database.root_password"),
      spider_username: "spider-user",
      spider_password: at("database.spider_password"),
    },
    queue: { username: at("queue.username"), password: at("queue.password") },
    redis: { password: at("redis.password") },
  };
}
