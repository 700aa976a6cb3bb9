/** Values that break a rule which one key alone has. */

import type { CodeTable } from "../../base/code-entry.ts";
import { DEFAULT_RELEASE } from "../../clp/releases/releases.ts";

export const KEY_CODES = {
  CLP2020: {
    severity: "error",
    title: "Not a NodePort",
    explanation: "Kubernetes gives NodePorts from 30000 to 32767.",
    wrong: "kubernetes: {node_ports: {webui: 4000}}",
    right: "kubernetes: {node_ports: {webui: 30000}}",
    source: "kube-apiserver --service-node-port-range; H17",
  },
  CLP2022: {
    severity: "error",
    title: "Release of CLP that is not supported",
    explanation:
      "This compiler does not know that release of CLP. Each release has its own keys, services and defaults.",
    wrong: 'clp_version: "1.0"',
    right: `clp_version: "${DEFAULT_RELEASE.id}"`,
    source: "the site file",
  },
} as const satisfies CodeTable;
