/** `clp-compile init --from-compose`: the inputs of a project that CLP's own scripts have started. */
import { statSync } from "node:fs";
import { dirname, join } from "node:path";
import { adoptedFiles } from "../../init/adopted-files.ts";
import type { Made } from "../../init/init.ts";
import type { Source } from "../../mod.ts";
import type { Finding } from "../../report/finding.ts";
import { located, readGiven, readWithin } from "../files/input-files.ts";
import { findingsOf } from "../findings.ts";
import type { Host } from "../host.ts";
import { systemCode } from "../system-error.ts";
import type { Options } from "../usage/options.ts";

/** In a folder that is given. */
const PROJECT = "project.json";
/** Beside the project, or where the project says that its containers have it from. */
const CONTAINER_CONFIG = ".clp-config.yaml";

/** Undefined where there is nothing to write; `findings` is told why, and what could not be carried over. */
export async function makeFromCompose(
  given: string,
  options: Options,
  host: Host,
  findings: Finding[],
): Promise<Made | undefined> {
  const inFolder = isFolder(located(host, given));
  const name = inFolder ? join(given, PROJECT) : given;
  const project = inFolder
    ? readWithin(name, "project", host, findings, true)
    : readGiven(name, "project", host, findings);
  if (project === undefined) return undefined;
  const { configPathOf, fromCompose } = await import("../../adopt/compose/from-compose.ts");
  const beside = given === "-" ? CONTAINER_CONFIG : join(dirname(name), CONTAINER_CONFIG);
  const config = readable([beside, configPathOf(project)], host);
  const { inputs, diagnostics, texts } = fromCompose(project, config, options.namedRelease);
  findings.push(...findingsOf(diagnostics, texts, options));
  if (inputs === undefined) return undefined;
  const random = (count: number) => crypto.getRandomValues(new Uint8Array(count));
  return { folder: options.subject, files: adoptedFiles(inputs, texts.running, random) };
}

/** What the system does not let anybody look at is read as a file, by which it is said why not. */
function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch (error) {
    if (systemCode(error) === undefined) throw error;
    return false;
  }
}

/** The first of some files that is there for this user; none of them was named by anybody. */
function readable(names: readonly (string | undefined)[], host: Host): Source | undefined {
  for (const name of names) {
    const source = name === undefined ? undefined : readWithin(name, "container config", host, [], false);
    if (source !== undefined) return source;
  }
  return undefined;
}
