/** The variables that carry secrets: raw, and percent-encoded where one stands in a URL. */
import { derived, type Origin } from "../base/origin.ts";
import type { DeploymentModel, SecretValues } from "./model.ts";
import type { SecretId } from "./value.ts";

/** A variable of `.env`, or of the environment, that carries a secret. */
export interface SecretVariable {
  readonly name: string;
  readonly secret: SecretId;
  readonly encoded: boolean;
  /** What it is, in a few words. */
  readonly title: string;
  readonly origin: Origin;
}

/** In the order of `.env`. A secret that no variable carries stands in a file. */
export function secretVariables({ secrets }: DeploymentModel): readonly SecretVariable[] {
  return secrets.flatMap(({ id, title, origin, variable, encodedVariable }): readonly SecretVariable[] => [
    ...(variable === undefined ? [] : [{ name: variable, secret: id, encoded: false, title, origin }]),
    ...(encodedVariable === undefined
      ? []
      : [
          {
            name: encodedVariable,
            secret: id,
            encoded: true,
            title: `${title}, percent-encoded`,
            origin: derived("percent-encoded, as it stands in URLs", origin),
          },
        ]),
  ]);
}

/** The value that a variable has. */
export function valueOfVariable({ secret, encoded }: SecretVariable, secrets: SecretValues): string {
  const value = secrets.get(secret) ?? "";
  return encoded ? encodeURIComponent(value) : value;
}
