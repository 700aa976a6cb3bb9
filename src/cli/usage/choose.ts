/** Values that are one of some. */
import { nearest } from "../../base/suggest.ts";
import { WrongUsage } from "./wrong-usage.ts";

/** What people call a choice elsewhere. */
const NICKNAMES: Readonly<Record<string, string>> = {
  docker: "compose",
  "docker-compose": "compose",
  k8s: "kubernetes",
  kubectl: "kubernetes",
  kustomize: "kubernetes",
  chart: "helm",
  values: "helm",
  mermaid: "diagram",
  markdown: "docs",
  config: "clp-config",
  site: "clp-site",
};

function nicknameIn(value: string, choices: readonly string[]): string | undefined {
  const meant = Object.hasOwn(NICKNAMES, value) ? NICKNAMES[value] : undefined;
  return meant !== undefined && choices.includes(meant) ? meant : undefined;
}

/** Checks a value against the choices of its flag or argument. */
export function choose(
  what: string,
  value: string,
  choices: readonly string[],
  help: string | undefined,
): string {
  if (choices.includes(value)) return value;
  const suggestion = nicknameIn(value, choices) ?? nearest(value, choices);
  throw new WrongUsage(
    `${what} cannot be "${value}"`,
    suggestion === undefined ? help : `Did you mean "${suggestion}"? ${help}`,
  );
}
