/** The Docker Compose backend: the bundle of files with which a host runs a deployment. */
import type { Backend } from "../backend.ts";
import { type Bundle, pathIn } from "./bundle.ts";
import { composeFile } from "./compose-file.ts";
import { addressesOnHost, dialectOf } from "./dialect.ts";
import { envExample, envFile, envPath } from "./env-file.ts";
import { publicFiles, secretFiles } from "./generated-files.ts";
import { checkLimits } from "./limits.ts";
import type { ComposeOptions } from "./options.ts";
import { prepareScript } from "./prepare-script.ts";

export const compose: Backend<ComposeOptions> = (model, options) => {
  const bundle: Bundle = { model, options, dialect: dialectOf(model, addressesOnHost(model)) };
  return {
    supports: (reporter) => checkLimits(model, options.limits, reporter),
    emitPublic: () => [
      composeFile(bundle),
      envExample(bundle),
      ...publicFiles(bundle),
      prepareScript(bundle),
    ],
    secretPaths: () => [
      envPath(bundle),
      ...model.files.filter(({ secret }) => secret).map(({ path }) => pathIn(bundle, path)),
    ],
    emitSecret: (secrets) => [envFile(bundle, secrets), ...secretFiles(bundle, secrets)],
  };
};
