/**
 * Secrets that somebody else makes, made as the page of a deployment says, by kubectl alone: they hold what those of the
 * manifests hold, whatever a password looks like.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { compile, type Sources } from "../../src/mod.ts";
import { type Any, manifestsOf } from "../backends/kubernetes/manifests.ts";
import { withSecretsFrom } from "../backends/kubernetes/secret-references.ts";
import { okFixtures } from "../fixtures.ts";
import { bash } from "./programs/bash.ts";
import { program } from "./programs/programs.ts";

const NAMES = ["01-full", "03-spider-full", "06-s3-credentials", "12-hostile-passwords", "22-release-0.13.0"];

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "clp-compile-existing-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function pageOf(sources: Sources): string {
  const { files } = compile(withSecretsFrom(sources, "existing"), {
    emit: ["kubernetes", "docs"],
    secrets: true,
  });
  return files.find(({ path }) => path === "docs/deployment.md")!.text;
}

/** All but the characters that the page names are percent-encoded. */
function encoded(text: string): string {
  return [...Buffer.from(text)]
    .map((byte) => String.fromCharCode(byte))
    .map((one) =>
      /[\w.~-]/.test(one) ? one : `%${one.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`,
    )
    .join("");
}

/** What a person writes for a cell of the page: the value of the credentials stands where brackets name it. */
function filledIn(cell: string, values: ReadonlyMap<string, string>): string {
  return cell.replace(/\(([\w.]+)(, percent-encoded)?\)/g, (_, name: string, percent?: string) => {
    const value = values.get(name)!;
    return percent === undefined ? value : encoded(value);
  });
}

describe.each(okFixtures().filter(({ name }) => NAMES.includes(name)))("$name", ({ sources }) => {
  test("made as the page says, they are those of the manifests", async () => {
    const ours = manifestsOf(withSecretsFrom(sources, "manifests"));
    const secrets: readonly Any[] = ours.objects.filter(({ kind }) => kind === "Secret");
    const page = pageOf(sources);
    const work = mkdtempSync(join(folder, "work-"));
    for (const [, name, key, cell] of page.matchAll(/^\| `([\w.-]+)` \| `([\w.-]+)` \| `(.*)` \|$/gm)) {
      mkdirSync(join(work, name!), { recursive: true });
      // The config with keys of S3 is taken from those that the manifests make once.
      const value = cell!.startsWith("CLP's config")
        ? ours.secret(name!, key!)
        : filledIn(cell!, ours.values);
      writeFileSync(join(work, name!, key!), value);
    }
    const commands = [...page.matchAll(/^kubectl --namespace \S+ create secret generic .*$/gm)].flat();
    expect(commands.length).toBe(secrets.length);
    const text = commands.map((command) => `${command} --dry-run=client --output=json`).join("\n");
    const env = { PATH: `${join(program("kubectl"), "..")}:${process.env["PATH"]}`, HOME: work };
    const { code, stdout, stderr } = await bash(text, { cwd: work, env });
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    const made: readonly Any[] = JSON.parse(`[${stdout.trim().replace(/^\}\n\{$/gm, "},{")}]`);
    for (const { metadata, data } of made) {
      const { name } = metadata;
      expect(Object.keys(data).sort()).toEqual(
        Object.keys(secrets.find((one) => one.metadata.name === name).data).sort(),
      );
      for (const [key, value] of Object.entries<string>(data)) {
        // In a URL more may be encoded than has to be.
        const read = (text: string) => (/^(?:amqp|redis):/.test(text) ? decodeURIComponent(text) : text);
        const held = Buffer.from(value, "base64").toString();
        expect([name, key, read(held)]).toEqual([name, key, read(ours.secret(name, key))]);
      }
    }
    expect(made.map(({ metadata }) => metadata.name).sort()).toEqual(
      secrets.map(({ metadata }) => metadata.name).sort(),
    );
  });
});
