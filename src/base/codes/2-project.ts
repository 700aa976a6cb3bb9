/** CLP214x: the project file, and what of the site file is about Secrets. */
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
  CLP2142: {
    severity: "error",
    title: "Key of a secret store without {section}",
    explanation:
      "The store has an entry for each section of the credentials: `{section}` in the pattern becomes `database`, `queue`, `redis`, `s3-archives`, `s3-streams` or `s3-logs-input`. Without it all would be one entry, in which `password` stands for three.",
    wrong: "kubernetes: {secrets: {from: external-secrets, store: {name: vault}, key: clp/prod}}",
    right: 'kubernetes: {secrets: {from: external-secrets, store: {name: vault}, key: "clp/prod/{section}"}}',
    source: "External Secrets Operator: spec.data.remoteRef",
  },
  CLP2143: {
    severity: "error",
    title: "No interval",
    explanation: "How often the operator asks the store is a time with its unit, as Go writes it.",
    wrong: "kubernetes: {secrets: {refresh_interval: hourly}}",
    right: "kubernetes: {secrets: {refresh_interval: 1h}}",
    source: "External Secrets Operator: spec.refreshInterval",
  },
} as const satisfies CodeTable<"2">;
