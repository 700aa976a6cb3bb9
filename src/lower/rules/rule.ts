/** What a rule about the whole configuration is given, and what rules have in common. */

import type { Edit, Reporter } from "../../base/diagnostic.ts";
import { isInvalid, type Origin, type Sourced } from "../../base/origin.ts";
import type { Release } from "../../clp/releases/releases.ts";
import type { Code } from "../../codes.ts";
import { type QueryEngine, queryEngineOf } from "../../input/query-engine.ts";
import type { Config } from "../../input/schema/config.ts";
import type { Credentials } from "../../input/schema/credentials.ts";
import type { Site } from "../../input/schema/site.ts";
import type { DeploymentModel } from "../../model/model.ts";
import type { ComponentId } from "../../model/value.ts";
import type { Deployment } from "../deployment.ts";
import type { HostEntry, Placement } from "../placement.ts";

/** What a rule looks at. */
export interface Facts {
  readonly deployment: Deployment;
  readonly release: Release;
  readonly config: Config;
  readonly site: Site;
  readonly model: DeploymentModel;
  /** Undefined: not given. */
  readonly credentials: Credentials | undefined;
}

/** The same, and how these codes are reported. */
export interface Subject<Reported extends Code = Code> extends Facts {
  readonly report: (code: Reported, ...rest: Tail<Parameters<Reporter["report"]>>) => void;
}

type Tail<List extends readonly unknown[]> = List extends readonly [unknown, ...infer Rest] ? Rest : never;

/** Looks at the whole configuration, and reports what it finds. */
export interface Rule {
  (subject: Subject): void;
  /** All that it may report; see {@link rule}. */
  readonly codes: readonly Code[];
}

/** Makes a rule that may report these codes, and by type no other. */
export function rule<const Reported extends Code>(
  codes: readonly Reported[],
  check: (subject: Subject<Reported>) => void,
): Rule {
  return Object.assign((subject: Subject) => check(subject), { codes });
}

/** Rules that are asked under one condition. */
export function where(isAsked: (facts: Facts) => boolean, rules: readonly Rule[]): readonly Rule[] {
  return rules.map((one) =>
    Object.assign(
      (subject: Subject) => {
        if (isAsked(subject)) one(subject);
      },
      { codes: one.codes },
    ),
  );
}

/** True where a person wrote the value, so that it may be held against them. */
export function isWritten({ origin }: Sourced<unknown>): boolean {
  return origin.kind === "source";
}

/** True where no value that decides is a placeholder for a wrong one. */
export function allKnown(...origins: readonly Origin[]): boolean {
  return !origins.some(isInvalid);
}

/**
 * Replaces a written value, where that is certain to be right. A text that is not as it was written
 * has a fix already, with which this one would overlap.
 */
export function replacement(
  { origin, value }: Sourced<unknown>,
  text: string,
): { readonly fix?: readonly Edit[] } {
  if (origin.kind !== "source") return {};
  const { start, end } = origin.span;
  const quotes = typeof value === "string" ? end - start - value.length : 0;
  return quotes === 0 || quotes === 2 ? { fix: [{ span: origin.span, text }] } : {};
}

/** A string as it is written in YAML: plain where every reader takes it for that string. */
export function yamlString(text: string): string {
  return /^[A-Za-z][\w./-]*$/.test(text) && !/^(?:y|n|yes|no|on|off|true|false|null)$/i.test(text)
    ? text
    : JSON.stringify(text);
}

/** What of the configuration makes compression run on Spider, or on Celery. */
export function schedulerType({ deployment }: Facts): Sourced<"celery" | "spider"> {
  return deployment.compression;
}

/** True for unstructured logs: then S3 and the services for JSON logs are refused, and nothing more is said of them. */
export function isText({ config }: Facts): boolean {
  return config.package.storage_engine === "clp";
}

export function queryEngine({ config }: Facts): Sourced<QueryEngine> {
  return queryEngineOf(config);
}

/**
 * What is to be said of a part of the site file that is about one component, by its key there; undefined where that
 * component runs, and nobody else runs it.
 */
export function noEffect({ model }: Facts, section: string, key: string) {
  const name = key.replaceAll("_", "-");
  const found = model.components.find((one) => one.name === name);
  if (found !== undefined && found.kind !== "external") return undefined;
  const why = found === undefined ? `${name} does not run` : `somebody else runs ${name}`;
  return [
    `${section}.${key} has no effect: ${why}`,
    { help: "Leave it, where the site file is for others as well; else remove it" },
  ] as const;
}

/** True where a component is in the deployment. */
export function runs({ deployment }: Facts, id: ComponentId): boolean {
  return deployment.runs[id].value;
}

/** A rule that is asked of several hosts alone. */
export function ofHosts<const Reported extends Code>(
  codes: readonly Reported[],
  check: (subject: Subject<Reported>, placement: Placement, entries: readonly HostEntry[]) => void,
): Rule {
  return rule(codes, (subject) => {
    const { placement } = subject.deployment;
    if (placement !== undefined) check(subject, placement, subject.site.hosts ?? []);
  });
}
