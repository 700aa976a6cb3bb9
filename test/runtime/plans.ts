/**
 * What `plan` says of going from one deployment to another is done, and held against what the engine does.
 *
 * Pairs that begin with the same inputs share a deployment: where a pair's steps touch no data, what `plan` says of
 * the way from `after` to `before` is done, too, and held as well; the next pair begins there. A pair that fails, or
 * whose steps touch data, leaves no deployment to the next one.
 */
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { parse } from "yaml";
import { FIXTURES } from "../fixtures-folder.ts";
import { type Deployment, deployment, type ServiceState } from "./deployment.ts";
import { startEngine, wipe } from "./engine.ts";
import { type Machine, ok } from "./machine.ts";
import { expectSound } from "./sound.ts";
import { siteForStandIns, whyNotStarted } from "./stand-ins.ts";

const PLANS = join(FIXTURES, "plans");

/** Pairs that cannot be started here for a reason that no input tells. */
const NOT_HERE: Readonly<Record<string, string>> = {
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

/** A deployment that is well, as the inputs say from which some pairs begin. */
interface Standing {
  readonly begin: string;
  readonly it: Deployment;
  readonly services: readonly ServiceState[];
}

/** Tests every third pair, on an engine of this file: three files run side by side, a third each. */
export function testPairs(third: 0 | 1 | 2): void {
  let machine: Machine;
  let standing: Standing | undefined;
  beforeAll(async () => {
    machine = await startEngine();
  });
  afterAll(() => machine?.stop());
  const own = pairs().filter((_, index) => index % 3 === third);
  const begins = own.map(({ name }) => beginOf(name));
  const inOrder = own
    .map((pair, index) => ({ ...pair, begin: begins[index] as string }))
    .sort((one, other) => begins.indexOf(one.begin) - begins.indexOf(other.begin));
  const started = inOrder.filter(({ why }) => why === undefined);
  for (const { name, why, begin } of inOrder) {
    if (why !== undefined) {
      test(`${name}: not started, since ${why}`, ({ skip }) => skip(why));
      continue;
    }
    const isShared = started[started.findIndex((one) => one.name === name) + 1]?.begin === begin;
    test(`${name}: plan is right about the engine`, async () => {
      const found = standing?.begin === begin ? standing : undefined;
      standing = undefined;
      if (found === undefined) await wipe(machine);
      const from = found ?? { begin, ...(await start(machine, name)) };
      const { wrong, services } = await follow(from, name, isShared);
      if (services !== undefined) standing = { begin, it: from.it, services };
      expect(wrong).toEqual([]);
    });
  }
}

/** What a pair begins with, as one text. */
function beginOf(name: string): string {
  const texts = inputs(join(PLANS, name), "before").map(({ name: file, path }) => [
    file,
    readFileSync(path, "utf8"),
  ]);
  return JSON.stringify([texts, caseOf(name).edits]);
}

/** Starts the earlier deployment of a pair. */
async function start(machine: Machine, name: string): Promise<Omit<Standing, "begin">> {
  const from = mkdtempSync(join(tmpdir(), "clp-compile-plan-"));
  for (const file of inputs(join(PLANS, name), "before")) cpSync(file.path, join(from, file.name));
  const it = deployment(machine, from, { home: "/srv/planned" });
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
  return { it, services: await it.settle() };
}

/** All that a plan asks for which touches no data. */
const NO_DATA = /^(clp-compile\b.*|sh \S*\bprepare\.sh|docker compose (--project-directory \S+ )?up\b.*)$/;

interface Followed {
  /** Everything in which `plan` was not right. */
  readonly wrong: readonly string[];
  /** The services, where the deployment is again as it was; undefined where it is not. */
  readonly services?: readonly ServiceState[];
}

/** Does what `plan` says of a pair, and holds it against the engine; `isShared` where it is to be as it was then. */
async function follow({ it, services }: Standing, name: string, isShared: boolean): Promise<Followed> {
  const variablesBefore = await it.variables();
  await ok(it.machine.run(["mkdir", "-p", "/backup"]));
  const there = await go(it, name, "after", services);
  const wrong = there.wrong.map((line) => `to after: ${line}`);
  const back = there.steps.find(({ text }) => WAY_BACK.test(text));
  if (back !== undefined) {
    edit(it, join(PLANS, name), "before");
    await perform(it, back.commands, variablesBefore);
    await expectSound(it, { restarted: true });
  }
  const commands = usual(there.steps).flatMap((step) => step.commands);
  const touchesData = back !== undefined || !commands.every((command) => NO_DATA.test(command));
  const isEdited = caseOf(name).edits !== undefined;
  if (wrong.length > 0 || touchesData || isEdited || !isShared) return { wrong };
  const home = await go(it, name, "before", there.services);
  if (home.wrong.length > 0) return { wrong: home.wrong.map((line) => `back to before: ${line}`) };
  return { wrong: [], services: home.services };
}

interface Gone {
  readonly wrong: readonly string[];
  readonly steps: Plan["compose"]["steps"];
  readonly services: readonly ServiceState[];
}

/** The steps that are on the way. */
function usual(steps: Plan["compose"]["steps"]): Plan["compose"]["steps"] {
  return steps.filter(({ text }) => !ELSEWHERE.test(text));
}

/** Does what `plan` says of going to the inputs of a side. */
async function go(
  it: Deployment,
  name: string,
  side: "before" | "after",
  before: readonly ServiceState[],
): Promise<Gone> {
  const variables = await it.variables();
  edit(it, join(PLANS, name), side);
  const { compose: plan } = JSON.parse((await ok(it.plan())).stdout) as Plan;
  for (const { commands } of usual(plan.steps)) await perform(it, commands, variables);
  // Back at `before` the next pair begins, at whose end all is held again.
  const services = await (side === "after" ? expectSound(it, { restarted: true }) : it.settle());
  const isMadeAnew = plan.steps.some(({ commands }) =>
    commands.some((one) => /^docker compose (--project-directory \S+ )?down\b/.test(one)),
  );
  return {
    wrong: isMadeAnew ? [] : compare(plan.components, before, services),
    steps: plan.steps,
    services,
  };
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
