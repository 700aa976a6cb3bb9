/** `.env` and `.env.example`: the variables by CLP's own names, and the secrets. */
import { constant, type Origin } from "../../base/origin.ts";
import { keepSecrets, UP, withSecrets } from "../../base/secrets-in-environment.ts";
import { type EmittedFile, emittedFile } from "../../model/emitted-file.ts";
import type { DeploymentModel, SecretValues } from "../../model/model.ts";
import { type SecretVariable, secretVariables, valueOfVariable } from "../../model/secret-variables.ts";
import { type Line, textOfLines } from "../../model/text.ts";
import { dotenvLine } from "../dotenv.ts";
import { type Bundle, pathIn } from "./bundle.ts";
import { variablesAskedFor } from "./compose-file.ts";
import { isWithoutFiles } from "./environment.ts";

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

/** The lines of all variables; `write` gives the value of a secret's. */
function variableLines(bundle: Bundle, write: (one: SecretVariable) => string): readonly Line[] {
  const secrets = secretVariables(bundle.model).map((one) => secretLine(one, write(one)));
  return ofThisHost(bundle, [...settingLines(bundle.model), ...secrets]);
}

function secretLine(one: SecretVariable, value: string): Line {
  return { text: dotenvLine(one.name, value), origins: [one.origin] };
}

/**
 * Those of all lines that this host has a use for. One host of several has those alone that its compose file
 * asks for: it is given no secret of others, and what only CLP's own tools read tells of one host.
 */
function ofThisHost(bundle: Bundle, lines: readonly Line[]): readonly Line[] {
  return bundle.options.host === undefined ? lines : askedFor(bundle, lines);
}

function askedFor(bundle: Bundle, lines: readonly Line[]): readonly Line[] {
  const asked = variablesAskedFor(bundle);
  return lines.filter(({ text }) => asked.has(text.slice(0, text.indexOf("="))));
}

/** Public: every variable, secrets left blank. */
export function envExample(bundle: Bundle): EmittedFile<"public"> {
  return emittedFile(
    pathIn(bundle, ".env.example"),
    "public",
    textOfLines(isWithoutFiles(bundle.options) ? namesInEnvironment(bundle) : blanksOfEnvFile(bundle)),
  );
}

function blanksOfEnvFile(bundle: Bundle): readonly Line[] {
  return [
    comment(
      "Made by clp-compile. Copy to .env (mode 0600) and fill in the blanks, or compile with credentials.",
    ),
    comment("The variables that end in _ENCODED are percent-encoded: they stand in URLs."),
    ...variableLines(bundle, () => ""),
  ];
}

/** What must be in the environment, and what may be. */
function namesInEnvironment(bundle: Bundle): readonly Line[] {
  const { model, options } = bundle;
  const why: readonly Origin[] = [options.secrets.origin];
  const said = (text: string): Line => ({ text: text === "" ? "" : `# ${text}`, origins: why });
  const blanks = secretVariables(model).map((one) => ({ one, line: secretLine(one, "") }));
  const asked = new Set(
    askedFor(
      bundle,
      blanks.map(({ line }) => line),
    ),
  );
  const settings = ofThisHost(bundle, settingLines(model));
  return [
    comment(
      "Made by clp-compile. Secrets stand in no file: every docker compose command, down and logs too, needs",
    ),
    said(
      "these variables in its environment. `clp-compile secrets` prints them for a program that keeps them:",
    ),
    said(`  ${keepSecrets(options.host?.name.value)}`),
    said(`  ${withSecrets(UP)}`),
    ...blanks.flatMap(({ one, line }) =>
      asked.has(line) ? [said(""), { text: `# ${one.title}`, origins: [one.origin] }, line] : [],
    ),
    ...(settings.length === 0
      ? []
      : [
          said(""),
          said(
            "No secrets. An .env of this host's own may have those otherwise that are defaults in the compose file.",
          ),
          ...settings,
        ]),
  ];
}

export function envPath(bundle: Bundle): string {
  return pathIn(bundle, ".env");
}

/** The secret file that Compose reads by itself from beside the compose file; none where secrets are in no file. */
export function envFiles(bundle: Bundle, secrets: SecretValues): readonly EmittedFile<"secret">[] {
  if (isWithoutFiles(bundle.options)) return [];
  return [
    emittedFile(
      envPath(bundle),
      "secret",
      textOfLines([
        comment("Made by clp-compile. Holds secrets: never commit it."),
        ...variableLines(bundle, (one) => valueOfVariable(one, secrets)),
      ]),
    ),
  ];
}
