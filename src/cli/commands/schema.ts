/** `clp-compile schema NAME`: prints a JSON Schema. */
import { jsonText } from "../../base/printable.ts";
import { DEFAULT_RELEASE, releaseOf } from "../../clp/releases/releases.ts";
import { EXIT, type ExitCode } from "../exit.ts";
import type { Host } from "../host.ts";
import type { Options } from "../usage/options.ts";

type Load = () => Promise<{ readonly default: object }>;

/** Those of reports, each by its own import, so that printing one does not load the others. */
const REPORTS: Readonly<Record<string, Load>> = {
  manifest: () => import("../../../schema/manifest.schema.json", { with: { type: "json" } }),
  diagnostics: () => import("../../../schema/diagnostics.schema.json", { with: { type: "json" } }),
  migration: () => import("../../../schema/migration.schema.json", { with: { type: "json" } }),
  plan: () => import("../../../schema/plan.schema.json", { with: { type: "json" } }),
};

/** Those of inputs are made of what they are read by, for the release that was asked for. */
export async function schemaCommand({ subject, clpVersion }: Options, host: Host): Promise<ExitCode> {
  const { isInputName, publishedSchema } = await import("../../mod.ts");
  const release = clpVersion === undefined ? DEFAULT_RELEASE : releaseOf(clpVersion);
  const schema = isInputName(subject)
    ? publishedSchema(subject, release)
    : (await REPORTS[subject]!()).default;
  host.out(jsonText(schema));
  return EXIT.done;
}
