/** The image of the package. */
import { pick } from "../../base/typed.ts";
import { PACKAGE_IMAGE } from "../../clp/releases/release.ts";
import type { Rule } from "./rule.ts";

/** `CLP4050`: only CLP's own image tells its release by its tag. */
const otherRelease: Rule = ({ deployment, config, site, report }) => {
  const image = pick(config, "container_image_ref");
  const version = pick(site, "clp_version");
  const { repository, tag, digest } = deployment.image;
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
      help: "Leave `container_image_ref` out to have the image of the release",
    },
  );
};

export const imageRules: readonly Rule[] = [otherRelease];
