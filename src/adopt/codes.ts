/** What is said of a deployment that runs already, of which inputs are made. */
import type { CodeEntry } from "../base/code-entry.ts";
import { shell } from "../base/shell.ts";
import { v0_13_0 } from "../clp/releases/v0.13.0.ts";

export const ADOPT_CODES: Readonly<
  Record<
    "CLP6560" | "CLP6561" | "CLP6562" | "CLP6563" | "CLP6564" | "CLP6570" | "CLP6571" | "CLP6572",
    CodeEntry
  >
> = {
  CLP6560: {
    severity: "error",
    title: "Values of another chart",
    explanation:
      "`init --from-helm` takes the values of CLP's own chart, as `helm get values --all RELEASE` prints them. What was given has none of the keys that this chart reads.",
    wrong: "helm get values --all some-website | clp-compile init clp --from-helm -",
    right: "helm get values --all clp | clp-compile init clp --from-helm -",
    source: "The keys that the templates of CLP's charts read",
  },
  CLP6561: {
    severity: "warning",
    title: "Value that the chart does not read",
    explanation:
      "Helm takes any key, and no template of the chart asks for this one: it is misspelt, or of another version. It had no effect before either, so that nothing of it is carried over.",
    wrong: "clpConfig: {webui: {rate_limits: 500}}",
    right: "clpConfig: {webui: {rate_limit: 500}}",
    source: "The keys that the templates of CLP's charts read",
  },
  CLP6562: {
    severity: "warning",
    title: "Value that cannot be carried over",
    explanation:
      "What was made of the values was compiled again, and gives another value here: no key of the inputs says it, or one key says it of several components at once. The deployment changes in this place, unless a values file of one's own keeps it: Helm reads several, and the last one counts.",
    wrong: "nameOverride: logs   # no key of the inputs names the chart",
    right: "helm upgrade clp clp/clp -f values.yaml -f values.secret.yaml -f own.yaml",
    source: "The values that were given, and those that are compiled of what was made of them",
  },
  CLP6563: {
    severity: "note",
    title: "Release that values are taken for",
    explanation:
      "Values do not say of which version of the chart they are. They are taken for the release whose chart reads all keys; where several do, for the one whose tag the image has, or else for the newest. The site file names it.",
    wrong: "clp-compile init clp --from-helm values.yaml",
    right: shell`clp-compile init clp --from-helm values.yaml --clp-version ${v0_13_0.id}`,
    source: "The keys that the templates of CLP's charts read",
  },
  CLP6564: {
    severity: "note",
    title: "What values do not say of an installation",
    explanation:
      "The name of the release and its namespace are no values: `helm list --all-namespaces` prints both. The names of the Secrets that the chart has made begin with the release's name.",
    wrong: "clp-compile init clp --from-helm values.yaml   # of the release logs in the namespace clp",
    right: "kubernetes: {release_name: logs, namespace: clp}   # in the site file",
    source: "The chart's templates",
  },
  CLP6570: {
    severity: "error",
    title: "Not a running project of CLP",
    explanation:
      "`init --from-compose` takes what `docker compose config --format json` prints of a project that CLP's own scripts have started. The image of its services says of which release it is; an image with another tag needs --clp-version.",
    wrong:
      "docker compose --project-name website config --format json | clp-compile init clp --from-compose -",
    right: "docker compose config --format json | clp-compile init clp --from-compose -",
    source: "The images of the services of CLP's compose files",
  },
  CLP6571: {
    severity: "note",
    title: "Config of a running project that is not at hand",
    explanation:
      "Most of CLP's keys stand in .clp-config.yaml in the directory of logs, which the containers mount, and in no variable of theirs. Without that file they keep CLP's defaults.",
    wrong: "clp-compile init clp --from-compose project.json   # on another machine",
    right: "cp var/log/.clp-config.yaml . && clp-compile init clp --from-compose .",
    source: "What CLP's services mount at /etc/clp-config.yaml",
  },
  CLP6572: {
    severity: "warning",
    title: "Setting of a running project that cannot be carried over",
    explanation:
      "What was made of the project was compiled again, and gives something else here: a service was changed by hand, or CLP has a defect there that the compiler does not repeat.",
    wrong: "services: {webui: {environment: {OWN_VARIABLE: x}}}",
    right: "services: {webui: {environment: {OWN_VARIABLE: x}}}   # in docker-compose.override.yaml",
    source: "The project that was given, and the one that is compiled of what was made of it",
  },
};
