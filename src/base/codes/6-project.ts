/** CLP650x: where the files and folders are that a project file names, and secrets that are kept in a repository. */
import type { CodeTable } from "./entry.ts";

export const PROJECT_FILES_CODES = {
  CLP6502: {
    severity: "error",
    title: "Path that leaves the project",
    explanation:
      "clp-compile.yaml is read where clp-compile runs, unasked, and comes with whatever was checked out: its paths stay below its folder, links on the way resolved. What is elsewhere is named by flags.",
    wrong: "deployments: {prod: {config: [../clp-config.yaml]}}   # in clp-compile.yaml",
    right: "clp-compile --config ../clp-config.yaml",
    source: "docs/teams.md",
  },
  CLP6503: {
    severity: "error",
    title: "Output folders in each other",
    explanation:
      "Two deployments of a project write into the same folder, or one into the folder of the other: each would take the other's files for leftovers of its own.",
    wrong: "deployments: {prod: {config: [prod.yaml], out: out}, dev: {config: [dev.yaml], out: out/dev}}",
    right:
      "deployments: {prod: {config: [prod.yaml], out: out/prod}, dev: {config: [dev.yaml], out: out/dev}}",
    source: "docs/teams.md",
  },
  CLP6504: {
    severity: "error",
    title: "Credentials that are encrypted",
    explanation:
      "Values are needed, and the credentials file is encrypted by SOPS, Ansible Vault or age. Decrypted on standard input they stand in no file. What needs no value, such as check, validate, plan, explain, or compile --no-secrets, works beside the encrypted file as it is.",
    wrong: "clp-compile --credentials credentials.sops.yaml",
    right: "sops --decrypt credentials.sops.yaml | clp-compile --credentials -",
    source: "The marks that SOPS, Ansible Vault and age leave in a file",
  },
} as const satisfies CodeTable<"6">;
