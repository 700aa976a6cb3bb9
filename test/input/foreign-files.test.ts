/** What is no configuration is told in one finding, whatever else would be wrong with it. */
import { describe, expect, test } from "vitest";
import { under } from "../frames.ts";
import { CREDENTIALS, check, readAll, says } from "./check.ts";

const said = (what: string): string => `Cannot read the file: it is ${what}`;

describe("another kind of file is named", () => {
  test.each([
    ["<!DOCTYPE html>\n<html><body>a: b</body></html>", "a web page (HTML), in place of the file itself"],
    ["\n\n <html lang=en><p>a: b", "a web page (HTML), in place of the file itself"],
    ['<?xml version="1.0"?>\n<Error><Code>AccessDenied</Code></Error>', "XML, not YAML"],
    ["404: Not Found", "the answer of a server that did not give the file"],
    [
      "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n",
      "a pointer of Git LFS, in place of the file itself",
    ],
    ["$ANSIBLE_VAULT;1.1;AES256\n6638\n", "encrypted by Ansible Vault"],
    ["-----BEGIN AGE ENCRYPTED FILE-----\nYWdl\n", "encrypted by age"],
    ["-----BEGIN PGP MESSAGE-----\n\nhQ\n", "encrypted by PGP"],
    ["webui:\n  host: ENC[AES256_GCM,data:x,iv:y]\nsops:\n  version: 3\n", "encrypted by SOPS"],
    ['{\n\t"webui": "ENC[AES256_GCM,data:x]",\n\t"sops": {}\n}\n', "encrypted by SOPS"],
    ["[webui]\nport = 4000\n", "TOML or INI, not YAML"],
    ["; the web UI\n[webui]\n\n# its port\nport=4000\n", "TOML or INI, not YAML"],
    ["apiVersion: v1\nkind: Secret\nmetadata:\n  name: x\n", "a Kubernetes manifest"],
    ['version: "3"\nservices:\n  webui:\n    image: x\n', "a Compose file"],
    ["clpConfig:\n  webui:\n    port: 30000\n", "values for CLP's Helm chart"],
    ["port=4000\nhost=localhost\n", "lines of `key = value`, not YAML"],
  ])("%j", (text, what) => {
    says(text, said(what));
    says({ credentials: text }, said(text.startsWith("port") ? "a list of variables, not YAML" : what));
    says({ site: text }, said(what));
  });

  test.each([
    [[0x1f, 0x8b, 8, 0], "a compressed archive"],
    [[0x50, 0x4b, 3, 4, 0xff], "a compressed archive"],
    [[0, 0x47, 0x49, 0x54, 0x43, 0x52, 0x59, 0x50, 0x54, 0, 0xff], "encrypted by git-crypt"],
  ])("bytes %j", (bytes, what) => {
    says({ config: new Uint8Array(bytes) }, said(what));
  });

  test.each([
    "{}",
    "# <html>\nwebui: {port: 4001}\n",
    'webui: {host: "a"}\n# x = y\n',
    "database:\n  names: {clp: sops}\n",
    "bundled: [database]\n",
    "[]\n",
  ])("%j is none", (text) => {
    expect(readAll({ config: text }).findings.map(({ code }) => code)).not.toContain("CLP1019");
  });

  test("passwords may look like anything", () => {
    for (const password of ["<html>", "a=b", "ENC[AES256_GCM,x]", "[a]", "$ANSIBLE_VAULT;1.1"])
      check({ credentials: CREDENTIALS.replace("database-password", JSON.stringify(password)) });
  });
});

describe("a merge conflict", () => {
  const conflict = (a: string, b: string, mark = ""): string =>
    `<<<<<<< HEAD\n${a}\n${mark}=======\n${b}\n>>>>>>> feature\n`;

  test.each([
    ["in a section", `webui:\n${conflict("  port: 4001", "  port: 4002")}  host: localhost\n`],
    ["of whole sections", `${conflict("webui: {port: 1}", "webui: {port: 2}")}redis:\n  port: x\n`],
    [
      "with the common ancestor",
      `webui:\n${conflict("  port: 4001", "  port: 4002", "||||||| base\n  port: 4000\n")}`,
    ],
    ["in JSON", `{\n${conflict('"webui": {"port": 1},', '"webui": {"port": 2},')}"redis": {}\n}\n`],
    ["with CRLF", `webui:\n${conflict("  port: 4001", "  port: 4002")}`.replaceAll("\n", "\r\n")],
    ["of nothing with something", `webui:\n  port: 1\n${conflict("", "  host: h")}`],
    ["whose marks have no names", "<<<<<<<\nwebui: {}\n=======\nredis: {}\n>>>>>>>\n"],
  ])("%s is one finding", (_, text) => {
    says(text, "Cannot read the file: a merge left a conflict in it");
    says({ site: text }, "Cannot read the file: a merge left a conflict in it");
    says({ credentials: text }, "Cannot read the file: a merge left a conflict in it");
  });

  test("several are one finding, too", () => {
    const two = `webui:\n${conflict("  port: 1", "  port: 2")}redis:\n${conflict("  port: 3", "  port: 4")}`;
    says(two, "Cannot read the file: a merge left 2 conflicts in it");
  });

  test.each(["<<<<<<< HEAD", "=======", ">>>>>>> feature", "||||||| base"])(
    "a mark that was left: %s",
    (mark) => {
      check(under(`webui:\n  port: 4001\n${mark}\n`, mark, "CLP1020"));
    },
  );

  test("what only looks like one is text", () => {
    check('data_directory: "a\n  =======\n  >>>>>>> b"\n# <<<<<<< c\n');
  });
});
