/** Every path that the Kubernetes backend of any version has written, or writes for any release of CLP. Append only. */
import { MADE_BY, type OutputPath } from "../output-path.ts";
import { FOLDER, SECRETS_FOLDER } from "./documents.ts";

/** Names and not a pattern: an operator's own manifests may stand beside ours. */
const PUBLIC = [
  "api-server",
  "compression-scheduler",
  "compression-worker",
  "configmap",
  "database",
  "db-table-creator",
  "external-secrets",
  "garbage-collector",
  "ingress",
  "kustomization",
  "log-ingestor",
  "mcp-server",
  "network-policies",
  "otel-collector",
  "presto-coordinator",
  "presto-worker",
  "query-scheduler",
  "query-worker",
  "queue",
  "redis",
  "reducer",
  "results-cache",
  "results-cache-indices-creator",
  "spider-compression-worker",
  "spider-scheduler",
  "volumes",
  "webui",
];

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
