/** The releases of CLP that are known, in their order. A new one is one file and one line here. */
import type { Release as AnyRelease } from "./release.ts";
import { v0_9_0 } from "./v0.9.0.ts";
import { v0_10_0 } from "./v0.10.0.ts";
import { v0_11_0 } from "./v0.11.0.ts";
import { v0_12_0 } from "./v0.12.0.ts";
import { v0_13_0 } from "./v0.13.0.ts";

/** Those that can be compiled for, from the oldest to the newest. */
export const RELEASES = [v0_9_0, v0_10_0, v0_11_0, v0_12_0, v0_13_0] as const;

export type ReleaseId = (typeof RELEASES)[number]["id"];

/** A release that is known, as it is handed on. */
export type Release = AnyRelease<ReleaseId>;

/** What is compiled for where nobody says another: the newest. */
export const DEFAULT_RELEASE = v0_13_0;

/** The release of this id. */
export function releaseOf(id: ReleaseId): Release {
  return RELEASES.find((release) => release.id === id)!;
}

/** The release of this id; undefined for what is no release that is known. */
export function knownRelease(id: string): Release | undefined {
  return RELEASES.find((release) => release.id === id);
}

function positionOf(id: ReleaseId): number {
  return RELEASES.findIndex((release) => release.id === id);
}

/** Negative where `a` came out before `b`, positive where after: by the list, never by their numbers. */
export function compareReleases(a: ReleaseId, b: ReleaseId): number {
  return a === b ? 0 : positionOf(a) - positionOf(b);
}

/** The release after another; undefined for the newest. */
export function releaseAfter(id: ReleaseId): Release | undefined {
  return RELEASES[positionOf(id) + 1];
}

/** The release before another; undefined for the oldest. */
export function releaseBefore(id: ReleaseId): Release | undefined {
  return RELEASES[positionOf(id) - 1];
}
