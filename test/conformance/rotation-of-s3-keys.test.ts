/** Every command of docs/secrets.md on the rotation of keys of S3, in each mode, with the real programs and API server. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { FIXTURES } from "../fixtures.ts";
import { type ApiServer, startApiServer } from "./programs/api-server.ts";
import { bash } from "./programs/bash.ts";
import { installCommandLine } from "./programs/command-line.ts";
import { installExternalSecrets } from "./programs/external-secrets.ts";
import { program } from "./programs/programs.ts";

const PAGE = readFileSync(join(import.meta.dirname, "../../docs/secrets.md"), "utf8");
const FIXTURE = join(FIXTURES, "ok/06-s3-credentials");
const OLD = /fake-(?:input|archive|stream)-secret/;
const NEW = "fake-new-s3-secret";

/** What a person pastes of a step. */
function block(name: string): string {
  const found = [...PAGE.matchAll(/^```sh (\S+)\n([\s\S]*?)^```$/gm)].filter(([, info]) => info === name);
  expect({ name, blocks: found.length }).toEqual({ name, blocks: 1 });
  return found[0]![2]!;
}

let api: ApiServer;
let folder: string;

beforeAll(async () => {
  api = await startApiServer();
  await installExternalSecrets(api);
});
afterAll(() => api?.stop());

const work = (name: string): string => join(folder, "work", name);

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "clp-compile-s3-keys-"));
  mkdirSync(work("etc"), { recursive: true });
  const bin = join(folder, "bin");
  mkdirSync(bin);
  await installCommandLine(bin);
  for (const name of ["sops", "age-keygen", "kubeseal"] as const) symlinkSync(program(name), join(bin, name));
  const script = (name: string, text: string) =>
    writeFileSync(join(bin, name), `#!/bin/sh\n${text}\n`, { mode: 0o755 });
  // The project is read as the real program reads it; no engine runs here.
  script(
    "docker",
    `[ "$1 $2" = "compose --project-directory" ] || exit 90
'${program("docker-compose")}' --project-directory "$3" config --quiet || exit 91
shift 3
echo "$@" >> '${folder}/asked'`,
  );
  // No controllers run here, for whom \`rollout status\` would wait.
  script("kubectl", `case " $* " in *" rollout status "*) exit 0 ;; esac\nexec '${program("kubectl")}' "$@"`);
  write("manifests");
  writeFileSync(work("etc/credentials.yaml"), readFileSync(join(FIXTURE, "credentials.yaml")), {
    mode: 0o600,
  });
  return async () => {
    await shell(
      "kubectl delete secrets,deployments,statefulsets,externalsecrets --all --namespace clp --ignore-not-found",
    );
    rmSync(folder, { recursive: true, force: true });
  };
});

/** The inputs, with Secrets that come from somewhere. */
function write(from: string, store = ""): void {
  const read = (name: string) => readFileSync(join(FIXTURE, name), "utf8");
  const home = `${folder}/home`;
  const site = read("clp-site.yaml").replace("/home/clp/clp-package", home);
  const cluster = `kubernetes: {namespace: clp, storage_class: standard, secrets: {from: ${from}${store}}}\n`;
  writeFileSync(work("etc/clp-config.yaml"), read("clp-config.yaml"));
  writeFileSync(work("etc/clp-site.yaml"), `${site}${cluster}`);
}

function rotate(path: string): void {
  const text = readFileSync(work(path), "utf8");
  expect(text).toMatch(OLD);
  writeFileSync(work(path), text.replace(new RegExp(OLD, "g"), NEW));
}

function shell(text: string): Promise<{ readonly code: number; readonly said: string }> {
  const env = {
    PATH: `${join(folder, "bin")}:${process.env["PATH"]}`,
    HOME: folder,
    ...api.environment,
    SOPS_AGE_KEY_FILE: join(folder, "key"),
  };
  return bash(text, { cwd: work(""), env });
}

async function succeed(text: string): Promise<string> {
  const { code, said } = await shell(text);
  expect({ text, code, said }).toEqual({ text, code: 0, said: expect.any(String) });
  return said;
}

const NAMESPACE = "kubectl create namespace clp --dry-run=client -o yaml | kubectl apply -f -";

/** What a Secret of the cluster holds, as text. */
async function secret(name: string): Promise<string> {
  const { data } = JSON.parse(await succeed(`kubectl --namespace clp get secret ${name} --output=json`));
  return Object.values(data as Record<string, string>)
    .map((value) => Buffer.from(value, "base64").toString())
    .join("\n");
}

