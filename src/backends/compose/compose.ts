/** The Docker Compose backend: everything under `compose/`. */
import type { Backend } from "../backend.ts";
import { composeFile } from "./compose-file.ts";
import { envExample, envFile } from "./env-file.ts";
import { publicFiles, secretFiles } from "./generated-files.ts";
import { checkLimits } from "./limits.ts";
import type { ComposeOptions } from "./options.ts";
import { COMPOSE_PATHS } from "./output-paths.ts";
import { prepareScript } from "./prepare-script.ts";

export const compose: Backend<ComposeOptions> = {
  name: "compose",
  paths: COMPOSE_PATHS,
  supports: (model, { limits }, reporter) => checkLimits(model, limits, reporter),
  emitPublic: (model, options) => [
    composeFile(model, options),
    envExample(model),
    ...publicFiles(model),
    prepareScript(model, options),
  ],
  secretPaths: (model) => [
    "compose/.env",
    ...model.files.filter(({ secret }) => secret).map(({ path }) => `compose/${path}`),
  ],
  emitSecret: (model, _options, secrets) => [envFile(model, secrets), ...secretFiles(model, secrets)],
};
