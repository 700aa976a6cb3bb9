/** A draft of inputs → what Docker Compose would run of it, value by value, each with where it comes from. */
import { addressesOnHost, dialectOf } from "../../backends/compose/compose-dialect.ts";
import { extraHostsOf } from "../../backends/compose/compose-file.ts";
import { composeOptions } from "../../backends/compose/compose-options.ts";
import { bytesIn, inCpus, type Limits, limitsOf } from "../../backends/compose/limits.ts";
import { COMPOSE_FOLDER } from "../../base/compose-folder.ts";
import { type DocPath, map, type Origin, type Sourced } from "../../base/origin.ts";
import type { Release } from "../../clp/releases/releases.ts";
import { secretValuesOf } from "../../lower/needed-secrets.ts";
import type { DeploymentModel, Job, SecretValues, Service } from "../../model/model.ts";
import { mountedPath } from "../../model/mounted-path.ts";
import type { Template } from "../../model/tree.ts";
import { isValue, type SecretId, type Value } from "../../model/value.ts";
import { compileDraft } from "../compile-draft.ts";
import type { Draft } from "../draft.ts";
import type { Plain } from "../plain.ts";
import type { Attempt, Compiled } from "../solve.ts";
import { unknownCredentials } from "../unknown-credentials.ts";
import { commandWords } from "./command-words.ts";
import { CONTAINER_CONFIG, LIMITS, lookedUpAt } from "./project-document.ts";

/**
 * Compiles a draft.
 *
 * @param withConfig whether the config that containers read is looked at, too
 */
export function compileProject(release: Release, draft: Draft, withConfig: boolean): Attempt {
  return compileDraft(draft, unknownCredentials(release), function* (inputs, model) {
    yield* leavesOfModel(model, secretValuesOf(inputs)!, withConfig);
    yield* leavesOfLimits(model, composeOptions(inputs.site.compose, COMPOSE_FOLDER).limits);
  });
}

/** What containers get at most, as Docker Compose prints it. */
function* leavesOfLimits(
  { components }: DeploymentModel,
  limits: Readonly<Record<string, Limits>>,
): Iterable<Compiled> {
  for (const workload of components) {
    if (workload.kind === "external") continue;
    const { cpu, memory } = limitsOf(limits, workload) ?? {};
    const path = [workload.name, ...LIMITS];
    if (cpu !== undefined) yield { path: [...path, "cpus"], ...map(cpu, "CPUs", inCpus) };
    if (memory !== undefined)
      yield { path: [...path, "memory"], ...map(memory, "bytes", (text) => String(bytesIn(text))) };
  }
}

function* leavesOfModel(
  model: DeploymentModel,
  secrets: SecretValues,
  withConfig: boolean,
): Iterable<Compiled> {
  const { plain, originOf } = dialectOf(model, addressesOnHost(model));
  const written = (value: Value) => ({
    value: plain(value, (id: SecretId) => secrets.get(id) ?? ""),
    origin: originOf(value),
  });
  for (const workload of model.components)
    if (workload.kind !== "external") yield* leavesOfWorkload(model, workload, written);
  if (!withConfig) return;
  const file = model.files.find(({ id }) => id === "clp-config");
  if (file !== undefined && file.content.format !== "text")
    yield* leavesOfTemplate(file.content.template, [CONTAINER_CONFIG], written);
}

type Written = (value: Value) => { readonly value: Plain; readonly origin: Origin };

function* leavesOfWorkload(
  model: DeploymentModel,
  workload: Service | Job,
  written: Written,
): Iterable<Compiled> {
  const leaf = (path: DocPath, { value, origin }: { value: Plain; origin: Origin }): Compiled => ({
    path: [workload.name, ...path],
    value,
    origin,
  });
  yield leaf(["image"], written(workload.image));
  yield leaf(["restart"], written(workload.restart));
  const { uid, gid } = model.users[workload.owner];
  yield leaf(["user", "uid"], uid);
  yield leaf(["user", "gid"], gid);
  for (const [index, group] of (workload.groups ?? []).entries())
    yield leaf(["group_add", String(index)], group);
  for (const { name, value } of workload.environment) yield leaf(["environment", name], written(value));
  for (const { place, word } of commandWords((workload.command ?? []).map(written), textOf))
    yield leaf(["command", place], word);
  for (const { name, address, origin } of model.hostNames)
    yield leaf(["extra_hosts", textOf(written(name))], {
      value: lookedUpAt(textOf(written(address))),
      origin,
    });
  for (const { name, address } of extraHostsOf(model, workload))
    yield leaf(["extra_hosts", name], { value: lookedUpAt(address.value), origin: address.origin });
  for (const { inside, published } of workload.kind === "service" ? workload.ports : []) {
    if (published === undefined) continue;
    yield leaf(["ports", String(inside), "host_ip"], published.host.value as Sourced<string>);
    yield leaf(["ports", String(inside), "published"], published.port.value as Sourced<number>);
  }
  for (const mount of workload.mounts) {
    const volume = mount.kind === "volume" && model.volumes.find(({ id }) => id === mount.volume);
    if (mount.kind !== "volume" || !volume) continue;
    yield leaf(["volumes", mount.at.value], mountedPath(volume, mount));
    // CLP gives each service the whole directory of logs, of which the compiler mounts the service's own.
    const end = `/${mount.subPath}`;
    if (mount.subPath !== undefined && mount.at.value.endsWith(end))
      yield leaf(["volumes", mount.at.value.slice(0, -end.length)], volume.path);
  }
}

function textOf({ value }: { readonly value: Plain }): string {
  return String(value);
}

function* leavesOfTemplate(template: Template, path: DocPath, written: Written): Iterable<Compiled> {
  if (isValue(template)) yield { path, ...written(template) };
  else if (template.kind === "map")
    for (const [key, item] of template.entries) yield* leavesOfTemplate(item, [...path, key], written);
  else if (template.kind === "sourced") yield { path, value: template.value, origin: template.origin };
  else if (template.kind === "seq")
    yield {
      path,
      value: template.items.map((item) =>
        isValue(item) ? written(item).value : item.kind === "sourced" ? item.value : null,
      ),
      origin: template.origin,
    };
}
