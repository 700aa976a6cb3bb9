/** Which servers of others a container is pointed at: by its environment, its command or the files that it reads. */
import type { DeploymentModel, External, Job, Service } from "./model.ts";
import type { Template } from "./tree.ts";
import type { ComponentId, Value } from "./value.ts";

function addressesIn(value: Value): readonly ComponentId[] {
  return value.parts.flatMap((part) => (part.kind === "address" ? [part.of] : []));
}

function addressesInTemplate(template: Template): readonly ComponentId[] {
  switch (template.kind) {
    case "value":
      return addressesIn(template);
    case "map":
      return template.entries.flatMap(([, item]) => addressesInTemplate(item));
    case "seq":
      return template.items.flatMap(addressesInTemplate);
    case "scalar":
    case "block":
      return [];
    default:
      return template satisfies never;
  }
}

/** The external components that a workload is told the address of, in the model's order. */
export function externalsReachedBy(model: DeploymentModel, workload: Service | Job): readonly External[] {
  const externals = model.components.filter((component) => component.kind === "external");
  if (externals.length === 0) return [];
  const reached = new Set<ComponentId>();
  for (const { value } of workload.environment) for (const id of addressesIn(value)) reached.add(id);
  for (const word of workload.command ?? []) for (const id of addressesIn(word)) reached.add(id);
  for (const mount of workload.mounts) {
    const file = mount.kind === "file" ? model.files.find(({ id }) => id === mount.file) : undefined;
    if (file === undefined || file.content.format === "text") continue;
    for (const id of addressesInTemplate(file.content.template)) reached.add(id);
  }
  return externals.filter(({ id }) => reached.has(id));
}
