/** The last step: deployment model → files. */
import { COMPOSE_FOLDER, folderOfHost } from "../base/compose-folder.ts";
import { hasErrors, type Reporter } from "../base/diagnostic.ts";
import { pick } from "../base/typed.ts";
import type { EmittedFile } from "../model/emitted-file.ts";
import type { DeploymentModel, SecretValues } from "../model/model.ts";
import { assertSound } from "../model/sound.ts";
import { TARGETS, type TargetInputs } from "../targets.ts";
import type { Emission, EmitOptions } from "./emission.ts";
import { type ComposePlace, gitignore } from "./gitignore-file.ts";
import { byPath, manifest } from "./manifest-file.ts";
import { type SelectedTarget, selectTargets } from "./select-targets.ts";

const NOTHING = { files: [], secretPaths: [], backends: [], skipped: [] } as const;

/**
 * Emits the files of all selected targets, and those that belong to all of them. Nothing at all where
 * there are errors, whoever reported them: half a deployment is none.
 *
 * @param inputs what the targets' options are made of
 * @param secrets undefined: public files only
 */
export function emit(
  model: DeploymentModel,
  inputs: TargetInputs,
  secrets: SecretValues | undefined,
  options: EmitOptions,
  reporter: Reporter,
): Emission {
  const { selected, skipped } = selectTargets(model, inputs, options, reporter);
  const leftOut = new Set(skipped.map(({ name }) => name));
  const able = TARGETS.filter(({ name }) => !leftOut.has(name));
  const secrecy = {
    needsCredentials: able.some(
      ({ name, writesSecrets }) => (options.emit?.includes(name) ?? true) && writesSecrets(inputs),
    ),
    withoutSecrets: able.flatMap(({ name, writesSecrets }) => (writesSecrets(inputs) ? [] : [name])),
  };
  noteOnHosts(selected, inputs, reporter);
  if (hasErrors(reporter.diagnostics)) return { ...NOTHING, ...secrecy };
  assertSound(model);

  const publicFiles = selected.flatMap(({ target }) => target.emitPublic());
  const secretFiles = secrets === undefined ? [] : emitSecrets(selected, secrets);
  if (hasErrors(reporter.diagnostics)) return { ...NOTHING, ...secrecy };

  const backends = selected.map(({ name }) => name);
  const secretPaths = selected
    .flatMap(({ target }) => target.secretPaths().map((path) => ({ path, mode: 0o600 })))
    .sort(byPath);
  const listed = [
    ...publicFiles,
    gitignore(composePlaces(model, inputs), publicFiles, secretPaths, options.kept),
  ].sort(byPath);
  const ownManifest = manifest(model, backends, listed, secretPaths, options.kept);
  return {
    files: [...listed, ...secretFiles, ownManifest].sort(byPath),
    secretPaths,
    backends,
    ...secrecy,
    skipped,
  };
}

/** Where Docker Compose has the files of each host. */
function composePlaces(model: DeploymentModel, { site }: TargetInputs): readonly ComposePlace[] {
  if (model.hosts === undefined) return [{ model, folder: COMPOSE_FOLDER, clpHome: site.host.clp_home }];
  return model.hosts.map(({ name, clpHome, model: onHost }) => ({
    model: onHost,
    folder: folderOfHost(COMPOSE_FOLDER, name.value),
    clpHome: clpHome.value,
  }));
}

/** `CLP4105`: a cluster places pods by itself. */
function noteOnHosts(selected: readonly SelectedTarget[], { site }: TargetInputs, reporter: Reporter): void {
  const hosts = pick(site, "hosts");
  const clusters = selected
    .map(({ name }) => name)
    .filter((name) => name === "helm" || name === "kubernetes");
  if (hosts.value === null || clusters.length === 0) return;
  reporter.report("CLP4105", hosts.origin, "`hosts` has no effect on what is compiled for Kubernetes", {
    help: `Its scheduler places pods: kubernetes.scheduling and kubernetes.replicas say how. Leave the target out with --emit where there is no cluster`,
  });
}

/** A secret that a target cannot carry withholds that target's secret file alone. */
function emitSecrets(
  selected: readonly SelectedTarget[],
  secrets: SecretValues,
): readonly EmittedFile<"secret">[] {
  return selected.flatMap(({ target, reporter }) => target.emitSecret(secrets, reporter));
}
