/** Files of several YAML documents. */
import { constant } from "../../base/origin.ts";
import { type Access, type EmittedFile, emittedFile } from "../../model/emitted-file.ts";
import { joinTexts, type Text, textOfLines } from "../../model/text.ts";
import { type Tree, tree } from "../../model/tree.ts";
import { yaml, yamlComment } from "../yaml.ts";

const HEADER = constant("the heading of a generated file");

/** Between two documents of a file. */
const SEPARATOR = textOfLines([{ text: "---", origins: [HEADER] }]);

/** Where the public files stand, and, below it, the secret ones. */
export const FOLDER = "kubernetes";
export const SECRETS_FOLDER = `${FOLDER}/secrets`;

export const KUSTOMIZATION = "kustomization.yaml";

const HEADINGS = {
  public: "Made by clp-compile. Change the inputs and compile again: edits here are lost.",
  secret: "Made by clp-compile. Holds secrets: never commit it.",
} as const;

export function documents<A extends Access>(path: string, access: A, trees: readonly Tree[]): EmittedFile<A> {
  const texts: Text[] = [textOfLines([yamlComment(HEADINGS[access], HEADER)])];
  for (const [index, one] of trees.entries()) {
    if (index > 0) texts.push(SEPARATOR);
    texts.push(yaml(one));
  }
  return emittedFile(path, access, joinTexts(...texts));
}

/** A folder's list of files, by which `kubectl apply -k` finds them. */
export function kustomization<A extends Access>(
  folder: string,
  access: A,
  files: readonly { readonly path: string }[],
): EmittedFile<A> {
  const content = tree(
    {
      apiVersion: "kustomize.config.k8s.io/v1beta1",
      kind: "Kustomization",
      resources: files.map(({ path }) => path.slice(folder.length + 1)),
    },
    constant("lists the files of its folder"),
  );
  return documents(`${folder}/${KUSTOMIZATION}`, access, [content]);
}
