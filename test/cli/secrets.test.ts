/** Credentials that are encrypted or come by standard input, and `secrets`, which prints them by their variables. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parse, stringify } from "yaml";
import * as compiler from "../../src/mod.ts";
import { CREDENTIALS } from "../deploy.ts";
import { FIXTURES } from "../fixtures.ts";
import { type Workspace, workspace } from "./workspace.ts";

const SOPS = `database:
    password: ENC[AES256_GCM,data:bm90aGluZw==,iv:aXY=,tag:dGFn,type:str]
sops:
    version: 3.9.0
`;

function space(credentials: string, stdin = ""): Workspace {
  const made = workspace({ compiler, stdin });
  made.write("etc/clp-config.yaml", "webui: {port: 4001}\n");
  made.write("etc/clp-site.yaml", 'clp_version: "0.9.0"\n');
  made.write("etc/credentials.yaml", credentials);
  return made;
}

describe("an encrypted credentials file", () => {
  test.each([
    ["SOPS", SOPS, "sops --decrypt etc/credentials.yaml | clp-compile --credentials -"],
    ["SOPS", '{\n"sops": {},\n"a": "ENC[AES256_GCM,data:x]"}', "sops --decrypt etc/credentials.yaml"],
    ["Ansible Vault", "$ANSIBLE_VAULT;1.1;AES256\n6638\n", "ansible-vault view etc/credentials.yaml"],
    [
      "age",
      "-----BEGIN AGE ENCRYPTED FILE-----\nYWdl\n",
      "age --decrypt --identity KEY etc/credentials.yaml",
    ],
  ])(
    "of %s is no hindrance where no value is needed, and says how to give it where one is",
    async (by, text, help) => {
      const made = space(text);
      for (const argv of [
        ["validate"],
        ["compile", "--no-secrets", "--emit", "compose"],
        ["check"],
        ["plan", "--against", "out"],
        ["explain", "webui.port"],
        ["diagram"],
      ]) {
        const { code, err } = await made.run(...argv);
        expect(err).not.toContain("error");
        expect(code, argv.join(" ")).toBe(0);
      }
      const { code, err } = await made.run();
      expect(code).toBe(1);
      expect(err).toContain(
        `error[CLP6504]: Cannot take credentials from etc/credentials.yaml: it is encrypted by ${by}`,
      );
      expect(err).toContain(help);
      expect(existsSync(made.path("out/compose/.env"))).toBe(false);
    },
  );
});

test("a value that Ansible Vault has encrypted is explained", async () => {
  const made = space(
    CREDENTIALS.replace(/password: .*/, "password: !vault |\n    $ANSIBLE_VAULT;1.1;AES256\n    6231"),
  );
  const { code, err } = await made.run();
  expect(code).toBe(1);
  expect(err).toContain("error[CLP1006]: Cannot read the value: it is encrypted by Ansible Vault");
  expect(err).toContain("`ansible-vault encrypt FILE`");
});

describe("a config of which SOPS has encrypted nothing but keys of S3", () => {
  const ENCRYPTED = readFileSync(join(FIXTURES, "bad/CLP6504-config/clp-config.yaml"), "utf8");
  const PLAIN = ENCRYPTED.slice(0, ENCRYPTED.indexOf("sops:"))
    .replace(/(access_key_id: )ENC.*/, "$1FAKE-ARCHIVE-KEY")
    .replace(/(secret_access_key: )ENC.*/, "$1fake-archive-secret");

  test("gives what the decrypted one gives, where no value is needed, and nothing of it goes anywhere", async () => {
    const made = space(CREDENTIALS);
    made.write("etc/clp-config.yaml", ENCRYPTED);
    for (const argv of [
      ["validate"],
      ["compile", "--no-secrets"],
      ["check"],
      ["plan", "--against", "out"],
      ["explain", "webui.port"],
      ["diagram"],
    ]) {
      const { code, out, err } = await made.run(...argv);
      expect(err, argv.join(" ")).not.toContain("error");
      expect(code, argv.join(" ")).toBe(0);
      expect(`${out}${err}`).not.toContain("ENC[");
    }
    const plain = space(CREDENTIALS);
    plain.write("etc/clp-config.yaml", PLAIN);
    await plain.run("compile", "--no-secrets");
    expect(made.tree("out")).toEqual(plain.tree("out"));
  });

  test("is no source of values, and says how they are given", async () => {
    for (const argv of [["compile"], ["secrets"]]) {
      const made = space(CREDENTIALS);
      made.write("etc/clp-config.yaml", ENCRYPTED);
      const { code, out, err } = await made.run(...argv);
      expect({ code, out }).toEqual({ code: 1, out: "" });
      expect(err).toContain("error[CLP6504]: Cannot take keys of S3 from etc/clp-config.yaml");
      expect(err).toContain("sops --decrypt etc/clp-config.yaml | clp-compile --config -");
    }
    const sources = { name: "c", content: ENCRYPTED };
    const credentials = { name: "k", content: CREDENTIALS };
    expect(compiler.secretValues({ config: sources, credentials })).toBeUndefined();
  });

  test("comes decrypted by standard input", async () => {
    const made = space(CREDENTIALS, PLAIN);
    made.write("etc/clp-config.yaml", ENCRYPTED);
    expect(
      (await made.run("--config", "-", "--credentials", "etc/credentials.yaml", "--emit", "compose")).code,
    ).toBe(0);
    expect(made.read("out/compose/var/log/.clp-config.yaml")).toContain("FAKE-ARCHIVE-KEY");
    expect((await made.run("validate", "--config", "-", "--credentials", "-")).code).toBe(2);
    expect((await made.run("validate", "--config", "-", "--watch")).code).toBe(2);
  });
});

