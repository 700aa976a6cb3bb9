/** What a Secret of a cluster must have, in words. */
import type { DocPath, Sourced } from "../base/origin.ts";
import type { Description } from "./description.ts";

/** The Secrets that the Kubernetes manifests refer to, and who makes them. */
export interface ClusterSecrets {
  /** Of the site file. */
  readonly section: DocPath;
  readonly from: Sourced<"manifests" | "existing" | "external-secrets">;
  readonly secrets: readonly ClusterSecret[];
}

interface ClusterSecret {
  readonly name: Sourced<string>;
  /** What each key holds, in words: no value. */
  readonly keys: readonly { readonly key: Sourced<string>; readonly content: string }[];
}

const TITLES: Readonly<Record<ClusterSecrets["from"]["value"], string>> = {
  manifests: "a Secret of the cluster, which kubernetes/secrets makes",
  existing: "a Secret of the cluster, which somebody else makes before the manifests are applied",
  "external-secrets": "a Secret of the cluster, which the External Secrets Operator fills from a store",
};

export function describeClusterSecret({ from }: ClusterSecrets, { keys }: ClusterSecret): Description {
  return { title: TITLES[from.value], facts: keys.flatMap(({ key, content }) => lines(key.value, content)) };
}

/** Each Secret with its keys. */
export function keysOfSecrets({ secrets }: ClusterSecrets): Description["facts"] {
  return secrets.map(({ name, keys }) => [
    `Secret ${name.value}`,
    keys.map(({ key }) => key.value).join(", "),
  ]);
}

/** What a key holds, which is several lines where it holds a file. */
function lines(key: string, content: string): readonly (readonly [label: string, text: string])[] {
  return content.split("\n").map((line, index) => [index === 0 ? key : "", line]);
}
