/** The Mermaid backend: the diagram of the deployment. */
import { type EmittedFile, emittedFile } from "../../model/emitted-file.ts";
import type { Backend } from "../backend.ts";
import { deploymentDiagram } from "./deployment-diagram.ts";

export const mermaid: Backend<undefined> = {
  name: "diagram",
  paths: [{ path: "diagram/deployment.mmd", kinds: [{ format: "text", begins: "%% Made by clp-compile." }] }],
  // Mermaid draws every deployment.
  supports: () => true,
  emitPublic: (model): readonly EmittedFile<"public">[] => [
    emittedFile("diagram/deployment.mmd", "public", deploymentDiagram(model)),
  ],
  secretPaths: () => [],
  emitSecret: () => [],
};
