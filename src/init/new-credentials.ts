/** New credentials: CLP's own user names, and passwords that nobody can guess and no target must escape. */
import type { Release } from "../clp/releases/releases.ts";
import { credentialsSchema } from "../input/schema/credentials.ts";
import { annotate, prose } from "./annotate.ts";

/** Cryptographically strong random bytes. */
export type Random = (count: number) => Uint8Array;

// 64 characters, so that six bits of a byte choose one, each as likely as the others. No YAML, .env,
// shell, URL, SQL string, XML or JSON gives one of them a meaning.
const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const ALPHABET = `${LETTERS}0123456789-_`;
const LENGTH = 32;

/** 192 bits, less what it costs that the ends are letters: no dash is taken for an option. */
export function password(random: Random): string {
  for (;;) {
    const text = [...random(LENGTH)].map((byte) => ALPHABET[byte & 63]).join("");
    if (LETTERS.includes(text.at(0)!) && LETTERS.includes(text.at(-1)!)) return text;
  }
}

/** All credentials that the package can ask for, so that another deployment type needs no new ones. */
export function freshCredentials(random: Random) {
  return {
    database: {
      username: "clp-user",
      password: password(random),
      root_username: "root",
      root_password: password(random),
      spider_username: "spider-user",
      spider_password: password(random),
    },
    queue: { username: "clp-user", password: password(random) },
    redis: { password: password(random) },
  };
}

/** A new credentials file. */
export function credentialsText(release: Release, random: Random): string {
  const lines = [
    ...prose("User names and passwords of CLP, made at random. Keep this file out of the repository.", 0),
    ...annotate(credentialsSchema(release), freshCredentials(random)),
  ];
  return `${lines.join("\n")}\n`;
}
