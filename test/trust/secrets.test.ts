/**
 * No secret is told by any format, over all fixtures, in its place and where it does not belong: as a
 * host, an endpoint, a user name, a key, a comment, a path.
 */
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { isMap, parse, parseDocument } from "yaml";
import type { Sources } from "../../src/mod.ts";
import * as compiler from "../../src/mod.ts";
import { FORMATS } from "../../src/report/report.ts";
import { type Workspace, workspace } from "../cli/workspace.ts";
import { FIXTURES, type Fixture, fixture, okFixtures } from "../fixtures.ts";
import { expectNothingTold, expectWithoutSecret, SECRET } from "../report/marked-secret.ts";

interface Texts {
  readonly config: string;
  readonly credentials: string | undefined;
  readonly site: string | undefined;
}

interface Put {
  (texts: Texts): Texts;
  /** The key of the config that it sets; undefined where it sets none. */
  readonly path?: readonly string[];
}

/** Sets a value in a text; where the text is no mapping, writes it below. */
function set(text: string | undefined, path: readonly string[], value: unknown): string {
  const document = parseDocument(text ?? "", { uniqueKeys: false });
  if (document.errors.length === 0 && (document.contents === null || isMap(document.contents))) {
    try {
      for (let depth = 1; depth < path.length; depth++)
        if (!isMap(document.getIn(path.slice(0, depth)))) document.setIn(path.slice(0, depth), {});
      document.setIn(path, value);
      return document.toString();
    } catch {
      // An alias, or something else that has no place for a key.
    }
  }
  const lines = path.map((step, depth) => `${"  ".repeat(depth)}${step}:`).join("\n");
  return `${text ?? ""}\n${lines} ${JSON.stringify(value)}\n`;
}

const inConfig = (path: readonly string[], value: unknown): Put =>
  Object.assign((texts: Texts): Texts => ({ ...texts, config: set(texts.config, path, value) }), { path });

const s3 = (more: object): object => ({
  type: "s3",
  s3_config: {
    bucket: "b",
    region_code: "us-east-2",
    key_prefix: "p/",
    aws_authentication: { type: "env_vars" },
    ...more,
  },
});
const STORAGE = ["archive_output", "storage"];
const URL = `redis://:${SECRET}@cache.internal:6379`;
const keys = { access_key_id: SECRET, secret_access_key: SECRET, session_token: SECRET };

