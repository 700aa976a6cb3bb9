/** The External Secrets Operator's own definition of an ExternalSecret, in a real API server. */
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect } from "vitest";
import { parseAllDocuments } from "yaml";
import type { Any } from "../../backends/kubernetes/manifests.ts";
import type { ApiServer } from "./api-server.ts";
import { program } from "./programs.ts";

const NAME = "externalsecrets.external-secrets.io";

export async function installExternalSecrets(server: ApiServer): Promise<void> {
  const bundle = join(dirname(program("render-secret")), "crds.yaml");
  expect(existsSync(bundle)).toBe(true);
  const definition = parseAllDocuments(readFileSync(bundle, "utf8"))
    .map((document) => document.toJS() as Any)
    .find(({ metadata }) => metadata?.name === NAME);
  // The operator's own server converts between versions; it does not run here, and only one is used.
  definition.spec.conversion = { strategy: "None" };
  const made = await server.kubectl(["apply", "--server-side", "-f", "-"], {
    input: JSON.stringify(definition),
  });
  expect(made.stderr).toBe("");
  await server.kubectl(["wait", "--for=condition=Established", `crd/${NAME}`, "--timeout=60s"]);
}
