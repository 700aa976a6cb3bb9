/** The release of a deployment as outputs name it. */
import { type Sourced, sourced } from "../base/origin.ts";
import type { DeploymentModel } from "./model.ts";

/** Its number, with the origin of the choice. */
export function releaseId({ release }: DeploymentModel): Sourced<string> {
  return sourced(release.value.id, release.origin);
}
