/** The Docker Compose backend: the bundle of files with which a host runs a deployment, or its part of one. */
import { withEachInstance } from "../../model/instances.ts";
import type { DeploymentModel } from "../../model/model.ts";
import type { Backend, Target } from "../backend.ts";
import { type Bundle, pathIn } from "./bundle.ts";
import { composeFile } from "./compose-file.ts";
import { addressesOnHost, dialectOf } from "./dialect.ts";
import { envExample, envFile, envPath } from "./env-file.ts";
import { firewall } from "./firewall.ts";
import { publicFiles, secretFiles } from "./generated-files.ts";
import { checkLimits } from "./limits.ts";
import { type ComposeOptions, optionsOnHost } from "./options.ts";
import { prepareScript } from "./prepare-script.ts";
import { systemdUnit } from "./systemd-unit.ts";

export const compose: Backend<ComposeOptions> = (model, options) =>
  model.hosts === undefined ? onOneHost(model, options) : onHosts(model, options);

function bundleOf(deployment: DeploymentModel, options: ComposeOptions): Bundle {
  const model = withEachInstance(deployment);
  return { model, options, dialect: dialectOf(model, addressesOnHost(model)) };
}

function onOneHost(deployment: DeploymentModel, options: ComposeOptions): Target {
  const bundle = bundleOf(deployment, options);
  const { model } = bundle;
  return {
    supports: (reporter) => checkLimits(model, options.limits, reporter),
    emitPublic: () => publicFilesOf(bundle),
    secretPaths: () => secretPathsOf(bundle),
    emitSecret: (secrets) => [envFile(bundle, secrets), ...secretFiles(bundle, secrets)],
  };
}

/** A bundle for each host, with what one host alone has no use for. */
function onHosts(model: DeploymentModel, options: ComposeOptions): Target {
  const bundles = (model.hosts ?? []).map((host) => ({
    host,
    bundle: bundleOf(host.model, optionsOnHost(options, host)),
  }));
  return {
    supports: (reporter) => checkLimits(model, options.limits, reporter),
    emitPublic: () =>
      bundles.flatMap(({ host, bundle }) => [
        ...publicFilesOf(bundle),
        firewall(bundle, model, host),
        systemdUnit(bundle),
      ]),
    secretPaths: () => bundles.flatMap(({ bundle }) => secretPathsOf(bundle)),
    emitSecret: (secrets) =>
      bundles.flatMap(({ bundle }) => [envFile(bundle, secrets), ...secretFiles(bundle, secrets)]),
  };
}

function publicFilesOf(bundle: Bundle) {
  return [composeFile(bundle), envExample(bundle), ...publicFiles(bundle), prepareScript(bundle)];
}

function secretPathsOf(bundle: Bundle): readonly string[] {
  return [
    envPath(bundle),
    ...bundle.model.files.filter(({ secret }) => secret).map(({ path }) => pathIn(bundle, path)),
  ];
}
