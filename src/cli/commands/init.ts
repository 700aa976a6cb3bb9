/** `clp-compile init`: the inputs of a new deployment, or the site file of an installed package. Replaces nothing. */

import { lstatSync, rmSync, unlinkSync, writeFileSync } from "node:fs";
import { dirname, isAbsolute, join, resolve } from "node:path";
import { compose, join as joined, type Printable, print } from "../../base/printable.ts";
import { pathWord, shell } from "../../base/shell.ts";
import { HOME_ON_HOSTS } from "../../init/hosts-sections.ts";
import { CONFIG, CREDENTIALS, fromInstallation, type Made, newDeployment, SITE } from "../../init/init.ts";
import { logsDirectory, type Remark, surveyInstallation } from "../../init/installed-package.ts";
import type { SiteFacts } from "../../init/new-site.ts";
import { workerMemory } from "../../init/presto-section.ts";
import { newRepository } from "../../init/repository.ts";
import type { Source } from "../../mod.ts";
import type { Finding } from "../../report/finding.ts";
import { EXIT, type ExitCode } from "../exit.ts";
import { credentialsPathIn } from "../files/credentials-path.ts";
import { located, readWithin } from "../files/input-files.ts";
import { fileFinding, findingsOf, hasErrors, reportFindings } from "../findings.ts";
import type { Host } from "../host.ts";
import { makeFolders } from "../output/make-folders.ts";
import { remark } from "../remark.ts";
import { reasonOf } from "../system-error.ts";
import { DEFAULT_CREDENTIALS } from "../usage/choices.ts";
import type { Options } from "../usage/options.ts";
import { makeFromCompose } from "./init-from-compose.ts";
import { makeFromHelm } from "./init-from-helm.ts";

/** A directory that CLP takes none below (D51). */
const RESTRICTED = "CLP3032";
/** A section of the site file without an effect. */
const UNSHARED = "CLP4104";

/** What of the machine is asked for where `--this-machine` says so. */
export interface Machine {
  /** Undefined where the system has no ids. */
  readonly user: { readonly uid: number; readonly gid: number } | undefined;
  readonly cpus: number;
  /** Bytes of memory. */
  readonly memory: number;
}

/**
 * Reports `CLP6301` for each file that is in the way, `CLP6302` where the folder cannot be written,
 * `CLP6303` and `CLP6304` for an installation, and what the compiler says to the files that are made.
 */
export async function initCommand(
  options: Options,
  host: Host,
  machine: () => Promise<Machine> = thisMachine,
): Promise<ExitCode> {
  const findings: Finding[] = [];
  const made =
    options.fromInstallation !== undefined
      ? await makeFromInstallation(options.fromInstallation, options, host, findings)
      : options.fromHelm !== undefined
        ? await makeFromHelm(options.fromHelm, options, host, findings)
        : options.fromCompose !== undefined
          ? await makeFromCompose(options.fromCompose, options, host, findings)
          : options.repository
            ? makeRepository(options)
            : await makeNew(options, host, machine, findings);
  if (made === undefined) {
    await reportFindings(findings, options, host);
    return EXIT.inputErrors;
  }
  const root = located(host, made.folder);
  const refused = options.dryRun ? conflicts(root, made) : write(root, made);
  await reportFindings([...findings, ...refused], options, host);
  if (refused.length > 0) return EXIT.fileSystem;
  if (options.dryRun)
    host.out(joined(made.files.map(({ path }) => print`create  ${join(made.folder, path)}\n`)));
  else remark(summary(made, options), options, host);
  return EXIT.done;
}

/** Nothing of this machine is in it, so that it always compiles. */
function makeRepository(options: Options): Made {
  const { subject, release, type, storage } = options;
  const random = (count: number) => crypto.getRandomValues(new Uint8Array(count));
  return { folder: subject, files: newRepository({ release, type, storage, random }) };
}

async function makeNew(
  options: Options,
  host: Host,
  machine: () => Promise<Machine>,
  findings: Finding[],
): Promise<Made | undefined> {
  const folder = options.subject;
  const here = options.thisMachine ? factsOf(await machine()) : {};
  const make = (site: SiteFacts, unshared: readonly string[]): Made => ({
    folder,
    files: newDeployment({
      release: options.release,
      type: options.type,
      storage: options.storage,
      site,
      hosts: options.hosts,
      unshared,
      random: (count) => crypto.getRandomValues(new Uint8Array(count)),
    }),
  });
  const { compile } = await host.compiler();
  const compiled = ({ files }: Made) => {
    const source = (path: string): Source => ({
      name: join(folder, path),
      content: files.find((file) => file.path === path)!.content,
    });
    return compile(
      { config: source(CONFIG), credentials: source(CREDENTIALS), site: source(SITE) },
      { emit: undefined, secrets: true },
    );
  };

  // What is made compiles, without what it says has no effect: a place in which CLP takes no directories is no
  // home, and what one host alone uses is not shared.
  const clpHome =
    options.hosts.length > 0 ? HOME_ON_HOSTS : resolve(located(host, folder), options.out, "compose");
  const facts = { ...here, clpHome: clpHome.startsWith("/") ? clpHome : undefined };
  let made = make(facts, []);
  let { diagnostics, texts } = compiled(made);
  const isRestricted = diagnostics.some(({ code }) => code === RESTRICTED);
  const unshared = diagnostics.flatMap(({ code, path }) =>
    code === UNSHARED && path[0] === "shared_storage" ? [String(path[1])] : [],
  );
  if (isRestricted || unshared.length > 0) {
    made = make(isRestricted ? here : facts, unshared);
    ({ diagnostics, texts } = compiled(made));
  }
  const wrong = findingsOf(diagnostics, texts, options).filter(({ severity }) => severity !== "note");
  findings.push(...wrong);
  return hasErrors(wrong) ? undefined : made;
}

