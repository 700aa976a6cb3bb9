/** The Helm backend: values for CLP's own chart, public ones and secret ones apart. */

import { derived } from "../../base/origin.ts";
import { shell } from "../../base/shell.ts";
import { type EmittedFile, emittedFile } from "../../model/emitted-file.ts";
import { joinTexts, textOfLines } from "../../model/text.ts";
import type { Backend } from "../backend.ts";
import { yaml, yamlComment } from "../yaml.ts";
import { CHART_NAME, type Question } from "./chart.ts";
import { supports } from "./chart-supports.ts";
import { chartOf } from "./charts.ts";
import type { HelmOptions } from "./helm-options.ts";
import { secretValues } from "./secret-chart-values.ts";

const PUBLIC_NAME = "values.yaml";
const SECRET_NAME = "values.secret.yaml";
const PUBLIC = `helm/${PUBLIC_NAME}`;
const SECRET = `helm/${SECRET_NAME}`;

export const helm: Backend<HelmOptions> = (model, options) => {
  const question: Question = { chart: chartOf(model.release.value), model, options };
  return {
    supports: (reporter) => supports(question, reporter),
    emitPublic: () => [publicFile(question)],
    secretPaths: () => [SECRET],
    emitSecret(secrets, reporter) {
      const values = secretValues(question, secrets, reporter);
      return values === undefined ? [] : [emittedFile(SECRET, "secret", yaml(values))];
    },
  };
};

function publicFile(question: Question): EmittedFile<"public"> {
  const { releaseName, namespace } = question.options;
  const { version, values, setFiles } = question.chart;
  const how = derived("how the chart is installed with these values", releaseName.origin, namespace.origin);
  const files = setFiles?.(question) ?? [];
  const more = files.flatMap(({ value, path }) => ["--set-file", `${value}=${path}`]);
  return emittedFile(
    PUBLIC,
    "public",
    joinTexts(
      textOfLines([
        yamlComment(
          `Values of chart ${CHART_NAME} ${version}; ${SECRET_NAME} has the secrets. To install it:`,
          how,
        ),
        yamlComment(
          shell`helm install ${releaseName.value} ${`clp/${CHART_NAME}`} --version ${version} --namespace ${namespace.value} -f ${PUBLIC_NAME} -f ${SECRET_NAME} ${more}`,
          how,
        ),
      ]),
      yaml(values(question)),
    ),
  );
}
