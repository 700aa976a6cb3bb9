import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { FIXTURES } from "../../fixtures-folder.ts";
import { deployment } from "../deployment.ts";
import { startRootlessEngine, wipe } from "../engine.ts";
import { type Machine, OPERATOR, ok } from "../machine.ts";
import { expectSound } from "../sound.ts";

let machine: Machine;
beforeAll(async () => {
  machine = await startRootlessEngine();
});
afterEach(() => wipe(machine));
afterAll(() => machine?.stop());

const FULL = join(FIXTURES, "ok/01-full");
const SITE = readFileSync(join(FULL, "clp-site.yaml"), "utf8");

/** How docs/running.md says that `prepare.sh` is run. */
function documented(): string {
  const page = readFileSync(join(import.meta.dirname, "../../../docs/running.md"), "utf8");
  const [, command] =
    /\n## Rootless Docker\n[\s\S]*?```sh\n(nsenter [^\n]*prepare\.sh)\n```/.exec(page) ?? [];
  if (command === undefined) throw new Error("docs/running.md tells of rootless Docker in another way");
  return command;
}

describe.each([
  ["the ids of the example", "", 100_000 + 1000 - 1],
  [
    "CLP's own services as the operator, and limits that such an engine may not have",
    "  uid: 0\n  gid: 0\n  third_party_uid: 999\n  third_party_gid: 999\ncompose: { resources: { webui: { limits: { memory: 256Mi } } } }\n",
    OPERATOR.uid,
  ],
])("an engine without root, with %s", (_, ids, owner) => {
  test("runs a deployment that its user prepares in the engine's namespace", async () => {
    const it = deployment(machine, FULL, { user: "operator" });
    it.edit({ "clp-site.yaml": `${SITE}${ids}` });
    const prepare = (command: string) =>
      machine.run(["sh", "-c", command], { user: "operator", cwd: it.folder });
    await ok(it.compile());
    await it.surround();

    const outside = await prepare("sh prepare.sh --check");
    expect(outside.code).toBe(1);
    expect(outside.stderr).toContain(`this Docker runs without root`);
    expect(outside.stderr).toContain(documented());

    await ok(prepare(documented()));
    await ok(prepare(`${documented()} --check`));
    await ok(it.up());
    await expectSound(it);
    const logs = await ok(machine.run(["stat", "--format", "%u", join(it.logs(), "query_scheduler")]));
    expect(Number(logs.stdout)).toBe(owner);
    await ok(machine.run(["curl", "--fail", "--silent", "http://10.0.0.20:4000/"]));
    await ok(it.compose(["stop"]));
    await it.remove();
  });
});
