/**
 * Writing under torture: runs that are killed, two at once, a full disk, a read-only one, ten
 * thousand random folders. Needs to mount for two of them, which it leaves out where it may not.
 */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import type { FakeConfig } from "../cli/fake-compiler.ts";
import { buildWorker, start, type Worker } from "../cli/processes.ts";
import { checkRandomTrees } from "../cli/random-trees.ts";
import { runIn, treeOf } from "../cli/workspace.ts";

/** Those of an executable are asked whether it is the same program, and not how it is written. */
const IS_EXECUTABLE = process.env["CLP_COMPILE_WORKER"] === "executable";
const KILLS = IS_EXECUTABLE ? 50 : 200;
const RACES = IS_EXECUTABLE ? 20 : 60;

let worker: Worker;
let remove: () => void;
beforeAll(async () => {
  ({ worker, remove } = await buildWorker());
});
afterAll(() => remove());

const MANIFESTS = ["api-server", "database", "queue", "redis", "reducer", "volumes", "webui"];

/**
 * Nearly a hundred files, of which each pair of configs shares some, differs in some and lacks some. All
 * have the same directories, so that one that a killed run left empty is none too many.
 */
function manyFiles(which: number): FakeConfig {
  const files: Record<string, string> = {};
  const secrets: Record<string, string> = {};
  const text = (words: string, index: number): string =>
    `# Made by clp-compile.\n${words}\n${"x".repeat(index * 40)}\n`;
  for (let index = 0; index < 25; index++) {
    const host = `compose/hosts/h${index}`;
    files[`${host}/docker-compose.yaml`] = text(`host ${index} of ${which}`, index);
    if (index % 3 !== which) files[`${host}/.env.example`] = text(`host ${index}`, index);
    files[`${host}/etc/redis/redis.conf`] = `databases ${which}\nlogfile x${index}\n`;
    if (index % 2 === 0) secrets[`${host}/.env`] = text(`secret ${index} of ${which}`, index);
  }
  for (const [index, name] of MANIFESTS.entries())
    if (index % 3 !== which) files[`kubernetes/${name}.yaml`] = text(`manifest ${index}`, index);
  return { files, secrets };
}

const CONFIGS = [0, 1, 2].map(manyFiles);

interface Place {
  readonly directory: string;
  /** What a run with a config leaves, by the config's number. */
  readonly expected: readonly Readonly<Record<string, string>>[];
}

/** A folder with the configs, and with files of somebody else in `out/`. */
async function place(): Promise<Place> {
  const directory = mkdtempSync(join(tmpdir(), "clp-compile-torture-"));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  mkdirSync(join(directory, "etc"));
  writeFileSync(join(directory, "etc/credentials.yaml"), "");
  const expected: Readonly<Record<string, string>>[] = [];
  for (const [which, config] of CONFIGS.entries()) {
    writeFileSync(join(directory, `${which}.json`), JSON.stringify(config));
    intrude(directory);
    expect((await runIn(directory, ["-c", `${which}.json`])).code).toBe(0);
    expected.push(treeOf(join(directory, "out")));
    rmSync(join(directory, "out"), { recursive: true });
  }
  intrude(directory);
  return { directory, expected };
}

function intrude(directory: string): void {
  mkdirSync(join(directory, "out/compose/var/data"), { recursive: true });
  writeFileSync(join(directory, "out/compose/var/data/ibdata1"), "precious");
  writeFileSync(join(directory, "out/docs.md"), "precious");
}

/** Which of the configs the folder is the result of; undefined for none. */
function resultOf({ directory, expected }: Place): number | undefined {
  const found = JSON.stringify(treeOf(join(directory, "out")));
  const which = expected.findIndex((tree) => JSON.stringify(tree) === found);
  return which < 0 ? undefined : which;
}

function withoutTemporaries(tree: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(tree).filter(([name]) => !/(?:^|\/)\.clp-compile-[^/]*\.tmp$/.test(name)),
  );
}

/** Files alone: a run may be killed between making a directory and a file in it. */
function filesOf(tree: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(tree).filter(([, content]) => content !== "/"));
}

