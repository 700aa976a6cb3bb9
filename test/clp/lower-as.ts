/** Lowers a config of any release, whether that can be compiled for yet or not. */
import { createReporter, type Diagnostic } from "../../src/base/diagnostic.ts";
import { type ReleaseId, releaseOf } from "../../src/clp/releases/releases.ts";
import { lower } from "../../src/lower/lower.ts";
import type { DeploymentModel, Job, Service } from "../../src/model/model.ts";
import { readAll } from "../input/check.ts";
import { readAs } from "../input/read-as.ts";

export interface Lowered {
  readonly model: DeploymentModel;
  readonly findings: readonly Diagnostic[];
}

/** The model of a config, without credentials; all findings are of the config. */
export function lowerAs(id: ReleaseId, text = "", site = "host: {home: /home/clp}"): Lowered {
  const reporter = createReporter();
  // Whether telemetry is sent is decided, so that nothing is said of it.
  const decided = releaseOf(id).capabilities.telemetry ? "telemetry: {disable: false}\n" : "";
  const read = readAs(id, `${decided}${text}`);
  const inputs = { ...readAll({ config: "", site }), config: read.config, release: releaseOf(id) };
  const model = lower(inputs, reporter);
  return { model, findings: [...read.findings, ...reporter.diagnostics] };
}

/** A workload of the model, by its id. */
export function workloadOf({ model }: Lowered, id: string): Service | Job {
  const found = model.components.find((one) => one.id === id);
  if (found === undefined || found.kind === "external") throw new Error(`${id} does not run here`);
  return found;
}
