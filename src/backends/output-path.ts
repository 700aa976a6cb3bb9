/**
 * Which paths a backend can ever emit. A manifest is committed, so whoever may change the repository
 * writes it: what it lists is believed only where a backend says that the path is one of its own.
 */

/**
 * How a file is known to be of a kind: by how it begins, or, where its format or its reader allows no
 * comment, by its top-level keys.
 */
export type FileKind =
  | { readonly format: "text"; readonly begins: string }
  | {
      /** `ini`: keys are the sections; `words`: each line is a key and its value. */
      readonly format: "json" | "yaml" | "ini" | "words";
      /** Keys that are always there … */
      readonly keys: readonly string[];
      /** … and those that some have. With any other key a file is of another kind. */
      readonly others?: readonly string[];
      /** The form of keys that are names of the operator's own. */
      readonly names?: RegExp;
    };

/** A path, or all paths of a pattern, with the kinds that such a file was ever of. */
export interface OutputPath {
  /**
   * From the output folder; `NAME` as a whole step is the name of a host (see {@link NAME}), and `NUMBER` at the
   * end of one the number of one of several like containers.
   */
  readonly path: string;
  readonly kinds: readonly FileKind[];
}

/** A DNS label: lower case, digits, and dashes between them. */
export const NAME = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

/** True where a path from the output folder is the one that is declared, or of its pattern. */
export function isOfPattern(declared: string, path: string): boolean {
  const steps = path.split("/");
  const pattern = declared.split("/");
  return steps.length === pattern.length && pattern.every((step, index) => isOfStep(step, steps[index]!));
}

function isOfStep(declared: string, step: string): boolean {
  if (declared === "NAME") return NAME.test(step);
  if (!declared.endsWith("NUMBER")) return step === declared;
  const before = declared.slice(0, -"NUMBER".length);
  return step.startsWith(before) && /^[1-9][0-9]{0,2}$/.test(step.slice(before.length));
}

/** The first words of every generated file whose format takes a comment that begins with `#`. */
export const MADE_BY: FileKind = { format: "text", begins: "# Made by clp-compile." };
