/** Which images the containers run: the release's, the same in a registry of one's own, or others, one by one. */
import { parseImage } from "../base/image-reference.ts";
import { inRegistry } from "../base/image-registry.ts";
import { constant, derived, type Sourced, sourced } from "../base/origin.ts";
import { pick } from "../base/typed.ts";
import type { Images } from "../clp/releases/release.ts";
import type { Image, ImagesOfDeployment } from "../model/model.ts";
import type { Outline } from "./deployment.ts";

/** The key of the site file that names another image, and the component that runs it. */
const KEYS = {
  package: "package",
  mariadb: "database",
  mysql: "database",
  queue: "queue",
  redis: "redis",
  resultsCache: "results_cache",
  otelCollector: "otel_collector",
  prestoCoordinator: "presto_coordinator",
  prestoWorker: "presto_worker",
} as const satisfies Record<keyof Images, keyof Outline["site"]["images"]>;

/** All images that the release has, as this deployment takes them. */
export function imagesOf(outline: Outline): ImagesOfDeployment {
  const kinds = Object.keys(outline.release.images) as (keyof Images)[];
  return Object.fromEntries(
    kinds.map((kind) => [kind, imageOf(referenceOf(outline, kind))]),
  ) as unknown as ImagesOfDeployment;
}

function imageOf(reference: Sourced<string>): Image {
  return { reference, ...parseImage(reference.value) };
}

/** What is written, for one image or for that of the package; else the release's own, where the registry has it. */
function referenceOf({ release, site, config }: Outline, kind: keyof Images): Sourced<string> {
  const own = pick(site.images, KEYS[kind]);
  if (own.value !== null) return own as Sourced<string>;
  const registry = pick(site.images, "registry");
  const released = release.images[kind]!;
  const inConfig = pick(config, "container_image_ref");
  if (kind === "package") {
    if (inConfig.value !== null) return inConfig as Sourced<string>;
    const origin = derived(
      "the release's own image, since container_image_ref is null",
      pick(site, "clp_version").origin,
      inConfig.origin,
    );
    return inOwnRegistry(sourced(released, origin), registry);
  }
  const component = KEYS[kind].replaceAll("_", "-");
  return inOwnRegistry(sourced(released, constant(`image of ${component} in ${release.name}`)), registry);
}

function inOwnRegistry(image: Sourced<string>, registry: Sourced<string | null>): Sourced<string> {
  if (registry.value === null) return image;
  return sourced(
    inRegistry(registry.value, image.value),
    derived("the release's image, in the registry of the site file", registry.origin, image.origin),
  );
}

/** The image of one of the package's own services, where the site file names another for it alone. */
export function ownImageOf({ site }: Outline, component: string): Sourced<string> | undefined {
  const key = component.replaceAll("-", "_");
  if (!Object.hasOwn(site.images, key)) return undefined;
  const own = pick(site.images, key as keyof typeof site.images);
  return own.value === null ? undefined : (own as Sourced<string>);
}