describe("what is said of encrypted inputs is typed as it stands", () => {
  const ENCRYPTED = readFileSync(join(FIXTURES, "bad/CLP6504-config/clp-config.yaml"), "utf8");
  const PLAIN = ENCRYPTED.slice(0, ENCRYPTED.indexOf("sops:")).replace(/ENC\[.*\]/g, "FAKE");

  test.each<
    [what: string, argv: readonly string[], stdin: string, files: Record<string, string>, line: string]
  >([
    [
      "a layer",
      ["--config", "base.yaml", "--config", "prod.yaml", "--credentials", "plain.yaml", "--emit", "compose"],
      PLAIN,
      { "base.yaml": "{}\n", "prod.yaml": ENCRYPTED, "plain.yaml": CREDENTIALS },
      "sops --decrypt prod.yaml | clp-compile --config base.yaml --config - --credentials plain.yaml --emit compose",
    ],
    [
      "the credentials of a deployment",
      ["compile", "prod"],
      CREDENTIALS,
      {
        "clp-compile.yaml":
          "deployments: {prod: {config: [base.yaml], credentials: prod.yaml, out: prod, emit: [compose]}}\n",
        "base.yaml": "{}\n",
        "prod.yaml": SOPS,
      },
      "sops --decrypt prod.yaml | clp-compile --config base.yaml --out prod --credentials - --emit compose",
    ],
    [
      "a config with a site file beside it",
      ["--config", "a b/clp-config.yaml", "--credentials", "plain.yaml", "--emit", "compose"],
      PLAIN,
      {
        "a b/clp-config.yaml": ENCRYPTED,
        "a b/clp-site.yaml": 'clp_version: "0.9.0"\n',
        "plain.yaml": CREDENTIALS,
      },
      "sops --decrypt 'a b/clp-config.yaml' | clp-compile --config - --site 'a b/clp-site.yaml' --credentials plain.yaml --emit compose",
    ],
  ])("%s, by standard input", async (_, argv, stdin, files, line) => {
    const made = workspace({ compiler, stdin });
    for (const [name, text] of Object.entries(files)) made.write(name, text);
    const { code, err } = await made.run(...argv);
    expect(code).toBe(1);
    expect(err).toContain(`without a file: ${line}\n`);
    const [, typed = ""] = line.split(" | clp-compile ");
    const words = [...typed.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, word]) => quoted ?? word ?? "");
    expect(await made.run(...words)).toMatchObject({ code: 0 });
  });

  test("config and credentials, by FIFOs, with the site file that is meant", async () => {
    const made = space(SOPS);
    made.write("etc/clp-config.yaml", ENCRYPTED);
    made.write("etc/clp-site.yaml", 'clp_version: "0.9.0"\n');
    expect((await made.run("--emit", "compose")).err).toContain(
      "without a file: clp-compile --config <(sops --decrypt etc/clp-config.yaml) --site etc/clp-site.yaml --credentials <(sops --decrypt etc/credentials.yaml) --emit compose\n",
    );
  });

  test("standard input is read by one of all files", async () => {
    const made = space(CREDENTIALS);
    expect(
      (await made.run("--config", "-", "--config", "etc/clp-config.yaml", "--credentials", "-")).code,
    ).toBe(2);
    expect((await made.run("validate", "--config", "-", "--config", "x.yaml", "--watch")).code).toBe(2);
  });
});

