/** The Helm backend: values for CLP's own chart, public ones and secret ones apart. */

import { derived } from "../../base/origin.ts";
import { shell } from "../../base/shell.ts";
import { type EmittedFile, emittedFile } from "../../model/emitted-file.ts";
import type { DeploymentModel } from "../../model/model.ts";
import { joinTexts, textOfLines } from "../../model/text.ts";
import type { Backend } from "../backend.ts";
import { yaml, yamlComment } from "../yaml.ts";
import { CHART } from "./chart.ts";
import type { HelmOptions } from "./options.ts";
import { secretValues } from "./secret-values.ts";
import { supports } from "./supports.ts";
import { publicValues } from "./values.ts";

const PUBLIC_NAME = "values.yaml";
const SECRET_NAME = "values.secret.yaml";
const PUBLIC = `helm/${PUBLIC_NAME}`;
const SECRET = `helm/${SECRET_NAME}`;

export const helm: Backend<HelmOptions> = (model, options) => ({
  supports: (reporter) => supports(model, options, reporter),
  emitPublic: () => [publicFile(model, options)],
  secretPaths: () => [SECRET],
  emitSecret(secrets, reporter) {
    const values = secretValues(model, secrets, reporter);
    return values === undefined ? [] : [emittedFile(SECRET, "secret", yaml(values))];
  },
});

function publicFile(model: DeploymentModel, options: HelmOptions): EmittedFile<"public"> {
  const { releaseName, namespace } = options;
  const how = derived("how the chart is installed with these values", releaseName.origin, namespace.origin);
  const { name, version } = CHART;
  return emittedFile(
    PUBLIC,
    "public",
    joinTexts(
      textOfLines([
        yamlComment(
          `Values of chart ${name} ${version}; ${SECRET_NAME} has the secrets. To install it:`,
          how,
        ),
        yamlComment(
          shell`helm install ${releaseName.value} ${`clp/${name}`} --version ${version} --namespace ${namespace.value} -f ${PUBLIC_NAME} -f ${SECRET_NAME}`,
          how,
        ),
      ]),
      yaml(publicValues(model, options)),
    ),
  );
}
