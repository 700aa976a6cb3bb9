/** `clp-compile schema NAME`: prints a JSON Schema. */
import { jsonText } from "../../base/printable.ts";
import type { InputName } from "../../mod.ts";
import { EXIT, type ExitCode } from "../exit.ts";
import type { Host } from "../host.ts";
import type { Options } from "../usage/options.ts";

type Load = () => Promise<{ readonly default: object }>;

/** Those of reports, each by its own import, so that printing one does not load the others. */
const REPORTS: Readonly<Partial<Record<string, Load>>> = {
  manifest: () => import("../../../schema/manifest.schema.json", { with: { type: "json" } }),
  diagnostics: () => import("../../../schema/diagnostics.schema.json", { with: { type: "json" } }),
  migration: () => import("../../../schema/migration.schema.json", { with: { type: "json" } }),
  plan: () => import("../../../schema/plan.schema.json", { with: { type: "json" } }),
};

/** Those of inputs are made of what they are read by, for the release that was asked for. */
export async function schemaCommand({ subject, release }: Options, host: Host): Promise<ExitCode> {
  const report = REPORTS[subject];
  const schema =
    report === undefined
      ? (await import("../../mod.ts")).publishedSchema(subject as InputName, release)
      : (await report()).default;
  host.out(jsonText(schema));
  return EXIT.done;
}