/** As CLP does: an operator who is root leaves the servers to user 999, which their images have. */
function factsOf({ user, cpus, memory }: Machine): SiteFacts {
  return {
    user,
    thirdParty: user?.uid === 0 ? { uid: 999, gid: 999 } : user,
    cpus,
    workerMemory: workerMemory(memory),
  };
}

async function thisMachine(): Promise<Machine> {
  const { cpus, totalmem } = await import("node:os");
  const [uid, gid] = [process.getuid?.(), process.getgid?.()];
  return {
    user: uid === undefined || gid === undefined ? undefined : { uid, gid },
    cpus: Math.max(1, cpus().length),
    memory: totalmem(),
  };
}

async function makeFromInstallation(
  name: string,
  options: Options,
  host: Host,
  findings: Finding[],
): Promise<Made | undefined> {
  const root = resolve(located(host, name));
  const read = (path: string, what: string): Source | undefined =>
    readWithin(isAbsolute(path) ? path : join(name, path), what, host, findings, false);
  const config = read(CONFIG, "config");
  if (config === undefined) {
    if (!hasErrors(findings))
      findings.push(
        fileFinding("CLP6303", name, `Cannot find a package of CLP in ${name}: it has no ${CONFIG}`, {
          help: "Name the folder that holds etc/, sbin/ and .env",
        }),
      );
    return undefined;
  }
  const text = (path: string): string | undefined => {
    const source = read(path, "file");
    return source === undefined ? undefined : new TextDecoder().decode(source.content as Uint8Array);
  };
  const { site, remarks } = surveyInstallation({
    folder: root,
    config,
    variables: text(".env"),
    instanceId: text(join(logsDirectory(config), "instance-id")),
    version: text("VERSION"),
  });
  const folder = options.subject === "" ? name : options.subject;
  // In its own folder the package has its config and credentials already.
  const elsewhere = resolve(located(host, folder)) !== root;
  const credentialsPath = await credentialsPathIn([config]);
  const credentials =
    elsewhere && credentialsPath === DEFAULT_CREDENTIALS ? read(CREDENTIALS, "credentials") : undefined;
  if (hasErrors(findings)) return undefined;
  const all: readonly Remark[] =
    elsewhere && credentialsPath !== DEFAULT_CREDENTIALS
      ? [
          ...remarks,
          {
            message: `The config names ${credentialsPath} as its credentials`,
            help: "Copy it, or name it by --credentials",
          },
        ]
      : remarks;
  for (const { message, help } of all)
    findings.push({ code: "CLP6304", severity: "note", message, path: [], related: [], notes: [], help });
  return { folder, files: fromInstallation(elsewhere ? config : undefined, credentials, site) };
}

function summary({ folder, files }: Made, options: Options): Printable {
  const hasSecrets = files.some(({ path }) => path === CREDENTIALS);
  // What is installed by the chart goes on with it.
  const flags =
    options.fromHelm === undefined ? [] : ["--emit", "helm", ...(hasSecrets ? [] : ["--no-secrets"])];
  const lines = [
    print`Wrote ${files.map(({ path, mode }) => `${join(folder, path)}${mode === 0o600 ? " (0600)" : ""}`).join(", ")}`,
  ];
  const isOfHosts = options.hosts.length > 0;
  const isNew = [options.fromInstallation, options.fromHelm, options.fromCompose].every(
    (one) => one === undefined,
  );
  if (isNew && !options.repository && !options.thisMachine && !isOfHosts)
    lines.push(print`Services run as user 1000, with 2 CPUs: --this-machine takes your ids and CPUs instead`);
  lines.push(
    print`Next: ${folder === "." ? shell`clp-compile ${flags}` : shell`cd ${pathWord(folder)} && clp-compile ${flags}`}`,
  );
  return joined(lines.map((line) => compose`${line}\n`));
}

/** Everything that is in the way; what no file can be written for is said once. */
function conflicts(root: string, { folder, files }: Made): readonly Finding[] {
  const found: Finding[] = [];
  for (const { path } of files) {
    const name = join(folder, path);
    try {
      if (lstatSync(join(root, path), { throwIfNoEntry: false }) === undefined) continue;
    } catch (error) {
      return [unwritable(name, error)];
    }
    found.push(
      fileFinding("CLP6301", name, `Cannot write ${name}: it is there already`, {
        help: "Set up another folder, or move it away",
      }),
    );
  }
  return found;
}

function unwritable(name: string, error: unknown): Finding {
  return fileFinding("CLP6302", name, `Cannot write ${name}: ${reasonOf(error, "write")}`, {
    help: "Name another folder",
  });
}

/** Writes all files, or none. */
function write(root: string, made: Made): readonly Finding[] {
  const inTheWay = conflicts(root, made);
  if (inTheWay.length > 0) return inTheWay;
  const undo: (() => void)[] = [];
  for (const { path, mode, content } of made.files) {
    const at = join(root, path);
    try {
      makeFolders(dirname(at), (folder) => undo.push(() => rmSync(folder, { recursive: true, force: true })));
      // Fails where another program was faster.
      writeFileSync(at, content, { flag: "wx", mode });
      undo.push(() => unlinkSync(at));
    } catch (error) {
      for (const step of undo.reverse()) step();
      return [unwritable(join(made.folder, path), error)];
    }
  }
  return [];
}
