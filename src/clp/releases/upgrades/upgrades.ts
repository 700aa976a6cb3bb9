/** The upgrades from each release to the next, in their order. A new release is one file and one line here. */
import { compareReleases, type ReleaseId } from "../releases.ts";
import type { DataChange, Program, Server, Upgrade } from "./upgrade.ts";
import { to_v0_10_0 } from "./v0.10.0.ts";
import { to_v0_11_0 } from "./v0.11.0.ts";
import { to_v0_12_0 } from "./v0.12.0.ts";
import { to_v0_13_0 } from "./v0.13.0.ts";

export const UPGRADES: readonly Upgrade[] = [to_v0_10_0, to_v0_11_0, to_v0_12_0, to_v0_13_0];

/** The upgrades between two releases. */
export function upgradesBetween(
  from: ReleaseId,
  to: ReleaseId,
): { readonly down: boolean; readonly upgrades: readonly Upgrade[] } {
  const { down, passed } = passedBetween(UPGRADES, from, to);
  return { down, upgrades: passed };
}

/** Those of a list, one for each release but the first, that lie between two releases, in the order in which they are passed; on the way down, backwards. */
export function passedBetween<Hop extends Pick<Upgrade, "before" | "release">>(
  all: readonly Hop[],
  from: ReleaseId,
  to: ReleaseId,
): { readonly down: boolean; readonly passed: readonly Hop[] } {
  const down = compareReleases(to, from) < 0;
  const [low, high] = down ? [to, from] : [from, to];
  const passed = all.filter(
    ({ before, release }) => compareReleases(before, low) >= 0 && compareReleases(release, high) <= 0,
  );
  return { down, passed: down ? passed.reverse() : passed };
}

/**
 * What of an upgrade concerns a deployment.
 *
 * @param runs true for a server of that program that the deployment itself runs
 */
export function dataChangesOf(
  { data }: Upgrade,
  runs: (server: Server, program: Program) => boolean,
): readonly DataChange[] {
  return data.filter(({ version }) => version === undefined || runs(version.server, version.program));
}
