/** The Docker Compose backend: everything under `compose/`. */
import type { Sourced } from "../../base/origin.ts";
import type { Backend } from "../backend.ts";
import { composeFile } from "./compose-file.ts";
import { envExample, envFile } from "./env-file.ts";
import { publicFiles, secretFiles } from "./generated-files.ts";
import { COMPOSE_PATHS } from "./output-paths.ts";
import { prepareScript } from "./prepare-script.ts";

export interface ComposeOptions {
  readonly projectName: Sourced<string>;
}

export const compose: Backend<ComposeOptions> = {
  name: "compose",
  paths: COMPOSE_PATHS,
  // Compose carries every deployment.
  supports: () => true,
  emitPublic: (model, options) => [
    composeFile(model, options.projectName),
    envExample(model),
    ...publicFiles(model),
    prepareScript(model),
  ],
  secretPaths: (model) => [
    "compose/.env",
    ...model.files.filter(({ secret }) => secret).map(({ path }) => `compose/${path}`),
  ],
  emitSecret: (model, _options, secrets) => [envFile(model, secrets), ...secretFiles(model, secrets)],
};
