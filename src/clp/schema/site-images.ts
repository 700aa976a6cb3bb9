/** The site file's section `images`. */
import * as z from "zod/mini";
import { COMPONENTS } from "./site-parts.ts";
import { key, leaves } from "./vocabulary.ts";

const nullableImage = () => z._default(z.nullable(leaves.image()), null);

/** Another image of each component. */
function imagePerName<const Names extends readonly string[]>(names: Names) {
  return Object.fromEntries(
    names.map((name) => [
      name,
      key(nullableImage(), `Image of ${name}, with a tag or a digest; null: that of the release.`),
    ]),
  ) as Record<Names[number], ReturnType<typeof nullableImage>>;
}
export const images = () =>
  key(
    z.prefault(
      z.strictObject({
        registry: key(
          z._default(z.nullable(leaves.registry()), null),
          "Registry that has all images under the names that the release gives them; null: that of each. What is named one by one is taken as it is.",
          { examples: ["registry.example.com:5000/mirror"] },
        ),
        package: key(
          nullableImage(),
          "Image of CLP's own services, as the config's container_image_ref; null: that of the config, or of the release.",
        ),
        ...imagePerName(COMPONENTS),
      }),
      {},
    ),
    "From where the images of containers come.",
    { examples: [{ registry: "registry.example.com" }] },
  );