test(`killed ${KILLS} times, two to five times in a row, no mixture is called fresh, and the next run repairs it`, async () => {
  const here = await place();
  const { directory, expected } = here;
  // From the announcement to the end: once with everything to write, once with what differs.
  const { took } = await start(worker, directory, ["-c", "0.json"]);
  const { steps = 0 } = await start(worker, directory, ["-c", "1.json"]);
  expect(steps).toBeGreaterThan(200);
  let kills = 0;
  let mixtures = 0;
  let seed = 1;
  const random = (): number => {
    seed = (seed * 48271) % 2147483647;
    return seed / 2147483647;
  };
  for (let round = 0; kills < KILLS && round < KILLS; round++) {
    // Also where there was nothing, so that a first run is among those that are cut short.
    if (round % 3 === 0) {
      rmSync(join(directory, "out"), { recursive: true });
      intrude(directory);
    }
    const interruptions = 2 + Math.floor(random() * 4);
    for (let time = 0; time < interruptions; time++) {
      const argv = ["-c", `${Math.floor(random() * 3)}.json`];
      // In turn at any moment from without, and between any two steps of the writing.
      const { code } =
        random() < 0.3
          ? await start(worker, directory, argv, (child) => {
              setTimeout(() => child.kill("SIGKILL"), random() * took);
            })
          : await start(worker, directory, argv, () => {}, 1 + Math.floor(random() * steps));
      if (code === undefined) kills++;
      else expect(code).toBe(0);

      const left = withoutTemporaries(treeOf(join(directory, "out")));
      const isWhole = expected.some(
        (tree) => JSON.stringify(filesOf(tree)) === JSON.stringify(filesOf(left)),
      );
      if (!isWhole) mixtures++;
      for (const other of [0, 1, 2]) {
        const check = await runIn(directory, ["check", "-c", `${other}.json`]);
        expect([0, 3]).toContain(check.code);
        if (check.code === 0) expect(filesOf(left)).toEqual(filesOf(expected[other]!));
      }
    }
    // Mostly with other inputs than those of the runs that were killed.
    const next = Math.floor(random() * 3);
    const { code: repaired, err } = await runIn(directory, ["-c", `${next}.json`]);
    expect(repaired, err).toBe(0);
    expect(resultOf(here)).toBe(next);
  }
  expect(kills).toBeGreaterThanOrEqual(KILLS);
  console.log(`${kills} kills, ${mixtures} of them left a mixture, none was called fresh`);
  // Otherwise the kills came too early or too late to say anything.
  expect(mixtures).toBeGreaterThan(KILLS / 20);
});

test("killed at any step of a first run, git sees no secret", async () => {
  const directory = mkdtempSync(join(tmpdir(), "clp-compile-torture-"));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  mkdirSync(join(directory, "etc"));
  writeFileSync(join(directory, "etc/credentials.yaml"), "");
  const config: FakeConfig = {
    files: { "compose/docker-compose.yaml": "# Made by clp-compile.\n" },
    secrets: { "compose/.env": "# Made by clp-compile.\nS=fake-secret\n" },
  };
  writeFileSync(join(directory, "c.json"), JSON.stringify(config));
  execFileSync("git", ["init", "-q"], { cwd: directory });
  for (let step = 1; ; step++) {
    rmSync(join(directory, "out"), { recursive: true, force: true });
    const { code } = await start(worker, directory, ["-c", "c.json"], () => {}, step);
    const seen = execFileSync("git", ["ls-files", "--others", "--exclude-standard", "out"], {
      cwd: directory,
      encoding: "utf8",
    });
    for (const path of seen.split("\n").filter((name) => name !== ""))
      expect(readFileSync(join(directory, path), "utf8"), `${path} at step ${step}`).not.toContain(
        "fake-secret",
      );
    if (code === 0) {
      expect(step).toBeGreaterThan(15);
      return;
    }
  }
});

test("of twelve first runs side by side one wins, and no other leaves a trace", async () => {
  const here = await place();
  const { directory } = here;
  for (let round = 0; round < 6; round++) {
    rmSync(join(directory, "out"), { recursive: true });
    intrude(directory);
    const outcomes = await Promise.all(
      Array.from({ length: 12 }, (_, index) => start(worker, directory, ["-c", `${index % 3}.json`])),
    );
    const winners = new Set(outcomes.flatMap(({ code }, index) => (code === 0 ? [index % 3] : [])));
    for (const { code, err } of outcomes) {
      expect([0, 4], err).toContain(code);
      if (code === 4) expect(err).toContain("[CLP6204]: Another clp-compile writes to out");
    }
    expect(winners.size).toBeGreaterThan(0);
    expect([...winners]).toContain(resultOf(here));
  }
});

test(`of two runs at once one wins, in ${RACES} races`, async () => {
  const here = await place();
  const { directory } = here;
  let losers = 0;
  for (let round = 0; round < RACES; round++) {
    const [a, b] = [round % 3, (round + 1) % 3] as const;
    const outcomes = await Promise.all(
      [a, b].map((which) => start(worker, directory, ["-c", `${which}.json`])),
    );
    const codes = outcomes.map(({ code }) => code);
    const winners = [a, b].filter((_, index) => codes[index] === 0);
    for (const [index, { code, err }] of outcomes.entries()) {
      expect([0, 4], `round ${round}: ${err}`).toContain(code);
      if (code === 4)
        expect(err, `round ${round}, ${index}`).toContain("[CLP6204]: Another clp-compile writes to out");
    }
    expect(winners.length, JSON.stringify(outcomes)).toBeGreaterThan(0);
    expect(winners, `round ${round}: ${codes}`).toContain(resultOf(here));
    losers += 2 - winners.length;
  }
  console.log(`${RACES} races, in ${losers} of them one run gave way`);
});

