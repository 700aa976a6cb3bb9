/** The lines of docs/secrets.md that turn `kubernetes/secrets/` into something committable, and the way back. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { parseAllDocuments } from "yaml";
import { type Any, manifestsOf } from "../backends/kubernetes/manifests.ts";
import { okFixtures } from "../fixtures.ts";
import { program, run } from "./programs/programs.ts";
import { type Sops, sopsFolder } from "./programs/sops.ts";

const GUIDE = readFileSync(join(import.meta.dirname, "../../docs/secrets.md"), "utf8");

/** The line of the guide that has a word in it. */
function lineWith(word: string): string {
  const lines = GUIDE.split("\n").filter(
    (line) => line.startsWith("kubectl kustomize kubernetes/secrets") && line.includes(word),
  );
  expect(lines).toHaveLength(1);
  return lines[0]!;
}

/** The rule of the guide, for the key of a test. */
function ruleFor(recipient: string): string {
  const [, rule = ""] = /```yaml\n# \.sops\.yaml\n([\s\S]*?)```/.exec(GUIDE) ?? [];
  expect(rule).toContain("creation_rules");
  return rule.replace(/age1\S+/, recipient);
}

const byName = (text: string): ReadonlyMap<string, Any> =>
  new Map(
    parseAllDocuments(text)
      .map((document) => document.toJS() as Any)
      .filter((object) => object !== null)
      .map((object) => [object.metadata.name, object]),
  );

/** The Secrets of a fixture, written where the guide has them. */
async function written(name: string): Promise<{ readonly sops: Sops; readonly secrets: readonly Any[] }> {
  const sops = await sopsFolder();
  const { sources } = okFixtures().find((one) => one.name === name)!;
  const manifests = manifestsOf(sources);
  for (const { path, text } of manifests.files) {
    mkdirSync(dirname(sops.path(path)), { recursive: true });
    writeFileSync(sops.path(path), text);
  }
  return { sops, secrets: manifests.kind("Secret") };
}

/** A command line with the real programs on its PATH. */
async function shell(sops: Sops, line: string, input = ""): Promise<string> {
  const folders = [program("kubectl"), program("kubeseal"), program("sops")].map((path) => dirname(path));
  const { code, stdout, stderr } = await run("bash", ["-c", `set -o pipefail; ${line}`], {
    cwd: sops.folder,
    input,
    env: { ...sops.env, PATH: [...folders, process.env["PATH"]].join(":") },
  });
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  return stdout;
}

describe.each(["06-s3-credentials", "12-hostile-passwords"])("the Secrets of %s", (name) => {
  test("become SealedSecrets, which the controller's key opens to the same bytes", async () => {
    const { sops, secrets } = await written(name);
    const key =
      "openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out sealing.pem -days 2 -subj /CN=fake";
    await shell(sops, `${key} 2>/dev/null`);
    await shell(sops, lineWith("kubeseal"));
    const sealed = readFileSync(sops.path("clp-sealed-secrets.yaml"), "utf8");
    const objects = byName(sealed);
    const opened = new Map<string, Any>();
    // It opens one at a time.
    for (const one of parseAllDocuments(sealed).filter(({ contents }) => contents !== null))
      for (const [secret, object] of byName(
        await shell(
          sops,
          "kubeseal --recovery-unseal --recovery-private-key key.pem --format yaml",
          one.toString(),
        ),
      ))
        opened.set(secret, object);
    for (const { metadata, data } of secrets) {
      expect(objects.get(metadata.name).kind).toBe("SealedSecret");
      expect(opened.get(metadata.name)).toMatchObject({
        kind: "Secret",
        data,
        metadata: { labels: metadata.labels },
      });
      for (const value of Object.values(data) as string[]) expect(sealed).not.toContain(value);
    }
    expect(opened.size).toBe(secrets.length);
  });

  test("are encrypted by SOPS, names and keys still to be read, and decrypted to the same bytes", async () => {
    const { sops, secrets } = await written(name);
    writeFileSync(sops.path(".sops.yaml"), ruleFor(sops.recipient));
    await shell(sops, lineWith("sops"));
    const encrypted = readFileSync(sops.path("clp-secrets.sops.yaml"), "utf8");
    const kept = byName(encrypted);
    const opened = byName(await shell(sops, "sops decrypt clp-secrets.sops.yaml"));
    for (const { metadata, data } of secrets) {
      expect(opened.get(metadata.name).data).toEqual(data);
      expect(Object.keys(kept.get(metadata.name).data)).toEqual(Object.keys(data));
      for (const value of Object.values(data) as string[]) expect(encrypted).not.toContain(value);
    }
    expect(opened.size).toBe(secrets.length);
  });
});
