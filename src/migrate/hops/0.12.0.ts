/** v0.11.0 → v0.12.0: larger jobs, for which old tables are too narrow. */
import { writtenBundled } from "./config-questions.ts";
import type { Hop, View } from "./hop.ts";
import { notice } from "./outcomes.ts";

function isExternal(view: View, service: string): boolean {
  return writtenBundled(view)?.includes(service) === false;
}

export const v0_12_0: Hop = {
  before: "0.11.0",
  release: "0.12.0",
  up: [
    (view) =>
      isExternal(view, "database")
        ? [
            notice(
              "CLP's user must be allowed ALTER and INDEX in the external database: the table job uses both at every start since CLP v0.12.0",
            ),
          ]
        : [],
  ],
  down: [],
};
