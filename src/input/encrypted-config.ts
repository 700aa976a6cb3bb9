/**
 * A config that SOPS has encrypted. Where nothing but secrets is, it is read as it is: their values are not
 * known, nothing is said of them, and they go nowhere.
 */
import type { Reporter } from "../base/diagnostic.ts";
import { type DocPath, formatPath } from "../base/origin.ts";
import { S3_KEYS } from "../clp/package/secret-names.ts";
import type { DocumentNode, MapNode, ScalarNode } from "./yaml/node.ts";

const ENCRYPTED = /^ENC\[AES256_GCM,/;

/** What SOPS is to encrypt of a config. */
const ENCRYPTED_REGEX: string = `^(${S3_KEYS.join("|")})$`;

/** The document without what is SOPS's own in it. Reports `CLP1053`, once, where more than secrets is encrypted. */
export function readEncrypted(root: MapNode, reporter: Reporter): MapNode {
  const metadata = root.entries.find(({ key, value }) => key === "sops" && isMetadata(value));
  if (metadata === undefined) return root;
  const others: { readonly path: DocPath; readonly node: ScalarNode }[] = [];
  const hidden = <Node extends DocumentNode>(node: Node, path: DocPath): Node => {
    if (node.kind === "map")
      return {
        ...node,
        entries: node.entries.map((entry) => ({
          ...entry,
          value: hidden(entry.value, [...path, entry.key]),
        })),
      };
    if (node.kind === "seq")
      return { ...node, items: node.items.map((item, index) => hidden(item, [...path, index])) };
    if (node.kind !== "scalar" || !ENCRYPTED.test(node.text)) return node;
    if (!S3_KEYS.some((key) => key === path.at(-1))) others.push({ path, node });
    return { ...node, damaged: true };
  };
  const entries = root.entries.filter((entry) => entry !== metadata);
  const read = hidden({ ...root, entries }, []);
  const [first] = others;
  if (first !== undefined) {
    const more = others.length === 1 ? "" : `, and ${others.length - 1} more`;
    reporter.report(
      "CLP1053",
      { kind: "source", span: first.node.span, path: first.path },
      `Cannot read ${formatPath(first.path)}${more}: SOPS has encrypted what is no secret`,
      {
        help: `Let it encrypt secrets alone: \`encrypted_regex: ${ENCRYPTED_REGEX}\` in .sops.yaml, and encrypt again`,
      },
    );
  }
  return read;
}

function isMetadata(node: DocumentNode): boolean {
  return (
    node.kind === "map" && ["mac", "version"].every((name) => node.entries.some(({ key }) => key === name))
  );
}
