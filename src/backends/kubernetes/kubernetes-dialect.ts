/** How a value of the model is written in this target: names of Services for addresses, and references for secrets. */

import { memoize } from "../../base/memoize.ts";
import { constant, type Origin, type Sourced, sourced } from "../../base/origin.ts";
import type { External, Service } from "../../model/model.ts";
import type { Scalar } from "../../model/tree.ts";
import { type Part, render, type SecretId, type Value } from "../../model/value.ts";
import { joinOrigins } from "../../model/value-origins.ts";
import { componentOf, type Installation } from "./installation.ts";
import { releaseObject, serviceName } from "./object-names.ts";

/** What a container's own host name is where it must listen on every address. */
const EVERY_ADDRESS = "0.0.0.0";

/** A name that `hostAliases` takes (facts: RFC 1123, and so no `_`, no capital letter, no point at the end). */
const ALIAS =
  /^(?=.{1,253}$)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*$/;

/**
 * How an external server is called: by the config's own name, which leads to the site file's address in
 * each pod, or is left to DNS; by that address where the name is none that a pod can be taught.
 */
export function externalHost({ host, address }: External): Sourced<string> {
  return address === undefined || ALIAS.test(host.value) ? host : address;
}

/** Where containers of this release reach a component. */
function reachedAt(installation: Installation, part: Part & { kind: "address" }): Sourced<string | number> {
  const component = componentOf(installation, part.of);
  if (component.kind === "external") return part.field === "port" ? component.port : externalHost(component);
  if (component.kind === "job") throw new Error(`nobody reaches the job ${part.of}`);
  if (part.field === "host") return ownName(installation, component);
  const [port] = component.ports;
  if (port === undefined) throw new Error(`${part.of} has no port`);
  return sourced(
    port.inside,
    constant(`the port inside the container of ${installation.model.release.value.name}`),
  );
}

/** A service's name; of one that is only reached by the addresses that its processes make known, a mere label. */
function ownName({ options }: Installation, service: Service): Sourced<string> {
  return service.process === undefined ? serviceName(options, service) : releaseObject(options, service.name);
}

/** The value of a setting; how many processes a worker has is the cluster's matter, not the host's. */
function settingOf({ model, options }: Installation, variable: string): Sourced<string | number> {
  const isConcurrency = model.components.some(
    (one) => one.kind === "service" && one.concurrency?.variable === variable,
  );
  if (isConcurrency) return options.workerConcurrency;
  const setting = model.settings.find((one) => one.variable === variable);
  if (setting === undefined) throw new Error(`the model has no setting ${variable}`);
  return setting.inPods ?? setting.value;
}

/** What a part is made of, but for secrets. */
function sourceOf(installation: Installation, part: Part): Sourced<string | number> | undefined {
  switch (part.kind) {
    case "text":
    case "secret":
      return undefined;
    case "instance":
      throw new Error("a value has the number of a container that was not told apart from the others");
    case "address":
      return reachedAt(installation, part);
    case "setting":
      return settingOf(installation, part.variable);
    default:
      return part satisfies never;
  }
}

/** The origins of a value, and of the names, addresses and settings in it. */
export function originOf(installation: Installation, value: Value): Origin {
  return value.parts.every(isText) ? value.origin : originWithParts(installation, value);
}

function isText({ kind }: Part): boolean {
  return kind === "text";
}

const originWithParts = memoize((installation: Installation, value: Value): Origin => {
  const more = value.parts.flatMap((part) => {
    if (part.kind === "secret")
      return installation.model.secrets.find(({ id }) => id === part.id)?.origin ?? [];
    return sourceOf(installation, part)?.origin ?? [];
  });
  return joinOrigins(value, more);
});

/** A public text must not hold a secret: a defect of the compiler, never of the inputs. */
export function noSecret(id: SecretId): never {
  throw new Error(`a public file would hold the secret ${id}`);
}

/** The text of a value, whose secrets `reveal` gives. */
export function textOf(installation: Installation, value: Value, reveal: (id: SecretId) => string): string {
  let text = "";
  for (const part of value.parts) {
    if (part.kind !== "secret") text += textOfPart(installation, part);
    else text += part.encoding === "percent" ? encodeURIComponent(reveal(part.id)) : reveal(part.id);
  }
  return text;
}

/** How a value is written by another dialect: its texts, names and addresses among them, and its secrets. */
export interface Writing {
  readonly text: (text: string) => string;
  readonly secret: (part: Part & { readonly kind: "secret" }) => string;
}

export function writtenWith(installation: Installation, value: Value, write: Writing): string {
  return render(value, (part) =>
    part.kind === "secret" ? write.secret(part) : write.text(textOfPart(installation, part)),
  );
}

function textOfPart(installation: Installation, part: Exclude<Part, { readonly kind: "secret" }>): string {
  return part.kind === "text" ? part.text : String(sourceOf(installation, part)?.value);
}

/** For a generated file: as {@link textOf}, and a port alone stays a number. */
export function scalarOf(installation: Installation, value: Value, reveal: (id: SecretId) => string): Scalar {
  const [only, ...more] = value.parts;
  if (only?.kind === "address" && more.length === 0) return reachedAt(installation, only).value;
  return textOf(installation, value, reveal);
}

/** A word of a service's own command line: where it would listen on its own name alone, it listens everywhere. */
export function ownWord(service: Service, word: Value): Value {
  if (service.needsOwnName !== true) return word;
  const parts = word.parts.map(
    (part): Part =>
      part.kind === "address" && part.field === "host" && part.of === service.id
        ? { kind: "text", text: EVERY_ADDRESS }
        : part,
  );
  return { ...word, parts };
}

/** Text that the kubelet must not expand, in a literal variable and in a command (facts: `$$` becomes `$`, `$(X)` a variable). */
export function literal(text: string): string {
  return text.replaceAll("$", "$$$$");
}

/** True where two values are made of the same parts. */
export function sameParts(a: Value, b: Value): boolean {
  return JSON.stringify(a.parts) === JSON.stringify(b.parts);
}