/** Where the secret stands, and how it came there. */
const PLACES: Readonly<Record<string, Put>> = {
  "host: a connection string": inConfig(["redis", "host"], URL),
  "host: with options": inConfig(
    ["results_cache", "host"],
    `mongodb+srv://clp:${SECRET}@cluster0.abcd.mongodb.net/?retryWrites=true`,
  ),
  "host: without a scheme": inConfig(["database", "host"], `root:${SECRET}@10.0.0.1:3306`),
  "host: with blanks in the password": inConfig(["queue", "host"], `amqp://clp:my ${SECRET} pass@queue`),
  "host: a slash in the password": inConfig(["queue", "host"], `amqp://clp:a/${SECRET}@queue`),
  "host: a password among the parameters": inConfig(
    ["database", "host"],
    `jdbc:mysql://db:3306/clp?user=clp&password=${SECRET}`,
  ),
  "host of something else": inConfig(["webui", "host"], URL),
  endpoint: inConfig(STORAGE, s3({ endpoint_url: `http://key:${SECRET}@minio:9000` })),
  "endpoint with a user alone": inConfig(STORAGE, s3({ endpoint_url: `http://${SECRET}@minio:9000` })),
  "bucket and prefix": inConfig(
    STORAGE,
    s3({ bucket: `s3://k:${SECRET}@b`, key_prefix: `s3://k:${SECRET}@b/` }),
  ),
  "user name": inConfig(["queue", "username"], SECRET),
  "user name, by another word": inConfig(["database", "user"], SECRET),
  "password in the config": inConfig(["redis", "pass"], SECRET),
  "password of what needs none": inConfig(["results_cache", "password"], SECRET),
  "hidden credentials": inConfig(["database", "credentials"], { user: SECRET, password: SECRET }),
  key: inConfig(["redis", SECRET], 1),
  "key among S3 keys": inConfig(
    STORAGE,
    s3({ aws_authentication: { type: "credentials", credentials: { ...keys, [SECRET]: 1 } } }),
  ),
  "key that is a URL": inConfig([URL], 1),
  "S3 keys in their place": inConfig(
    STORAGE,
    s3({ aws_authentication: { type: "credentials", credentials: keys } }),
  ),
  "S3 keys in the wrong place": inConfig(STORAGE, s3(keys)),
  path: inConfig(["data_directory"], `sftp://clp:${SECRET}@nas/srv`),
  "path of the log input": inConfig(["logs_input"], { directory: `smb://clp:${SECRET}@nas/logs` }),
  image: inConfig(["container_image_ref"], `clp:${SECRET}@registry.example.com/clp:1`),
  "list in place of a host": inConfig(["redis", "host"], [URL]),
  comment: (texts) => ({
    config: `# password: ${SECRET}\n${texts.config}\n# Was ${URL} before.\n`,
    credentials: texts.credentials === undefined ? undefined : `# ${SECRET}\n${texts.credentials}`,
    site: texts.site === undefined ? undefined : `# password: ${SECRET}, ${URL}\n${texts.site}`,
  }),
  "site file": (texts) => ({
    ...texts,
    site: set(set(texts.site, ["host", "admin_password"], SECRET), ["host", "addresses", URL], URL),
  }),
  "a broken line": (texts) => ({ ...texts, config: `${texts.config}\nredis: {host: "${URL} ]\n` }),
};

/** Whether one of two keys is the other, or holds it. */
function isSame(one: readonly string[], other: readonly string[]): boolean {
  return one.slice(0, other.length).join() === other.slice(0, one.length).join();
}

/** All places, as few times as they can stand beside each other; after a broken line nothing is read. */
function rounds(): readonly (readonly Put[])[] {
  const made: Put[][] = [];
  for (const [name, put] of Object.entries(PLACES)) {
    const { path } = put;
    const isFree = (round: readonly Put[]): boolean =>
      path === undefined || round.every((other) => other.path === undefined || !isSame(other.path, path));
    const round = name === "a broken line" ? undefined : made.find(isFree);
    if (round === undefined) made.push([put]);
    else round.push(put);
  }
  return made;
}
const ROUNDS = rounds();

/** The fixture with the secret as every credential. */
function marked({ sources }: Fixture): Texts {
  const textOf = (source: Sources["site"]): string | undefined =>
    source === undefined ? undefined : new TextDecoder().decode(source.content as Uint8Array);
  const credentials = textOf(sources.credentials);
  return {
    config: textOf(sources.config)!,
    credentials: credentials?.replace(
      /((?:password|username): +)(?:"[^"\n]*"|'[^'\n]*'|[^"'\s,}][^\n,}]*)/g,
      `$1${SECRET}`,
    ),
    site: textOf(sources.site),
  };
}

function sourcesOf({ config, credentials, site }: Texts): Sources {
  return {
    config: { name: "clp-config.yaml", content: config },
    credentials: credentials === undefined ? undefined : { name: "credentials.yaml", content: credentials },
    site: site === undefined ? undefined : { name: "clp-site.yaml", content: site },
  };
}

const bad = readdirSync(join(FIXTURES, "bad"))
  .sort()
  .filter((name) =>
    statSync(join(FIXTURES, "bad", name, "clp-config.yaml"), { throwIfNoEntry: false })?.isFile(),
  )
  .map((name) => fixture(join(FIXTURES, "bad", name), name));

