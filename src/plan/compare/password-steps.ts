/** Database and queue keep the users and passwords of their first start (D45): the steps that change them there. */
import { listed } from "../../base/listed.ts";
import { type ShellCommand, type SqlStatement, shell, sql } from "../../base/shell.ts";
import type { SecretsPlan, Step, Warning } from "../plan.ts";
import { keeperOf } from "../read/secrets-at-hand.ts";

/** A server that others run, in words or by its address; its own people know how to get in. */
export interface ExternalServer {
  readonly external: string;
}

/** Where each server is; undefined for one that this plan is not about. */
export interface Servers {
  /** `client` opens the database as its root. */
  readonly database: ExternalServer | { readonly client: ShellCommand } | undefined;
  /** `inside` goes before a command that is run in the queue's container. */
  readonly queue: ExternalServer | { readonly inside: readonly string[] } | undefined;
  readonly redis: ExternalServer | undefined;
}

/** In a cluster, that no restart changes them. */
export function passwordWarnings({ changed }: SecretsPlan): readonly Warning[] {
  const kept = changed.filter((name) => keeperOf(name) !== undefined);
  return kept.length === 0
    ? []
    : [
        {
          kind: "not in the database",
          loud: true,
          text: `${listed(kept)}: database and queue took the users and passwords of the first start (D45). Change them there by hand, or nobody can log in.`,
        },
      ];
}

/** What is done before the new files are there. */
export function passwordSteps(
  { changed }: SecretsPlan,
  { database, queue, redis }: Servers,
): readonly Step[] {
  const kept = (keeper: "database" | "queue") => changed.filter((name) => keeperOf(name) === keeper);
  const [ofDatabase, ofQueue] = [kept("database"), kept("queue")];
  const steps: Step[] = [];
  if (ofDatabase.length > 0 && database !== undefined)
    steps.push({
      text: `${where(database)} ${what(ofDatabase)} in the database: ${listed(ofDatabase)}`,
      commands: [...("client" in database ? [database.client] : []), ...statements(ofDatabase)],
    });
  if (ofQueue.length > 0 && queue !== undefined)
    steps.push({
      text: `${where(queue)} ${what(ofQueue)} in the queue: ${listed(ofQueue)}`,
      commands: queueCommands(ofQueue, "inside" in queue ? queue.inside : []),
    });
  if (changed.includes("CLP_REDIS_PASS") && redis !== undefined)
    steps.push({ text: `On ${redis.external}, change Redis's password: CLP_REDIS_PASS`, commands: [] });
  return steps;
}

function where(server: ExternalServer | object): string {
  return "external" in server ? `On ${server.external}, change` : "While the old deployment runs, change";
}

function what(names: readonly string[]): string {
  const count = (end: string): number => names.filter((name) => name.endsWith(end)).length;
  const say = (word: string, many: number): readonly string[] =>
    many === 0 ? [] : [many === 1 ? `the ${word}` : `the ${word}s`];
  return listed([...say("user name", count("_USER")), ...say("password", count("_PASS"))]);
}

function statements(names: readonly string[]): readonly SqlStatement[] {
  return [
    ...names
      .filter((name) => name.endsWith("_USER"))
      .map((name) => sql`RENAME USER '<the old ${name}>'@'%' TO '<${name}>'@'%';`),
    ...names
      .filter((name) => name.endsWith("_PASS"))
      .map((name) => sql`ALTER USER '<${userOf(name)}>'@'%' IDENTIFIED BY '<${name}>';`),
  ];
}

function userOf(password: string): string {
  return password.replace(/_PASS$/, "_USER");
}

function queueCommands(names: readonly string[], inside: readonly string[]): readonly ShellCommand[] {
  return names.includes("CLP_QUEUE_USER")
    ? [
        shell`${inside} rabbitmqctl add_user '<CLP_QUEUE_USER>'`,
        shell`${inside} rabbitmqctl set_permissions '<CLP_QUEUE_USER>' '.*' '.*' '.*'`,
      ]
    : [shell`${inside} rabbitmqctl change_password '<CLP_QUEUE_USER>'`];
}
