/** Secrets that Compose takes from the environment of its commands: what that costs, and what it cannot carry. */
import type { Reporter } from "../../base/diagnostic.ts";
import { withSecrets } from "../../base/secrets-in-environment.ts";
import { shell } from "../../base/shell.ts";
import type { DeploymentModel, GeneratedFile } from "../../model/model.ts";
import type { ComposeOptions } from "./compose-options.ts";

/** True where no file of a host holds a secret. */
export function isWithoutFiles({ secrets }: ComposeOptions): boolean {
  return secrets.value === "environment";
}

/**
 * Reports `CLP5280` for secrets that containers read from a file, and `CLP5281`, a note, of what each
 * command needs; true where nothing is in the way.
 */
export function checkEnvironment(
  model: DeploymentModel,
  options: ComposeOptions,
  reporter: Reporter,
): boolean {
  if (!isWithoutFiles(options)) return true;
  const { origin } = options.secrets;
  const held = model.files.filter(({ secret }) => secret);
  const keys = held.find(({ secretKeys = [] }) => secretKeys.length > 0);
  if (keys !== undefined)
    reporter.report(
      "CLP5280",
      originOfKeys(model, keys) ?? origin,
      "Cannot keep secrets in the environment alone: keys of S3 stand in the config that containers read",
      {
        also: [{ origin, text: "where secrets are to be" }],
        help: "Use another type of `aws_authentication`, such as `profile`; or write `compose: {secrets: file}`",
      },
    );
  if (held.some((file) => file !== keys))
    reporter.report(
      "CLP5280",
      origin,
      "Cannot keep secrets in the environment alone: Presto reads the database's password from the file of its catalog",
      {
        also: [{ origin: model.queries.origin, text: "who answers queries" }],
        help: "Write `compose: {secrets: file}`; or let somebody else run Presto (`presto: null`)",
      },
    );
  if (held.length > 0) return false;
  reporter.report(
    "CLP5281",
    origin,
    "Each docker compose command needs the variables of .env.example in its environment, `down` and `logs` too",
    { help: withSecrets(shell`docker compose ps --all`) },
  );
  return true;
}

function originOfKeys({ secrets }: DeploymentModel, { secretKeys = [] }: GeneratedFile) {
  return secrets.find(({ id }) => secretKeys.includes(id))?.origin;
}
