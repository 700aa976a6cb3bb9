/**
 * Services that run in several like containers, each of which must know which one it is: by its name, and by
 * files of its own. In a model they stand once; a target that names each container tells them apart here.
 */
import { derived, type Sourced } from "../base/origin.ts";
import type { Component, DeploymentModel, GeneratedFile, GeneratedFileId, Mount, Service } from "./model.ts";
import { type Template, valuesIn } from "./tree.ts";
import { isValue, type Part } from "./value.ts";

/** Stands in the path of a file for the number of the container that reads it. */
const NUMBER = "NUMBER";

/** The numbers of a service's containers: 1, 2, … */
export function instanceNumbers({ value }: Sourced<number>): readonly number[] {
  return Array.from({ length: value }, (_, index) => index + 1);
}

/** True for a file that each of several like containers has for itself. */
function isPerInstance({ path, instance }: GeneratedFile): boolean {
  return instance === undefined && path.includes(NUMBER);
}

/** What one container reads: the template with that container's number in it. */
export function templateOfInstance(template: Template, instance: number): Template {
  return holdsInstance(template) ? withNumber(template, instance) : template;
}

function withNumber(template: Template, instance: number): Template {
  if (isValue(template)) {
    const parts = template.parts.map((part) =>
      part.kind === "instance" ? ({ kind: "text", text: String(instance) } as const) : part,
    );
    return { ...template, parts };
  }
  switch (template.kind) {
    case "sourced":
    case "block":
      return template;
    case "map":
      return {
        ...template,
        entries: template.entries.map(([key, item]) => [key, withNumber(item, instance)] as const),
      };
    case "seq":
      return { ...template, items: template.items.map((item) => withNumber(item, instance)) };
    default:
      return template satisfies never;
  }
}

function isInstance({ kind }: Part): boolean {
  return kind === "instance";
}

function holdsInstance(template: Template): boolean {
  return valuesIn(template).some(({ parts }) => parts.some(isInstance));
}

/** True where the containers' files differ from each other. */
export function differsByInstance({ content }: GeneratedFile): boolean {
  return content.format !== "text" && holdsInstance(content.template);
}

/** The file of one container. */
export function fileOfInstance(file: GeneratedFile, instance: number): GeneratedFile {
  const { content } = file;
  return {
    ...file,
    path: file.path.replace(NUMBER, String(instance)),
    instance,
    content:
      content.format === "text"
        ? content
        : { ...content, template: templateOfInstance(content.template, instance) },
  };
}

/** The file that a mount is about. */
export function mountedFile(
  { files }: Pick<DeploymentModel, "files">,
  { file, instance }: Mount & { readonly kind: "file" },
): GeneratedFile {
  const found = files.find((one) => one.id === file && one.instance === instance);
  if (found === undefined) throw new Error(`the model has no file ${file}`);
  return found;
}

/** The model with a service for each container, for targets that name each of them. */
export function withEachInstance(model: DeploymentModel): DeploymentModel {
  if (model.components.every((one) => one.kind !== "service" || one.instances === undefined)) return model;
  const counts = new Map<GeneratedFileId, Sourced<number>>();
  const components = model.components.flatMap((component): readonly Component[] => {
    if (component.kind !== "service" || component.instances === undefined) return [component];
    const { instances } = component;
    for (const mount of component.mounts) if (mount.kind === "file") counts.set(mount.file, instances);
    return instanceNumbers(instances).map((instance) => instanceOf(component, instance, model));
  });
  return {
    ...model,
    components,
    files: model.files.flatMap((file) => {
      const count = counts.get(file.id);
      return count === undefined || !isPerInstance(file)
        ? [file]
        : instanceNumbers(count).map((instance) => fileOfInstance(file, instance));
    }),
  };
}

function instanceOf(
  { instances, ...service }: Service,
  instance: number,
  { files }: DeploymentModel,
): Service {
  return {
    ...service,
    name: `${service.name}-${instance}`,
    instanceOf: service.name,
    hostname: `${service.hostname}-${instance}`,
    origin:
      instances === undefined
        ? service.origin
        : derived("one of so many containers", service.origin, instances.origin),
    mounts: service.mounts.map((mount) =>
      mount.kind === "file" && files.some((file) => file.id === mount.file && isPerInstance(file))
        ? { ...mount, instance }
        : mount,
    ),
  };
}
