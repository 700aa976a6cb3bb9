/** `.env` and `.env.example`: the variables by CLP's own names, and the secrets. */
import { constant, derived } from "../../base/origin.ts";
import { type EmittedFile, emittedFile } from "../../model/emitted-file.ts";
import type { DeploymentModel, SecretValues } from "../../model/model.ts";
import { type Line, textOfLines } from "../../model/text.ts";
import type { SecretId } from "../../model/value.ts";
import { dotenvLine } from "../dotenv.ts";
import { type Bundle, pathIn } from "./bundle.ts";
import { composeFile } from "./compose-file.ts";

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
function secretLines(model: DeploymentModel, write: (id: SecretId) => string): readonly Line[] {
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

/**
 * The lines of all variables. One host of several has those alone that its compose file asks for: it is
 * given no secret of others, and what only CLP's own tools read tells of one host.
 */
function variableLines(bundle: Bundle, write: (id: SecretId) => string): readonly Line[] {
  const { model, options } = bundle;
  const lines = [...settingLines(model), ...secretLines(model, write)];
  if (options.host === undefined) return lines;
  const asked = variablesIn(composeFile(bundle).text);
  return lines.filter(({ text }) => asked.has(text.slice(0, text.indexOf("="))));
}

/** The variables that Compose puts values in the place of: `$$` is a dollar. */
function variablesIn(text: string): ReadonlySet<string> {
  return new Set(
    [...text.matchAll(/\$\$|\$\{(?<name>\w+)/g)].flatMap(({ groups }) => groups?.["name"] ?? []),
  );
}

/** Public: every variable, secrets left blank. */
export function envExample(bundle: Bundle): EmittedFile<"public"> {
  return emittedFile(
    pathIn(bundle, ".env.example"),
    "public",
    textOfLines([
      comment(
        "Made by clp-compile. Copy to .env (mode 0600) and fill in the blanks, or compile with credentials.",
      ),
      comment("The variables that end in _ENCODED are percent-encoded: they stand in URLs."),
      ...variableLines(bundle, () => ""),
    ]),
  );
}

export function envPath(bundle: Bundle): string {
  return pathIn(bundle, ".env");
}

/** Secret: what Compose reads by itself from beside the compose file. */
export function envFile(bundle: Bundle, secrets: SecretValues): EmittedFile<"secret"> {
  return emittedFile(
    envPath(bundle),
    "secret",
    textOfLines([
      comment("Made by clp-compile. Holds secrets: never commit it."),
      ...variableLines(bundle, (id) => secrets.get(id) ?? ""),
    ]),
  );
}
