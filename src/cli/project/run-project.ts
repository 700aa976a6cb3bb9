/** Runs a command for each deployment of the project file: in one process, with one report and one summary. */
import { compose, join, jsonText, type Printable, print } from "../../base/printable.ts";
import type { ProjectDeployment } from "../../mod.ts";
import type { Finding } from "../../report/finding.ts";
import { EXIT, type ExitCode } from "../exit.ts";
import { reportFindings } from "../findings.ts";
import type { Host } from "../host.ts";
import { internalError } from "../internal-error.ts";
import { remark } from "../remark.ts";
import type { Command } from "../usage/command.ts";
import type { Options } from "../usage/options.ts";
import { WrongUsage } from "../usage/wrong-usage.ts";
import { listed, readProjectFile } from "./project-file.ts";

/** The worst first: what a run ends with. */
const WORST: readonly ExitCode[] = [
  EXIT.internal,
  EXIT.fileSystem,
  EXIT.usage,
  EXIT.inputErrors,
  EXIT.difference,
  EXIT.done,
];

const OUTCOMES: Readonly<Record<ExitCode, string>> = {
  [EXIT.internal]: "with an internal error",
  [EXIT.fileSystem]: "refused by the file system",
  [EXIT.usage]: "with a wrong command line",
  [EXIT.inputErrors]: "with errors",
  [EXIT.difference]: "with a difference",
  [EXIT.done]: "done",
};

/** From so many deployments on, a terminal shows how far a run is, and memory is held. */
const MANY = 10;

/** @throws {WrongUsage} for names that the project file does not have, and flags that are for one deployment */
export async function runProject(command: Command, options: Options, host: Host): Promise<ExitCode> {
  const asked = await readProjectFile(options, host);
  if (!asked.ok) {
    await reportFindings(asked.findings, options, host);
    return EXIT.inputErrors;
  }
  const { deployments } = asked;
  refuseForOneAlone(options, deployments);

  const own = new Map(deployments.map((one) => [one, optionsOf(one, options)]));
  const run =
    command.together === undefined
      ? await command.load()
      : await (await command.together())(
          { asked: [...own.values()], others: asked.others.map((one) => optionsOf(one, options)) },
          host,
        );
  const report = collector(asked.findings);
  const results: { readonly name: string; readonly exit: ExitCode; readonly out: readonly Printable[] }[] =
    [];
  const progress = await progressOf(deployments.length, options, host);
  for (const deployment of deployments) {
    const name = deployment.name.value;
    progress.show(results.length, name);
    // Not before: what is loaded from V8's cache must find its flags as they were.
    if (results.length === MANY) await host.holdMemory?.();
    const out: Printable[] = [];
    const ownHost: Host = {
      ...host,
      out: (text) => {
        out.push(text);
        return true;
      },
      collect: (findings, stream) => report.add(name, findings, stream),
    };
    let exit: ExitCode;
    try {
      exit = await run(own.get(deployment)!, ownHost);
    } catch (error) {
      report.add(name, [internalError(error, command.name)], "err");
      exit = EXIT.internal;
    }
    progress.clear();
    const written = exit === EXIT.internal ? [] : out;
    results.push({ name, exit, out: options.json ? written : [] });
    if (!options.json) host.out(resultOf(name, written, options, command));
  }

  if (options.json)
    host.out(
      jsonText({
        deployments: Object.fromEntries(
          results.map(({ name, out }) => [name, out.length === 0 ? null : JSON.parse(out.join(""))]),
        ),
      }),
    );
  await report.say(options, host);
  remark(summary(results), options, host);
  return WORST.find((code) => results.some(({ exit }) => exit === code)) ?? EXIT.done;
}

/**
 * Runs a command that is about one deployment.
 *
 * @throws {WrongUsage} for a name that the project file does not have
 */
export async function runDeployment(
  command: Command,
  name: string,
  options: Options,
  host: Host,
): Promise<ExitCode> {
  const asked = await readProjectFile({ ...options, deployments: [name] }, host);
  const [deployment] = asked.ok ? asked.deployments : [];
  if (deployment === undefined) {
    await reportFindings(asked.findings, options, host);
    return EXIT.inputErrors;
  }
  const own = optionsOf(deployment, options);
  // Who asks for secrets means those that are not written into what is committed.
  return await (await command.load())(
    command.name === "secrets" ? { ...own, noSecrets: options.noSecrets } : own,
    host,
  );
}

/** What stands in one place cannot be that of several deployments. */
function refuseForOneAlone(options: Options, deployments: readonly ProjectDeployment[]): void {
  if (deployments.length <= 1) return;
  const help = `Name one deployment: ${listed(deployments.map(({ name }) => name.value))}`;
  if (options.markdown.length > 0)
    throw new WrongUsage(
      "--markdown is about one deployment",
      `${help}; or write \`markdown\` into the project file`,
    );
  if (options.against?.includes(":"))
    throw new WrongUsage(
      "--against with a path is about one deployment",
      `${help}; or give the reference alone, for the output folder of each`,
    );
}

