/** What every part of this backend is given: the deployment and the place. */
import { memoize } from "../../base/memoize.ts";
import type { Component, DeploymentModel, Job, Service, Volume, VolumeId } from "../../model/model.ts";
import type { ComponentId } from "../../model/value.ts";
import type { ClusterOptions } from "../cluster/cluster-options.ts";

/** A deployment in a namespace, under a name: what Helm calls a release. */
export interface Installation {
  readonly model: DeploymentModel;
  readonly options: ClusterOptions;
}

/** One for a model and its options: what is made of it is remembered by it, whoever asks. */
export const installationOf = memoize(
  (model: DeploymentModel, options: ClusterOptions): Installation => ({ model, options }),
);

/** What runs in the cluster, in the model's order. */
export function workloadsOf({ model }: Installation): readonly (Service | Job)[] {
  return model.components.filter((component) => component.kind !== "external");
}

const componentsById = memoize(
  ({ components }: DeploymentModel) => new Map(components.map((component) => [component.id, component])),
);

export function componentOf({ model }: Installation, id: ComponentId): Component {
  const component = componentsById(model).get(id);
  if (component === undefined) throw new Error(`the model has no component ${id}`);
  return component;
}

const volumesById = memoize(
  ({ volumes }: DeploymentModel) => new Map(volumes.map((volume) => [volume.id, volume])),
);

export function volumeOf({ model }: Installation, id: VolumeId): Volume {
  const volume = volumesById(model).get(id);
  if (volume === undefined) throw new Error(`the model has no volume ${id}`);
  return volume;
}
