/** docs/several-hosts.md, followed: its inputs are compiled by its commands, and what it names is there. */
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { CATALOGUE } from "../../src/clp/components/catalogue.ts";
import { PLACE_GROUPS } from "../../src/clp/package/places.ts";
import { placeGroupOf } from "../../src/lower/placement.ts";
import { CREDENTIALS } from "../deploy.ts";
import { show } from "../golden/terminal.ts";

const PAGE = readFileSync(join(import.meta.dirname, "../../docs/several-hosts.md"), "utf8");
const work = mkdtempSync(join(tmpdir(), "clp-compile-several-hosts-"));
afterAll(() => rmSync(work, { recursive: true }));

/** Blocks of a language. */
function blocks(language: string): readonly string[] {
  return [...PAGE.matchAll(new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``, "g"))].map(
    ([, text]) => text!,
  );
}

const lines = blocks("sh").flatMap((block) =>
  block.split("\n").flatMap((line) => line.replace(/\s+#.*$/, "").trim() || []),
);
const said = new Map<string, { readonly exit: number; readonly out: string; readonly err: string }>();

beforeAll(async () => {
  for (const text of blocks("yaml")) writeFileSync(join(work, /^# (\S+)/.exec(text)![1]!), text);
  writeFileSync(join(work, "credentials.yaml"), CREDENTIALS, { mode: 0o600 });
  for (const line of lines)
    if (line.startsWith("clp-compile ")) said.set(line, await show(work, line.split(" ").slice(1)));
});

test("its commands end well", () => {
  expect(said.size).toBe(4);
  for (const [line, { exit, err }] of said)
    expect({ line, exit, err: exit === 0 ? "" : err }).toEqual({ line, exit: 0, err: "" });
});

test("each host has the folder that is brought to it, at its address", () => {
  const manifest = JSON.parse(readFileSync(join(work, "out/manifest.json"), "utf8")) as {
    hosts: readonly { name: string; address: string }[];
  };
  const brought = lines.flatMap(
    (line) => /^rsync --archive out\/(compose\/hosts\/(\S+)\/) (\S+):/.exec(line)?.slice(1) ?? [],
  );
  expect(brought).toEqual(
    manifest.hosts.flatMap(({ name, address }) => [`compose/hosts/${name}/`, name, address]),
  );
  for (const { name } of manifest.hosts)
    for (const file of ["prepare.sh", "docker-compose.yaml", ".env", "firewall.nft", "clp-compile@.service"])
      expect(statSync(join(work, "out/compose/hosts", name, file)).isFile()).toBe(true);
});

test("a wait container says whom it asks as the page has it", () => {
  const [, service = "", message = ""] = /`docker compose logs (\S+)`[\s\S]*?: `([^`]+)`/.exec(PAGE)!;
  const compose = readFileSync(join(work, "out/compose/hosts/worker-1/docker-compose.yaml"), "utf8");
  expect(compose).toContain(`  ${service}:\n`);
  expect(compose).toContain(`"${message}"`);
});

test("what drains a worker names its services", () => {
  const [, names = ""] = /`docker compose stop --timeout 3600 ([^`]+)`/.exec(PAGE)!;
  const compose = readFileSync(join(work, "out/compose/hosts/worker-2/docker-compose.yaml"), "utf8");
  for (const name of names.split(" ")) expect(compose).toContain(`\n  ${name}:\n`);
});

describe("the table of groups", () => {
  const services = CATALOGUE.filter(
    ({ kind, id }) => kind === "service" && id !== "spider-compression-worker",
  );
  test.each(PLACE_GROUPS)("%s has the services of the catalogue", (group) => {
    const [, listed = ""] = new RegExp(`\\| \`${group}\` \\| (.*) \\|`).exec(PAGE)!;
    const own = services.filter((one) => placeGroupOf(one) === group).map(({ id }) => id);
    expect(listed.split(", ").sort()).toEqual([...own].sort());
  });
});
