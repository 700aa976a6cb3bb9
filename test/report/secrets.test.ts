/** No format tells a secret, whatever is wrong with it or beside it. */
import { describe, expect, test } from "vitest";
import { mutate } from "../fuzz/mutate.ts";
import { createRandom } from "../fuzz/random.ts";
import { expectNothingTold, SECRET, SHORT, said } from "./marked-secret.ts";

const RIGHT = `# ${SECRET}
database:
  username: ${SECRET}
  password: "${SECRET}"   # was ${SECRET}
  root_username: '${SECRET}'
  root_password: ${SECRET}
  spider_username: ${SECRET}
  spider_password: ${SECRET}
queue: {username: ${SECRET}, password: "${SECRET}"}
redis:
  password: >-
    ${SECRET}
    ${SECRET}
`;

const WRONG_CREDENTIALS: readonly (readonly [string, string])[] = [
  ["a misspelt key", RIGHT.replace("password", "pasword")],
  ["an unknown key", `${RIGHT}  note: ${SECRET}\n`],
  ["a secret as a key", `${RIGHT}${SECRET}: 1\n`],
  ["a secret in the place of a section", `database: ${SECRET}\n`],
  ["a list", `- ${SECRET}\n`],
  ["a text", SECRET],
  [
    "flow style on one line",
    `{database: {username: ${SECRET}, pasword: ${SECRET}, password: 1}, queue: ${SECRET}}`,
  ],
  ["JSON", JSON.stringify({ database: { username: SECRET, passwd: SECRET }, redis: [SECRET] }, null, 2)],
  ["an anchor and an alias", `database: {username: &a ${SECRET}, password: *a, root_password: *b}\n`],
  ["a name of an anchor", `database: {username: &${SECRET} x, password: *${SECRET}${SECRET}}\n`],
  ["a tag", `database: {username: !${SECRET} x}\n`],
  ["a merge", `database:\n  <<: ${SECRET}\n  <<: {pass: ${SECRET}}\n`],
  ["no space after a colon", `database:\n  password:${SECRET}\n`],
  ["a quote that is not closed", `database:\n  password: "${SECRET}\n  username: x\n`],
  ["a brace that is not closed", `database: {password: ${SECRET}\n`],
  ["a tab", `database:\n\tpassword: ${SECRET}\n`],
  ["two documents", `database: {password: ${SECRET}}\n---\n${SECRET}: ${SECRET}\n`],
  ["a duplicate key", `database: {password: ${SECRET}, password: ${SECRET}}\n`],
  ["an escape", `database: {password: "${SECRET}\\q"}\n`],
  ["white space around it", `database: {password: " ${SECRET} "}\n`],
  ["a line break in it", `database: {password: "${SECRET}\\n${SECRET}"}\n`],
  ["CRLF", RIGHT.replaceAll("\n", "\r\n").replace("username", "usrname")],
  ["wrong indentation", `database:\n  username: x\n password: ${SECRET}\n`],
  ["a control character", `database: {password: "${SECRET}\u0007"}\n`],
  ["a list in its place", `database: {password: [${SECRET}]}\n`],
  ["a mapping in its place", `database: {password: {${SECRET}: ${SECRET}}}\n`],
  ["a comment alone", `# password ${SECRET}\n[`],
  ["a blank in place of the colon", `{database: {root_password ${SHORT}, spider_password ${SHORT}: x}}`],
  [
    "another letter in place of the colon",
    `{database: {root_password=${SHORT}, spider_password_${SHORT}: x}}`,
  ],
  ["comments of another language", `{\n  // ${SECRET}\n  "database": {} // "${SECRET}"\n}\n`],
  ["keys of other releases", `db:\n  user: ${SECRET}\n  password: ${SECRET}\n`],
];

const KEYS = `access_key_id: ${SECRET}, secret_access_key: "${SECRET}", session_token: ${SECRET}`;
const s3 = (authentication: string): string =>
  `archive_output: {storage: {type: s3, s3_config: {region_code: 7, bucket: b, key_prefix: p, aws_authentication: ${authentication}}}}\n`;

const WRONG_CONFIGS: readonly (readonly [string, string])[] = [
  ["keys beside mistakes on one line", s3(`{type: credentials, credentials: {${KEYS}}, x: 1}`)],
  [
    "a misspelt key of it",
    s3(`{type: credentials, credentials: {acces_key_id: ${SECRET}, secret_key: ${SECRET}}}`),
  ],
  [
    "a blank in place of the colon",
    s3(`{type: credentials, credentials: {access_key_id ${SHORT}, secret_access_key ${SHORT}}}`),
  ],
  ["a misspelt section", s3(`{type: credentials, credentails: {${KEYS}}}`)],
  ["keys without their section", s3(`{type: credentials, ${KEYS}}`)],
  ["keys of another type", s3(`{type: ec2, credentials: {${KEYS}}}`)],
  ["numbers and lists", s3(`{type: credentials, credentials: [${SECRET}]}`)],
  ["a key in the place of all", s3(SECRET)],
  ["a brace that is not closed", s3(`{type: credentials, credentials: {${KEYS}`).trimEnd().slice(0, -4)],
  [
    "block style, with neighbours and comments",
    `logs_input:
  type: s3
  aws_authentication:
    type: credentials # ${SECRET}
    credentials:
      access_key_id: ${SECRET}
      secret_access_key: ${SECRET} # ${SECRET}
      sesion_token: ${SECRET}
`,
  ],
  [
    "hidden keys",
    `database: {username: ${SECRET}, password: ${SECRET}, port: x}\nredis: {password: ${SECRET}, prt: 1}\n`,
  ],
  ["hidden keys of a misspelt section", `databse:\n  pasword: ${SECRET}\n  password: ${SECRET}\n`],
  [
    "a comment of another language",
    `{\n  // password: ${SECRET}\n  "webui": {"prot": 1} /* token ${SECRET} */\n}\n`,
  ],
  ["a password in a comment", `webui:\n  # password: ${SECRET}\n  prot: 1\n`],
];

describe("credentials", () => {
  test("that are right, without a frame", async () => {
    await expectNothingTold({
      config: { name: "c.yaml", content: "" },
      credentials: { name: "s.yaml", content: RIGHT },
    });
  });

  test.each(WRONG_CREDENTIALS)("%s", async (_, content) => {
    await expectNothingTold({
      config: { name: "c.yaml", content: "" },
      credentials: { name: "s.yaml", content },
    });
  });

  test("do not tell how many words they have", async () => {
    const told = (password: string) =>
      said({
        config: { name: "c.yaml", content: "" },
        credentials: { name: "s.yaml", content: `database:\n  password: ${password}\n  pasword: x\n` },
      });
    expect(await told(`${SECRET} ${SECRET} ${SECRET} ${SECRET}`)).toBe(await told(`${SECRET}${SECRET}`));
  });

  test("with anything done to them", async () => {
    const random = createRandom(77);
    const corpus = [RIGHT, ...WRONG_CREDENTIALS.map(([, content]) => content)];
    for (let count = 0; count < 100; count++) {
      const content = mutate(random, corpus);
      await expectNothingTold({
        config: { name: "c.yaml", content: "" },
        credentials: { name: "s.yaml", content },
      });
    }
  });
});

describe("the config", () => {
  test.each(WRONG_CONFIGS)("%s", async (_, content) => {
    await expectNothingTold({ config: { name: "c.yaml", content } });
  });
});

test("what is told is noticed", async () => {
  expect(await said({ config: { name: "c.yaml", content: `webui: {host: "${SECRET} x"}\n` } })).toContain(
    SECRET,
  );
});
