/** What `plan` says of going from one deployment to another is done, and held against what the engine does. */
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { parse } from "yaml";
import { FIXTURES } from "../fixtures.ts";
import { type Deployment, deployment, type ServiceState } from "./deployment.ts";
import { startEngine, wipe } from "./engine.ts";
import { type Machine, ok } from "./machine.ts";
import { expectSound } from "./sound.ts";
import { siteForStandIns, whyNotStarted } from "./stand-ins.ts";
import { EXTERNAL, externalName } from "./surroundings.ts";

const PLANS = join(FIXTURES, "plans");

/** Pairs that cannot be started here for a reason that no input tells. */
const NOT_HERE: Readonly<Record<string, string>> = {
  "16-queries-by-presto": "Presto is not among the images",
  "20-credentials-unknown": "without credentials there is nothing to start",
};

const WAY_BACK = /^The way back\b/;

/** Steps that are not on the way: for another case than the usual one, or for another day. */
const ELSEWHERE = new RegExp(`${WAY_BACK.source}|^If `);

interface Case {
  readonly emit?: readonly string[];
  readonly edits?: readonly { readonly file: string; readonly replace: string; readonly with: string }[];
}

interface Plan {
  readonly compose: {
    readonly project?: unknown;
    readonly components: readonly { readonly name: string; readonly kind: string; readonly action: string }[];
    readonly steps: readonly { readonly text: string; readonly commands: readonly string[] }[];
  };
}

interface Pair {
  readonly name: string;
  /** Why it cannot be started; undefined where it can. */
  readonly why: string | undefined;
}

/** Every pair, by name. */
function pairs(): readonly Pair[] {
  return readdirSync(PLANS)
    .filter((name) => /^\d/.test(name))
    .map((name) => {
      const { emit = ["compose"] } = caseOf(name);
      const sides = [name, join(name, "before"), join(name, "after")];
      const reasons = sides.map((side) => whyNotStarted(join(PLANS, side)));
      const why = emit.includes("compose") ? undefined : "it has no Compose files";
      return { name, why: NOT_HERE[name] ?? why ?? reasons.find((one) => one !== undefined) };
    });
}

function caseOf(name: string): Case {
  const path = join(PLANS, name, "case.yaml");
  return existsSync(path) ? (parse(readFileSync(path, "utf8")) as Case) : {};
}

/** Tests every other pair, on an engine of this file: two files run side by side, a half each. */
export function testPairs(half: 0 | 1): void {
  let machine: Machine;
  beforeAll(async () => {
    machine = await startEngine();
  });
  afterEach(() => wipe(machine));
  afterAll(() => machine?.stop());
  for (const { name, why } of pairs().filter((_, index) => index % 2 === half)) {
    if (why === undefined) {
      test(`${name}: plan is right about the engine`, async () => {
        expect(await follow(machine, name)).toEqual([]);
      });
    } else test(`${name}: not started, since ${why}`, ({ skip }) => skip(why));
  }
}

/** Starts the earlier deployment, does what `plan` says, and gives everything in which it was not right. */
async function follow(machine: Machine, name: string): Promise<readonly string[]> {
  const folder = join(PLANS, name);
  const from = mkdtempSync(join(tmpdir(), "clp-compile-plan-"));
  for (const file of inputs(folder, "before")) cpSync(file.path, join(from, file.name));
  const it = deployment(machine, from, { home: `/srv/${name}` });
  rmSync(from, { recursive: true });
  await ok(it.compile());
  const { edits = [] } = caseOf(name);
  for (const { file, replace, with: by } of edits) {
    const edited = machine.path(join(it.home, "out", file));
    writeFileSync(edited, readFileSync(edited, "utf8").replaceAll(replace, by));
  }
  await it.surround();
  await ok(it.prepare());
  await ok(it.up());
  const before = await it.settle();
  const variablesBefore = await it.variables();

  edit(it, folder, "after");
  await ok(machine.run(["mkdir", "-p", "/backup"]));
  const planned = await it.plan();
  if (planned.code !== 0) return [`plan: ${planned.stderr}`];
  const { compose: plan } = JSON.parse(planned.stdout) as Plan;
  for (const { text, commands } of plan.steps) {
    if (!ELSEWHERE.test(text)) await perform(it, commands, variablesBefore);
  }
  await expectSound(it, { restarted: true });
  const after = await it.states();
  const isMadeAnew = plan.steps.some(({ commands }) =>
    commands.some((one) => /^docker compose .*\bdown\b/.test(one)),
  );
  const wrong = isMadeAnew ? [] : compare(plan.components, before, after);
  const back = plan.steps.find(({ text }) => WAY_BACK.test(text));
  if (back !== undefined) {
    edit(it, folder, "before");
    await perform(it, back.commands, variablesBefore);
    await expectSound(it, { restarted: true });
  }
  await it.remove();
  for (const one of EXTERNAL) await machine.run(["docker", "rm", "--force", "--volumes", externalName(one)]);
  return wrong;
}