describe("--credentials -", () => {
  test("takes what a decrypting program prints, and keeps no copy", async () => {
    const made = space(SOPS, CREDENTIALS);
    expect((await made.run("--credentials", "-", "--emit", "compose")).code).toBe(0);
    expect(made.read("out/compose/.env")).toContain(parse(CREDENTIALS).database.password);
    expect((await made.run("check", "--credentials", "-")).code).toBe(0);
  });

  test("is named <stdin> where something is wrong with it, and is not mended", async () => {
    const made = space(SOPS, CREDENTIALS.replace("queue:", "queu:"));
    const { code, err } = await made.run("validate", "--fix", "--credentials", "-");
    expect(code).toBe(1);
    expect(err).toContain("<stdin>");
    expect(existsSync(made.path("<stdin>"))).toBe(false);
  });

  test("contradicts what reads standard input, too", async () => {
    expect((await space(SOPS).run("validate", "-", "--credentials", "-")).code).toBe(2);
    expect((await space(SOPS).run("validate", "--watch", "--credentials", "-")).code).toBe(2);
  });
});

describe("secrets", () => {
  const hostile = parse(CREDENTIALS);
  hostile.queue.password = "a b+c/%@:{{ \"'\\ $(X) #";
  hostile.database.password = "line: - é";

  test.each(["yaml", "json"])(
    "prints every secret by its variable as %s, raw, and the percent-encoded ones",
    async (format) => {
      const made = space(stringify(hostile));
      const { code, out, err } = await made.run("secrets", "--format", format);
      expect({ code, err }).toEqual({ code: 0, err: "" });
      const printed = format === "json" ? JSON.parse(out) : parse(out);
      expect(printed).toMatchObject({
        CLP_QUEUE_PASS: hostile.queue.password,
        CLP_QUEUE_PASS_ENCODED: encodeURIComponent(hostile.queue.password),
        CLP_DB_PASS: hostile.database.password,
        CLP_DB_ROOT_USER: hostile.database.root_username,
      });
      // What a compose file asks for without a default is all there.
      await made.run("--emit", "compose", "--no-secrets");
      const asked = [...made.read("out/compose/docker-compose.yaml").matchAll(/\$\{(\w+):\?/g)].map(
        ([, name]) => name!,
      );
      expect(asked.length).toBeGreaterThan(5);
      expect(asked.filter((name) => !(name in printed))).toEqual([]);
    },
  );

  test("prints nothing where the inputs have errors, or credentials are missing or encrypted", async () => {
    const wrong = space(CREDENTIALS);
    wrong.write("etc/clp-config.yaml", "bogus: 1\n");
    expect(await wrong.run("secrets")).toMatchObject({ code: 1, out: "" });
    expect(await space(SOPS).run("secrets")).toMatchObject({
      code: 1,
      out: "",
      err: expect.stringContaining("CLP6504"),
    });
    const none = workspace({ compiler });
    none.write("etc/clp-config.yaml", "");
    expect(await none.run("secrets")).toMatchObject({
      code: 1,
      out: "",
      err: expect.stringContaining("CLP6004"),
    });
    expect(await space(CREDENTIALS).run("secrets", "--no-secrets")).toEqual({
      code: 0,
      out: "{}\n",
      err: "",
    });
  });
});

test("of a host that needs none, an empty mapping is printed, which a program can read", async () => {
  const made = space(CREDENTIALS);
  made.write(
    "etc/clp-site.yaml",
    `clp_version: "0.9.0"
host: {clp_home: /home/clp/clp-package, cpus: 4}
hosts:
  - {name: control, address: 10.0.0.11, components: [infrastructure, schedulers, rest, workers]}
  - {name: reduce-1, address: 10.0.0.21, components: [reducer]}
`,
  );
  for (const format of ["yaml", "json"]) {
    const { code, out } = await made.run("secrets", "--host", "reduce-1", "--format", format);
    expect(code).toBe(0);
    expect(parse(out)).toEqual({});
  }
});
