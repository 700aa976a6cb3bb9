/** The deployment's diagram among what is compiled, for the commands that need no other file. */
import type { CompileOptions, EmittedFile } from "../../mod.ts";

const DIAGRAM = "diagram/deployment.mmd";

/** Compiles the diagram, which no secret and no other target has a part in. */
export const DIAGRAM_ALONE = { emit: ["diagram"], secrets: false } as const satisfies CompileOptions;

/** The diagram, if it was compiled. */
export function findDiagram(files: readonly EmittedFile[]): EmittedFile | undefined {
  return files.find(({ path }) => path === DIAGRAM);
}

export function diagramOf(files: readonly EmittedFile[]): EmittedFile {
  const file = findDiagram(files);
  if (file === undefined) throw new Error(`the diagram backend did not emit ${DIAGRAM}`);
  return file;
}
