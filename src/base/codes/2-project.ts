/** CLP214x: the project file, looked at by itself. */
import type { CodeTable } from "./entry.ts";

export const PROJECT_CODES = {
  CLP2140: {
    severity: "error",
    title: "Deployment without a config",
    explanation:
      "A deployment of clp-compile.yaml has no `config`, and the defaults have none either. A folder may have many configs, so none is taken unasked.",
    wrong: "deployments: {prod: {out: prod/out}}   # in clp-compile.yaml",
    right: "deployments: {prod: {config: [prod/clp-config.yaml], out: prod/out}}",
    source: "docs/teams.md",
  },
  CLP2141: {
    severity: "error",
    title: "No deployment",
    explanation:
      "A project file is there to name deployments, and names none: nothing would be compiled or checked.",
    wrong: "deployments: {}   # in clp-compile.yaml",
    right: "deployments: {prod: {config: [prod/clp-config.yaml]}}",
    source: "docs/teams.md",
  },
} as const satisfies CodeTable<"2">;
