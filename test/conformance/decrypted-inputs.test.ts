/** Encrypted inputs come decrypted by standard input and by FIFOs, as docs/secrets.md says: the same files come out. */
import { cpSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { FIXTURES } from "../fixtures.ts";
import { bash } from "./programs/bash.ts";
import { installCommandLine } from "./programs/command-line.ts";
import { type Sops, sopsFolder } from "./programs/sops.ts";

const GUIDE = readFileSync(join(import.meta.dirname, "../../docs/secrets.md"), "utf8");
const FIXTURE = join(FIXTURES, "ok/06-s3-credentials");
const KEYS = "^(access_key_id|secret_access_key|session_token)$";

let sops: Sops;

beforeEach(async () => {
  sops = await sopsFolder();
  mkdirSync(sops.path("bin"));
  mkdirSync(sops.path("etc"));
  await installCommandLine(sops.path("bin"));
  for (const name of ["clp-config.yaml", "clp-site.yaml"])
    cpSync(join(FIXTURE, name), sops.path(`etc/${name}`));
  cpSync(join(FIXTURE, "credentials.yaml"), sops.path("plain.yaml"));
  await succeed("clp-compile --credentials plain.yaml --out expected");
});

async function succeed(text: string): Promise<string> {
  const env = { ...sops.env, PATH: `${sops.path("bin")}:${sops.env["PATH"]}` };
  const { code, said } = await bash(text, { cwd: sops.folder, env });
  expect({ text, code, said }).toEqual({ text, code: 0, said: expect.any(String) });
  return said;
}

/** The line of the guide that begins so. */
function line(beginning: string): string {
  const lines = GUIDE.split("\n").filter((one) => one.startsWith(beginning));
  expect(lines).toHaveLength(1);
  return lines[0]!;
}

const encryptCredentials = "sops encrypt --filename-override credentials.yaml plain.yaml > credentials.yaml";
/** The plain one is gone then: what is compiled is what came decrypted. */
const encryptConfig = `sops encrypt --encrypted-regex '${KEYS}' etc/clp-config.yaml > clp-config.yaml && rm etc/clp-config.yaml`;

async function expectSame(): Promise<void> {
  expect(await succeed("diff -r expected out")).toBe("");
}

test("credentials by standard input", async () => {
  await succeed(`${encryptCredentials} && rm plain.yaml`);
  await succeed(line("sops --decrypt credentials.yaml | clp-compile"));
  await expectSame();
});

test("a config by standard input", async () => {
  await succeed(`${encryptConfig} && mv plain.yaml credentials.yaml`);
  await succeed(line("sops --decrypt clp-config.yaml | clp-compile"));
  await expectSame();
});

test("both: one by standard input, the other by a FIFO of the shell", async () => {
  await succeed(`${encryptCredentials} && ${encryptConfig} && rm plain.yaml`);
  const [, substitution = ""] = /by a FIFO, such as a shell's `([^`]+)`/.exec(GUIDE) ?? [];
  await succeed(`sops --decrypt clp-config.yaml | clp-compile --config - --credentials ${substitution}`);
  await expectSame();
  await succeed(
    `sops --decrypt clp-config.yaml | clp-compile check --config - --credentials ${substitution}`,
  );
});

test("every input by a FIFO that has a name, whose writer comes later", async () => {
  await succeed(`${encryptCredentials} && ${encryptConfig} && rm plain.yaml`);
  await succeed(`mkfifo config.fifo credentials.fifo site.fifo
{ sleep 0.2; sops --decrypt clp-config.yaml > config.fifo; } &
{ sleep 0.1; sops --decrypt credentials.yaml > credentials.fifo; } &
cat etc/clp-site.yaml > site.fifo &
clp-compile --config config.fifo --site site.fifo --credentials credentials.fifo
wait`);
  await expectSame();
});
