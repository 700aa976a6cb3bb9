/** Every path that the Helm backend of any version has written, or writes for any release of CLP. Append only. */
import { MADE_BY, type OutputPath } from "../output-path.ts";

export const HELM_PATHS: readonly OutputPath[] = [
  { path: "helm/values.yaml", kinds: [{ format: "text", begins: "# Values of chart clp " }, MADE_BY] },
  {
    path: "helm/values.secret.yaml",
    kinds: [{ format: "yaml", keys: ["credentials"], others: ["clpConfig"] }, MADE_BY],
  },
];
