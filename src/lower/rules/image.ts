/** The image of the package. */
import { parseImage } from "../../base/image-reference.ts";
import { sourced } from "../../base/origin.ts";
import { pick } from "../../base/typed.ts";
import { PACKAGE_IMAGE } from "../../clp/releases/release.ts";
import { knownRelease } from "../../clp/releases/releases.ts";
import type { Site } from "../../input/schema/site.ts";
import { noEffect, type Rule, rule } from "./rule.ts";

/** `CLP4050`: the image is of another release, as far as its tag tells. */
const otherRelease = rule(["CLP4050"], ({ deployment, config, site, report }) => {
  const [inSite, inConfig] = [pick(site.images, "package"), pick(config, "container_image_ref")];
  const image = inSite.value === null ? inConfig : inSite;
  const version = pick(site, "clp_version");
  const { repository, tag, digest } = deployment.images.package;
  if (image.value === null || tag === version.value) return;
  // Elsewhere a tag may be of one's own kind; one that is the name of a release is taken for that.
  if (repository !== PACKAGE_IMAGE && (tag === undefined || knownRelease(tag) === undefined)) return;
  if (tag === undefined && digest !== undefined) return;
  report(
    "CLP4050",
    image.origin,
    tag === undefined
      ? `The image has no tag, so that it may be of any release, not ${version.value}`
      : `The image is of release ${tag}, not ${version.value}`,
    {
      also: [{ origin: version.origin, text: "the release that is compiled for" }],
      help: `Leave \`${inSite.value === null ? "container_image_ref" : "images.package"}\` out to have the image of the release`,
    },
  );
});

/** `CLP2070`: both name the image of the package. */
const twoImages = rule(["CLP2070"], ({ config, site, report }) => {
  const [inSite, inConfig] = [pick(site.images, "package"), pick(config, "container_image_ref")];
  if (inSite.value === null || inConfig.value === null || inSite.value === inConfig.value) return;
  report(
    "CLP2070",
    inSite.origin,
    `The image of the package is ${inSite.value} here, and ${inConfig.value} in the config`,
    {
      also: [{ origin: inConfig.origin, text: "the other one" }],
      help: "Keep one of them: `images.package` of the site file, or `container_image_ref` of the config",
    },
  );
});

type Key = Exclude<keyof Site["images"], "registry">;

/** The images that are named one by one, by their keys. */
function named({ images }: Site) {
  const keys = Object.keys(images).filter((key) => key !== "registry") as Key[];
  return keys.sort().flatMap((key) => {
    const { value, origin } = pick(images, key);
    return value === null ? [] : [{ key, image: sourced(value, origin) }];
  });
}

/** `CLP2072`: what is pulled today is not what is pulled tomorrow. */
const latest = rule(["CLP2072"], ({ site, report }) => {
  for (const { key, image } of named(site)) {
    const { repository, tag, digest } = parseImage(image.value);
    if (tag !== undefined || digest !== undefined) continue;
    // That is told already: it may be of any release.
    if (key === "package" && repository === PACKAGE_IMAGE) continue;
    report(
      "CLP2072",
      image.origin,
      `The image ${image.value} has neither tag nor digest: it is whatever is called latest when it is pulled`,
      { help: "Write the tag, or the digest as @sha256:…" },
    );
  }
});

/** `CLP2073`: it does not run, or not here. */
const withoutEffect = rule(["CLP2073"], (subject) => {
  for (const { key, image } of named(subject.site)) {
    const said = key === "package" ? undefined : noEffect(subject, "images", key);
    if (said !== undefined) subject.report("CLP2073", image.origin, ...said);
  }
});

export const imageRules: readonly Rule[] = [otherRelease, twoImages, latest, withoutEffect];
