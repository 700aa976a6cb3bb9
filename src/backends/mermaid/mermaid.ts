/** The Mermaid backend: the diagram of the deployment. */
import { emittedFile } from "../../model/emitted-file.ts";
import { textOfLines } from "../../model/text.ts";
import type { Backend } from "../backend.ts";
import type { OutputPath } from "../output-path.ts";
import { deploymentDiagram } from "./deployment-diagram.ts";

const PATH = "diagram/deployment.mmd";

export const DIAGRAM_PATHS: readonly OutputPath[] = [
  { path: PATH, kinds: [{ format: "text", begins: "%% Made by clp-compile." }] },
];

export const mermaid: Backend<undefined> = (model) => ({
  // Mermaid draws every deployment.
  supports: () => true,
  emitPublic: () => [emittedFile(PATH, "public", textOfLines(deploymentDiagram(model)))],
  secretPaths: () => [],
  emitSecret: () => [],
});
