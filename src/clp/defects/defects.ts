/**
 * What CLP and its Helm chart get wrong, by number. Numbers never change: messages, documents and tests
 * refer to them. `docs/defects.md` and the table of the README are made from here.
 */
import { ADDRESS_DEFECTS } from "./address-defects.ts";
import { CHART_DEFECTS } from "./chart-defects.ts";
import { CONFIGURATION_DEFECTS } from "./configuration-defects.ts";
import type { Defect } from "./defect.ts";
import { LATER_CHART_DEFECTS } from "./later-chart-defects.ts";
import { LATER_DEFECTS } from "./later-defects.ts";
import { PRESTO_DEFECTS } from "./presto-defects.ts";
import { SECRET_AND_PATH_DEFECTS } from "./secret-and-path-defects.ts";
import { TOPOLOGY_DEFECTS } from "./topology-defects.ts";

export type { Defect, Treatment } from "./defect.ts";

const TABLE = {
  ...TOPOLOGY_DEFECTS,
  ...ADDRESS_DEFECTS,
  ...CONFIGURATION_DEFECTS,
  ...SECRET_AND_PATH_DEFECTS,
  ...CHART_DEFECTS,
  ...LATER_DEFECTS,
  ...LATER_CHART_DEFECTS,
  ...PRESTO_DEFECTS,
} as const;

/** `D12b`, `H7`. */
export type DefectId = keyof typeof TABLE;

/** Every defect by its number, in the order in which documents show them. */
export const DEFECTS: Readonly<Record<DefectId, Defect>> = TABLE;

/** The numbers, in that order. */
export const DEFECT_IDS = Object.keys(TABLE) as readonly DefectId[];

/** In which releases CLP has it: `since v0.9.0`. */
export function releasesOf({ since, until }: Defect): string {
  return until === undefined ? `since v${since}` : `v${since} and later, gone in v${until}`;
}

/** True for what looks like the number of a defect, of ours or not. */
export function looksLikeDefect(text: string): boolean {
  return /^[DEHP]\d+[a-z]?$/i.test(text);
}

/** The number as it is written, from one in any case: `d12B`. Undefined where there is no such defect. */
export function defectIdOf(text: string): DefectId | undefined {
  return DEFECT_IDS.find((id) => id.toLowerCase() === text.toLowerCase());
}
