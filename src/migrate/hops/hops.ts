/** The hops between releases, in their order. A new release is one file and one line here. */
import type { ReleaseId } from "../../clp/releases/releases.ts";
import { passedBetween } from "../../clp/releases/upgrades/upgrades.ts";
import { v0_10_0 } from "./0.10.0.ts";
import { v0_11_0 } from "./0.11.0.ts";
import { v0_12_0 } from "./0.12.0.ts";
import { v0_13_0 } from "./0.13.0.ts";
import type { Hop } from "./hop.ts";

const HOPS: readonly Hop[] = [v0_10_0, v0_11_0, v0_12_0, v0_13_0];

export interface Way {
  readonly down: boolean;
  /** In the order in which they are gone. */
  readonly hops: readonly Hop[];
}

/** The hops from one release to another. */
export function wayBetween(from: ReleaseId, to: ReleaseId): Way {
  const { down, passed } = passedBetween(HOPS, from, to);
  return { down, hops: passed };
}
