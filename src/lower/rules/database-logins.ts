/** The users of the bundled database: what its image writes into SQL, and what the server takes. No message holds a value. */
import type { Sourced } from "../../base/origin.ts";
import { pick } from "../../base/typed.ts";
import { allKnown, type Rule, rule } from "./rule.ts";

type Login = "username" | "password" | "root_password";

interface DatabaseImage {
  readonly name: string;
  /** What it writes between quotes as it is. */
  readonly unescaped: readonly Login[];
  readonly maxNameCharacters: number;
  readonly maxPasswordBytes?: number;
}

const IMAGES: Readonly<Record<"mariadb" | "mysql", DatabaseImage>> = {
  mariadb: { name: "MariaDB", unescaped: ["username"], maxNameCharacters: 128 },
  mysql: {
    name: "MySQL",
    unescaped: ["username", "password", "root_password"],
    maxNameCharacters: 32,
    maxPasswordBytes: 256,
  },
};

/** What ends a quoted text of SQL or changes it, and what ends a line of an option file. */
const NOT_PLAIN = /['\\\n\r]/;

interface Reason {
  readonly why: string;
  readonly help: string;
}

/** Why an image cannot make a login; undefined where it can. */
function reason(image: DatabaseImage, key: Login, { value }: Sourced<string>): Reason | undefined {
  if (image.unescaped.includes(key) && NOT_PLAIN.test(value))
    return {
      why: "it has a quote ('), a backslash or a line break, and is written into SQL as it is",
      help: "Choose one without them: letters, digits and all other signs are taken",
    };
  const [length, max, unit] =
    key === "username"
      ? [[...value].length, image.maxNameCharacters, "characters"]
      : [new TextEncoder().encode(value).length, image.maxPasswordBytes, "bytes"];
  if (max === undefined || length <= max) return undefined;
  return { why: `it has more than ${max} ${unit}`, help: "Choose a shorter one" };
}

/** `CLP3067`, of the bundled database: an external one has been given its logins by somebody else. */
const bundledLogins = rule(["CLP3067"], ({ config, credentials, deployment, report }) => {
  const [bundled, type] = [deployment.bundled("database"), pick(config.database, "type")];
  if (credentials === undefined || !bundled.value || !allKnown(bundled.origin, type.origin)) return;
  const image = IMAGES[type.value];
  for (const key of ["username", "password", "root_password"] as const) {
    const held = pick(credentials.database, key);
    const found = reason(image, key, held);
    if (found === undefined) continue;
    const { why, help } = found;
    report(
      "CLP3067",
      held.origin,
      `The image of ${image.name} cannot make the user with this database.${key}: ${why}`,
      { help },
    );
  }
});

export const databaseLoginRules: readonly Rule[] = [bundledLogins];