/** Replaces the inputs by those of a side. */
function edit(it: Deployment, folder: string, side: string): void {
  it.edit(
    Object.fromEntries(
      inputs(folder, side).map(({ name, path }) => [
        name,
        name === "clp-site.yaml" ? siteForStandIns(path) : readFileSync(path, "utf8"),
      ]),
    ),
  );
}

/** The inputs of a side: its own, and those that stand for both. */
function inputs(folder: string, side: string): readonly { readonly name: string; readonly path: string }[] {
  return ["clp-config.yaml", "clp-site.yaml", "credentials.yaml"]
    .map((name) => {
      const own = join(folder, side, name);
      return { name, path: existsSync(own) ? own : join(folder, name) };
    })
    .filter(({ path }) => existsSync(path));
}

/** Does the commands of one step, which may be followed by what is to be typed into the last of them. */
async function perform(
  it: Deployment,
  commands: readonly string[],
  old: ReadonlyMap<string, string>,
): Promise<void> {
  const next = await secretsOf(it);
  const fill = (text: string): string =>
    text
      .replace(/<the old (\w+)>/g, (_, name: string) => old.get(name) ?? "")
      .replace(/<(\w+)>/g, (_, name: string) => next.get(name) ?? old.get(name) ?? "");
  const isSql = (line: string): boolean => /^(ALTER|RENAME|GRANT|CREATE|DROP|SET|FLUSH)\b.*;$/.test(line);
  for (const [index, command] of commands.entries()) {
    if (isSql(command)) continue;
    if (command.startsWith("clp-compile")) {
      await ok(it.compile());
      await it.surround();
      continue;
    }
    let input = "";
    if (/mysql -u root/.test(command) && !/[<>]/.test(command)) {
      input = commands
        .slice(index + 1)
        .filter(isSql)
        .map(fill)
        .join("\n");
    }
    if (/rabbitmqctl (change_password|add_user)/.test(command)) input = `${next.get("CLP_QUEUE_PASS")}\n`;
    const text = fill(command)
      .replace(/^(docker compose .*?)exec /, "$1exec -T ")
      .replace("-T -T", "-T");
    const env = await it.secretVariables();
    await ok(it.machine.run(["sh", "-c", text], { cwd: it.home, input, env }));
  }
}

/** The credentials as they will stand in `.env`. */
async function secretsOf(it: Deployment): Promise<ReadonlyMap<string, string>> {
  const path = it.machine.path(join(it.home, "credentials.yaml"));
  const { database = {}, queue = {} } = existsSync(path)
    ? (parse(readFileSync(path, "utf8")) as Record<string, Record<string, string>>)
    : {};
  const all = {
    CLP_DB_USER: database["username"],
    CLP_DB_PASS: database["password"],
    CLP_DB_ROOT_PASS: database["root_password"],
    CLP_QUEUE_USER: queue["username"],
    CLP_QUEUE_PASS: queue["password"],
  };
  return new Map(Object.entries(all).filter((one): one is [string, string] => one[1] !== undefined));
}

/** A job is started again by every `up`; only whether it is the same container says something. */
function compare(
  components: Plan["compose"]["components"],
  before: readonly ServiceState[],
  after: readonly ServiceState[],
): readonly string[] {
  return components.flatMap(({ name, kind, action }) => {
    const old = before.find((one) => one.name === name);
    const now = after.find((one) => one.name === name);
    const happened = (): string => {
      if (old === undefined) return now === undefined ? "nothing" : "add";
      if (now === undefined) return "remove";
      if (old.id !== now.id) return "recreate";
      return kind === "job" || old.startedAt === now.startedAt ? "keep" : "restart";
    };
    const said = action === "reorder" || (kind === "job" && action === "restart") ? "keep" : action;
    return happened() === said ? [] : [`${name}: plan says ${action}, the engine did ${happened()}`];
  });
}
