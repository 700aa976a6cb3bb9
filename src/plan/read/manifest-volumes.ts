/** What a manifest says of the directories of a host: what they hold, and whose they are. */
import type { Volume } from "../../model/model.ts";

/** A directory that containers mount. */
export interface KnownVolume {
  readonly id: string;
  /** What it holds, in a few words. */
  readonly title: string;
  readonly purpose: Volume["purpose"];
  readonly path: string;
}

const PURPOSES: ReadonlySet<unknown> = new Set<Volume["purpose"]>([
  "data",
  "logs",
  "scratch",
  "staging",
  "input",
  "settings",
  "socket",
]);

type Json = Readonly<Record<string, unknown>>;

/** Undefined where the manifest does not say it: earlier compilers did not. What is not understood is left out. */
export function volumesIn({ volumes }: Json): readonly KnownVolume[] | undefined {
  return Array.isArray(volumes) ? volumes.filter(isVolume) : undefined;
}

function isVolume(item: unknown): item is KnownVolume {
  if (!isObject(item)) return false;
  const { id, title, purpose, path } = item;
  return [id, title, path].every((text) => typeof text === "string") && PURPOSES.has(purpose);
}

/** The user of each directory that the deployment makes, as `1000:1000`; undefined as above. */
export function ownersIn({ owners }: Json): ReadonlyMap<string, string> | undefined {
  if (!Array.isArray(owners)) return undefined;
  return new Map(
    owners.flatMap((item: unknown) => {
      const { user, directories } = isObject(item) ? item : {};
      if (typeof user !== "string" || !Array.isArray(directories)) return [];
      return directories.flatMap((path: unknown) =>
        typeof path === "string" ? [[path, user] as const] : [],
      );
    }),
  );
}

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The volume of which a mount shows all or a part: of those around the directory, the innermost. */
export function volumeAround(volumes: readonly KnownVolume[], source: string): KnownVolume | undefined {
  return volumes
    .filter(({ path }) => path === source || source.startsWith(path.endsWith("/") ? path : `${path}/`))
    .reduce<KnownVolume | undefined>(
      (found, one) => (found === undefined || one.path.length > found.path.length ? one : found),
      undefined,
    );
}
