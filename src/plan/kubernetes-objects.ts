/** The objects of compiled Kubernetes manifests. */
import { parseAllDocuments } from "yaml";
import { UnreadableFile } from "./compiled-files.ts";

export type Json = Readonly<Record<string, unknown>>;

export interface KubernetesObject {
  readonly kind: string;
  readonly name: string;
  /** Empty for an object of the whole cluster. */
  readonly namespace: string;
  readonly content: Json;
}

/** @param files path and text of each manifest @throws UnreadableFile */
export function readObjects(
  files: readonly (readonly [path: string, text: string])[],
): readonly KubernetesObject[] {
  return files.flatMap(([path, text]) => {
    const documents = parseAllDocuments(text, { logLevel: "silent" });
    if (!Array.isArray(documents)) return [];
    return documents.flatMap((document) => {
      const [error] = document.errors;
      if (error !== undefined) throw new UnreadableFile(path, error.message.split("\n")[0]!);
      const content: unknown = document.toJS({ maxAliasCount: 100 });
      if (!isJson(content)) return [];
      const metadata = isJson(content["metadata"]) ? content["metadata"] : {};
      const kind = String(content["kind"] ?? "");
      return [
        {
          kind,
          name: String(metadata["name"] ?? ""),
          namespace: String(metadata["namespace"] ?? ""),
          content,
        },
      ];
    });
  });
}

export function isJson(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
