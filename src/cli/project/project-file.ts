/** The project file of the working directory: what of it a command line asks for. */
import type { Diagnostic } from "../../base/diagnostic.ts";
import { nearest } from "../../base/suggest.ts";
import type { Project, ProjectDeployment } from "../../mod.ts";
import type { Finding } from "../../report/finding.ts";
import { located, MAX_INPUT_BYTES, noFile, sourceOf } from "../files/input-files.ts";
import { type FileRead, readFileAt } from "../files/read-file.ts";
import { fileFinding, findingsOf, hasErrors } from "../findings.ts";
import type { Host } from "../host.ts";
import { reasonOf, systemCode } from "../system-error.ts";
import { PROJECT_FILE } from "../usage/choices.ts";
import type { Options } from "../usage/options.ts";
import { WrongUsage } from "../usage/wrong-usage.ts";
import { checkPaths } from "./project-paths.ts";

/** The deployments that are asked for, or why there are none. */
export type Asked =
  | {
      readonly ok: true;
      readonly deployments: readonly ProjectDeployment[];
      /** Those of the project that were not asked for. */
      readonly others: readonly ProjectDeployment[];
      readonly findings: readonly Finding[];
    }
  | { readonly ok: false; readonly findings: readonly Finding[] };

/**
 * Reads the project file. Reports what is wrong with it, all at once: `CLP1xxx`, `CLP2xxx`, `CLP6003`,
 * `CLP6502`, `CLP6503`.
 *
 * @throws {WrongUsage} for a deployment that it does not name
 */
export async function readProjectFile(options: Options, host: Host): Promise<Asked> {
  let read: FileRead;
  host.reads?.(PROJECT_FILE);
  try {
    read = readBytes(host);
  } catch (error) {
    return { ok: false, findings: [unreadable(reasonOf(error, "read"))] };
  }
  if (read.kind === "directory") return { ok: false, findings: [unreadable(read.reason)] };
  if (read.kind === "no file") return { ok: false, findings: [noFile(PROJECT_FILE, WHAT, read.reason)] };
  const { readProject } = await import("../../mod.ts");
  const project = readProject(sourceOf(PROJECT_FILE, read));
  const diagnostics: readonly Diagnostic[] = [...project.diagnostics, ...checkPaths(project, host)];
  const findings = findingsOf(diagnostics, project.texts, options);
  if (hasErrors(findings)) return { ok: false, findings };
  const deployments = named(project, options.deployments);
  const others = project.deployments.filter((one) => !deployments.includes(one));
  return { ok: true, deployments, others, findings };
}

const WHAT = "project file";

function unreadable(reason: string): Finding {
  return fileFinding("CLP6003", PROJECT_FILE, `Cannot read the ${WHAT} ${PROJECT_FILE}: ${reason}`);
}

/** The names of its deployments as far as they can be read, for a shell that completes them: no error is said. */
export async function deploymentNames(host: Host): Promise<readonly string[]> {
  const { readProject } = await import("../../mod.ts");
  try {
    const read = readBytes(host);
    if (read.kind !== "file") return [];
    const { deployments } = readProject(sourceOf(PROJECT_FILE, read));
    return deployments.map(({ name }) => name.value);
  } catch (error) {
    if (systemCode(error) === undefined) throw error;
    return [];
  }
}

/** @throws what the system says where it cannot be read */
function readBytes(host: Host): FileRead {
  return readFileAt(located(host, PROJECT_FILE), {
    most: MAX_INPUT_BYTES + 1,
    waits: false,
    from: located(host, "."),
  });
}

/** Those that are named, or all; in the order of the file. */
function named({ deployments }: Project, names: readonly string[]): readonly ProjectDeployment[] {
  const known = deployments.map(({ name }) => name.value);
  for (const name of names) {
    if (known.includes(name)) continue;
    const suggestion = nearest(name, known);
    throw new WrongUsage(
      `${PROJECT_FILE} has no deployment "${name}"`,
      suggestion === undefined ? `It has ${listed(known)}` : `Did you mean "${suggestion}"?`,
    );
  }
  return names.length === 0 ? deployments : deployments.filter(({ name }) => names.includes(name.value));
}

/** Names in a sentence; of many the first ones. */
export function listed(names: readonly string[], most = 8): string {
  const more = names.length - most;
  return more > 0 ? `${names.slice(0, most).join(", ")} and ${more} more` : names.join(", ");
}