/** The command line of one deployment: what is given by flags counts more than the project file. */
function optionsOf(deployment: ProjectDeployment, options: Options): Options {
  const values = (list: ProjectDeployment["config"]) => list.map(({ value }) => value);
  const [config, ...configLayers] = values(deployment.config);
  const [site, ...siteLayers] = values(deployment.site);
  return {
    ...options,
    deployments: [deployment.name.value],
    config,
    configLayers,
    site,
    siteLayers,
    credentials: deployment.credentials?.value,
    noSecrets: options.noSecrets || deployment.noSecrets,
    emit: options.emit ?? deployment.emit,
    strict: options.strict || deployment.strict,
    markdown: [...new Set([...values(deployment.markdown), ...options.markdown])],
    out: deployment.out.value,
  };
}

/** The results of one deployment, under its name where they do not say it themselves. */
function resultOf(
  name: string,
  out: readonly Printable[],
  options: Options,
  { name: command }: Command,
): Printable {
  if (out.length === 0 || command === "check") return join(out);
  return options.format === "markdown"
    ? join([print`## ${name}\n\n`, ...out, print`\n`])
    : join([print`${name}\n\n`, ...out, print`\n`]);
}

interface Entry {
  readonly finding: Finding;
  readonly stream: "out" | "err";
  readonly deployments: string[];
}

/** Findings of all deployments: one that several have, such as in a shared base, is said once. */
function collector(ofProject: readonly Finding[]) {
  const entries = new Map<string, Entry>();
  return {
    add(name: string, findings: readonly Finding[], stream: "out" | "err"): void {
      for (const finding of findings) {
        const key = identityOf(finding, stream);
        const entry = entries.get(key);
        if (entry === undefined) entries.set(key, { finding, stream, deployments: [name] });
        else if (!entry.deployments.includes(name)) entry.deployments.push(name);
      }
    },
    async say(options: Options, host: Host): Promise<void> {
      const all = [...entries.values()];
      const named = ({ finding, deployments }: Entry): Finding => ({ ...finding, deployments });
      if (options.diagnostics !== "pretty") {
        await reportFindings([...ofProject, ...all.map(named)], options, host);
        return;
      }
      await reportFindings(ofProject, options, host);
      const shown = all.filter(
        ({ finding: { silenced, severity } }) =>
          silenced === undefined && (!options.quiet || severity === "error"),
      );
      for (const stream of ["err", "out"] as const)
        for (const [names, own] of grouped(shown.filter((one) => one.stream === stream))) {
          host[stream](print`${names}:\n\n`);
          await reportFindings(own, options, host, stream);
          host[stream](print`\n`);
        }
    },
  };
}

/** The findings of those deployments that have the same ones, under their names. */
function grouped(entries: readonly Entry[]): ReadonlyMap<string, readonly Finding[]> {
  const groups = new Map<string, Finding[]>();
  for (const { finding, deployments } of entries) {
    const names = listed(deployments);
    const group = groups.get(names);
    if (group === undefined) groups.set(names, [finding]);
    else group.push(finding);
  }
  return groups;
}

/** Equal for findings that say the same of the same place. */
function identityOf({ code, severity, message, place, path, notes, help }: Finding, stream: string): string {
  return JSON.stringify([stream, code, severity, message, place?.name, place?.region, path, notes, help]);
}

/** How far a run is, on a line of a terminal that is written over. */
async function progressOf(total: number, options: Options, host: Host) {
  const { width } = await host.terminal("err");
  const shown = width !== undefined && total >= MANY && options.diagnostics === "pretty" && !options.quiet;
  return {
    show(done: number, name: string): void {
      if (shown) host.err(print`\r\u001b[K${done + 1} of ${total}: ${name}`);
    },
    clear(): void {
      if (shown) host.err(print`\r\u001b[K`);
    },
  };
}

/** `3 deployments: 2 done, 1 with errors (staging)` */
function summary(results: readonly { readonly name: string; readonly exit: ExitCode }[]): Printable {
  const parts = [...WORST].reverse().flatMap((code) => {
    const names = results.filter(({ exit }) => exit === code).map(({ name }) => name);
    if (names.length === 0) return [];
    return [print`${names.length} ${OUTCOMES[code]}${code === EXIT.done ? "" : ` (${listed(names)})`}`];
  });
  const count = `${results.length} deployment${results.length === 1 ? "" : "s"}`;
  return compose`${print`${count}: `}${join(parts.flatMap((part, index) => (index === 0 ? [part] : [print`, `, part])))}\n`;
}
