/** The diagram in a Markdown file. */
import type { CodeTable } from "../../base/code-entry.ts";

export const PICTURES_CODES = {
  CLP6110: {
    severity: "error",
    title: "Stale diagram in a document",
    explanation:
      "Between the markers of the Markdown file stands another diagram than the inputs give, or there are no markers. `clp-compile diagram --update FILE` puts the fresh one there.",
    wrong: "edit etc/clp-config.yaml && clp-compile check --markdown README.md",
    right: "clp-compile diagram --update README.md && clp-compile check --markdown README.md",
    source: "The lines between <!-- clp-compile:diagram:start --> and <!-- clp-compile:diagram:end -->",
  },
} as const satisfies CodeTable;
