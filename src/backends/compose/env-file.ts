/** `.env` and `.env.example`: the variables by CLP's own names, and the secrets. */

import { UP } from "../../base/compose-up.ts";
import { constant, type Origin } from "../../base/origin.ts";
import { keepSecrets, withSecrets } from "../../base/secrets-in-environment.ts";
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

interface Variable {
  readonly name: string;
  readonly value: string;
  readonly origin: Origin;
}

function lineOf({ name, value, origin }: Variable): Line {
  return { text: dotenvLine(name, value), origins: [origin] };
}

function settings({ settings }: DeploymentModel): readonly Variable[] {
  return settings.map(({ variable, value: { value, origin } }) => ({
    name: variable,
    value: String(value),
    origin,
  }));
}

/** The lines of all variables; `write` gives the value of a secret's. */
function variableLines(bundle: Bundle, write: (one: SecretVariable) => string): readonly Line[] {
  const secrets = secretVariables(bundle.model).map((one) => ({ ...one, value: write(one) }));
  return ofThisHost(bundle, [...settings(bundle.model), ...secrets]).map(lineOf);
}

/**
 * Those of all variables that this host has a use for. One host of several has those alone that its compose
 * file asks for: it is given no secret of others, and what only CLP's own tools read tells of one host.
 */
function ofThisHost<V extends Pick<Variable, "name">>(bundle: Bundle, all: readonly V[]): readonly V[] {
  return bundle.options.host === undefined ? all : askedFor(bundle, all);
}

function askedFor<V extends Pick<Variable, "name">>(bundle: Bundle, all: readonly V[]): readonly V[] {
  const asked = variablesAskedFor(bundle);
  return all.filter(({ name }) => asked.has(name));
}

/** The secrets that Compose asks for on this host. */
export function secretsAskedFor(bundle: Bundle): readonly SecretVariable[] {
  return askedFor(bundle, secretVariables(bundle.model));
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
  const others = ofThisHost(bundle, settings(model));
  const secrets = secretsAskedFor(bundle);
  const head =
    secrets.length === 0
      ? [said("Made by clp-compile. What runs here needs no secret: docker compose asks for no variable.")]
      : [
          comment(
            "Made by clp-compile. Secrets stand in no file: every docker compose command, down and logs too, needs",
          ),
          said(
            "these variables in its environment. `clp-compile secrets` prints them for a program that keeps them:",
          ),
          said(`  ${keepSecrets(options.host?.name.value)}`),
          said(`  ${withSecrets(UP)}`),
        ];
  return [
    ...head,
    ...secrets.flatMap((one) => [
      said(""),
      { text: `# ${one.title}`, origins: [one.origin] },
      lineOf({ ...one, value: "" }),
    ]),
    ...(others.length === 0
      ? []
      : [
          said(""),
          said(
            "No secrets. An .env of this host's own may have those otherwise that are defaults in the compose file.",
          ),
          ...others.map(lineOf),
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
