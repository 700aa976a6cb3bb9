/**
 * Runs a composite action as GitHub's runner does: inputs become variables, each step a shell script with
 * the runner's files for outputs, PATH and summary. It knows of expressions what `action.yml` uses.
 */
import { spawnSync } from "node:child_process";
import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { parse } from "yaml";
import { type Repository, ROOT } from "./repository.ts";

interface Step {
  readonly name: string;
  readonly id?: string;
  readonly if?: string;
  readonly shell: string;
  readonly run: string;
  readonly "working-directory"?: string;
  readonly env?: Readonly<Record<string, string>>;
}

interface Action {
  readonly inputs: Readonly<Record<string, { readonly default: string }>>;
  readonly outputs: Readonly<Record<string, { readonly value: string }>>;
  readonly runs: { readonly steps: readonly Step[] };
}

export interface ActionRun {
  readonly ok: boolean;
  /** The step that failed. */
  readonly failed: string | undefined;
  readonly ran: readonly string[];
  readonly outputs: Readonly<Record<string, string>>;
  /** What all steps printed, which is where annotations come from. */
  readonly log: string;
  readonly summary: string;
}

type Lookup = (path: string) => string;

/** `${{ a.b || c.d }}` and the conditions of steps. */
function evaluate(expression: string, lookup: Lookup): string | boolean {
  const script = expression.replace(/'[^']*'|[a-z_]+(?:\.[a-z_-]+)+/g, (token) =>
    token.startsWith("'") ? JSON.stringify(token.slice(1, -1)) : JSON.stringify(lookup(token)),
  );
  if (!/^(?:"(?:[^"\\]|\\.)*"|[\s()!]|&&|\|\||==|!=)*$/.test(script))
    throw new Error(`unknown expression: ${expression}`);
  return new Function(`return ${script}`)() as string | boolean;
}

function fill(text: string, lookup: Lookup): string {
  return text.replace(/\$\{\{(.*?)\}\}/g, (_, expression: string) =>
    String(evaluate(expression.trim(), lookup)),
  );
}

type Outputs = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** What an expression names: an input, the output of a step, or something of the event. */
function lookupIn(
  action: Action,
  inputs: Readonly<Record<string, string>>,
  event: Readonly<Record<string, string>>,
  outputs: Outputs,
): Lookup {
  return (path) => {
    const [first, ...rest] = path.split(".");
    if (first === "inputs") {
      const name = rest.join(".");
      if (!(name in action.inputs)) throw new Error(`no input ${name}`);
      return inputs[name] ?? action.inputs[name]!.default;
    }
    if (first === "steps") return outputs[rest[0]!]?.[rest[2]!] ?? "";
    if (first === "github") return event[rest.join(".")] ?? "";
    throw new Error(`unknown context: ${path}`);
  };
}

/** What a step wrote into the runner's file: `name=value`, a line each. */
function assignmentsIn(file: string): Readonly<Record<string, string>> {
  const lines = readFileSync(file, "utf8")
    .split("\n")
    .filter((line) => line !== "");
  return Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]),
  );
}

export interface RunnerOptions {
  /** The action's own checkout; this repository if left out. */
  readonly checkout?: string;
  /** Laid over the environment of each step. */
  readonly env?: Readonly<Record<string, string>>;
}

export function runAction(
  repository: Repository,
  inputs: Readonly<Record<string, string>>,
  event: Readonly<Record<string, string>>,
  { checkout = ROOT, env: variables = {} }: RunnerOptions = {},
): ActionRun {
  const action = parse(readFileSync(join(checkout, "action.yml"), "utf8")) as Action;
  const runner = join(repository.scratch, `runner-${Date.now()}`);
  mkdirSync(runner);
  const files = {
    output: join(runner, "output"),
    path: join(runner, "path"),
    summary: join(runner, "summary"),
  };
  const outputs: Record<string, Readonly<Record<string, string>>> = {};
  const lookup = lookupIn(action, inputs, event, outputs);
  for (const name of Object.keys(inputs)) if (!(name in action.inputs)) throw new Error(`no input ${name}`);

  let log = "";
  let paths = "";
  const ran: string[] = [];
  writeFileSync(files.summary, "");
  let failed: string | undefined;
  for (const step of action.runs.steps) {
    if (step.if !== undefined && evaluate(step.if, lookup) !== true) continue;
    ran.push(step.name);
    for (const file of [files.output, files.path]) writeFileSync(file, "");
    const script = join(runner, "step.sh");
    writeFileSync(script, fill(step.run, lookup));
    const env = Object.fromEntries(
      Object.entries(step.env ?? {}).map(([name, value]) => [name, fill(value, lookup)]),
    );
    const { status, stdout, stderr } = spawnSync(
      step.shell,
      ["--noprofile", "--norc", "-eo", "pipefail", script],
      {
        cwd: join(repository.folder, fill(step["working-directory"] ?? ".", lookup)),
        encoding: "utf8",
        env: {
          ...repository.env,
          ...variables,
          PATH: `${paths}${variables["PATH"] ?? repository.env["PATH"]}`,
          GITHUB_ACTION_PATH: checkout,
          GITHUB_OUTPUT: files.output,
          GITHUB_PATH: files.path,
          GITHUB_STEP_SUMMARY: files.summary,
          RUNNER_TEMP: runner,
          ...env,
        },
      },
    );
    log += stdout + stderr;
    for (const line of readFileSync(files.path, "utf8").split("\n"))
      if (line !== "") paths = line + delimiter + paths;
    if (step.id !== undefined) outputs[step.id] = assignmentsIn(files.output);
    if (status !== 0) {
      failed = step.name;
      appendFileSync(files.summary, "");
      break;
    }
  }
  return {
    ok: failed === undefined,
    failed,
    ran,
    outputs: Object.fromEntries(
      Object.entries(action.outputs).map(([name, { value }]) => [name, fill(value, lookup)]),
    ),
    log,
    summary: readFileSync(files.summary, "utf8"),
  };
}
