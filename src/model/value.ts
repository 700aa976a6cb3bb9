/**
 * Strings that mix text, secrets, addresses and settings, such as
 * `amqp://USER:PASS@queue:5672`. They stay lists of parts until a backend writes them in its own
 * dialect: `${X}`, `$(X)`, `secretKeyRef`, percent-encoding, `$$`.
 */

import { constant, derived, isSourced, type Origin, type Sourced } from "../base/origin.ts";
import type { COMPONENT_IDS } from "../clp/package/component-ids.ts";
import type { CredentialId, S3KeyId } from "../clp/package/secret-names.ts";

/** The component's name in Figure 1 of the specification, with dashes: `results-cache`. */
export type ComponentId = (typeof COMPONENT_IDS)[number];
/** The path of a secret in its input: `database.password`. */
export type SecretId = CredentialId | S3KeyId;

/** A piece of a {@link Value}. */
export type Part =
  | { readonly kind: "text"; readonly text: string }
  /** A secret. `percent`: as it stands in a URL, percent-encoded. */
  | { readonly kind: "secret"; readonly id: SecretId; readonly encoding: "raw" | "percent" }
  /** Where another component is reached from inside the deployment. */
  | { readonly kind: "address"; readonly of: ComponentId; readonly field: "host" | "port" }
  /** Which of several like containers reads it, counted from 1; see `instances.ts`. */
  | { readonly kind: "instance" }
  /** A value that an operator may override on one host by a variable of `.env`; see {@link Setting}. */
  | { readonly kind: "setting"; readonly variable: string };

/** A string in its parts, for a backend to write in its own dialect. */
export interface Value {
  readonly kind: "value";
  readonly parts: readonly Part[];
  readonly origin: Origin;
}

/** What may stand between the text of {@link value}. */
export type Insert = string | number | Part | Value | Sourced<string | number>;

const TEXT = constant("Part of CLP's package, whatever the configuration says");

function isPart(insert: Part | Value | Sourced<unknown>): insert is Part {
  return "kind" in insert && insert.kind !== "value";
}

function addText(parts: Part[], text: string): void {
  if (text === "") return;
  const last = parts.at(-1);
  if (last?.kind === "text") parts[parts.length - 1] = { kind: "text", text: last.text + text };
  else parts.push({ kind: "text", text });
}

/**
 * A tagged template that makes a {@link Value}: ``value`redis://default:${secret}@${host}` ``.
 * Its origin is what the inserts come from.
 */
export function value(texts: TemplateStringsArray, ...inserts: readonly Insert[]): Value {
  const parts: Part[] = [];
  const origins: Origin[] = [];
  for (let index = 0; index < texts.length; index += 1) {
    addText(parts, texts[index]!);
    const insert = inserts[index];
    if (insert === undefined) continue;
    if (typeof insert === "string" || typeof insert === "number") addText(parts, String(insert));
    else if (isSourced(insert)) {
      addText(parts, String(insert.value));
      origins.push(insert.origin);
    } else if (isPart(insert)) parts.push(insert);
    else {
      for (const part of insert.parts)
        if (part.kind === "text") addText(parts, part.text);
        else parts.push(part);
      origins.push(insert.origin);
    }
  }
  return {
    kind: "value",
    parts,
    origin:
      origins.length === 0 ? TEXT : origins.length === 1 ? origins[0]! : derived("put together", ...origins),
  };
}

/** A value that is text alone. */
export function textValue(text: string, origin: Origin): Value {
  return { kind: "value", parts: text === "" ? [] : [{ kind: "text", text }], origin };
}

export function isValue(candidate: unknown): candidate is Value {
  return (
    typeof candidate === "object" && candidate !== null && "kind" in candidate && candidate.kind === "value"
  );
}

export function isSecret(part: Part): part is Part & { readonly kind: "secret" } {
  return part.kind === "secret";
}

export function holdsSecret({ parts }: Value): boolean {
  return parts.some(isSecret);
}

/** Writes a value by a dialect: `write` gives the text of each part. */
export function render(from: Value, write: (part: Part) => string): string {
  let text = "";
  for (let index = 0; index < from.parts.length; index += 1) text += write(from.parts[index]!);
  return text;
}
