/** `clp-compile secrets`: every secret by its variable, on standard output alone. */
import { COMPOSE_FOLDER, folderOfHost } from "../../base/compose-folder.ts";
import { compose, join, jsonText, print } from "../../base/printable.ts";
import { shell } from "../../base/shell.ts";
import type { DeploymentModel, EmittedFile } from "../../mod.ts";
import { EXIT, type ExitCode } from "../exit.ts";
import { readInputs } from "../files/input-files.ts";
import { findingsOf, hasErrors, reportFindings } from "../findings.ts";
import type { Host } from "../host.ts";
import { hasProject } from "../project/has-project.ts";
import { PROJECT_FILE } from "../usage/choices.ts";
import type { Options } from "../usage/options.ts";
import { WrongUsage } from "../usage/wrong-usage.ts";

/** The values as `.env` would carry them, without its quotes: those for URLs percent-encoded, under names of their own. */
export async function secretsCommand(options: Options, host: Host): Promise<ExitCode> {
  // A wrapper may give this flag to all commands.
  if (options.noSecrets) {
    host.out(jsonText({}));
    return EXIT.done;
  }
  if (!options.placed && options.deployments.length === 0 && hasProject(host))
    return await askForOne(options, host);
  const inputs = await readInputs(options, host);
  const given = inputs.noCredentials === undefined ? [] : [inputs.noCredentials];
  if (inputs.sources === undefined || given.length > 0) {
    await reportFindings([...inputs.findings, ...given], options, host);
    return EXIT.inputErrors;
  }
  const { compile } = await host.compiler();
  const { ok, model, files, diagnostics, texts } = compile(inputs.sources, {
    emit: [options.host === undefined ? "docs" : "compose"],
    secrets: false,
  });
  const names = options.host === undefined ? undefined : namesOnHost(options.host, files, model);
  const findings = [...inputs.findings, ...findingsOf(diagnostics, texts, options)];
  const { secretValues, secretVariables, valueOfVariable } = await import("../../mod.ts");
  const values = ok && !hasErrors(findings) ? secretValues(inputs.sources) : undefined;
  await reportFindings(findings, options, host);
  if (model === undefined || values === undefined) return EXIT.inputErrors;

  const variables = secretVariables(model)
    .filter(({ name }) => names?.has(name) ?? true)
    .map((one) => [one.name, valueOfVariable(one, values)] as const);
  host.out(
    options.format === "json" || variables.length === 0
      ? jsonText(Object.fromEntries(variables))
      : // A string of JSON is one of YAML, too.
        join(variables.map(([name, value]) => compose`${print`${name}: `}${jsonText(value)}`)),
  );
  return EXIT.done;
}

/**
 * Refuses to print the secrets of all deployments at once: each is read by people and hosts of its own, and
 * a mapping of mappings is no environment (`sops exec-env` takes none).
 *
 * @throws {WrongUsage} that names the deployments
 */
async function askForOne(options: Options, host: Host): Promise<ExitCode> {
  const { listed, readProjectFile } = await import("../project/project-file.ts");
  const project = await readProjectFile(options, host);
  if (!project.ok) {
    await reportFindings(project.findings, options, host);
    return EXIT.inputErrors;
  }
  throw new WrongUsage(
    `"secrets" is about one deployment of ${PROJECT_FILE}: each has secrets of its own, to be encrypted for its own readers`,
    `Say which: ${listed(project.deployments.map(({ name }) => shell`--deployment ${name.value}`))}`,
  );
}

/**
 * The variables that the compose file of one host asks for: it is given no secret of others.
 *
 * @throws {WrongUsage} where there is no such host
 */
function namesOnHost(
  host: string,
  files: readonly EmittedFile[],
  model: DeploymentModel | undefined,
): ReadonlySet<string> {
  const hosts = model?.hosts?.map(({ name }) => name.value) ?? [];
  if (model !== undefined && !hosts.includes(host))
    throw new WrongUsage(
      `the deployment has no host "${host}"`,
      hosts.length === 0 ? "It is on one host: leave --host out" : `It has ${hosts.join(", ")}`,
    );
  const example = files.find(({ path }) => path === `${folderOfHost(COMPOSE_FOLDER, host)}/.env.example`);
  return new Set([...(example?.text ?? "").matchAll(/^(\w+)=/gm)].map(([, name]) => name!));
}
