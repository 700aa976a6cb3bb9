/** The keys of the project file, clp-compile.yaml: the deployments of a repository, and what each is compiled of. */
import * as z from "zod/mini";
import { once } from "../../base/once.ts";
import { key, leaves, tag } from "./vocabulary.ts";

/** What `--emit` takes. */
export const EMITTED = ["compose", "helm", "kubernetes", "diagram", "docs"] as const;

const paths = () => z.optional(z.array(leaves.path()));

/** What the defaults have, too: all but the folder, which is each deployment's own. */
const shared = () => ({
  config: key(
    paths(),
    "The config, and the layers over it: what stands in a later file counts, mappings are joined by their keys.",
    { examples: [["base/clp-config.yaml", "prod/clp-config.yaml"]] },
  ),
  site: key(
    paths(),
    "The site file, and the layers over it; left out: clp-site.yaml beside the first config, if there is one.",
    { examples: [["base/clp-site.yaml", "prod/clp-site.yaml"]] },
  ),
  credentials: key(
    z.optional(leaves.path()),
    "User names and passwords; left out: what the config's credentials_file_path says.",
    { examples: ["prod/credentials.yaml"] },
  ),
  no_secrets: key(
    z.optional(leaves.flag()),
    "Whether to do without credentials: then public files alone are made, which can be committed.",
  ),
  emit: key(
    z.optional(z.array(z.enum(EMITTED))),
    "Which outputs to make; left out: all that can carry the deployment.",
    { examples: [["kubernetes", "docs"]] },
  ),
  strict: key(z.optional(leaves.flag()), "Whether warnings are errors."),
  markdown: key(paths(), "Documents whose diagram `check` compares, too.", { examples: [["README.md"]] }),
});

/** Builds the schema at its first use. */
export const projectDefinition = once(() =>
  z.strictObject({
    defaults: key(
      z.prefault(z.strictObject(shared()), {}),
      "What holds for each deployment that does not say it itself.",
    ),
    deployments: key(
      tag(
        z.record(
          z.string(),
          z.strictObject({
            ...shared(),
            out: key(z.optional(leaves.path()), "The output folder; left out: out/NAME."),
          }),
        ),
        { record: { keyRules: ["projectName"] } },
      ),
      "The deployments by name.",
      { examples: [{ prod: { config: ["base/clp-config.yaml", "prod/clp-config.yaml"], out: "prod/out" } }] },
    ),
  }),
);
