/** The image of the package. */
import { parseImage } from "../../base/image-reference.ts";
import { pick } from "../../base/typed.ts";
import { PACKAGE_IMAGE } from "../../clp/releases/release.ts";
import { type Rule, rule } from "./rule.ts";

/** `CLP4050`: only CLP's own image tells its release by its tag. */
const otherRelease = rule(["CLP4050"], ({ deployment, config, site, report }) => {
  const [inSite, inConfig] = [pick(site.images, "package"), pick(config, "container_image_ref")];
  const image = inSite.value === null ? inConfig : inSite;
  const version = pick(site, "clp_version");
  const { repository, tag, digest } = deployment.images.package;
  if (image.value === null || repository !== PACKAGE_IMAGE || tag === version.value) return;
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

/** `CLP2072`: what is pulled today is not what is pulled tomorrow. */
const latest = rule(["CLP2072"], ({ site, report }) => {
  for (const key of (Object.keys(site.images) as (keyof typeof site.images)[]).sort()) {
    const { value, origin } = pick(site.images, key);
    if (key === "registry" || value === null) continue;
    const { repository, tag, digest } = parseImage(value);
    if (tag !== undefined || digest !== undefined || repository === PACKAGE_IMAGE) continue;
    report(
      "CLP2072",
      origin,
      `The image ${value} has neither tag nor digest: it is whatever is called latest when it is pulled`,
      { help: "Write the tag, or the digest as @sha256:…" },
    );
  }
});

export const imageRules: readonly Rule[] = [otherRelease, twoImages, latest];
