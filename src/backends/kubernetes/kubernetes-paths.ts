/** Every path that the Kubernetes backend of any version has written, or writes for any release of CLP. Append only. */
import { COMPONENT_IDS } from "../../clp/package/component-ids.ts";
import { MADE_BY, type OutputPath } from "../output-path.ts";
import { FOLDER, SECRETS_FOLDER } from "./documents.ts";

/** Names and not a pattern: an operator's own manifests may stand beside ours. */
const PUBLIC = [
  ...COMPONENT_IDS,
  "configmap",
  "external-secrets",
  "ingress",
  "kustomization",
  "network-policies",
  "volumes",
].sort();

const SECRET = [
  "archive-output",
  "config",
  "database",
  "kustomization",
  "logs-input",
  "presto-coordinator",
  "presto-worker",
  "queue",
  "redis",
  "stream-output",
  "urls",
];

export const KUBERNETES_PATHS: readonly OutputPath[] = [
  ...PUBLIC.map((name) => ({ path: `${FOLDER}/${name}.yaml`, kinds: [MADE_BY] })),
  ...SECRET.map((name) => ({ path: `${SECRETS_FOLDER}/${name}.yaml`, kinds: [MADE_BY] })),
];
