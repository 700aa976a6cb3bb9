/** `clp-compile schema NAME`: prints a JSON Schema. */
import { jsonText } from "../../base/printable.ts";
import { EXIT, type ExitCode } from "../exit.ts";
import type { Host } from "../host.ts";
import type { SCHEMAS } from "../usage/choices.ts";
import type { Options } from "../usage/options.ts";

type Load = () => Promise<{ readonly default: object }>;

/** Each by its own import, so that printing one does not load the others. */
const LOAD: Readonly<Record<(typeof SCHEMAS)[number], Load>> = {
  "clp-config": () => import("../../../schema/clp-config.schema.json", { with: { type: "json" } }),
  "clp-config-layer": () =>
    import("../../../schema/clp-config-layer.schema.json", { with: { type: "json" } }),
  credentials: () => import("../../../schema/credentials.schema.json", { with: { type: "json" } }),
  "clp-site": () => import("../../../schema/clp-site.schema.json", { with: { type: "json" } }),
  "clp-site-layer": () => import("../../../schema/clp-site-layer.schema.json", { with: { type: "json" } }),
  project: () => import("../../../schema/project.schema.json", { with: { type: "json" } }),
  manifest: () => import("../../../schema/manifest.schema.json", { with: { type: "json" } }),
  diagnostics: () => import("../../../schema/diagnostics.schema.json", { with: { type: "json" } }),
  migration: () => import("../../../schema/migration.schema.json", { with: { type: "json" } }),
  plan: () => import("../../../schema/plan.schema.json", { with: { type: "json" } }),
};

export async function schemaCommand({ subject }: Options, host: Host): Promise<ExitCode> {
  const { default: schema } = await LOAD[subject as keyof typeof LOAD]();
  host.out(jsonText(schema));
  return EXIT.done;
}
