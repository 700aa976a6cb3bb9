/** The objects of compiled Kubernetes manifests. */
import { UnreadableFile } from "../compiled-files.ts";
import type { DocumentReader } from "./compiled-documents.ts";

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
  read: DocumentReader,
): readonly KubernetesObject[] {
  return files.flatMap(([path, text]) =>
    read(path, text).flatMap((content) => {
      if (!isJson(content)) return [];
      const metadata = isJson(content["metadata"]) ? content["metadata"] : {};
      const named = (value: unknown, what: string): string => {
        if (typeof value === "object" && value !== null)
          throw new UnreadableFile(path, `an object's ${what} is no text`);
        return String(value ?? "");
      };
      return [
        {
          kind: named(content["kind"], "kind"),
          name: named(metadata["name"], "name"),
          namespace: named(metadata["namespace"], "namespace"),
          content,
        },
      ];
    }),
  );
}

export function isJson(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
