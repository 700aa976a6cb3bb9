/** `.env` and `.env.example`: the variables by CLP's own names, and the secrets. */
import { constant, derived } from "../../base/origin.ts";
import { type EmittedFile, emittedFile } from "../../model/emitted-file.ts";
import type { DeploymentModel, SecretValues } from "../../model/model.ts";
import { type Line, textOfLines } from "../../model/text.ts";
import { dotenvLine } from "../dotenv.ts";
import { type Bundle, pathIn } from "./bundle.ts";

const HEADER = constant("the heading of a generated file");

function comment(text: string): Line {
  return { text: `# ${text}`, origins: [HEADER] };
}

function settingLines(model: DeploymentModel): readonly Line[] {
  return model.settings.map(({ variable, value }) => ({
    text: dotenvLine(variable, String(value.value)),
    origins: [value.origin],
  }));
}

/** A line for each variable that carries a secret, raw or percent-encoded; `write` gives its value. */
function secretLines(
  model: DeploymentModel,
  write: (id: DeploymentModel["secrets"][number]["id"]) => string,
): readonly Line[] {
  return model.secrets.flatMap(({ id, variable, encodedVariable, origin }) => [
    ...(variable === undefined ? [] : [{ text: dotenvLine(variable, write(id)), origins: [origin] }]),
    ...(encodedVariable === undefined
      ? []
      : [
          {
            text: dotenvLine(encodedVariable, encodeURIComponent(write(id))),
            origins: [derived("percent-encoded, as it stands in URLs", origin)],
          },
        ]),
  ]);
}

/** Public: every variable, secrets left blank. */
export function envExample(bundle: Bundle): EmittedFile<"public"> {
  const { model } = bundle;
  return emittedFile(
    pathIn(bundle, ".env.example"),
    "public",
    textOfLines([
      comment(
        "Made by clp-compile. Copy to .env (mode 0600) and fill in the blanks, or compile with credentials.",
      ),
      comment("The variables that end in _ENCODED are percent-encoded: they stand in URLs."),
      ...settingLines(model),
      ...secretLines(model, () => ""),
    ]),
  );
}

export function envPath(bundle: Bundle): string {
  return pathIn(bundle, ".env");
}

/** Secret: what Compose reads by itself from beside the compose file. */
export function envFile(bundle: Bundle, secrets: SecretValues): EmittedFile<"secret"> {
  const { model } = bundle;
  return emittedFile(
    envPath(bundle),
    "secret",
    textOfLines([
      comment("Made by clp-compile. Holds secrets: never commit it."),
      ...settingLines(model),
      ...secretLines(model, (id) => secrets.get(id) ?? ""),
    ]),
  );
}
