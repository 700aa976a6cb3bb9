/** What `clp-compile init --repository` writes: three deployments of one base, and the project file that names them. */
import { prose } from "./annotate.ts";
import type { InitFile, InitWish } from "./init.ts";
import { configText } from "./new-config.ts";
import { credentialsText } from "./new-credentials.ts";
import { siteText } from "./new-site.ts";
import { prestoSection } from "./presto-section.ts";

const ENVIRONMENTS = ["dev", "staging", "prod"] as const;

const PROJECT = "clp-compile.yaml";
const BASE = { config: "base/clp-config.yaml", site: "base/clp-site.yaml" } as const;

/** Base, a layer for each environment with passwords of its own, project file and .gitignore. */
export function newRepository({
  release,
  type,
  storage,
  random,
}: Omit<InitWish, "site" | "hosts" | "unshared">): readonly InitFile[] {
  const presto = prestoSection(type, storage, release);
  const publicFile = (path: string, content: string): InitFile => ({ path, mode: 0o644, content });
  return [
    publicFile(
      ".gitignore",
      "# Passwords are not committed. The output folders have a .gitignore of their own.\ncredentials.yaml\n",
    ),
    publicFile(PROJECT, projectText()),
    publicFile(BASE.config, configText(release, type, storage)),
    publicFile(
      BASE.site,
      siteText(
        { release: release.id },
        [
          "What all deployments have in common; what one has otherwise stands in its own folder.",
          "host.clp_home is not set: relative paths of the config start at the compose file, and Helm and Kubernetes, which need absolute paths, are left out until it is.",
          ...(presto === undefined ? [] : [presto.remark]),
        ],
        presto === undefined ? {} : { presto: presto.section },
      ),
    ),
    ...ENVIRONMENTS.flatMap((name): readonly InitFile[] => [
      publicFile(`${name}/clp-config.yaml`, layerHead(`What ${name} has otherwise than ${BASE.config}`)),
      publicFile(
        `${name}/clp-site.yaml`,
        `${layerHead(`What ${name} has otherwise than ${BASE.site}`)}compose:\n  project_name: "clp-${name}"\nkubernetes:\n  namespace: "clp-${name}"\n`,
      ),
      { path: `${name}/credentials.yaml`, mode: 0o600, content: credentialsText(release, random) },
    ]),
  ];
}

function layerHead(what: string): string {
  return `# ${what}: mappings are joined by their keys, everything else is replaced.\n`;
}

function projectText(): string {
  const head = prose(
    "The deployments of this repository. In this folder `clp-compile`, `clp-compile check`, `clp-compile validate` and `clp-compile plan` are about all of them, and with a name about one. Where passwords are not at hand, as in CI: `clp-compile check --no-secrets`.",
    0,
  );
  const deployments = ENVIRONMENTS.map((name) =>
    [
      `  ${name}:`,
      `    config: [${BASE.config}, ${name}/clp-config.yaml]`,
      `    site: [${BASE.site}, ${name}/clp-site.yaml]`,
      `    credentials: ${name}/credentials.yaml`,
      `    out: ${name}/out`,
    ].join("\n"),
  );
  return `${[...head, "deployments:", ...deployments].join("\n")}\n`;
}
