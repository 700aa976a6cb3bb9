/** The project file of the working directory: what of it a command line asks for. */
import { closeSync, openSync } from "node:fs";
import type { Diagnostic } from "../../base/diagnostic.ts";
import { nearest } from "../../base/suggest.ts";
import type { Project, ProjectDeployment } from "../../mod.ts";
import type { Finding } from "../../report/finding.ts";
import { located, MAX_INPUT_BYTES } from "../files/input-files.ts";
import { fileFinding, findingsOf, hasErrors } from "../findings.ts";
import { type Host, readUpTo } from "../host.ts";
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
  let content: Uint8Array;
  host.reads?.(PROJECT_FILE);
  try {
    content = bytesOf(host);
  } catch (error) {
    const message = `Cannot read the project file ${PROJECT_FILE}: ${reasonOf(error, "read")}`;
    return { ok: false, findings: [fileFinding("CLP6003", PROJECT_FILE, message)] };
  }
  const { readProject } = await import("../../mod.ts");
  const project = readProject({ name: PROJECT_FILE, content });
  const diagnostics: readonly Diagnostic[] = [...project.diagnostics, ...checkPaths(project, host)];
  const findings = findingsOf(diagnostics, project.texts, options);
  if (hasErrors(findings)) return { ok: false, findings };
  const deployments = named(project, options.deployments);
  const others = project.deployments.filter((one) => !deployments.includes(one));
  return { ok: true, deployments, others, findings };
}

/** The names of its deployments as far as they can be read, for a shell that completes them: no error is said. */
export async function deploymentNames(host: Host): Promise<readonly string[]> {
  const { readProject } = await import("../../mod.ts");
  try {
    const { deployments } = readProject({ name: PROJECT_FILE, content: bytesOf(host) });
    return deployments.map(({ name }) => name.value);
  } catch (error) {
    if (systemCode(error) === undefined) throw error;
    return [];
  }
}

/** @throws what the system says where it cannot be read */
function bytesOf(host: Host): Uint8Array {
  const descriptor = openSync(located(host, PROJECT_FILE), "r");
  try {
    return readUpTo(descriptor, MAX_INPUT_BYTES + 1);
  } finally {
    closeSync(descriptor);
  }
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
