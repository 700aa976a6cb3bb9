import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { FIXTURES } from "../../fixtures-folder.ts";
import { type Deployment, deployment } from "../deployment.ts";
import { startEngine, wipe } from "../engine.ts";
import { type Machine, ok } from "../machine.ts";
import { expectSound } from "../sound.ts";
import { type External, externalName, startExternal } from "../surroundings.ts";

let machine: Machine;
beforeAll(async () => {
  machine = await startEngine();
});
afterEach(() => wipe(machine));
afterAll(() => machine?.stop());

async function remove(it: Deployment, ...externals: readonly External[]): Promise<void> {
  await it.remove();
  for (const one of externals) {
    await machine.run(["docker", "rm", "--force", "--volumes", externalName(one)]);
  }
}

const ALL = ["database", "queue", "redis", "results_cache"] as const;

describe.each([
  ["09-external-all", ALL],
  ["10-external-database", ["database"]],
  ["15-spider-external-database", ["database"]],
  ["16-loopback-external", ["database", "results_cache"]],
] as const)("%s", (name, externals) => {
  test("is well with services that are not its own", async () => {
    const it = deployment(machine, join(FIXTURES, "ok", name));
    await it.start();
    await expectSound(it);
    await remove(it, ...externals);
  });
});

/** The config of each of the four alone, at an address of its own. */
const ALONE = {
  database: "{ host: 10.0.0.31, port: 3307 }",
  queue: "{ host: 10.0.0.32 }",
  redis: "{ host: 10.0.0.33 }",
  results_cache: "{ host: 10.0.0.34 }",
} as const;

describe.each(ALL)("%s alone outside", (external) => {
  test("is waited for, however late it comes", async () => {
    const from = mkdtempSync(join(tmpdir(), "clp-compile-external-"));
    cpSync(join(FIXTURES, "ok/02-base/credentials.yaml"), join(from, "credentials.yaml"));
    cpSync(join(FIXTURES, "ok/02-base/clp-site.yaml"), join(from, "clp-site.yaml"));
    const bundled = ALL.filter((one) => one !== external).join(", ");
    writeFileSync(join(from, "clp-config.yaml"), `bundled: [${bundled}]\n${external}: ${ALONE[external]}\n`);
    const it = deployment(machine, from);
    rmSync(from, { recursive: true });
    await ok(it.compile());
    await it.surround({ without: [external] });
    await ok(it.prepare());
    const started = it.up();
    // It is not there before the deployment waits for it.
    const waiter = `wait-for-${external.replace("_", "-")}`;
    await expect
      .poll(async () => (await it.states()).find(({ name }) => name === waiter)?.status, {
        timeout: 120_000,
        interval: 1000,
      })
      .toBe("running");
    await startExternal(machine, await it.project(), machine.path(it.home), it.folder, external);
    expect((await started).code).toBe(0);
    await expectSound(it);
    await remove(it, external);
  });
});

test("a server of somebody else has whatever accounts the credentials name", async () => {
  const from = mkdtempSync(join(tmpdir(), "clp-compile-external-"));
  cpSync(join(FIXTURES, "ok/02-base/clp-site.yaml"), join(from, "clp-site.yaml"));
  writeFileSync(join(from, "credentials.yaml"), JSON.stringify(HOSTILE));
  // Two servers at one address; Spider has its own account made by the administrator.
  writeFileSync(
    join(from, "clp-config.yaml"),
    `bundled: [queue, results_cache]
database: { host: 10.0.0.31 }
redis: { host: 10.0.0.31 }
compression_scheduler: { type: spider }
spider_scheduler: {}
`,
  );
  const it = deployment(machine, from);
  rmSync(from, { recursive: true });
  await it.start();
  await expectSound(it);
  await remove(it, "database", "redis");
});

/** An administrator who is not root, and passwords that shells and SQL read otherwise. */
const HOSTILE = {
  database: {
    username: "clp-user",
    password: "fake 'p\\w\" $x %{}é#:@",
    root_username: "admin",
    root_password: "fake 'r\\w\" $x %{}é#:@",
    spider_username: "spider-user",
    spider_password: "fake-spider-password",
  },
  queue: { username: "clp-user", password: "fake-queue-password" },
  redis: { password: "--fake $$(HOME) '\"\\ password" },
};
