/** The Docker Compose backend: the bundle of files with which a host runs a deployment, or its part of one. */

import type { Reporter } from "../../base/diagnostic.ts";
import type { EmittedFile } from "../../model/emitted-file.ts";
import { componentsOf } from "../../model/host-groups.ts";
import { withEachInstance } from "../../model/instances.ts";
import type { DeploymentModel, SecretValues } from "../../model/model.ts";
import type { Backend, Target } from "../backend.ts";
import { type Bundle, pathIn } from "./bundle.ts";
import { addressesOnHost, dialectOf } from "./compose-dialect.ts";
import { composeFile } from "./compose-file.ts";
import { type ComposeOptions, optionsOnHost } from "./compose-options.ts";
import { envExample, envFiles, envPath } from "./env-file.ts";
import { checkEnvironment, isWithoutFiles } from "./environment.ts";
import { firewall } from "./firewall.ts";
import { checkLimits } from "./limits.ts";
import { publicFiles, secretFiles } from "./mounted-files.ts";
import { prepareScript } from "./prepare-script.ts";
import { systemdUnit } from "./systemd-unit.ts";

export const compose: Backend<ComposeOptions> = (model, options) =>
  model.hosts === undefined ? onOneHost(model, options) : onHosts(model, options);

function bundleOf(deployment: DeploymentModel, options: ComposeOptions): Bundle {
  const model = withEachInstance(deployment);
  return { model, options, dialect: dialectOf(model, addressesOnHost(model), options.secrets.value) };
}

function onOneHost(deployment: DeploymentModel, options: ComposeOptions): Target {
  const bundle = bundleOf(deployment, options);
  const { model } = bundle;
  return {
    supports: (reporter) => supports(model, options, reporter),
    emitPublic: () => publicFilesOf(bundle),
    secretPaths: () => secretPathsOf(bundle),
    emitSecret: (secrets) => secretFilesOf(bundle, secrets),
  };
}

/** A bundle for each host, with what one host alone has no use for. */
function onHosts(model: DeploymentModel, options: ComposeOptions): Target {
  const bundles = (model.hosts ?? []).map((host) => ({
    host,
    bundle: bundleOf(host.model, optionsOnHost(options, host)),
  }));
  return {
    supports: (reporter) => supports(model, options, reporter),
    emitPublic: () =>
      bundles.flatMap(({ host, bundle }) => [
        ...publicFilesOf(bundle),
        firewall(bundle, model, host),
        // Where nothing runs, `up` fails for want of a service, after each reboot again and again.
        ...(componentsOf(host).length === 0 ? [] : [systemdUnit(bundle)]),
      ]),
    secretPaths: () => bundles.flatMap(({ bundle }) => secretPathsOf(bundle)),
    emitSecret: (secrets) => bundles.flatMap(({ bundle }) => secretFilesOf(bundle, secrets)),
  };
}

function supports(model: DeploymentModel, options: ComposeOptions, reporter: Reporter): boolean {
  const fits = checkLimits(model, options.limits, reporter);
  return checkEnvironment(model, options, reporter) && fits;
}

function publicFilesOf(bundle: Bundle) {
  return [composeFile(bundle), envExample(bundle), ...publicFiles(bundle), prepareScript(bundle)];
}

function secretPathsOf(bundle: Bundle): readonly string[] {
  return [
    ...(isWithoutFiles(bundle.options) ? [] : [envPath(bundle)]),
    ...bundle.model.files.filter(({ secret }) => secret).map(({ path }) => pathIn(bundle, path)),
  ];
}

function secretFilesOf(bundle: Bundle, secrets: SecretValues): readonly EmittedFile<"secret">[] {
  return [...envFiles(bundle, secrets), ...secretFiles(bundle, secrets)];
}
