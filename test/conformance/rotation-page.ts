/** The commands of docs/secrets.md on rotation, and who may log in before and after them, by the page's own examples. */
import { readFileSync } from "node:fs";
import { join } from "node:path";

const PAGE = readFileSync(join(import.meta.dirname, "../../docs/secrets.md"), "utf8");
const ROTATION = PAGE.slice(PAGE.indexOf("\n# Rotation\n"));

export interface Block {
  readonly language: string;
  /** The name of a file, or who runs it. */
  readonly info: string;
  readonly text: string;
}

const BLOCKS: readonly Block[] = [...ROTATION.matchAll(/^```(\w+) (\S+)\n([\s\S]*?)^```$/gm)].map(
  ([, language, info, text]) => ({ language: language!, info: info!, text: text! }),
);

/** What a person of these pastes, in its order. */
export const blocks = (who: string): readonly Block[] =>
  BLOCKS.filter(({ language, info }) => language === "sh" && info === who);

/** What is to be written into files, by the name of each. */
export const files: readonly Block[] = BLOCKS.filter(({ language }) => language !== "sh");

export interface Login {
  readonly user: string;
  readonly password: string;
}
export interface Logins {
  readonly database: Login;
  readonly spider: Login;
  readonly root: string;
  readonly queue: Login;
  readonly redis: string;
}

export const OLD: Logins = {
  database: { user: "clp-user", password: "fake-old-clp-password" },
  spider: { user: "spider-user", password: "fake-old-spider-password" },
  root: "fake-old-root-password",
  queue: { user: "clp-user", password: "fake-old-queue-password" },
  redis: "fake-old-redis-password",
};
export const NEW: Logins = {
  database: { user: "clp-2", password: "fake-new-clp-password" },
  spider: { user: "spider-2", password: "fake-new-spider-password" },
  root: "fake-new-root-password",
  queue: { user: "clp-2", password: "fake-new-queue-password" },
  redis: "fake-new-redis-password",
};

/** A credentials file. */
export function credentialsOf({ database, spider, root, queue, redis }: Logins): string {
  return JSON.stringify({
    database: {
      username: database.user,
      password: database.password,
      root_username: "root",
      root_password: root,
      spider_username: spider.user,
      spider_password: spider.password,
    },
    queue: { username: queue.user, password: queue.password },
    redis: { password: redis },
  });
}
