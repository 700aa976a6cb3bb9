/** What a host of several may be given to run: services by their names, and groups of them. */
import { COMPONENT_IDS } from "./component-ids.ts";

/** Words for several services at once: those that run of them. */
export const PLACE_GROUPS = ["infrastructure", "schedulers", "workers", "rest"] as const;

export type PlaceGroup = (typeof PLACE_GROUPS)[number];

type Id = (typeof COMPONENT_IDS)[number];

/** Both kinds of it are the service `compression-worker`, and one of them runs. */
const OTHER_NAME = "spider-compression-worker";

export type Place = PlaceGroup | Exclude<Id, typeof OTHER_NAME>;

export const PLACES: readonly Place[] = [...PLACE_GROUPS, ...COMPONENT_IDS.filter((id) => id !== OTHER_NAME)];