// In parts, so that a machine that is at work with other things has time for each. In
// this process: no executable takes part.
test.skipIf(IS_EXECUTABLE).each([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])(
  "10,000 random folders keep what is not ours: thousand %i",
  (part) => checkRandomTrees(1000, part),
);

const mayMount = ((): boolean => {
  const at = mkdtempSync(join(tmpdir(), "clp-compile-mount-"));
  try {
    execFileSync("mount", ["-t", "tmpfs", "none", at], { stdio: "ignore" });
    execFileSync("umount", [at]);
    return true;
  } catch {
    return false;
  } finally {
    rmSync(at, { recursive: true, force: true });
  }
})();

describe.skipIf(!mayMount)("on a file system of its own", () => {
  /** Mounts a tmpfs at `out/`. */
  function mounted(directory: string, options: string): string {
    const at = join(directory, "out");
    mkdirSync(at, { recursive: true });
    execFileSync("mount", ["-t", "tmpfs", "-o", options, "none", at]);
    onTestFinished(() => {
      execFileSync("umount", [at]);
    });
    return at;
  }

  /** A folder with inputs alone. */
  function inputs(): string {
    const directory = mkdtempSync(join(tmpdir(), "clp-compile-torture-"));
    onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
    mkdirSync(join(directory, "etc"));
    writeFileSync(join(directory, "etc/credentials.yaml"), "");
    return directory;
  }

  test.each([32, 64, 128, 256, 512])("a full disk of %i KiB leaves the old state", async (size) => {
    const directory = inputs();
    const out = mounted(directory, `size=${size}k,mode=755`);
    const small = {
      files: { "docs/deployment.md": "<!-- Made by clp-compile. -->\n", "helm/values.yaml": "b\n" },
      secrets: { "compose/.env": "S=1\n" },
    };
    const large = {
      ...manyFiles(0),
      files: { ...manyFiles(0).files, "docs/deployment.md": "x".repeat(size * 1024) },
    };
    writeFileSync(join(directory, "small.json"), JSON.stringify(small));
    writeFileSync(join(directory, "large.json"), JSON.stringify(large));

    const nothing = await runIn(directory, ["-c", "large.json"]);
    expect(nothing.code).toBe(4);
    expect(nothing.err).toContain("no space is left on the device");
    expect(nothing.err).toContain("Nothing was changed");
    expect(treeOf(out)).toEqual({});

    expect((await runIn(directory, ["-c", "small.json"])).code).toBe(0);
    const before = treeOf(out);
    expect((await runIn(directory, ["-c", "large.json"])).code).toBe(4);
    expect(treeOf(out)).toEqual(before);
    expect((await runIn(directory, ["check", "-c", "small.json"])).code).toBe(0);
    expect((await runIn(directory, ["check", "-c", "large.json"])).code).toBe(3);
  });

  test("no more files than inodes", async () => {
    const directory = inputs();
    const out = mounted(directory, "nr_inodes=40,mode=755");
    writeFileSync(join(directory, "large.json"), JSON.stringify(manyFiles(0)));
    expect((await runIn(directory, ["-c", "large.json"])).code).toBe(4);
    expect(treeOf(out)).toEqual({});
  });

  test("check, a run with nothing to do and a dry run need no writable disk", async () => {
    const directory = inputs();
    const out = mounted(directory, "mode=755");
    writeFileSync(join(directory, "0.json"), JSON.stringify(CONFIGS[0]));
    writeFileSync(join(directory, "1.json"), JSON.stringify(CONFIGS[1]));
    expect((await runIn(directory, ["-c", "0.json"])).code).toBe(0);
    execFileSync("mount", ["-o", "remount,ro", out]);
    expect((await runIn(directory, ["check", "-c", "0.json"])).code).toBe(0);
    expect((await runIn(directory, ["check", "-c", "1.json"])).code).toBe(3);
    expect((await runIn(directory, ["-c", "0.json"])).code).toBe(0);
    expect((await runIn(directory, ["-c", "1.json", "--dry-run"])).code).toBe(0);
    const refused = await runIn(directory, ["-c", "1.json"]);
    expect(refused.code).toBe(4);
    expect(refused.err).toContain("the file system is read-only");
    expect((await runIn(directory, ["init", "out/new/folder"])).err).toContain(
      "the file system is read-only",
    );
    execFileSync("mount", ["-o", "remount,rw", out]);
    expect((await runIn(directory, ["check", "-c", "0.json"])).code).toBe(0);
  });
});
