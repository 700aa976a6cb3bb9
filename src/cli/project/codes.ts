/** Where the files and folders are that a project file names, and what deployments share. */
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
  CLP6630: {
    severity: "error",
    title: "Shared file of a deployment that is not migrated",
    explanation:
      "A migration edits a file that another deployment of the project reads, too. Edited for one alone, the other would mean something else from then on.",
    wrong: "clp-compile migrate prod …   # where staging reads base/clp-config.yaml, too",
    right: "clp-compile migrate …",
    source: "clp-compile.yaml",
  },
  CLP6631: {
    severity: "error",
    title: "Different edits in a shared file",
    explanation:
      "Two deployments of the project share a file, and with the edits that all of them need one would mean something else than if it had been migrated alone. Nothing is written: a key that differs belongs into a layer of each.",
    wrong: "a `bundled` list in the base that one deployment is to lengthen, and another to leave as it is",
    right: "`bundled` in the layer of each",
    source: "clp-compile.yaml",
  },
} as const satisfies CodeTable;