describe("nothing of a secret is told", () => {
  for (const one of okFixtures())
    describe(one.name, () => {
      test.each(Object.entries(PLACES))("%s", async (_, put) => {
        await expectNothingTold(sourcesOf(put(marked(one))));
      });
    });

  // Beside what is wrong in each of some hundred fixtures.
  test.each(bad.map((one) => [one.name, one] as const))("%s", async (_, one) => {
    const texts = marked(one);
    for (const round of ROUNDS)
      await expectNothingTold(sourcesOf(round.reduce((before, put) => put(before), texts)));
  });
});

test("no place is left out of the rounds", () => {
  expect(ROUNDS.flat()).toHaveLength(Object.keys(PLACES).length);
  const texts: Texts = { config: "webui: {port: 4001}\n", credentials: undefined, site: "host: {}\n" };
  for (const round of ROUNDS) {
    const all = round.reduce((before, put) => put(before), texts);
    const told = (one: Texts): number => `${one.config}${one.site}`.split(SECRET).length - 1;
    expect(told(all)).toBe(round.reduce((sum, put) => sum + told(put(texts)), 0));
  }
});

test("what is put somewhere stands there", () => {
  for (const [name, put] of Object.entries(PLACES)) {
    const { config, site } = put({
      config: "webui: {port: 4001}\n",
      credentials: undefined,
      site: "host: {}\n",
    });
    expect(config + site, name).toContain(SECRET);
    if (name !== "a broken line") expect(parse(config).webui.port).toBe(4001);
  }
});

describe("every command, in every format", () => {
  const COMMANDS: readonly (readonly string[])[] = [
    ["--dry-run"],
    ["check"],
    ["validate"],
    ["validate", "--fix", "--dry-run"],
    ["diagram"],
    ["plan", "--against", "before"],
    ["plan", "--against", "before", "--json"],
    ["plan", "--against", "before", "--format", "markdown"],
    ["explain", "redis.host"],
    ["explain", "CLP_REDIS_PASS"],
    ["explain", "compose/docker-compose.yaml:40"],
    ["explain", "compose/docker-compose.yaml:40", "--json"],
    ["explain", URL],
    ["check", "--markdown", URL],
    ["compile", "--emit", URL],
    ["compile", "--config", URL],
    [],
  ];

  async function saidBy(space: Workspace): Promise<string> {
    const said: string[] = [];
    // What a command prints beside findings is the same in each.
    for (const command of COMMANDS)
      for (const format of command[0] === "check" || command[0] === "validate"
        ? FORMATS
        : FORMATS.slice(0, 1)) {
        const { code, out, err } = await space.run(...command, "--diagnostics", format);
        expect(code, command.join(" ")).not.toBe(70);
        said.push(out, err);
      }
    return said.join("\n");
  }

  test.each([
    ["inputs that compile", "S3 keys in their place"],
    ["comments", "comment"],
    ["a host", "host: a connection string"],
    ["an endpoint", "endpoint"],
    ["a path", "path"],
  ])("%s", async (_, place) => {
    const space = workspace({ compiler });
    const [first] = okFixtures();
    const texts = marked(first!);
    const write = ({ config, credentials, site }: Texts): void => {
      space.write("etc/clp-config.yaml", config);
      space.write("etc/credentials.yaml", credentials!);
      space.write("etc/clp-site.yaml", site!);
    };
    write(texts);
    await space.run("--no-secrets");
    await space.run("--no-secrets", "--out", "before");
    // Somebody has written it into what is compiled.
    for (const folder of ["out", "before"]) {
      const path = `${folder}/compose/docker-compose.yaml`;
      const lines = space.read(path).split("\n");
      lines.splice(39, 0, `    # ${URL}`);
      space.write(path, lines.join("\n").replaceAll("redis://default:", `redis://default:${SECRET}`));
    }
    write(PLACES[place]!(texts));
    expectWithoutSecret(await saidBy(space));
  });
});