async function expectRotated(): Promise<void> {
  for (const name of ["clp-config", "clp-stream-output"]) {
    const held = await secret(name);
    expect(held).toContain(NEW);
    expect(held).not.toMatch(OLD);
  }
  await succeed(block("s3-restart"));
  const { items } = JSON.parse(
    await succeed("kubectl --namespace clp get deployments,statefulsets --output=json"),
  ) as { items: readonly { kind: string; spec: { template: { metadata: { annotations?: object } } } }[] };
  for (const { kind, spec } of items) {
    const annotations = Object.keys(spec.template.metadata.annotations ?? {});
    expect(annotations.includes("kubectl.kubernetes.io/restartedAt")).toBe(kind === "Deployment");
  }
}

async function started(): Promise<void> {
  await succeed(`clp-compile --emit kubernetes,docs && ${NAMESPACE}`);
  await succeed("kubectl apply -k out/kubernetes/secrets && kubectl apply -k out/kubernetes");
  expect(await secret("clp-config")).toMatch(OLD);
}

test("with Docker Compose: what reads the config starts anew", async () => {
  await succeed("clp-compile --emit compose");
  rotate("etc/clp-config.yaml");
  await succeed(block("s3-compose"));
  expect(await succeed("grep -rl fake-new-s3-secret out/compose")).toContain(".clp-config.yaml");
  expect((await shell("grep -rE 'fake-(input|archive|stream)-secret' out/compose")).said).toBe("");
  expect(readFileSync(join(folder, "asked"), "utf8")).toBe("up --detach --wait\nrestart\n");
});

test("with Secrets of the manifests", async () => {
  await started();
  rotate("etc/clp-config.yaml");
  await succeed(block("s3-manifests"));
  await expectRotated();
});

test("with Secrets that others make", async () => {
  await started();
  await succeed(block("s3-fetch"));
  rotate("clp-config.yaml");
  await succeed("mkdir clp-stream-output && cd clp-stream-output && printf %s FAKE-NEW-KEY > access_key_id");
  await succeed(`printf %s ${NEW} > clp-stream-output/secret_access_key`);
  await succeed(block("s3-existing"));
  await expectRotated();
});

test("with Secrets from a store: the operator is asked to look", async () => {
  write("external-secrets", ", store: {name: vault}, key: 'clp/{section}'");
  await succeed(`clp-compile --no-secrets --emit kubernetes && ${NAMESPACE}`);
  await succeed("kubectl apply -f out/kubernetes/external-secrets.yaml");
  await succeed(block("s3-external-secrets"));
  const { items } = JSON.parse(await succeed("kubectl --namespace clp get externalsecrets --output=json"));
  const asked = (items as { metadata: { name: string; annotations: Record<string, string> } }[]).map(
    ({ metadata }) => [metadata.name, metadata.annotations["force-sync"]],
  );
  expect(asked).toContainEqual(["clp-config", "2026-02"]);
  expect(asked).toContainEqual(["clp-stream-output", "2026-02"]);
});

test("with Sealed Secrets: the controller's key opens the new ones", async () => {
  const key =
    "openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out sealing.pem -days 2 -subj /CN=fake";
  await succeed(`${key} 2>/dev/null`);
  rotate("etc/clp-config.yaml");
  await succeed(block("s3-sealed-secrets"));
  const sealed = readFileSync(work("clp-sealed-secrets.yaml"), "utf8");
  expect(sealed).toContain("kind: SealedSecret");
  const [config = ""] = sealed.split(/^---$/m).filter((one) => /^ {2}name: clp-config$/m.test(one));
  writeFileSync(work("one.yaml"), config);
  const opened = await succeed(
    "kubeseal --recovery-unseal --recovery-private-key key.pem --format yaml < one.yaml",
  );
  const [, value = ""] = /clp-config\.yaml: (\S+)/.exec(opened) ?? [];
  expect(Buffer.from(value, "base64").toString()).toContain(NEW);
});

test("with SOPS: what is decrypted is applied", async () => {
  await started();
  const rule = '{creation_rules: [{path_regex: "[.]sops[.]yaml$", encrypted_regex: "^data$", age: "%s"}]}';
  await succeed(
    `age-keygen -o ../key 2>/dev/null && printf '${rule}' "$(age-keygen -y ../key)" > .sops.yaml`,
  );
  rotate("etc/clp-config.yaml");
  await succeed(block("s3-sops"));
  expect(readFileSync(work("clp-secrets.sops.yaml"), "utf8")).not.toContain(
    Buffer.from(NEW).toString("base64"),
  );
  await succeed("sops decrypt clp-secrets.sops.yaml | kubectl apply -f -");
  await expectRotated();
});
