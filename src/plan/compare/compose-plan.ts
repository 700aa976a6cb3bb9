/** The part of a plan that is about Docker Compose. */
import type { DeploymentModel } from "../../model/model.ts";
import type { ComposePlan, SecretsPlan } from "../plan.ts";
import type { Deployed } from "../read/deployed.ts";
import { componentPlans, configFilePlans } from "./compose-changes.ts";
import { composeSteps } from "./compose-steps.ts";
import { dataPlans } from "./data.ts";
import { mapChanges } from "./leaves.ts";
import type { Passage } from "./passage.ts";
import { inOrder, type StepsByPhase } from "./phases.ts";
import { composeWarnings } from "./plan-warnings.ts";

/** What a plan of Compose depends on beside the two sides. */
export interface ComposeQuestion {
  readonly secrets: SecretsPlan;
  readonly model: DeploymentModel | undefined;
  readonly passage: Passage | undefined;
  /** Services that other hosts of the same deployment run. */
  readonly elsewhere?: ReadonlySet<string>;
  /** Titles of data whose place is a matter of all hosts. */
  readonly shared?: ReadonlySet<string>;
}

/** What changes, and the steps by when they are done. */
export interface ComposeChanges {
  readonly changes: Omit<ComposePlan, "steps">;
  readonly steps: StepsByPhase;
}

export function composePlan(
  before: Deployed,
  after: Deployed,
  question: ComposeQuestion,
): ComposePlan | undefined {
  const found = composeChanges(before, after, question);
  return found && { ...found.changes, steps: inOrder(found.steps) };
}

/** Undefined where a side has no Compose project. */
export function composeChanges(
  before: Deployed,
  after: Deployed,
  { secrets, model, passage, elsewhere = new Set(), shared = new Set() }: ComposeQuestion,
): ComposeChanges | undefined {
  if (before.compose === undefined || after.compose === undefined) return undefined;
  const configFiles = configFilePlans(before, after, model);
  const components = componentPlans(before, after, configFiles, new Set(secrets.changed));
  const data = dataPlans(before, after).filter(({ title }) => !shared.has(title));
  const settings = mapChanges(before.compose.settings, after.compose.settings).map(({ path, ...rest }) => ({
    variable: path,
    ...rest,
  }));
  const [was, is] = [before.compose.project.name, after.compose.project.name];
  const different =
    components.some(({ action }) => action !== "keep") ||
    settings.length > 0 ||
    configFiles.some(({ state }) => state !== "unknown") ||
    secrets.added.length + secrets.removed.length + secrets.changed.length > 0 ||
    before.compose.script !== after.compose.script;
  const findings = {
    before,
    after,
    components,
    data,
    configFiles,
    settings,
    secrets,
    passage,
    different,
    elsewhere,
  };
  return {
    changes: {
      ...(was === is ? {} : { project: { before: was, after: is } }),
      components,
      data,
      configFiles,
      settings,
      warnings: composeWarnings(findings),
    },
    steps: composeSteps(findings),
  };
}
