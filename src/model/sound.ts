/** What no input can cause once its errors are out: a defect of the compiler, found before anything is written. */
import { cycles, danglingNames } from "./graph.ts";
import type { DeploymentModel } from "./model.ts";

/** Throws where components wait for each other, or a name in the model leads nowhere. */
export function assertSound(model: DeploymentModel): void {
  const [circle] = cycles(model);
  if (circle !== undefined) throw new Error(`components wait for each other: ${circle.join(", ")}`);
  const [name] = danglingNames(model);
  if (name !== undefined)
    throw new Error(`${name.in} uses the ${name.kind} ${name.name}, which the model does not have`);
}
