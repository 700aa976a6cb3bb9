/** Passwords of which YAML takes only a part, or which it joins. */
import { describe, expect, test } from "vitest";
import { placeDiagnostics, printableFinding } from "../../src/report/finding.ts";
import { formatJson } from "../../src/report/findings-json.ts";
import { type Diagnostic, validate } from "../compiler.ts";

const credentials = (password: string) => `database:
  username: clp-user
  password: ${password}
  root_username: root # the administrator
  root_password: fake-root-password
  spider_username: spider-user
  spider_password: fake-spider-password
queue:
  username: clp-user
  password: fake-queue-password
redis:
  password: fake-redis-password
`;

const s3 = (key: string) => `archive_output:
  storage:
    type: s3
    s3_config:
      region_code: us-east-2
      bucket: clp-archives
      key_prefix: archives/
      aws_authentication:
        type: credentials
        credentials:
          access_key_id: FAKEKEY # of the bucket's owner
          secret_access_key: ${key}
`;

function validated(config: string, given?: string) {
  return validate({
    config: { name: "clp-config.yaml", content: config },
    ...(given === undefined ? {} : { credentials: { name: "credentials.yaml", content: given } }),
  });
}

function said(password: string): readonly Diagnostic[] {
  return validated("", credentials(password)).diagnostics;
}

const CUT = [
  "Fk7Qw9Zx2 #m3Lp8Rt",
  "Fk7Qw9Zx2 # m3Lp8Rt",
  "Fk7Qw9Zx2\t#m3Lp8Rt",
  "Fk7Qw9Zx2 m3Lp8Rt #",
  "&Fk7Qw9Zx2 m3Lp8RtVv",
  "&Fk7Qw9Zx2 'm3Lp8RtVv'",
  "&Fk7Qw9Zx2 !!str m3Lp8RtVv",
  "Fk7Qw9Zx2\n    m3Lp8Rt",
  '"Fk7Qw9Zx2\n    m3Lp8Rt"',
  "'Fk7Qw9Zx2\n    m3Lp8Rt'",
  "Fk7Qw9Zx2\r\n    m3Lp8Rt",
];

const WHOLE = [
  '"Fk7Qw9Zx2 #m3Lp8Rt"',
  '"Fk7Qw9Zx2" # rotated in spring',
  "'Fk7Qw9Zx2' # rotated in spring",
  "Fk7Qw9Zx2#m3Lp8Rt",
  "Fk7Qw9Zx2&m3Lp8Rt",
  "Fk7Qw9Zx2 m3Lp8Rt",
  "Fk7Qw9Zx2\n  # of the next key",
  "|-\n    Fk7Qw9Zx2 #m3Lp8Rt",
  '"Fk7Qw9Zx2\\\n    m3Lp8Rt"',
];

describe("in the credentials", () => {
  test.each(CUT)("%j is asked about", (password) => {
    expect(said(password)).toMatchObject([
      { code: "CLP4051", severity: "warning", path: ["database", "password"] },
    ]);
  });
  test.each(WHOLE)("%j is not", (password) => expect(said(password)).toEqual([]));
  test("an anchor that an alias repeats is meant", () =>
    expect(
      validated("", credentials("&shared Fk7Qw9Zx2m3").replace("fake-queue-password", "*shared")).diagnostics,
    ).toEqual([]));
  test("what begins with a # or & is nothing, and the way out says so", () => {
    for (const password of ["#Fk7Qw9Zx2", "&Fk7Qw9Zx2"])
      expect(said(password)).toMatchObject([
        { code: "CLP2008", help: "Write a value, in quotes where it begins with # or &" },
      ]);
  });
});

describe("in the config", () => {
  test.each(CUT.filter((text) => !text.includes("m3Lp8Rt #")))("a key %j is asked about", (key) =>
    expect(validated(s3(key.replaceAll("\n    ", "\n            "))).diagnostics).toMatchObject([
      { code: "CLP4051" },
    ]),
  );
  test("a whole one is not", () => expect(validated(s3("Fk7Qw9Zx2m3Lp8Rt")).diagnostics).toEqual([]));
  test("what is no secret may have any comment", () =>
    expect(
      validated("package: {storage_engine: clp-s} # ours\nlogs_directory: var/log # there").diagnostics,
    ).toEqual([]));
});

test("nothing of it is shown, in no format", () => {
  for (const password of CUT) {
    for (const { diagnostics, texts } of [
      validated("", credentials(password)),
      validated(s3(password.replaceAll("\n    ", "\n            "))),
    ]) {
      expect(diagnostics).not.toEqual([]);
      const json = formatJson(placeDiagnostics(diagnostics, texts).map(printableFinding));
      for (const word of ["Fk7", "Zx2", "m3L", "p8Rt"]) expect(json).not.toContain(word);
    }
  }
});

test.each(["abc #defghijklmnop", "root #x", "&abc x"])("what is left of %s is not judged", (password) => {
  expect(validated("", credentials(password)).diagnostics.map(({ code }) => code)).toEqual(["CLP4051"]);
});
