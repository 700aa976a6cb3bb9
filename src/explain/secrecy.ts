/** Which lines of emitted files may be shown. Rather too few: what is not known to be public is not. */
import { type Origin, roots } from "../base/origin.ts";
import type { EmittedFile } from "../model/emitted-file.ts";
import type { DeploymentModel } from "../model/model.ts";

export interface Secrecy {
  /** The text of a line; undefined where it may hold a secret. */
  readonly textOf: (file: EmittedFile, line: number) => string | undefined;
}

export function createSecrecy(model: DeploymentModel, files: readonly EmittedFile[]): Secrecy {
  const secret = new Set(
    model.secrets.flatMap(({ origin }) => roots(origin)).map((root) => JSON.stringify(root)),
  );
  const isSecret = (origin: Origin): boolean =>
    roots(origin).some(
      (root) =>
        root.kind === "environment" ||
        (root.kind === "source" && root.span.file === "credentials") ||
        secret.has(JSON.stringify(root)),
    );
  let open: ReadonlySet<string> | undefined;
  const publicLines = (): ReadonlySet<string> => {
    open ??= new Set(
      files.filter(({ access }) => access === "public").flatMap(({ text }) => text.split("\n")),
    );
    return open;
  };
  const split = new Map<EmittedFile, readonly string[]>();
  const linesOf = (file: EmittedFile): readonly string[] => {
    const lines = split.get(file) ?? file.text.split("\n");
    split.set(file, lines);
    return lines;
  };
  return {
    textOf(file, line) {
      const text = linesOf(file)[line - 1];
      if (text === undefined || file.access === "public") return text;
      // Of a secret file: what comes from no secret, and stands in a public file word for word.
      return file.origins[line - 1]!.some(isSecret) || !publicLines().has(text) ? undefined : text;
    },
  };
}
