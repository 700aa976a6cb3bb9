/** What is known of images of Presto by their tags: properties belong to an image, and not to a release (P14). */

/**
 * How a worker is told the bucket: by a property of its own, or in the URL alone. Source: the properties that
 * CLP's set-up writes for the images that it starts, release by release (facts: presto-clp's init.py).
 */
export const BUCKET_BY_TAG: Readonly<Record<string, "name" | "url">> = {
  dev: "url",
  "clp-v0.10.0": "name",
  "clp-v0.10.0-fix.1": "name",
};

/** Tags that mean another image from one day to the next. */
export const FLOATING_TAGS: ReadonlySet<string> = new Set(["dev", "edge", "latest", "main", "nightly"]);
