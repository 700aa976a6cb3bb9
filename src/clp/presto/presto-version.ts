/** The images of Presto, and the version that coordinator and workers call themselves. */
import { parseImage } from "../../base/image-reference.ts";
import { derived, type Sourced, sourced } from "../../base/origin.ts";
import { pick } from "../../base/typed.ts";
import type { Outline } from "../../lower/deployment.ts";
import { imagesOf } from "../../lower/images.ts";
import { BUCKET_BY_TAG } from "../releases/presto-images.ts";
import { deployedSection } from "./place.ts";

export type PrestoRole = "coordinator" | "worker";

/** The release's own image. */
export function ownImage({ release }: Outline, role: PrestoRole): string {
  return role === "coordinator" ? release.images.prestoCoordinator : release.images.prestoWorker;
}

/** What the site file's section names, or else what it says of images as a whole: one, a registry, the release's own. */
export function prestoImage(outline: Outline, role: PrestoRole): Sourced<string> {
  const given = pick(deployedSection(outline).images, role);
  if (given.value !== null) return sourced(given.value, given.origin);
  const { prestoCoordinator, prestoWorker } = imagesOf(outline);
  const { reference } = role === "coordinator" ? prestoCoordinator : prestoWorker;
  return sourced(
    reference.value,
    derived(
      "the site file's section of Presto names no other image",
      reference.origin,
      pick(outline.site, "clp_version").origin,
    ),
  );
}

/** How the workers are told the bucket: as their image's tag takes it, or, of an unknown one, the release's own. */
export function bucketBy(outline: Outline): "name" | "url" {
  const tags = [prestoImage(outline, "worker").value, ownImage(outline, "worker")];
  const known = tags.map((image) => BUCKET_BY_TAG[parseImage(image).tag ?? ""]);
  return known.find((one) => one !== undefined) ?? "name";
}

/**
 * What both sides give as `presto.version`. A coordinator uses the workers whose version equals its own alone,
 * and CLP's workers ask it for that when they start, by tools that they download (P3, P16). Only that they
 * are equal counts, so it is the tag of the coordinator's image.
 */
export function prestoVersion(outline: Outline): Sourced<string> {
  const { value, origin } = prestoImage(outline, "coordinator");
  const { tag, digest } = parseImage(value);
  return sourced(
    tag ?? digest?.replace("sha256:", "").slice(0, 12) ?? "latest",
    derived("coordinator and workers must call themselves by one version", origin),
  );
}
