/** The accounts of a database server that somebody else runs: whatever user and password inputs name are in it. */

export interface Logins {
  readonly username?: string;
  readonly password?: string;
  readonly root_username?: string;
  readonly root_password?: string;
}

/** What the server's image is told as its first administrator's password: it takes few characters as they are. */
export const FIRST_PASSWORD = "fake-first-password";

/** A command in the server's container that runs statements from its standard input, once the server listens. */
export const STATEMENTS = clientOf("--default-character-set=utf8mb4");

/** The client of a database server, in its container: as root, with further options as a shell reads them. */
export function clientOf(options: string): readonly string[] {
  const client = `command -v mariadb >/dev/null && set -- mariadb || set -- mysql
MYSQL_PWD="$MYSQL_ROOT_PASSWORD" exec "$@" -h 127.0.0.1 -uroot ${options}`;
  return ["sh", "-c", client];
}

/** Makes CLP's database, its user, and the administrator. May be run again only where that one is not root. */
export function accounts(
  database: string,
  { username, password, root_username: admin, root_password: adminPassword }: Logins,
): string {
  return [
    `CREATE DATABASE IF NOT EXISTS ${name(database)};`,
    ...account(username, password, `${name(database.replaceAll("_", "\\_"))}.*`, ""),
    ...account(admin, adminPassword, "*.*", " WITH GRANT OPTION"),
  ].join("\n");
}

function account(
  user: string | undefined,
  password: string | undefined,
  where: string,
  option: string,
): readonly string[] {
  if (user === undefined || password === undefined) return [];
  const who = `${text(user)}@'%'`;
  return [
    `CREATE USER IF NOT EXISTS ${who};`,
    `GRANT ALL ON ${where} TO ${who}${option};`,
    // Of root, who is there already, too.
    `ALTER USER ${who} IDENTIFIED BY ${text(password)};`,
  ];
}

function text(value: string): string {
  return `'${value.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
}

function name(value: string): string {
  return `\`${value.replaceAll("`", "``")}\``;
}
