/** Where the files and folders are that a project file names. */
import type { CodeTable } from "../../base/code-entry.ts";

export const PROJECT_CODES = {
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
} as const satisfies CodeTable;
